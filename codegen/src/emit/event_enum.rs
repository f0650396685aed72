//! The enum of a vendor's events: a variant per event, and one for unknown events.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::accessors::emit_event_accessors;
use super::event::events_text;
use super::facts::facts_path;
use super::features::variant_cfg;
use super::imports::Imports;
use super::overview;
use super::traits::emit_serialize;
use crate::docs::{self, Text};
use crate::event_routing::{body_names_event, unenveloped_naming};
use crate::expected;
use crate::format::SourceItem;
use crate::ident::own;
use crate::model::{EventView, Variant, Vendor};

/// Emits `Event` and its impls. Its `EventEnum` is the only place that maps event names to types.
pub(super) fn emit_event_enum(
    vendor: &Vendor,
    crate_path: &str,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    imports.support([
        "Decode",
        "EventEnum",
        "EventFacts",
        "JsonReader",
        "DecodeError",
        "Malformed",
        "UnknownEvent",
        "boxed",
        "boxed_unknown",
        "decode_event",
        "facts_of",
    ]);
    let all = vendor.variants();
    let variants = all.iter().map(|variant| emit_variant(vendor, variant));
    let name = docs::escape(&vendor.display_name);
    let docs = Text::default()
        .markdown(&format!(
            "An event of {name}. The docs of the [module](self#events) list the events by topic."
        ))
        .then(overview::event_enum(vendor, crate_path))
        .markdown(stored_as(vendor))
        .outer();
    let id = vendor.id.as_str();
    let tag = vendor.api.event_tag.as_ref();
    let is_tagged =
        |variant: &Variant<'_>| tag.is_some_and(|tag| tag.events.contains(&variant.main().name));
    if all.iter().any(is_tagged) {
        imports.support(["boxed_tagged"]);
    }
    let reads = all.iter().map(|variant| {
        let names = variant.events.iter().map(|event| event.name.as_str());
        let ident = &variant.main().variant;
        let read = if is_tagged(variant) {
            quote!(boxed_tagged)
        } else {
            quote!(boxed)
        };
        let cfg = variant_cfg(vendor, variant);
        quote!(#cfg #(#names)|* => #read(reader).map(Self::#ident),)
    });
    let writes = all.iter().map(|variant| {
        let (cfg, ident) = (variant_cfg(vendor, variant), &variant.main().variant);
        quote!(#cfg Self::#ident(event) => event.serialize(serializer),)
    });
    let facts = all.iter().map(|variant| {
        let (cfg, ident) = (variant_cfg(vendor, variant), &variant.main().variant);
        if vendor.api.name_members.contains_key(variant.name) {
            return quote!(#cfg Self::#ident(event) => event.facts(),);
        }
        let facts = facts_path(variant.main());
        quote!(#cfg Self::#ident(_) => &#facts,)
    });
    let expected = expected::event(vendor);
    let views = emit_views(vendor, imports);
    let accessors = emit_event_accessors(vendor, imports);
    let event = own("Event");
    let deserialize = emit_deserialize(vendor, imports);
    let mut items = vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum Event {
                #(#variants)*
                #[doc = " A known event whose payload does not fit its type, with its whole payload."]
                Malformed(Box<Malformed>),
                #[doc = " An event unknown to this crate, with its whole payload."]
                Unknown(Box<UnknownEvent>),
            }
        },
        quote! {
            impl Event {
                #[doc = " The vendor's name of the event."]
                pub fn name(&self) -> &str {
                    match self {
                        Self::Malformed(event) => &event.name,
                        Self::Unknown(event) => &event.name,
                        known => known.facts().map_or("", |facts| facts.name),
                    }
                }

                #[doc = " Facts about the event; `None` if the event is unknown."]
                pub fn facts(&self) -> Option<&'static EventFacts> {
                    Some(match self {
                        #(#facts)*
                        Self::Malformed(event) => return facts_of(EVENTS, &event.name),
                        Self::Unknown(_) => return None,
                    })
                }

                #[doc = " Reads the payload of the event that the caller names, as an event is serialized: the delivery without its envelope, as"]
                #[doc = " JSON. For events that were stored together with their [`name`](Self::name)."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " If the payload is not JSON."]
                #[inline]
                pub fn from_payload(event_name: &str, payload: &[u8]) -> Result<Self, ParseError> {
                    crate::support::parse_named(#id, event_name, OnMisfit::Keep, payload)
                }

                #(#views)*

                #(#accessors)*
            }
        },
        quote! {
            impl Decode for Event {
                const EXPECTED: &'static str = #expected;

                fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    decode_event(reader)
                }
            }
        },
        quote! {
            impl EventEnum for Event {
                fn decode_as(event_name: &str, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    match event_name {
                        #(#reads)*
                        _ => boxed_unknown(reader).map(Self::Unknown),
                    }
                }

                fn malformed(event: Box<Malformed>) -> Self {
                    Self::Malformed(event)
                }
            }
        },
        emit_serialize(
            &event,
            &quote! {
                match self {
                    #(#writes)*
                    Self::Malformed(event) => event.payload.serialize(serializer),
                    Self::Unknown(event) => event.payload.serialize(serializer),
                }
            },
            imports,
        ),
    ];
    items.extend(deserialize);
    items
}

/// The way to store an event.
fn stored_as(vendor: &Vendor) -> &'static str {
    if payload_names_event(vendor) {
        "It is serialized as its payload, which names the event, so that it can be deserialized."
    } else if body_names_event(vendor) {
        "It is serialized as its payload, which does not name the event. Store [`name`](Self::name) beside it for \
         [`from_payload`](Self::from_payload), or the whole delivery."
    } else {
        "It is serialized as its payload, which does not name the event. Store [`name`](Self::name) beside it for \
         [`from_payload`](Self::from_payload)."
    }
}

/// Emits calls of the support code's `event_conversions!`, which expands to conversions from and into the types of events: one for
/// each set of features.
pub(super) fn emit_conversions(vendor: &Vendor) -> Vec<SourceItem> {
    let mut calls = BTreeMap::<String, String>::new();
    for variant in vendor.variants() {
        let names = calls
            .entry(variant_cfg(vendor, &variant).to_string())
            .or_default();
        let _ = writeln!(names, "    {}", variant.main().variant);
    }
    let calls = calls.into_iter().map(|(cfg, names)| {
        let cfg = if cfg.is_empty() { cfg } else { cfg + "\n" };
        SourceItem::Text(format!(
            "#[cfg(feature = \"constructors\")]\n{cfg}crate::support::event_conversions! {{\n{names}}}\n"
        ))
    });
    calls.collect()
}

/// True if the payload of an event names the event, by itself.
fn payload_names_event(vendor: &Vendor) -> bool {
    match vendor.envelope {
        Some(_) => unenveloped_naming(vendor).is_some(),
        None => body_names_event(vendor),
    }
}

/// Emits `Deserialize`, if a payload names its event.
fn emit_deserialize(vendor: &Vendor, imports: &mut Imports) -> Option<TokenStream> {
    if !payload_names_event(vendor) {
        return None;
    }
    imports.de(["Deserialize", "Deserializer"]);
    Some(quote! {
        #[doc = " Reads an event from its payload, which names it."]
        impl<'de> Deserialize<'de> for Event {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Delivery::deserialize(deserializer).map(|delivery| delivery.event)
            }
        }
    })
}

/// Emits the methods that return what several events share.
fn emit_views(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    let views = vendor.api.views.iter().map(|view| {
        let EventView {
            name,
            output,
            events,
        } = view;
        imports.using(output);
        let names: Vec<_> = events
            .iter()
            .map(|name| docs::code(name.as_str()))
            .collect();
        let docs = Text::default()
            .markdown(&format!(
                "The common type of the events {}; `None` for other events.",
                names.join(", ")
            ))
            .outer();
        let variants = vendor.variants();
        let viewed = variants
            .iter()
            .filter(|variant| events.contains(&variant.main().name));
        let arms = viewed.map(|variant| {
            let (cfg, ident) = (variant_cfg(vendor, variant), &variant.main().variant);
            quote!(#cfg Self::#ident(event) => &event.0,)
        });
        quote! {
            #docs
            pub fn #name(&self) -> #output {
                Some(match self {
                    #(#arms)*
                    _ => return None,
                })
            }
        }
    });
    views.collect()
}

fn emit_variant(vendor: &Vendor, variant: &Variant<'_>) -> TokenStream {
    let event = variant.main();
    let mut docs = Text::default();
    if let Some(trigger) = &event.facts.trigger {
        docs = docs.prose(trigger);
    }
    let docs = docs.markdown(&format!("{}.", events_text(variant))).outer();
    let (cfg, ident) = (variant_cfg(vendor, variant), &event.variant);
    quote!(#docs #cfg #ident(Box<#ident>),)
}
