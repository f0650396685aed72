//! Features by which users choose among a vendor's events: the table `features` of a profile.

use std::collections::BTreeMap;

use super::CODES;
use super::event_pattern::{EventPattern, longest_match, read_patterns};
use crate::ids::EventName;
use crate::text::shown;
use crate::toml_file::TomlTable;

/// Features of a vendor that each compile a part of its events. An event that no feature lists belongs to all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VendorFeatures {
    /// The event names that each feature lists, or beginnings of names.
    pub listed: BTreeMap<String, Vec<EventPattern>>,
}

impl VendorFeatures {
    /// The feature of an event: the one with the longest pattern that matches it. `None` if the event belongs to all.
    pub fn of(&self, event: &EventName) -> Option<&str> {
        longest_match(self.listed.iter(), event).map(String::as_str)
    }
}

/// Reads the table `features`.
pub(super) fn read_features(table: &TomlTable<'_>) -> VendorFeatures {
    let mut features = VendorFeatures::default();
    let Some(entry) = table.get("features") else {
        return features;
    };
    let Some(listed) = table.below(&entry) else {
        let message = table.wrong_type(&entry, "a table");
        table.refuse("features", CODES.bad_value, message, HELP);
        return features;
    };
    let mut known: BTreeMap<EventPattern, &str> = BTreeMap::new();
    for entry in listed.entries() {
        if !is_feature_name(entry.key) {
            let message = format!("{} is no name of a feature", shown(entry.key));
            listed.refuse(entry.key, CODES.bad_value, message, HELP);
        }
        let patterns = read_patterns(&listed, &entry);
        for pattern in &patterns {
            if let Some(other) = known.insert(pattern.clone(), entry.key) {
                let message = format!("{} lists {} too", shown(other), shown(&pattern.text));
                listed.refuse(entry.key, CODES.bad_value, message, HELP);
            }
        }
        features.listed.insert(entry.key.to_owned(), patterns);
    }
    features
}

const HELP: &str = "write lines such as `billing = [\"invoice.*\", \"plan.created\"]`, with each event in one of them";

/// True if a text can follow the vendor's feature and a hyphen in the name of a feature.
fn is_feature_name(text: &str) -> bool {
    let mut words = text.split('-');
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    words.all(|word| !word.is_empty() && word.bytes().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{found, read};

    #[test]
    fn an_event_belongs_to_the_longest_pattern() {
        let text = "[acme.features]\nbilling = [\"invoice.*\", \"plan\"]\nother-2 = [\"invoice.paid\", \"*\"]\n";
        let (profiles, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        let feature = |event: &str| {
            let event = EventName::new(event).expect("a valid name");
            profiles[0].features.of(&event)
        };
        assert_eq!(feature("invoice.sent"), Some("billing"));
        assert_eq!(feature("invoice.paid"), Some("other-2"));
        assert_eq!(feature("plan"), Some("billing"));
        assert_eq!(feature("plan.sold"), Some("other-2"));
        let (profiles, _) = read("[acme.features]\nbilling = [\"invoice.*\"]\n");
        let ping = EventName::new("ping").expect("a valid name");
        assert_eq!(profiles[0].features.of(&ping), None);
    }

    #[test]
    fn features_that_are_no_good() {
        assert_eq!(
            found("features = 1"),
            ["E052 /acme/features: `features` is a table, found an integer"]
        );
        assert_eq!(
            found(
                "features = { a = 1, c = [1], D = [\"x\"], d = [\"x\"], a- = [\"y\"], \"\" = [\"z\"] }"
            ),
            [
                "E052 /acme/features/a: `a` is a list of texts, found an integer",
                "E052 /acme/features/c: `c` holds something that is no text",
                "E052 /acme/features/D: `D` is no name of a feature",
                "E052 /acme/features/d: `D` lists `x` too",
                "E052 /acme/features/a-: `a-` is no name of a feature",
                "E052 /acme/features/: `` is no name of a feature",
            ]
        );
    }
}
