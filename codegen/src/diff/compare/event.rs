//! Events by name, their facts, and the views of `Event`.

use std::collections::BTreeSet;

use webhook_catalog::RetryPolicy;

use super::{BASELINE, CURRENT, Comparison, match_by_key, similar_events};
use crate::diff::change::{EventChange, EventFact};
use crate::diff::report::{ItemKind, Subject};
use crate::model::{Described, Event, EventView, Facts};

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
                [Some(_), None] => {
                    let similar = similar.get(name).map(ToString::to_string);
                    self.push(&subject, names, EventChange::Removed { similar });
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
            facts,
            // Types are matched by module and path; the path of a root is empty.
            root: _,
            described,
            // Samples are evidence, and are not compared.
            samples: _,
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
        let items = [BASELINE, CURRENT].map(|side| {
            let path = format!("{}::FACTS", events[side].variant);
            Some(self.module_item(
                self.vendors[side],
                &path,
                ItemKind::Value("EventFacts".to_owned()),
            ))
        });
        self.facts(&subject.with_items(items), [&baseline.facts, facts]);
    }

    fn described(&mut self, subject: &Subject, described: [Described; 2]) {
        let [_, Described { by_row, by_overlay }] = described;
        let texts = described.map(|described| {
            Some(if described.by_row {
                "a row".to_owned()
            } else {
                "samples alone".to_owned()
            })
        });
        let kind = if by_row {
            EventChange::RowAdded
        } else {
            EventChange::RowRemoved
        };
        self.push_if_changed(subject, texts, kind);
        let texts = described.map(|one| one.by_overlay.then(|| "an overlay".to_owned()));
        let kind = if by_overlay {
            EventChange::OverlayAdded
        } else {
            EventChange::OverlayRemoved
        };
        self.push_if_changed(subject, texts, kind);
    }

    fn facts(&mut self, subject: &Subject, facts: [&Facts; 2]) {
        for (fact, texts) in fact_texts(facts) {
            self.push_if_changed(subject, texts, EventChange::Fact(fact));
        }
    }

    /// The methods of `Event` that return a type that several events share.
    fn views(&mut self) {
        let owners = self
            .vendors
            .map(|vendor| self.module_item(vendor, "Event", ItemKind::Enum).path);
        let views = self.vendors.map(|vendor| {
            let views = vendor.api.views.iter();
            views
                .map(|EventView { name, output, .. }| (name, output))
                .collect()
        });
        self.methods(&self.vendor_subject(), owners, views);
    }
}

/// Every fact as text, on both sides.
fn fact_texts([baseline, current]: [&Facts; 2]) -> [(EventFact, [Option<String>; 2]); 15] {
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
    } = current;
    let clone = |one: &Option<String>, other: &Option<String>| [one.clone(), other.clone()];
    let scope_set = |scopes: &Option<Vec<String>>| -> BTreeSet<String> {
        scopes.iter().flatten().cloned().collect()
    };
    let needs_more_scopes = EventFact::Scopes {
        is_worse: !scope_set(scopes).is_subset(&scope_set(&baseline.scopes)),
    };
    let larger_payloads = EventFact::MaxPayload {
        is_worse: baseline
            .max_payload_bytes
            .is_some_and(|before| max_payload_bytes.is_none_or(|after| after > before)),
    };
    [
        (EventFact::Trigger, clone(&baseline.trigger, trigger)),
        (EventFact::DocsUrl, clone(&baseline.docs_url, docs_url)),
        (EventFact::Namespace, clone(&baseline.namespace, namespace)),
        (
            EventFact::AuthMethod,
            [baseline.auth_method, *auth_method].map(|one| Some(one?.to_string())),
        ),
        (
            EventFact::SignatureHeader,
            clone(&baseline.signature_header, signature_header),
        ),
        (
            EventFact::SignatureDetail,
            clone(&baseline.signature_detail, signature_detail),
        ),
        (
            EventFact::DeliveryGuarantee,
            [baseline.delivery_guarantee, *delivery_guarantee].map(|one| Some(one?.to_string())),
        ),
        (
            EventFact::Transport,
            [baseline.transport, *transport].map(|one| Some(one?.to_string())),
        ),
        (
            EventFact::Retry,
            [&baseline.retry, retry].map(|retry| retry.as_ref().map(retry_text)),
        ),
        (
            needs_more_scopes,
            [&baseline.scopes, scopes].map(|scopes| scopes.as_deref().map(scopes_text)),
        ),
        (
            EventFact::SubscriptionEvent,
            clone(&baseline.subscription_event, subscription_event),
        ),
        (
            larger_payloads,
            [baseline.max_payload_bytes, *max_payload_bytes]
                .map(|bytes| Some(format!("{} bytes", bytes?))),
        ),
        (
            EventFact::IdempotencyKeyHeader,
            clone(&baseline.idempotency_key_header, idempotency_key_header),
        ),
        (
            EventFact::EventIdHeader,
            clone(&baseline.event_id_header, event_id_header),
        ),
        (EventFact::Notes, clone(&baseline.notes, notes)),
    ]
}

fn scopes_text(scopes: &[String]) -> String {
    match scopes {
        [] => "no scope".to_owned(),
        scopes => scopes.join(", "),
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
