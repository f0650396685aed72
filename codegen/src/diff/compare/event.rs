//! Events by name, their facts, and the views of `Event`.

use webhook_catalog::{EventName, Fact, FactValue, Facts, RetryPolicy};

use super::signature::verify_effect;
use super::value::presence_text;
use super::{BASELINE, CURRENT, Comparison, match_by_key, similar_events};
use crate::diff::change::{DeliveryChange, EventChange};
use crate::diff::report::{ItemKind, Subject};
use crate::model::{Described, Event, EventAccessor, EventView, Grade, Presence};

impl Comparison<'_> {
    pub(super) fn events(&mut self) {
        let [baseline, current] = self.vendors;
        let events = match_by_key([baseline, current].map(|vendor| {
            let events = vendor.events.iter();
            events.map(|event| (&event.name, event))
        }));
        let only = |side: usize| -> Vec<&Event> {
            let sides = events.values().filter(|events| events[1 - side].is_none());
            sides.filter_map(|events| events[side]).collect()
        };
        let similar = similar_events::pairs([baseline, current], [&only(BASELINE), &only(CURRENT)]);
        for (name, events) in events {
            let subject = self.event_subject(name);
            let names = events.map(|event| Some(event?.name.to_string()));
            match events {
                [Some(before), Some(after)] => self.event(&subject, [before, after]),
                [Some(before), None] => {
                    let similar = similar.get(name).map(ToString::to_string);
                    let mut remaining = current.events.iter();
                    let has_variant = remaining.any(|event| event.arrives_as == before.arrives_as);
                    let change = EventChange::Removed {
                        similar,
                        has_variant,
                    };
                    self.push(&subject, names, change);
                }
                [None, _] => {
                    let similar = similar.iter().find(|(_, added)| **added == name);
                    let similar = similar.map(|(removed, _)| removed.to_string());
                    self.push(&subject, names, EventChange::Added { similar });
                }
            }
        }
        self.views();
    }

    fn event(&mut self, subject: &Subject, events: [&Event; 2]) {
        let [baseline, current] = events;
        let Event {
            name: _,
            // Its variant shows it.
            arrives_as: _,
            facts,
            // Types are matched by module and path; the path of a root is empty.
            root: _,
            described,
            // Prose for the docs; the grade shows that it is there.
            unmatched: _,
            handshake,
            grade,
            presence,
            declared_names: _,
            // Samples are evidence, and are not compared.
            samples: _,
            // No part of the crate.
            folder: _,
            module,
            variant,
        } = current;
        if baseline.variant != *variant {
            self.push_renamed(subject);
        }
        if baseline.module != *module {
            let items = [BASELINE, CURRENT].map(|side| {
                Some(self.module_item(
                    self.vendors[side],
                    events[side].module.as_str(),
                    ItemKind::Module,
                ))
            });
            self.push_renamed(&subject.with_items(items));
        }
        self.described(subject, [baseline.described, *described]);
        self.grade(subject, [baseline.grade, *grade]);
        self.feature(subject, &current.name);
        let answers = [baseline.handshake.clone(), handshake.clone()];
        self.push_if_changed(subject, answers, EventChange::Handshake);
        if let (Some(before), Some(after)) = (baseline.presence, *presence) {
            self.event_presence(subject, [before, after]);
        }
        self.declared_names(subject, events);
        let items = [BASELINE, CURRENT].map(|side| {
            let path = format!("{}::{}", events[side].variant, events[side].facts_name());
            Some(self.module_item(
                self.vendors[side],
                &path,
                ItemKind::Value("EventFacts".to_owned()),
            ))
        });
        self.facts(&subject.with_items(items), [&baseline.facts, facts]);
    }

    /// The member that holds the event. Its presence is no part of its Rust type.
    fn event_presence(&mut self, subject: &Subject, presences: [Presence; 2]) {
        let subject = Subject {
            pointer: self.event_pointer(),
            ..subject.clone()
        };
        let kind = match presences[CURRENT] {
            Presence::Required => DeliveryChange::EventBecameRequired,
            Presence::Optional => DeliveryChange::EventBecameOptional,
        };
        self.push_if_changed(&subject, presences.map(presence_text), kind);
    }

    fn described(&mut self, subject: &Subject, described: [Described; 2]) {
        let [
            _,
            Described {
                row,
                by_overlay,
                // The grade shows it.
                by_shared_overlay: _,
            },
        ] = described;
        let texts = described.map(|described| {
            Some(if described.row.is_some() {
                "a row".to_owned()
            } else {
                "samples alone".to_owned()
            })
        });
        let kind = if row.is_some() {
            EventChange::RowAdded
        } else {
            EventChange::RowRemoved
        };
        self.push_if_changed(subject, texts, kind);
        let texts =
            described.map(|described| described.by_overlay.then(|| "an overlay".to_owned()));
        let kind = if by_overlay {
            EventChange::OverlayAdded
        } else {
            EventChange::OverlayRemoved
        };
        self.push_if_changed(subject, texts, kind);
    }

    fn grade(&mut self, subject: &Subject, grades: [Grade; 2]) {
        let kind = if grades[CURRENT] > grades[BASELINE] {
            EventChange::GradeRose
        } else {
            EventChange::GradeSank
        };
        self.push_if_changed(subject, grades.map(|grade| Some(grade.to_string())), kind);
    }

    /// The feature that compiles the event, beside that of the whole vendor.
    fn feature(&mut self, subject: &Subject, event: &EventName) {
        let features = self
            .vendors
            .map(|vendor| vendor.api.event_features.get(event));
        let compiled_by = |side: usize| -> Vec<&String> {
            match features[side] {
                Some(feature) => vec![feature],
                None => self.vendors[side].api.features.iter().collect(),
            }
        };
        let after = compiled_by(CURRENT);
        let is_lost = compiled_by(BASELINE)
            .iter()
            .any(|feature| !after.contains(feature));
        let texts = features.map(|feature| feature.cloned());
        self.push_if_changed(subject, texts, EventChange::Feature { is_lost });
    }

    fn facts(&mut self, subject: &Subject, facts: [&Facts; 2]) {
        for fact in Fact::ALL {
            let values = facts.map(|facts| facts.get(*fact));
            let kind = EventChange::Fact {
                fact: *fact,
                is_worse: is_worse(values),
                verify: verify_effect(&self.vendors[BASELINE].signature, *fact, values),
            };
            self.push_if_changed(subject, values.map(|value| value.map(fact_text)), kind);
        }
    }

    /// The methods of `Event` that return what several events have.
    fn views(&mut self) {
        let owners = self
            .vendors
            .map(|vendor| self.module_item(vendor, "Event", ItemKind::Enum).path);
        let views = self.vendors.map(|vendor| {
            let views = vendor.api.views.iter();
            let views = views.map(|EventView { name, output, .. }| (name, output));
            let accessors = vendor.api.event_accessors.iter();
            let accessors = accessors.map(|EventAccessor { name, output, .. }| (name, output));
            views.chain(accessors).collect()
        });
        self.methods(&self.vendor_subject(), owners, views);
    }
}

/// True if the current value asks more of receivers than the baseline's: another scope, or a larger payload.
fn is_worse([baseline, current]: [Option<FactValue<'_>>; 2]) -> bool {
    match (baseline, current) {
        (None, Some(FactValue::Scopes(needed))) => !needed.is_empty(),
        (Some(FactValue::Scopes(granted)), Some(FactValue::Scopes(needed))) => {
            !needed.iter().all(|scope| granted.contains(scope))
        }
        (Some(FactValue::Bytes(before)), Some(FactValue::Bytes(after))) => after > before,
        (Some(FactValue::Bytes(_)), None) => true,
        _ => false,
    }
}

fn fact_text(value: FactValue<'_>) -> String {
    match value {
        FactValue::Text(text) => text.to_owned(),
        FactValue::Scopes([]) => "no scope".to_owned(),
        FactValue::Scopes(scopes) => scopes.join(", "),
        FactValue::Bytes(bytes) => format!("{bytes} bytes"),
        FactValue::AuthMethod(method) => method.to_string(),
        FactValue::DeliveryGuarantee(guarantee) => guarantee.to_string(),
        FactValue::Transport(transport) => transport.to_string(),
        FactValue::RetryPolicy(policy) => retry_text(policy),
    }
}

fn retry_text(retry: &RetryPolicy) -> String {
    let RetryPolicy {
        max_attempts,
        backoff,
        total_retry_window,
    } = retry;
    let parts = [
        max_attempts.map(|count| format!("{count} attempts at most")),
        backoff.as_ref().map(|backoff| format!("backoff {backoff}")),
        total_retry_window
            .as_ref()
            .map(|window| format!("within {window}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return "not told".to_owned();
    }
    parts.join(", ")
}
