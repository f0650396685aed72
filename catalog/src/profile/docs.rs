//! Choices for the docs of a vendor's module: the tables `topics` and `example` of a profile.

use std::collections::BTreeMap;

use super::CODES;
use super::event_pattern::{EventPattern, longest_match, read_patterns};
use crate::ids::EventName;
use crate::text::shown;
use crate::toml_file::{Entry, TomlTable};

/// The topics of a vendor's events, and the events of its example.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VendorDocs {
    /// The title of each topic with its events, in the order of the docs. Events of no topic are listed last.
    pub topics: Vec<(String, Vec<EventPattern>)>,
    /// The events that the example of a receiver matches, in its order, each with the path of the members to print; empty for the
    /// event itself.
    pub example: Vec<(EventName, Vec<String>)>,
}

impl VendorDocs {
    /// The topic of an event: the one with the longest pattern that matches it.
    pub fn topic(&self, event: &EventName) -> Option<&str> {
        let listed = self
            .topics
            .iter()
            .map(|(title, patterns)| (title, patterns));
        longest_match(listed, event).map(String::as_str)
    }
}

/// Reads the tables `topics` and `example`.
pub(super) fn read_docs(table: &TomlTable<'_>) -> VendorDocs {
    VendorDocs {
        topics: read_topics(table),
        example: read_example(table),
    }
}

const TOPICS_HELP: &str = "write lines such as `Billing = [\"invoice.*\", \"plan.created\"]`, with each event in one of them";

fn read_topics(table: &TomlTable<'_>) -> Vec<(String, Vec<EventPattern>)> {
    let Some(listed) = below(table, "topics", TOPICS_HELP) else {
        return Vec::new();
    };
    let mut known: BTreeMap<EventPattern, &str> = BTreeMap::new();
    let entries = listed.entries().into_iter();
    let topics = entries.map(|entry| {
        if entry.key.trim().is_empty() {
            listed.refuse(
                entry.key,
                CODES.bad_value,
                "the title is empty".to_owned(),
                TOPICS_HELP,
            );
        }
        let patterns = read_patterns(&listed, &entry);
        for pattern in &patterns {
            if let Some(other) = known.insert(pattern.clone(), entry.key) {
                let message = format!("{} lists {} too", shown(other), shown(&pattern.text));
                listed.refuse(entry.key, CODES.bad_value, message, TOPICS_HELP);
            }
        }
        (entry.key.to_owned(), patterns)
    });
    topics.collect()
}

const EXAMPLE_HELP: &str = "write `\"event name\" = \"member\"` lines, with `a.b` for a member of a member and \"\" for the whole event";

fn read_example(table: &TomlTable<'_>) -> Vec<(EventName, Vec<String>)> {
    let Some(listed) = below(table, "example", EXAMPLE_HELP) else {
        return Vec::new();
    };
    let entries = listed.entries().into_iter();
    let examples = entries.filter_map(|entry| {
        let problem = match (EventName::new(entry.key), entry.value.as_str()) {
            (Ok(event), Some(member)) => {
                let steps = member.split('.').filter(|step| !step.is_empty());
                return Some((event, steps.map(str::to_owned).collect()));
            }
            (Err(error), _) => error.to_string(),
            (Ok(_), None) => listed.wrong_type(&entry, "text"),
        };
        listed.refuse(entry.key, CODES.bad_value, problem, EXAMPLE_HELP);
        None
    });
    examples.collect()
}

/// The table at a key.
fn below<'t>(table: &TomlTable<'t>, key: &str, help: &str) -> Option<TomlTable<'t>> {
    let entry: Entry<'t> = table.get(key)?;
    let listed = table.below(&entry);
    if listed.is_none() {
        let message = table.wrong_type(&entry, "a table");
        table.refuse(key, CODES.bad_value, message, help);
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{found, read};

    #[test]
    fn topics_and_examples_keep_their_order() {
        let text = "[acme.topics]\nPlans = [\"plan*\"]\nBilling = [\"invoice.*\", \"plan.paid\"]\n\
                    [acme.example]\nplan = \"owner.name\"\ninvoice = \"\"\n";
        let (profiles, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        let docs = &profiles[0].docs;
        let name = |event: &str| EventName::new(event).expect("a valid name");
        assert_eq!(docs.topic(&name("plan.sold")), Some("Plans"));
        assert_eq!(docs.topic(&name("plan.paid")), Some("Billing"));
        assert_eq!(docs.topic(&name("ping")), None);
        let titles: Vec<_> = docs
            .topics
            .iter()
            .map(|(title, _)| title.as_str())
            .collect();
        assert_eq!(titles, ["Plans", "Billing"]);
        let member = ["owner", "name"].map(str::to_owned).to_vec();
        assert_eq!(
            docs.example,
            [(name("plan"), member), (name("invoice"), Vec::new())]
        );
    }

    #[test]
    fn topics_and_examples_that_are_no_good() {
        assert_eq!(
            found("topics = 1"),
            ["E052 /acme/topics: `topics` is a table, found an integer"]
        );
        assert_eq!(
            found("topics = { A = [\"x\"], B = [\"x\"], \"\" = [\"y\"] }"),
            [
                "E052 /acme/topics/B: `A` lists `x` too",
                "E052 /acme/topics/: the title is empty",
            ]
        );
        assert_eq!(
            found("example = { ping = 1 }"),
            ["E052 /acme/example/ping: `ping` is text, found an integer"]
        );
    }
}
