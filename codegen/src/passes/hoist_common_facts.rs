//! Finds the most frequent grade and value of each fact, so that emitted events only list those that differ.

use std::collections::BTreeMap;

use webhook_catalog::{Fact, Facts};

use crate::model::{Event, Model, is_of_one_event};

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        vendor.api.common_facts = common_facts(&vendor.events);
        vendor.api.common_grade = vendor.grade();
    }
}

fn common_facts(events: &[Event]) -> Facts {
    let mut common = Facts::default();
    for fact in Fact::ALL.iter().filter(|fact| !is_of_one_event(**fact)) {
        let mut counts = BTreeMap::<String, (usize, &Facts)>::new();
        for event in events {
            let value = format!("{:?}", event.facts.get(*fact));
            counts.entry(value).or_insert((0, &event.facts)).0 += 1;
        }
        // Ties go to the smaller text, so that the order of events does not matter.
        let most_frequent =
            counts
                .iter()
                .max_by(|(text, (count, _)), (other_text, (other_count, _))| {
                    count.cmp(other_count).then(other_text.cmp(text))
                });
        if let Some((_, (_, facts))) = most_frequent {
            common.copy_from(facts, *fact);
        }
    }
    common
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
