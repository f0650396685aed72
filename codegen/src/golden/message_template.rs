//! What deliveries say in words, as assertions, and which changes to a payload could leave its event unknown.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use webhook_catalog::{Piece, PlaceholderKind};

use crate::model::{Event, EventTemplates, MessageTemplates, Placeholder, Presence, Vendor};
use webhook_catalog::pointer;

/// How the event is worded, where that is known.
pub(super) fn event_wording<'m>(
    vendor: &'m Vendor,
    event: &Event,
) -> Option<(&'m MessageTemplates, &'m EventTemplates)> {
    let message_template = vendor.message_template.as_ref()?;
    let mut events = message_template.events.iter();
    let event = events.find(|templates| templates.event == event.name)?;
    Some((message_template, event))
}

/// Assertions on what the sample `case` says in words.
pub(super) fn emit_words(vendor: &Vendor, event: &Event, case: &str) -> TokenStream {
    let words = event_wording(vendor, event).and_then(|(message_template, templates)| {
        let index = event
            .samples
            .iter()
            .position(|sample| sample.case == case)?;
        Some((message_template, templates.words.get(index)?))
    });
    let Some((message_template, words)) = words else {
        return TokenStream::new();
    };
    let assertions = message_template
        .placeholders
        .iter()
        .map(|placeholder| emit_word(placeholder, words));
    quote! {
        let captures = delivery.captures().expect("it is worded as its event is");
        #(#assertions)*
    }
}

fn emit_word(placeholder: &Placeholder, words: &BTreeMap<String, String>) -> TokenStream {
    let ident = &placeholder.ident;
    let word = words.get(&placeholder.profile.name);
    match (placeholder.profile.kind, placeholder.presence, word) {
        (_, Presence::Optional, None) => quote!(assert!(captures.#ident.is_none());),
        // What every event says is in every sample of every event.
        (_, Presence::Required, None) => TokenStream::new(),
        (PlaceholderKind::Text | PlaceholderKind::Url, Presence::Required, Some(word)) => {
            quote!(assert_eq!(captures.#ident, #word);)
        }
        (PlaceholderKind::Text | PlaceholderKind::Url, Presence::Optional, Some(word)) => {
            quote!(assert_eq!(captures.#ident.as_deref(), Some(#word));)
        }
        (PlaceholderKind::Money, Presence::Required, Some(word)) => {
            quote!(assert_eq!(captures.#ident.text, #word);)
        }
        (PlaceholderKind::Money, Presence::Optional, Some(word)) => {
            quote!(assert_eq!(captures.#ident.expect("it is there").text, #word);)
        }
        (PlaceholderKind::UnixTime, _, Some(word)) => match word.parse() {
            Ok(seconds) => {
                let seconds = Literal::i64_unsuffixed(seconds);
                quote!(assert_eq!(captures.#ident.and_then(|time| time.as_i64()), Some(#seconds));)
            }
            Err(_) => TokenStream::new(),
        },
    }
}

/// Whether a body may not be recognised any more once the value at `path` is another one.
///
/// True more often than need be: the run-time code may still find a way to read the texts.
pub(super) fn may_lose_event(
    message_template: &MessageTemplates,
    event: &EventTemplates,
    path: &[String],
) -> bool {
    let mut texts = message_template.texts.iter();
    if texts.any(|at| touches(path, at)) {
        return true;
    }
    let said = |name: &str| {
        let hole = Piece::Capture(name.to_owned());
        event.templates.iter().any(|pieces| pieces.contains(&hole))
    };
    let places = message_template
        .placeholders
        .iter()
        .filter_map(|placeholder| {
            let name = &placeholder.profile.name;
            let repeated = event
                .repeats
                .iter()
                .find(|(repeating, _)| repeating == name);
            let name = repeated.map_or(name, |(_, repeated)| repeated);
            Some((name, placeholder.profile.at.as_ref()?))
        });
    let places: Vec<(&String, &String)> = places.filter(|(name, _)| said(name)).collect();
    places.iter().any(|(name, at)| {
        let mut others = places.iter().filter(|(other, _)| other == name);
        touches(path, at) && others.all(|(_, at)| touches(path, at))
    })
}

/// Whether the value at `path` has a part in where a place leads.
fn touches(path: &[String], at: &str) -> bool {
    let steps = pointer::steps(at);
    for (index, step) in path.iter().enumerate() {
        match steps.get(index).map(|place| (place, place.split_once('='))) {
            None => return false,
            Some((_, Some((key, _)))) => match path.get(index + 1) {
                Some(member) if member == key => return true,
                Some(_) | None => {}
            },
            Some((place, None)) if place != step => return false,
            Some((_, None)) => {}
        }
    }
    true
}
