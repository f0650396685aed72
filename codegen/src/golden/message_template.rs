//! The captures that a sample's message must have, and the changes to a payload that may leave its event unknown.

use std::fmt::Write as _;

use serde_json::Number;
use webhook_catalog::{Piece, PlaceholderKind, pointer};

use super::typed_value::quoted;
use crate::model::{Event, EventTemplates, MessageTemplates, Presence, Vendor};

/// The vendor's message templates and the event's own, if it has any.
pub(super) fn event_templates<'m>(
    vendor: &'m Vendor,
    event: &Event,
) -> Option<(&'m MessageTemplates, &'m EventTemplates)> {
    let templates = vendor.message_templates.as_ref()?;
    let mut events = templates.events.iter();
    Some((
        templates,
        events.find(|templates| templates.event == event.name)?,
    ))
}

/// Prints the captures of the sample `case`, those of the kind `Money` as their text. `None` if its message has none.
pub(super) fn print_captures(vendor: &Vendor, event: &Event, case: &str) -> Option<String> {
    let (templates, own) = event_templates(vendor, event)?;
    let mut samples = event.samples.iter();
    let words = own
        .captures
        .get(samples.position(|sample| sample.case == case)?)?;
    let mut text = String::from("Captures {\n");
    for placeholder in &templates.placeholders {
        let word = words.get(&placeholder.profile.name);
        let value = match placeholder.profile.kind {
            PlaceholderKind::Text | PlaceholderKind::Url | PlaceholderKind::Money => {
                word.map(|word| quoted(word))
            }
            PlaceholderKind::UnixTime => word.filter(|word| is_whole(word)).cloned(),
        };
        let value = match (placeholder.presence, value) {
            (Presence::Required, value) => value.unwrap_or_default(),
            (Presence::Optional, None) => "None".to_owned(),
            (Presence::Optional, Some(value)) => format!("Some({value})"),
        };
        let _ = writeln!(text, "    {}: {value},", placeholder.ident.unraw());
    }
    text.push_str("}\n");
    Some(text)
}

fn is_whole(word: &str) -> bool {
    let number = word.parse::<Number>().ok();
    let float = number.and_then(|number| number.as_f64());
    float.is_some_and(|float| float.fract() == 0.0)
}

/// Returns true if another value at `path` may leave the event unknown.
///
/// This errs on the side of true: the run-time code may still find a way to read the texts.
pub(super) fn may_lose_event(
    templates: &MessageTemplates,
    event: &EventTemplates,
    path: &[String],
) -> bool {
    let mut texts = templates.texts.iter();
    if texts.any(|at| touches(path, at)) {
        return true;
    }
    let is_captured = |name: &str| {
        let capture = Piece::Capture(name.to_owned());
        let mut templates = event.templates.iter();
        templates.any(|pieces| pieces.contains(&capture))
    };
    let places = templates.placeholders.iter().filter_map(|placeholder| {
        let name = &placeholder.profile.name;
        let repeated = event
            .repeats
            .iter()
            .find(|(repeating, _)| repeating == name);
        let name = repeated.map_or(name, |(_, repeated)| repeated);
        Some((name, placeholder.profile.at.as_ref()?))
    });
    let places: Vec<(&String, &String)> = places.filter(|(name, _)| is_captured(name)).collect();
    places.iter().any(|(name, at)| {
        let mut others = places.iter().filter(|(other, _)| other == name);
        touches(path, at) && others.all(|(_, at)| touches(path, at))
    })
}

/// Returns true if the value at `path` decides where a placeholder's pointer leads.
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
