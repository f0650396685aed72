//! Finds the most frequent value of each fact, so that emitted events only list the facts that differ.

use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::model::{Event, Facts, Model};

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        vendor.api.common_facts = common_facts(&vendor.events);
    }
}

fn common_facts(events: &[Event]) -> Facts {
    fn common<'e, T>(events: &'e [Event], fact: impl Fn(&'e Facts) -> &'e Option<T>) -> Option<T>
    where
        T: Clone + Debug + 'e,
    {
        let mut counts = BTreeMap::<String, (usize, &Option<T>)>::new();
        for event in events {
            let fact = fact(&event.facts);
            counts.entry(format!("{fact:?}")).or_insert((0, fact)).0 += 1;
        }
        // Ties go to the smaller text, so that the order of events does not matter.
        let most_frequent =
            counts
                .iter()
                .max_by(|(text, (count, _)), (other_text, (other_count, _))| {
                    count.cmp(other_count).then(other_text.cmp(text))
                });
        most_frequent.and_then(|(_, (_, fact))| (*fact).clone())
    }
    Facts {
        // Facts of a single event.
        trigger: None,
        docs_url: None,
        namespace: common(events, |facts| &facts.namespace),
        auth_method: common(events, |facts| &facts.auth_method),
        signature_header: common(events, |facts| &facts.signature_header),
        signature_detail: common(events, |facts| &facts.signature_detail),
        delivery_guarantee: common(events, |facts| &facts.delivery_guarantee),
        transport: common(events, |facts| &facts.transport),
        retry: common(events, |facts| &facts.retry),
        scopes: common(events, |facts| &facts.scopes),
        subscription_event: common(events, |facts| &facts.subscription_event),
        max_payload_bytes: common(events, |facts| &facts.max_payload_bytes),
        idempotency_key_header: common(events, |facts| &facts.idempotency_key_header),
        event_id_header: common(events, |facts| &facts.event_id_header),
        notes: common(events, |facts| &facts.notes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::{add_event, object_of, vendor};

    fn common_of<const N: usize>(facts: [Facts; N]) -> Facts {
        let mut vendor = vendor();
        for (index, facts) in facts.into_iter().enumerate() {
            let event = add_event(&mut vendor, &format!("event{index}"), object_of([]));
            event.facts = facts;
        }
        let mut model = Model {
            vendors: vec![vendor],
            refused: Vec::new(),
        };
        run(&mut model);
        model.vendors.remove(0).api.common_facts
    }

    fn namespace(text: &str) -> Facts {
        Facts {
            namespace: Some(text.to_owned()),
            ..Facts::default()
        }
    }

    #[test]
    fn the_most_frequent_value_is_common() {
        let common = common_of([namespace("a"), namespace("b"), namespace("b")]);
        assert_eq!(common, namespace("b"));
        assert_eq!(
            common_of([namespace("a"), Facts::default(), Facts::default()]),
            Facts::default()
        );
    }

    #[test]
    fn ties_go_to_the_smaller_text_in_any_order() {
        assert_eq!(common_of([namespace("b"), namespace("a")]), namespace("a"));
        assert_eq!(common_of([namespace("a"), namespace("b")]), namespace("a"));
    }

    #[test]
    fn facts_of_a_single_event_are_never_common() {
        let facts = Facts {
            trigger: Some("Fires.".to_owned()),
            docs_url: Some("https://acme.example".to_owned()),
            ..Facts::default()
        };
        assert_eq!(common_of([facts.clone(), facts]), Facts::default());
        assert_eq!(common_of([]), Facts::default());
    }
}
