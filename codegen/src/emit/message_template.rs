//! Message templates: the data that events are recognised by, and a type for the captured values.

use proc_macro2::TokenStream;
use quote::quote;
use webhook_catalog::{Piece, PlaceholderKind};

use super::imports::Imports;
use super::other_requests::emit_other_requests;
use crate::docs::{self, Text};
use crate::format::rust_file;
use crate::model::{EventTemplates, MessageTemplates, Placeholder, Presence, RustType, Vendor};
use webhook_catalog::pointer;

/// Emits `<vendor>/message_template.rs`.
pub(super) fn emit_captures(vendor: &Vendor, message_templates: &MessageTemplates) -> String {
    let mut imports = Imports::without_payload_types();
    imports.support([
        "EventTemplates",
        "CaptureKind",
        "Piece",
        "Placeholder",
        "Value",
        "MessageTemplates",
    ]);
    let name = docs::escape(&vendor.display_name);
    let fields = message_templates.placeholders.iter().map(|placeholder| {
        let docs = placeholder_docs(placeholder).outer();
        let ident = &placeholder.ident;
        let field_type = RustType::of_placeholder(placeholder);
        imports.using(&field_type);
        quote!(#docs pub #ident: #field_type,)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let reads = message_templates.placeholders.iter().map(emit_read);
    let definition = quote! {
        #[doc = " Values captured from the message of a delivery."]
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Captures {
            #(#fields)*
        }
    };
    let constructor = quote! {
        impl Captures {
            #[doc = " Captures of a body of this event; `None` if the body does not match the event's templates."]
            pub(super) fn from_body(event_name: &str, body: &Value) -> Option<Self> {
                let captures = TEMPLATES.captures(event_name, body)?;
                Some(Self { #(#reads)* })
            }
        }
    };
    let others = emit_other_requests(vendor, &quote!(super::EVENTS), &mut imports);
    let templates = emit_templates(message_templates, &others);
    let docs = Text::default().markdown(&format!(
        "Message templates of {name}, by which events are recognised, and the values captured from messages."
    ));
    let items = [imports.to_tokens(), definition, constructor, templates];
    rust_file(vendor.id.as_str(), &docs, items)
}

/// Emits the method of `Delivery` that returns the captured values.
pub(super) fn emit_method() -> TokenStream {
    let docs = Text::default()
        .markdown("The values captured from the message of the delivery.")
        .markdown(
            "Computed by each call. `None` if the message does not match the templates of the event, such as for an unknown \
             event or one that the caller named wrongly.",
        )
        .outer();
    quote! {
        impl Delivery {
            #docs
            pub fn captures(&self) -> Option<Captures> {
                Captures::from_body(self.event.name(), &serde_json::to_value(self).ok()?)
            }
        }
    }
}

fn placeholder_docs(placeholder: &Placeholder) -> Text {
    let webhook_catalog::PlaceholderProfile {
        name,
        kind: _,
        at,
        repeats,
        last_segment: _,
        description,
    } = &placeholder.profile;
    let text = match description {
        Some(description) => Text::default().prose(description),
        None => Text::default().markdown(&format!(
            "The value of the placeholder {}.",
            docs::code(name)
        )),
    };
    let place = at
        .as_ref()
        .map(|at| format!("Found at {}.", docs::code(at)));
    let text = place.iter().fold(text, |text, place| text.markdown(place));
    let repeated = repeats.as_ref().map(|repeated| {
        let repeated = docs::code(repeated);
        format!("`None` in events where it only repeats {repeated}.")
    });
    repeated.iter().fold(text, |text, note| text.markdown(note))
}

fn emit_read(placeholder: &Placeholder) -> TokenStream {
    let (ident, name) = (&placeholder.ident, &placeholder.profile.name);
    let read = match placeholder.profile.kind {
        PlaceholderKind::Text | PlaceholderKind::Url => quote!(captures.text(#name)),
        PlaceholderKind::Money => quote!(captures.money(#name)),
        PlaceholderKind::UnixTime => quote!(captures.integer(#name)),
    };
    match placeholder.presence {
        Presence::Required => quote!(#ident: #read?,),
        Presence::Optional => quote!(#ident: #read,),
    }
}

fn emit_templates(
    message_templates: &MessageTemplates,
    other_requests: &TokenStream,
) -> TokenStream {
    let texts = message_templates.texts.iter().map(|at| emit_path(at));
    let placeholders = message_templates.placeholders.iter().map(emit_placeholder);
    let events = message_templates.events.iter().map(emit_event_templates);
    quote! {
        #[doc = " The message templates of each event."]
        pub(super) static TEMPLATES: MessageTemplates = MessageTemplates {
            texts: &[#(#texts),*],
            placeholders: &[#(#placeholders),*],
            events: &[#(#events),*],
            other_requests: #other_requests,
        };
    }
}

fn emit_path(at: &str) -> TokenStream {
    let steps = pointer::steps(at);
    quote!(&[#(#steps),*])
}

fn emit_placeholder(placeholder: &Placeholder) -> TokenStream {
    let webhook_catalog::PlaceholderProfile {
        name,
        kind,
        at,
        repeats: _,
        last_segment,
        description: _,
    } = &placeholder.profile;
    let path = optional(at.as_ref().map(|at| emit_path(at)));
    let kind = match kind {
        PlaceholderKind::Url => {
            let segment = optional(last_segment.as_ref().map(|name| quote!(#name)));
            quote!(CaptureKind::Url { last_segment: #segment })
        }
        PlaceholderKind::Text | PlaceholderKind::Money | PlaceholderKind::UnixTime => {
            quote!(CaptureKind::Text)
        }
    };
    quote!(Placeholder { name: #name, path: #path, kind: #kind })
}

fn emit_event_templates(event: &EventTemplates) -> TokenStream {
    let name = event.event.as_str();
    let templates = event.templates.iter().map(|pieces| {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => quote!(Piece::Literal(#text)),
            Piece::Capture(name) => quote!(Piece::Capture(#name)),
        });
        quote!(&[#(#pieces),*])
    });
    let repeats = event
        .repeats
        .iter()
        .map(|(one, other)| quote!((#one, #other)));
    quote!(EventTemplates { event_name: #name, templates: &[#(#templates),*], repeats: &[#(#repeats),*] })
}

fn optional(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}
