//! The delivery: the whole body, which is the event or an envelope around it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::members::{DecodeParts, emit_member_writes, emit_members, emit_take};
use super::message_template;
use super::traits::emit_serialize;
use super::types::schema_docs;
use crate::docs::{self, Text};
use crate::event_routing::{body_naming, unenveloped_naming};
use crate::ident::own;
use crate::model::{Envelope, Object, TypeKind, Vendor};

/// Emits `Delivery` and its impls.
pub(super) fn emit_delivery(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support(["Decode", "JsonReader", "DecodeError"]);
    let delivery = own("Delivery");
    let name = docs::escape(&vendor.display_name);
    let docs = Text::default()
        .markdown(&format!("One delivery of {name}: the whole body."))
        .outer();
    let mut items = match &vendor.envelope {
        Some(envelope) => emit_enveloped(vendor, envelope, &docs, imports),
        None => vec![
            quote! {
                #docs
                #[derive(Debug, Clone, PartialEq)]
                #[non_exhaustive]
                pub struct Delivery {
                    #[doc = " The event, which is the whole body."]
                    pub event: Event,
                }
            },
            quote! {
                impl Decode for Delivery {
                    const EXPECTED: &'static str = Event::EXPECTED;

                    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                        Ok(Self { event: Event::decode(reader)? })
                    }
                }
            },
            emit_serialize(
                &delivery,
                &quote!(self.event.serialize(serializer)),
                imports,
            ),
        ],
    };
    if body_naming(vendor).is_some() {
        imports.de(["Deserialize", "Deserializer"]);
        imports.support(["deserialize_delivery"]);
        items.push(quote! {
            impl<'de> Deserialize<'de> for Delivery {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserialize_delivery(&NAMING, deserializer)
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
                    deserialize_by_template(&message_template::TEMPLATES, deserializer)
                }
            }
        });
    }
    items
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
    imports.support(["ObjectWriter", "read_object"]);
    let delivery = own("Delivery");
    let writes = emit_member_writes(object, &quote!(envelope));
    let may_lack_envelope = unenveloped_naming(vendor).is_some();
    let (envelope_field, envelope) = if may_lack_envelope {
        (
            quote! {
                #[doc = " The other members of the body; `None` if the event is the whole body."]
                pub envelope: Option<Box<Envelope>>,
            },
            quote!(let Some(envelope) = &self.envelope else { return self.event.serialize(serializer) };),
        )
    } else {
        (
            quote! {
                #[doc = " The other members of the body."]
                pub envelope: Box<Envelope>,
            },
            quote!(let envelope = &self.envelope;),
        )
    };
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub struct Delivery {
                #envelope_field
                #event_docs
                pub event: Event,
            }
        },
        emit_decode_enveloped(member, object, may_lack_envelope, imports),
        emit_serialize(
            &delivery,
            &quote! {
                #envelope
                let mut writer = ObjectWriter::new(serializer)?;
                #writes
                writer.required(#member, &self.event);
                writer.end(&envelope.extra)
            },
            imports,
        ),
    ]
}

/// Emits `Decode` for a body that holds the event beside the members of the envelope. With `may_lack_envelope`, a body may also be the
/// event itself.
fn emit_decode_enveloped(
    member: &str,
    object: &Object,
    may_lack_envelope: bool,
    imports: &mut Imports,
) -> TokenStream {
    let boxed = quote!(Box::new(envelope));
    let (unenveloped, envelope) = if may_lack_envelope {
        let unenveloped = quote! {
            if reader.context.is_unenveloped() {
                let event = Event::decode(reader)?;
                return Ok(Self { envelope: None, event });
            }
        };
        (Some(unenveloped), quote!(Some(#boxed)))
    } else {
        (None, boxed)
    };
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

            fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                #unenveloped
                let mut #event = None;
                #variables
                let extra = read_object(reader, &mut [#required (#member, &mut #event)], &mut [#optional])?;
                #takes
                #take_event
                let envelope = Envelope { #fields extra };
                Ok(Self { envelope: #envelope, event: #event })
            }
        }
    }
}
