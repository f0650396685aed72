//! Errors about names that the model does not have, with similar names that it has.

use std::collections::BTreeSet;

use webhook_catalog::{Diagnostic, EventName, Place, VendorId, codes, nearest_few, shown};

use super::Question;
use super::resolve::{ResolvedPointer, resolve};
use super::walk::{CatchAll, Walk, catch_alls, event_steps, steps_below, walk};
use crate::model::{Event, Fallback, Model, Vendor};
use webhook_catalog::pointer::{self, SyntaxError};

/// Number of similar names that are offered.
const MAX_NAMES: usize = 3;
/// Number of known names that are listed if none is similar.
const MAX_LISTED: usize = 40;

/// The vendor with this slug.
pub(super) fn find_vendor<'m>(
    model: &'m Model,
    asked: &str,
) -> Result<&'m Vendor, Box<Diagnostic>> {
    let mut vendors = model.vendors.iter();
    vendors
        .find(|vendor| vendor.id.as_str() == asked)
        .ok_or_else(|| {
            let known = model.vendors.iter().map(|vendor| vendor.id.as_str());
            let message = format!("no row and no sample is of the vendor {}", shown(asked));
            let help = match joined_event(model, asked) {
                Some((vendor, event)) => {
                    format!("write vendor and event apart: `explain {vendor} {event}`")
                }
                None => help(asked, known.collect(), shown),
            };
            Box::new(
                Diagnostic::error(codes::UNKNOWN_EXPLAINED_VENDOR, Place::default(), message)
                    .with_help(help),
            )
        })
}

/// Vendor and event of a word that joins both, such as `slack.app_mention`.
fn joined_event<'m>(model: &'m Model, asked: &str) -> Option<(&'m VendorId, &'m EventName)> {
    model.vendors.iter().find_map(|vendor| {
        let event = asked
            .strip_prefix(vendor.id.as_str())?
            .strip_prefix(['.', '/', ':'])?;
        let mut events = vendor.events.iter();
        let event = events.find(|known| known.name.as_str() == event)?;
        Some((&vendor.id, &event.name))
    })
}

/// The event of the question.
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

/// The steps of the question's pointer.
pub(super) fn read_pointer(
    vendor: &Vendor,
    event: &Event,
    asked: &str,
) -> Result<Vec<String>, Box<Diagnostic>> {
    let error = match pointer::parse(asked) {
        Ok(steps) => return Ok(steps),
        Err(error) => error,
    };
    let help = match (respelled(vendor, event, asked), error) {
        (Some(pointer), _) => format!("did you mean {}?", shown(&pointer)),
        (None, SyntaxError::NoLeadingSlash) => {
            format!("{error}: {}", shown(&text(&path_steps(asked))))
        }
        (None, SyntaxError::StrayTilde) => error.to_string(),
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

/// The error for a pointer that leads nowhere.
pub(super) fn no_member(
    vendor: &Vendor,
    event: &Event,
    resolved: &ResolvedPointer<'_>,
) -> Diagnostic {
    let ResolvedPointer {
        steps,
        walk,
        is_unenveloped,
    } = resolved;
    // The steps that the user did not write are left out.
    let hidden = if *is_unenveloped {
        event_steps(vendor).len()
    } else {
        0
    };
    let reached = text(&steps[hidden.min(walk.steps_taken)..walk.steps_taken]);
    let asked = &steps[walk.steps_taken];
    let place = Place {
        vendor: Some(vendor.id.to_string()),
        event: Some(event.name.to_string()),
        pointer: Some(reached.clone()),
        ..Place::default()
    };
    let names: BTreeSet<String> = walk
        .ends
        .iter()
        .flat_map(|end| steps_below(vendor, end))
        .collect();
    let here = if reached.is_empty() {
        "the body".to_owned()
    } else {
        shown(&reached)
    };
    let similar = in_event(vendor, event, steps)
        .or_else(|| respelled(vendor, event, &text(&steps[hidden.min(steps.len())..])));
    let known = || match &similar {
        Some(pointer) => format!("did you mean {}?", shown(pointer)),
        None => help(asked, names.iter().map(String::as_str).collect(), |name| {
            shown(&pointer::join(&reached, name))
        }),
    };
    let (message, help) = match kept_as_json(vendor, walk) {
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

/// The reason why an end of the walk is kept as JSON; `None` if no end is.
fn kept_as_json(vendor: &Vendor, walk: &Walk<'_>) -> Option<Option<Fallback>> {
    let mut catch_alls = walk.ends.iter().flat_map(|end| catch_alls(vendor, end));
    catch_alls.find_map(|catch_all| match catch_all {
        CatchAll::Json(reason) => Some(reason),
        CatchAll::Extra(_) => None,
    })
}

/// A path in another notation, such as `event.blocks[0].type`, as a pointer, if it leads somewhere.
fn respelled(vendor: &Vendor, event: &Event, asked: &str) -> Option<String> {
    let steps = path_steps(asked);
    let resolved = resolve(vendor, event, &event.samples, steps.clone());
    let leads_somewhere = resolved.walk.steps_taken == resolved.steps.len();
    (leads_somewhere && !steps.is_empty()).then(|| text(&steps))
}

/// The steps of a path in the notation of jq, JSONPath or JavaScript. Empty brackets stand for any item.
fn path_steps(path: &str) -> Vec<String> {
    let path = path.strip_prefix('$').unwrap_or(path);
    let path = path.replace("[]", "[*]");
    let steps = path.split(['.', '/', '[', ']']);
    steps
        .map(|step| step.trim_matches(['\'', '"']).to_owned())
        .filter(|step| !step.is_empty())
        .collect()
}

/// The same pointer below the event, if there is an envelope and the pointer leads somewhere there.
fn in_event(vendor: &Vendor, event: &Event, steps: &[String]) -> Option<String> {
    let mut inner = event_steps(vendor);
    inner.extend_from_slice(steps);
    let walk = walk(vendor, event, &inner);
    (walk.steps_taken == inner.len() && inner.len() > steps.len()).then(|| text(&inner))
}

/// Steps as a pointer.
pub(super) fn text(steps: &[String]) -> String {
    pointer::from_steps(steps)
}

/// A help text with similar names, else with names that contain the asked one, else with the known names.
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
