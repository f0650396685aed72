//! Events that arrive as one type: the table `variants` of a profile.

use std::collections::BTreeMap;

use super::CODES;
use super::event_pattern::{EventPattern, longest_match, read_patterns};
use crate::ids::EventName;
use crate::text::shown;
use crate::toml_file::TomlTable;

/// Events that share a variant and a payload type. Every other event has its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VendorVariants {
    /// By the name that the variant is named after, the event names that it stands for, or beginnings of names.
    pub listed: BTreeMap<EventName, Vec<EventPattern>>,
}

impl VendorVariants {
    /// The name that the event's variant is named after, if it is listed: that of the longest pattern that matches it. An event of
    /// that name itself belongs to it.
    pub fn of(&self, event: &EventName) -> Option<&EventName> {
        match self.listed.get_key_value(event) {
            Some((variant, _)) => Some(variant),
            None => longest_match(self.listed.iter(), event),
        }
    }
}

/// Reads the table `variants`.
pub(super) fn read_variants(table: &TomlTable<'_>) -> VendorVariants {
    let mut variants = VendorVariants::default();
    let Some(entry) = table.get("variants") else {
        return variants;
    };
    let Some(listed) = table.below(&entry) else {
        let message = table.wrong_type(&entry, "a table");
        table.refuse("variants", CODES.bad_value, message, HELP);
        return variants;
    };
    let mut known: BTreeMap<EventPattern, &str> = BTreeMap::new();
    for entry in listed.entries() {
        let name = match EventName::new(entry.key) {
            Ok(name) => name,
            Err(error) => {
                listed.refuse(entry.key, CODES.bad_value, error.to_string(), HELP);
                continue;
            }
        };
        let patterns = read_patterns(&listed, &entry);
        for pattern in &patterns {
            if let Some(other) = known.insert(pattern.clone(), entry.key) {
                let message = format!("{} lists {} too", shown(other), shown(&pattern.text));
                listed.refuse(entry.key, CODES.bad_value, message, HELP);
            }
        }
        variants.listed.insert(name, patterns);
    }
    variants
}

const HELP: &str =
    "write lines such as `message = [\"message.*\"]`, with each event in one of them";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{found, read};

    #[test]
    fn an_event_belongs_to_the_variant_of_its_name_or_of_the_longest_pattern() {
        let text =
            "[acme.variants]\nmessage = [\"message.*\"]\n\"message.big\" = [\"message.b*\"]\n";
        let (profiles, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        let variant = |event: &str| {
            let event = EventName::new(event).expect("a valid name");
            profiles[0].variants.of(&event).map(EventName::as_str)
        };
        assert_eq!(variant("message"), Some("message"));
        assert_eq!(variant("message.im"), Some("message"));
        assert_eq!(variant("message.bold"), Some("message.big"));
        assert_eq!(variant("message.big"), Some("message.big"));
        assert_eq!(variant("message_posted"), None);
    }

    #[test]
    fn variants_that_are_no_good() {
        assert_eq!(
            found("variants = 1"),
            ["E052 /acme/variants: `variants` is a table, found an integer"]
        );
        assert_eq!(
            found("variants = { a = 1, b = [\"x\"], c = [\"x\"] }"),
            [
                "E052 /acme/variants/a: `a` is a list of texts, found an integer",
                "E052 /acme/variants/c: `b` lists `x` too",
            ]
        );
    }
}
