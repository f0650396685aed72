//! The enum of a vendor's events: one variant each, and one that keeps what is unknown.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::impls::emit_serialize;
use super::imports::Imports;
use super::naming::event_tag;
use crate::docs::{self, Text};
use crate::expected;
use crate::ident::{self, Kind, RustIdent, own};
use crate::model::{Event, Item, ModulePath, RustType, Shape, TypeId, TypeKind, Vendor};

/// Emits `Event` and its impls. Reading is the one place that goes from an event's name to its type.
pub(super) fn emit_event_enum(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support([
        "Decode",
        "EventFacts",
        "JsonReader",
        "DecodeError",
        "UnknownEvent",
        "boxed",
    ]);
    let variants = vendor.events.iter().map(emit_variant);
    let name = docs::escape(&vendor.display_name);
    let docs = Text::default()
        .markdown(&format!("An event of {name}."))
        .outer();
    let tag = event_tag(vendor);
    let is_tagged = |event: &Event| tag.as_ref().is_some_and(|tag| tag.is_of(event));
    if vendor.events.iter().any(is_tagged) {
        imports.support(["boxed_tagged"]);
    }
    let reads = vendor.events.iter().map(|event| {
        let (name, variant) = (event.name.as_str(), &event.variant);
        let read = if is_tagged(event) {
            quote!(boxed_tagged)
        } else {
            quote!(boxed)
        };
        quote!(#name => #read(reader).map(Self::#variant),)
    });
    let writes = vendor.events.iter().map(|event| {
        let variant = &event.variant;
        quote!(Self::#variant(event) => event.serialize(serializer),)
    });
    let facts = vendor.events.iter().map(|event| {
        let variant = &event.variant;
        quote!(Self::#variant(_) => &#variant::FACTS,)
    });
    let expected = expected::event(vendor);
    let views = emit_views(vendor, imports);
    let event = own("Event");
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum Event {
                #(#variants)*
                #[doc = " An event that this crate does not know, kept whole."]
                Unknown(Box<UnknownEvent>),
            }
        },
        quote! {
            impl Event {
                #[doc = " The vendor's own name for the event."]
                pub fn name(&self) -> &str {
                    match self {
                        Self::Unknown(event) => &event.name,
                        known => known.facts().map_or("", |facts| facts.name),
                    }
                }

                #[doc = " What the catalogue knows of the event; `None` if it is unknown."]
                pub fn facts(&self) -> Option<&'static EventFacts> {
                    Some(match self {
                        #(#facts)*
                        Self::Unknown(_) => return None,
                    })
                }

                #(#views)*
            }
        },
        quote! {
            impl Decode for Event {
                const EXPECTED: &'static str = #expected;

                fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    match reader.event_name()? {
                        #(#reads)*
                        _ => boxed(reader).map(Self::Unknown),
                    }
                }
            }
        },
        emit_serialize(
            &event,
            &quote! {
                match self {
                    #(#writes)*
                    Self::Unknown(event) => event.payload.serialize(serializer),
                }
            },
            imports,
        ),
    ]
}

/// The methods of `Event` beside its own, and what each returns.
pub(crate) fn event_views(vendor: &Vendor) -> BTreeMap<String, String> {
    let views = shared_by_several(vendor).into_keys().map(|id| {
        (
            view_name(vendor, id).to_string(),
            view_output(vendor, id).to_string(),
        )
    });
    views.collect()
}

/// The name of the method that gives what several events are.
fn view_name(vendor: &Vendor, id: TypeId) -> RustIdent {
    let name = &vendor.types[id.0].name;
    ident::single(Kind::Field, &format!("as {}", name.as_str()))
}

/// The return type of the method that gives what several events are.
fn view_output(vendor: &Vendor, id: TypeId) -> RustType {
    let shared = RustType::Shared(vendor.types[id.0].name.clone());
    RustType::Option(RustType::Ref(shared.into()).into())
}

/// The shared types that several events are: events that differ in their subscription alone, say.
fn shared_by_several(vendor: &Vendor) -> BTreeMap<TypeId, Vec<&Event>> {
    let mut events: BTreeMap<TypeId, Vec<&Event>> = BTreeMap::new();
    for event in &vendor.events {
        if let TypeKind::Newtype(Item {
            shape: Shape::Named(id),
            nullable: false,
        }) = vendor.types[event.root.0].kind
            && vendor.types[id.0].module_path == ModulePath::Shared
        {
            events.entry(id).or_default().push(event);
        }
    }
    events.retain(|_, events| events.len() > 1);
    events
}

/// A method for each shared type that several events are.
fn emit_views(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    shared_by_several(vendor)
        .into_iter()
        .map(|(id, events)| {
            let output = imports.using(view_output(vendor, id));
            let method = view_name(vendor, id);
            let names: Vec<_> = events
                .iter()
                .map(|event| docs::code(event.name.as_str()))
                .collect();
            let docs = Text::default()
                .markdown(&format!(
                    "What the events {} have in common.",
                    names.join(", ")
                ))
                .outer();
            let arms = events.iter().map(|event| {
                let variant = &event.variant;
                quote!(Self::#variant(event) => &event.0,)
            });
            quote! {
                #docs
                pub fn #method(&self) -> #output {
                    Some(match self {
                        #(#arms)*
                        _ => return None,
                    })
                }
            }
        })
        .collect()
}

fn emit_variant(event: &Event) -> TokenStream {
    let mut docs = Text::default();
    if let Some(trigger) = &event.facts.trigger {
        docs = docs.prose(trigger);
    }
    let docs = docs
        .markdown(&format!("Event {}.", docs::code(event.name.as_str())))
        .outer();
    let variant = &event.variant;
    quote!(#docs #variant(Box<#variant>),)
}
