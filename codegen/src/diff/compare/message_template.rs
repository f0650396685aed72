//! What a vendor's events say, as learned from their samples.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{EventName, Piece};

use super::Comparison;
use super::item::is_retyped;
use super::place::Place;
use crate::diff::change::{Availability, DeliveryChange, DocsPart};
use crate::diff::report::{ItemKind, ItemRef};
use crate::model::{EventTemplates, MessageTemplates, Placeholder, RustType, Vendor};

impl Comparison<'_> {
    pub(super) fn message_template(
        &mut self,
        baseline: Option<&MessageTemplates>,
        current: Option<&MessageTemplates>,
    ) {
        let place = self.module_item("Wording", ItemKind::Struct);
        let texts = |message_template: &MessageTemplates| message_template.texts.join(", ");
        let kind = DeliveryChange::TemplateTexts {
            templates: Availability::between(baseline.is_some(), current.is_some()),
        };
        self.text(&place, baseline.map(texts), current.map(texts), kind);
        if let (Some(baseline), Some(current)) = (baseline, current) {
            let MessageTemplates {
                texts: _,
                placeholders,
                events,
            } = current;
            self.placeholders(&place, &baseline.placeholders, placeholders);
            self.templates(&baseline.events, events);
        }
    }

    fn placeholders(&mut self, place: &Place, baseline: &[Placeholder], current: &[Placeholder]) {
        let by_name = |list: &[Placeholder]| -> BTreeMap<String, Placeholder> {
            let entry = |one: &Placeholder| (one.profile.name.clone(), one.clone());
            list.iter().map(entry).collect()
        };
        let (before, after) = (by_name(baseline), by_name(current));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let item = |vendor: &Vendor, one: Option<&Placeholder>| {
                one.map(|one| ItemRef {
                    path: format!(
                        "{}::{}::Wording::{}",
                        self.crate_ident, vendor.module, one.ident
                    ),
                    kind: RustType::of_placeholder(one).into(),
                })
            };
            let (one, other) = (before.get(name), after.get(name));
            let place = place.of(item(self.baseline, one), item(self.current, other));
            let kind = match (one, other) {
                (None, _) => DeliveryChange::PlaceholderAdded,
                (Some(_), None) => DeliveryChange::PlaceholderRemoved,
                (Some(one), Some(other)) => {
                    if one.ident != other.ident {
                        self.name(&place);
                    }
                    let is_retyped = is_retyped(&place);
                    DeliveryChange::PlaceholderChanged { is_retyped }
                }
            };
            let (before, after) = (one.map(placeholder_text), other.map(placeholder_text));
            self.text(&place, before, after, kind);
            if let (Some(one), Some(other)) = (one, other) {
                let told = |one: &Placeholder| one.profile.description.clone();
                self.text(&place, told(one), told(other), DocsPart::Description);
            }
        }
    }

    fn templates(&mut self, baseline: &[EventTemplates], current: &[EventTemplates]) {
        let by_event = |list: &[EventTemplates]| -> BTreeMap<EventName, String> {
            let entry = |one: &EventTemplates| (one.event.clone(), wording_text(one));
            list.iter().map(entry).collect()
        };
        let (before, after) = (by_event(baseline), by_event(current));
        let events: BTreeSet<&EventName> = before.keys().chain(after.keys()).collect();
        for event in events {
            let has = |vendor: &Vendor| vendor.events.iter().any(|one| one.name == *event);
            // An event that only one side has is told as such.
            if !self.vendors().into_iter().all(has) {
                continue;
            }
            let place = self.event_place(event);
            let (before, after) = (before.get(event).cloned(), after.get(event).cloned());
            self.text(&place, before, after, DeliveryChange::EventTemplates);
        }
    }
}

fn placeholder_text(placeholder: &Placeholder) -> String {
    let Placeholder {
        profile,
        presence: _,
        ident: _,
    } = placeholder;
    let webhook_catalog::Placeholder {
        name,
        kind,
        at,
        repeats,
        last_segment,
        // Told by itself.
        description: _,
    } = profile;
    let parts = [
        Some(format!(
            "{name}: {}, a {}",
            RustType::of_placeholder(placeholder),
            kind.as_str()
        )),
        at.as_ref().map(|at| format!("at {at}")),
        repeats.as_ref().map(|other| format!("repeats {other}")),
        last_segment
            .as_ref()
            .map(|other| format!("ends in {other}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The templates of an event's texts, with holes in braces.
fn wording_text(message_template: &EventTemplates) -> String {
    let EventTemplates {
        event: _,
        templates,
        repeats,
        // What samples say is evidence, and is not compared.
        words: _,
    } = message_template;
    let template = |pieces: &Vec<Piece>| -> String {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Capture(name) => format!("{{{name}}}"),
        });
        pieces.collect()
    };
    let templates = templates.iter().map(template);
    let repeats = repeats
        .iter()
        .map(|(one, other)| format!("{one} repeats {other}"));
    templates.chain(repeats).collect::<Vec<_>>().join("; ")
}
