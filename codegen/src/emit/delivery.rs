//! The delivery: the whole body, which is the event or an envelope around it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::members::{DecodeParts, emit_members, emit_take};
use super::message_template;
use super::traits::emit_serialize;
use super::types::schema_docs;
use crate::docs::{self, Text};
use crate::event_routing::{body_names_event, body_naming, unenveloped_naming};
use crate::ident::{RustIdent, own};
use crate::model::{Envelope, Object, TypeKind, Vendor};
use webhook_catalog::BodyFormat;

/// Emits `Delivery` and its impls.
pub(super) fn emit_delivery(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support(["Decode", "JsonReader", "DecodeError", "Misfits"]);
    let delivery = own("Delivery");
    let name = docs::escape(&vendor.display_name);
    let docs = match vendor.event_wrapper() {
        None => format!("One delivery of {name}: the whole body."),
        Some(_) => {
            format!("One delivery of {name}: the whole body, or the part of it in a wrapper.")
        }
    };
    let stored = if body_names_event(vendor) {
        "It is serialized as its body, and can be deserialized."
    } else {
        "It is serialized as its body, which does not name the event: store the name beside it, and read both by [`parse_named()`]."
    };
    let docs = Text::default().markdown(&docs).markdown(stored).outer();
    let set_wrapper = emit_set_wrapper(vendor);
    let mut items = match &vendor.envelope {
        Some(envelope) => emit_enveloped(vendor, envelope, &docs, imports),
        None => vec![
            quote! {
                #docs
                #[derive(Debug, Clone, PartialEq, Eq)]
                #[non_exhaustive]
                pub struct Delivery {
                    #[doc = " The event, which is the whole body."]
                    pub event: Event,
                    misfits: Misfits,
                }
            },
            quote! {
                impl Decode for Delivery {
                    const EXPECTED: &'static str = Event::EXPECTED;

                    #set_wrapper

                    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                        let event = Event::decode(reader)?;
                        Ok(Self { event, misfits: reader.take_misfits() })
                    }
                }
            },
        ],
    };
    let proper = match &vendor.envelope {
        None => quote!(self.event.serialize(serializer)),
        Some(envelope) => emit_enveloped_writes(envelope, imports),
    };
    items.extend(emit_writes(vendor, &delivery, &proper, imports));
    items.push(emit_methods(vendor, imports));
    let id = vendor.id.as_str();
    if body_naming(vendor).is_some() {
        imports.de(["Deserialize", "Deserializer"]);
        imports.support(["deserialize_delivery"]);
        items.push(quote! {
            impl<'de> Deserialize<'de> for Delivery {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserialize_delivery(#id, &NAMING, deserializer)
                }
            }
        });
    }
    if vendor.message_templates.is_some() {
        imports.de(["Deserialize", "Deserializer"]);
        imports.support(["deserialize_by_template"]);
        items.push(message_template::emit_method());
        items.push(quote! {
            impl<'de> Deserialize<'de> for Delivery {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserialize_by_template(#id, &message_template::TEMPLATES, deserializer)
                }
            }
        });
    }
    items
}

/// Emits the methods that tell how a delivery differs from its types.
fn emit_methods(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["Misfit", "Pointer", "unknown_members"]);
    let has_envelope = match &vendor.envelope {
        Some(_) => quote!(self.envelope.is_some()),
        None => quote!(true),
    };
    let wrapper = emit_wrapper_method(vendor);
    let proper = match vendor.event_wrapper() {
        Some(_) => quote!(&crate::support::Alone(self)),
        None => quote!(self),
    };
    let constructor = match &vendor.envelope {
        Some(_) => quote! {
            #[doc = " A delivery of an event with its envelope."]
            #[cfg(feature = "constructors")]
            pub fn new(envelope: Envelope, event: impl Into<Event>) -> Self {
                let (envelope, event) = (Some(Box::new(envelope)), event.into());
                Self { envelope, event, misfits: Misfits::default() }
            }
        },
        None => quote! {
            #[doc = " A delivery of an event."]
            #[cfg(feature = "constructors")]
            pub fn new(event: impl Into<Event>) -> Self {
                Self { event: event.into(), misfits: Misfits::default() }
            }
        },
    };
    let to_form = (vendor.body == BodyFormat::Form).then(|| {
        quote! {
            #[doc = " The delivery as a form: the fields that it was read from, in which those of one name keep their order."]
            #[doc = ""]
            #[doc = " Null and empty objects and lists, which no form has, are left out."]
            #[inline]
            pub fn to_form(&self) -> String {
                crate::support::to_form(self)
            }
        }
    });
    quote! {
        impl Delivery {
            #constructor

            #to_form

            #wrapper

            #[doc = " The values that did not fit their types when the delivery was read; empty if it fits."]
            #[doc = ""]
            #[doc = " Each of them was kept as it came: in `extra` of its object, or as a malformed event."]
            pub fn misfits(&self) -> &[Misfit] {
                self.misfits.as_slice()
            }

            #[doc = " Pointers to the members that no type declares, such as those that the vendor has added."]
            #[doc = ""]
            #[doc = " Computed by each call, which writes and reads the delivery once more. Members of unknown and malformed events are"]
            #[doc = " not listed."]
            // Inlined, so that the impls of `Serialize` are compiled only for a program that calls it.
            #[inline]
            pub fn unknown_members(&self) -> Vec<Pointer> {
                unknown_members::<Self>(#proper, self.event.name(), #has_envelope, &self.misfits)
            }
        }
    }
}

fn emit_enveloped(
    vendor: &Vendor,
    envelope: &Envelope,
    docs: &TokenStream,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    let TypeKind::Object(object) = &vendor.types[envelope.fields.0].kind else {
        unreachable!("an envelope is lowered as an object");
    };
    let member = &envelope.event_member;
    let event_docs = schema_docs(&envelope.event_docs);
    let event_docs = Text::default()
        .markdown("The event.")
        .then(event_docs)
        .outer();
    imports.support(["read_object"]);
    let absence = if unenveloped_naming(vendor).is_some() {
        "The other members of the body. `None` if the event is the whole body, as the vendor sends it or as it does not fit the \
         type of the envelope."
    } else {
        "The other members of the body. `None` if the body does not fit the type of the envelope, so that the event is the whole \
         body, and malformed."
    };
    let envelope_docs = Text::default().markdown(absence).outer();
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct Delivery {
                #envelope_docs
                pub envelope: Option<Box<Envelope>>,
                #event_docs
                pub event: Event,
                misfits: Misfits,
            }
        },
        emit_decode_enveloped(vendor, member, object, imports),
    ]
}

/// Emits the body of a function that writes a delivery without its wrapper.
fn emit_enveloped_writes(envelope: &Envelope, imports: &mut Imports) -> TokenStream {
    imports.support(["Encode", "MemberWriter", "ObjectWriter"]);
    let member = &envelope.event_member;
    quote! {
        let Some(envelope) = &self.envelope else { return self.event.serialize(serializer) };
        let mut writer = ObjectWriter::new(serializer, &envelope.extra)?;
        envelope.encode(&mut writer);
        writer.required(#member, &self.event);
        writer.end()
    }
}

/// Emits `Serialize`, where `proper` writes a delivery without its wrapper.
fn emit_writes(
    vendor: &Vendor,
    delivery: &RustIdent,
    proper: &TokenStream,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    let Some(wrapper) = vendor.event_wrapper() else {
        return vec![emit_serialize(delivery, proper, imports)];
    };
    let member = &wrapper.member;
    let in_wrapper = quote! {
        match self.misfits.wrapper() {
            Some(wrapper) => crate::support::serialize_wrapped(wrapper, #member, &crate::support::Alone(self), serializer),
            None => crate::support::Alone(self).serialize(serializer),
        }
    };
    vec![
        emit_serialize(delivery, &in_wrapper, imports),
        quote! {
            impl Delivery {
                fn serialize_alone<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    #proper
                }
            }
        },
        quote! {
            impl Serialize for crate::support::Alone<'_, Delivery> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    self.0.serialize_alone(serializer)
                }
            }
        },
    ]
}

/// Emits the method of `Decode` by which a decoded delivery takes the members of its wrapper, if events may have one.
fn emit_set_wrapper(vendor: &Vendor) -> Option<TokenStream> {
    vendor.event_wrapper().map(|_| {
        quote! {
            fn set_wrapper(&mut self, members: crate::support::JsonObject) {
                self.misfits.set_wrapper(members);
            }
        }
    })
}

/// Emits the method that returns them.
fn emit_wrapper_method(vendor: &Vendor) -> Option<TokenStream> {
    let member = docs::code(&vendor.event_wrapper()?.member);
    let docs = Text::default().markdown(&format!(
        "The members of the wrapper in which the delivery came, besides {member}, which holds it. `None` if it came alone."
    ));
    let docs = docs.outer();
    Some(quote! {
        #docs
        pub fn wrapper(&self) -> Option<&crate::support::JsonObject> {
            self.misfits.wrapper()
        }
    })
}

/// Emits `Decode` for a body that holds the event beside the members of the envelope.
fn emit_decode_enveloped(
    vendor: &Vendor,
    member: &str,
    object: &Object,
    imports: &mut Imports,
) -> TokenStream {
    let set_wrapper = emit_set_wrapper(vendor);
    let DecodeParts {
        variables,
        required,
        optional,
        takes,
        fields,
    } = emit_members(object, imports);
    let event = format_ident!("event_");
    let take_event = emit_take(&event);
    quote! {
        impl Decode for Delivery {
            const EXPECTED: &'static str = "an object";

            #set_wrapper

            fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                if reader.context.is_unenveloped() {
                    let event = Event::decode(reader)?;
                    return Ok(Self { envelope: None, event, misfits: reader.take_misfits() });
                }
                let mut #event = None;
                #variables
                let extra = read_object(reader, &mut [#required (#member, &mut #event)], &mut [#optional])?;
                #takes
                #take_event
                let envelope = Some(Box::new(Envelope { #fields extra }));
                Ok(Self { envelope, event: #event, misfits: reader.take_misfits() })
            }
        }
    }
}
