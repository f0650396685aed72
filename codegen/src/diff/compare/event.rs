//! Events by name, and what is known of each apart from its payload.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{EventName, RetryPolicy};

use super::Comparison;
use super::likeness;
use super::place::Place;
use crate::diff::change::{EventChange, EventFact};
use crate::diff::report::{ItemKind, ItemRef, Scope};
use crate::model::{Described, Event, EventView, Facts, Vendor};

impl<'m> Comparison<'m> {
    pub(super) fn events(&mut self) {
        let by_name = |vendor: &'m Vendor| -> BTreeMap<&'m EventName, &'m Event> {
            vendor
                .events
                .iter()
                .map(|event| (&event.name, event))
                .collect()
        };
        let (before, after) = (by_name(self.baseline), by_name(self.current));
        let only = |one: &BTreeMap<&'m EventName, &'m Event>,
                    other: &BTreeMap<&'m EventName, &'m Event>|
         -> Vec<&'m Event> {
            let events = one.iter().filter(|(name, _)| !other.contains_key(*name));
            events.map(|(_, event)| *event).collect()
        };
        let (gone, new) = (only(&before, &after), only(&after, &before));
        let pairs = likeness::pairs(self.baseline, &gone, self.current, &new);
        for event in gone {
            let similar = pairs
                .get(event.name.as_str())
                .map(|name| (*name).to_owned());
            let place = self.event_place(&event.name);
            let before = Some(event.name.to_string());
            self.push(&place, before, None, EventChange::Removed { similar });
        }
        for event in new {
            let mut pairs = pairs.iter();
            let similar = pairs
                .find(|(_, name)| **name == event.name.as_str())
                .map(|(name, _)| (*name).to_owned());
            let place = self.event_place(&event.name);
            let after = Some(event.name.to_string());
            self.push(&place, None, after, EventChange::Added { similar });
        }
        for (name, one) in before {
            if let Some(other) = after.get(name) {
                self.event(one, other);
            }
        }
        self.views();
    }

    /// An event, by the variant that has it. A side that does not know the event has no item.
    pub(super) fn event_place(&self, name: &EventName) -> Place {
        let [baseline, current] = self.vendors().map(|vendor| {
            let event = vendor.events.iter().find(|event| event.name == *name)?;
            Some(ItemRef {
                path: format!(
                    "{}::{}::Event::{}",
                    self.crate_ident, vendor.module, event.variant
                ),
                kind: ItemKind::Value(format!("Box<{}>", event.variant)),
            })
        });
        Place {
            scope: Scope::Event(name.clone()),
            pointer: String::new(),
            baseline,
            current,
        }
    }

    fn event(&mut self, baseline: &Event, current: &Event) {
        let Event {
            name,
            facts,
            // Types are matched by their home and path, and the root's is empty.
            root: _,
            described,
            // Samples are evidence, and are not compared.
            samples: _,
            module,
            variant,
        } = current;
        let place = self.event_place(name);
        if baseline.variant != *variant {
            self.name(&place);
        }
        if baseline.module != *module {
            let [before, after] = [(self.baseline, &baseline.module), (self.current, module)].map(
                |(vendor, module)| {
                    Some(ItemRef {
                        path: format!("{}::{}::{module}", self.crate_ident, vendor.module),
                        kind: ItemKind::Module,
                    })
                },
            );
            self.name(&place.of(before, after));
        }
        self.described(&place, baseline.described, *described);
        let [before, after] =
            [(self.baseline, baseline), (self.current, current)].map(|(vendor, event)| {
                Some(ItemRef {
                    path: format!(
                        "{}::{}::{}::FACTS",
                        self.crate_ident, vendor.module, event.variant
                    ),
                    kind: ItemKind::Value("EventFacts".to_owned()),
                })
            });
        self.facts(&place.of(before, after), &baseline.facts, facts);
    }

    fn described(&mut self, place: &Place, baseline: Described, current: Described) {
        let Described { by_row, by_overlay } = current;
        let word = |is_row: bool| Some(if is_row { "a row" } else { "samples alone" }.to_owned());
        let kind = if by_row {
            EventChange::RowAdded
        } else {
            EventChange::RowRemoved
        };
        self.text(place, word(baseline.by_row), word(by_row), kind);
        let word = |is_overlay: bool| is_overlay.then(|| "an overlay".to_owned());
        let kind = if by_overlay {
            EventChange::OverlayAdded
        } else {
            EventChange::OverlayRemoved
        };
        self.text(place, word(baseline.by_overlay), word(by_overlay), kind);
    }

    fn facts(&mut self, place: &Place, baseline: &Facts, current: &Facts) {
        let scopes = |facts: &Facts| -> BTreeSet<String> {
            facts.scopes.iter().flatten().cloned().collect()
        };
        let needs_more = !scopes(current).is_subset(&scopes(baseline));
        let grows = match (baseline.max_payload_bytes, current.max_payload_bytes) {
            (Some(before), after) => after.is_none_or(|after| after > before),
            (None, _) => false,
        };
        let before = facts(baseline, needs_more, grows);
        let after = facts(current, needs_more, grows);
        for ((fact, before), (_, after)) in before.into_iter().zip(after) {
            self.text(place, before, after, EventChange::Fact(fact));
        }
    }

    /// The methods of `Event` that lead to what several events have in common.
    fn views(&mut self) {
        let views = |vendor: &Vendor| -> BTreeMap<String, String> {
            let view = |one: &EventView| (one.name.to_string(), one.output.to_string());
            vendor.api.views.iter().map(view).collect()
        };
        let [before, after] = self.vendors().map(views);
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let item = |vendor: &Vendor, output: Option<&String>| {
                output.map(|output| ItemRef {
                    path: format!("{}::{}::Event::{name}", self.crate_ident, vendor.module),
                    kind: ItemKind::Method(output.clone()),
                })
            };
            let (was, is) = (before.get(name), after.get(name));
            let place = self
                .vendor_place()
                .of(item(self.baseline, was), item(self.current, is));
            let told =
                |output: Option<&String>| output.map(|output| format!("{name}() -> {output}"));
            self.method(&place, told(was), told(is));
        }
    }
}

/// Every fact as text.
fn facts(facts: &Facts, needs_more: bool, grows: bool) -> [(EventFact, Option<String>); 15] {
    let Facts {
        trigger,
        docs_url,
        namespace,
        auth_method,
        signature_header,
        signature_detail,
        delivery_guarantee,
        transport,
        retry,
        scopes,
        subscription_event,
        max_payload_bytes,
        idempotency_key_header,
        event_id_header,
        notes,
    } = facts;
    let scopes = scopes.as_ref().map(|scopes| match scopes.as_slice() {
        [] => "no scope".to_owned(),
        scopes => scopes.join(", "),
    });
    let size = max_payload_bytes.map(|bytes| format!("{bytes} bytes"));
    [
        (EventFact::Trigger, trigger.clone()),
        (EventFact::DocsUrl, docs_url.clone()),
        (EventFact::Namespace, namespace.clone()),
        (
            EventFact::AuthMethod,
            auth_method.map(|one| one.to_string()),
        ),
        (EventFact::SignatureHeader, signature_header.clone()),
        (EventFact::SignatureDetail, signature_detail.clone()),
        (
            EventFact::DeliveryGuarantee,
            delivery_guarantee.map(|one| one.to_string()),
        ),
        (EventFact::Transport, transport.map(|one| one.to_string())),
        (EventFact::Retry, retry.as_ref().map(retry_text)),
        (
            EventFact::Scopes {
                is_worse: needs_more,
            },
            scopes,
        ),
        (EventFact::SubscriptionEvent, subscription_event.clone()),
        (EventFact::MaxPayload { is_worse: grows }, size),
        (
            EventFact::IdempotencyKeyHeader,
            idempotency_key_header.clone(),
        ),
        (EventFact::EventIdHeader, event_id_header.clone()),
        (EventFact::Notes, notes.clone()),
    ]
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
