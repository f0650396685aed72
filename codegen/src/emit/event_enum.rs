//! The enum of a vendor's events: a variant per event, and one for unknown events.

use proc_macro2::TokenStream;
use quote::quote;

use super::accessors::emit_event_accessors;
use super::event::events_text;
use super::facts::facts_path;
use super::features::variant_cfg;
use super::imports::Imports;
use super::traits::emit_serialize;
use crate::docs::{self, Text};
use crate::expected;
use crate::ident::own;
use crate::model::{EventView, Variant, Vendor};

/// Emits `Event` and its impls. Its `EventEnum` is the only place that maps event names to types.
pub(super) fn emit_event_enum(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
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
        .outer();
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
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
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
    ]
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
