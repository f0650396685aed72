//! Changes of rows that overlays hide. The models do not differ there.

use serde_json::Value;
use webhook_catalog::{HiddenChange, HiddenPlace};

use super::{BASELINE, CURRENT, Comparison};
use crate::diff::change::{ModelChangeKind, OverlayChange};
use crate::diff::report::Subject;

impl Comparison<'_> {
    /// Adds the hidden changes of the events that both sides have.
    pub(super) fn hidden(&mut self, changes: &[HiddenChange]) {
        for change in changes {
            let HiddenChange {
                vendor,
                event,
                overlay,
                pointer,
                effect,
                places,
            } = change;
            let has_event = |side: usize| {
                let mut events = self.vendors[side].events.iter();
                events.any(|one| one.name == *event)
            };
            let is_own = *vendor == self.vendors[CURRENT].id;
            if !is_own || !has_event(BASELINE) || !has_event(CURRENT) {
                continue;
            }
            let subject = Subject {
                pointer: pointer.clone(),
                ..self.event_subject(event)
            };
            let kind = ModelChangeKind::Overlay(OverlayChange {
                effect: *effect,
                label: overlay.label.clone(),
                reason: overlay.reason.clone(),
            });
            let texts = [
                side_text(places, |place| place.before.as_ref()),
                side_text(places, |place| place.after.as_ref()),
            ];
            self.push(&subject, texts, kind);
        }
    }
}

/// The values of one side, each with its path; `None` if it has none of them.
fn side_text(
    places: &[HiddenPlace],
    value: impl Fn(&HiddenPlace) -> Option<&Value>,
) -> Option<String> {
    let values = places.iter().filter_map(|place| {
        let value = value(place)?;
        Some(match place.path.as_str() {
            "" => value.to_string(),
            path => format!("`{path}` {value}"),
        })
    });
    let values: Vec<String> = values.collect();
    (!values.is_empty()).then(|| values.join(", "))
}
