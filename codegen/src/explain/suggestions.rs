//! What was asked for and is not there: an error that names what is spelled alike.

use std::collections::BTreeSet;

use webhook_catalog::{Diagnostic, Place, codes, nearest_few, shown};

use super::Question;
use super::reading::Reading;
use super::walk::{Keeper, Walked, event_steps, keepers, steps_below, walk};
use crate::model::{Event, Fallback, Model, Vendor};
use webhook_catalog::pointer::{self, SyntaxError};

/// How many names are offered.
const MAX_NAMES: usize = 3;
/// How many names are listed where none is spelled alike.
const MAX_LISTED: usize = 40;

/// The vendor that the question is about.
pub(super) fn find_vendor<'m>(
    model: &'m Model,
    question: &Question<'_>,
) -> Result<&'m Vendor, Box<Diagnostic>> {
    let asked = question.vendor;
    let mut vendors = model.vendors.iter();
    vendors
        .find(|vendor| vendor.id.as_str() == asked)
        .ok_or_else(|| {
            let known = model.vendors.iter().map(|vendor| vendor.id.as_str());
            let message = format!("no row and no sample is of the vendor {}", shown(asked));
            let help = help(asked, known.collect(), shown);
            Box::new(
                Diagnostic::error(codes::UNKNOWN_EXPLAINED_VENDOR, Place::default(), message)
                    .with_help(help),
            )
        })
}

/// The event that the question is about.
pub(super) fn find_event<'m>(
    vendor: &'m Vendor,
    question: &Question<'_>,
) -> Result<&'m Event, Box<Diagnostic>> {
    let asked = question.event;
    let mut events = vendor.events.iter();
    events
        .find(|event| event.name.as_str() == asked)
        .ok_or_else(|| {
            let known = vendor.events.iter().map(|event| event.name.as_str());
            let message = format!("{} has no event {}", vendor.id, shown(asked));
            let place = Place {
                vendor: Some(vendor.id.to_string()),
                ..Place::default()
            };
            let help = help(asked, known.collect(), shown);
            Box::new(
                Diagnostic::error(codes::UNKNOWN_EXPLAINED_EVENT, place, message).with_help(help),
            )
        })
}

/// The steps of the pointer that the question is about.
pub(super) fn read_pointer(event: &Event, asked: &str) -> Result<Vec<String>, Box<Diagnostic>> {
    let error = match pointer::parse(asked) {
        Ok(steps) => return Ok(steps),
        Err(error) => error,
    };
    let help = match error {
        SyntaxError::NoLeadingSlash => format!("{error}: {}", shown(&format!("/{asked}"))),
        SyntaxError::StrayTilde => error.to_string(),
    };
    let place = Place {
        event: Some(event.name.to_string()),
        ..Place::default()
    };
    let message = format!("{} is no JSON pointer", shown(asked));
    Err(Box::new(
        Diagnostic::error(codes::BAD_EXPLAINED_POINTER, place, message).with_help(help),
    ))
}

/// Why a pointer leads nowhere.
pub(super) fn no_member(vendor: &Vendor, event: &Event, reading: &Reading<'_>) -> Diagnostic {
    let Reading {
        steps,
        walked,
        is_unenveloped,
    } = reading;
    // What the user did not write need not be told.
    let hidden = if *is_unenveloped {
        event_steps(vendor).len()
    } else {
        0
    };
    let reached = text(&steps[hidden.min(walked.gone)..walked.gone]);
    let asked = &steps[walked.gone];
    let place = Place {
        vendor: Some(vendor.id.to_string()),
        event: Some(event.name.to_string()),
        pointer: Some(reached.clone()),
        ..Place::default()
    };
    let names: BTreeSet<String> = walked
        .spots
        .iter()
        .flat_map(|spot| steps_below(vendor, spot))
        .collect();
    let here = if reached.is_empty() {
        "the body".to_owned()
    } else {
        shown(&reached)
    };
    let known = || match in_event(vendor, event, steps) {
        Some(pointer) => format!("did you mean {}?", shown(&pointer)),
        None => help(asked, names.iter().map(String::as_str).collect(), |name| {
            shown(&pointer::join(&reached, name))
        }),
    };
    let (message, help) = match kept_as_json(vendor, walked) {
        _ if !names.is_empty() => (
            format!("{here} has nothing called {}", shown(asked)),
            known(),
        ),
        Some(reason) => (
            format!(
                "{here} is kept as JSON, and no sample has {} there",
                shown(asked)
            ),
            match reason {
                Some(reason) => format!("it has no type because {reason}"),
                None => "nobody has described what is in it".to_owned(),
            },
        ),
        None => (
            format!("{here} has nothing inside"),
            format!("ask for {here} itself"),
        ),
    };
    Diagnostic::error(codes::UNKNOWN_EXPLAINED_MEMBER, place, message).with_help(help)
}

/// Why everything at a walk's end is kept as JSON, where it is.
fn kept_as_json(vendor: &Vendor, walked: &Walked<'_>) -> Option<Option<Fallback>> {
    let spots = walked.spots.iter();
    let mut keepers = spots.flat_map(|spot| keepers(vendor, spot));
    keepers.find_map(|keeper| match keeper {
        Keeper::Place(reason) => Some(reason),
        Keeper::Extra(_) => None,
    })
}

/// The same pointer within the event, where it leads somewhere there and there is an envelope around.
fn in_event(vendor: &Vendor, event: &Event, steps: &[String]) -> Option<String> {
    let mut inner = event_steps(vendor);
    inner.extend_from_slice(steps);
    let walked = walk(vendor, event, &inner);
    (walked.gone == inner.len() && inner.len() > steps.len()).then(|| text(&inner))
}

/// Steps as a pointer.
pub(super) fn text(steps: &[String]) -> String {
    pointer::from_steps(steps)
}

/// Names that are spelled alike, else names that contain what was asked for, else all of them.
fn help(asked: &str, known: Vec<&str>, show: impl Fn(&str) -> String) -> String {
    let mut suggestions = nearest_few(asked, known.iter().copied(), MAX_NAMES);
    if suggestions.is_empty() && !asked.is_empty() {
        let lower = asked.to_lowercase();
        let contains = known
            .iter()
            .filter(|name| name.to_lowercase().contains(&lower));
        suggestions = contains.take(MAX_NAMES).copied().collect();
    }
    if let Some((last, others)) = suggestions.split_last() {
        let others: Vec<String> = others.iter().map(|name| show(name)).collect();
        return if others.is_empty() {
            format!("did you mean {}?", show(last))
        } else {
            format!("did you mean {} or {}?", others.join(", "), show(last))
        };
    }
    let listed: Vec<String> = known
        .iter()
        .take(MAX_LISTED)
        .map(|name| show(name))
        .collect();
    match known.len().checked_sub(MAX_LISTED) {
        _ if known.is_empty() => "none is known".to_owned(),
        Some(more) if more > 0 => format!("known are {} and {more} more", listed.join(", ")),
        Some(_) | None => format!("known are {}", listed.join(", ")),
    }
}
