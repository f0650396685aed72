//! Requests by which vendors check a receiver: the table `handshakes` of a profile.

use std::collections::BTreeMap;

use super::CODES;
use crate::ids::EventName;
use crate::toml_file::{Entry, TomlTable};

/// The answers that a vendor expects to requests by which it checks a receiver, as prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handshakes {
    /// The answers to events.
    pub events: BTreeMap<EventName, String>,
    /// The answer to a request that is no delivery, such as one without a body.
    pub other_request: Option<String>,
}

/// Reads the table `handshakes`.
pub(super) fn read_handshakes(table: &TomlTable<'_>) -> Handshakes {
    let mut handshakes = Handshakes::default();
    let Some(entry) = table.get("handshakes") else {
        return handshakes;
    };
    let Some(listed) = table.below(&entry) else {
        let message = table.wrong_type(&entry, "a table");
        table.refuse("handshakes", CODES.bad_value, message, HELP);
        return handshakes;
    };
    for entry in listed.entries() {
        let Some(answer) = read_answer(&listed, &entry) else {
            continue;
        };
        if entry.key.is_empty() {
            handshakes.other_request = Some(answer);
            continue;
        }
        match EventName::new(entry.key) {
            Ok(event) => {
                handshakes.events.insert(event, answer);
            }
            Err(error) => listed.refuse(entry.key, CODES.bad_value, error.to_string(), HELP),
        }
    }
    handshakes
}

const HELP: &str = "write `\"event name\" = \"Answer …\"` lines, with the name \"\" for a request that is no delivery";

fn read_answer(listed: &TomlTable<'_>, entry: &Entry<'_>) -> Option<String> {
    let message = match entry.value.as_str() {
        Some(answer) if !answer.trim().is_empty() => return Some(answer.to_owned()),
        Some(_) => "the answer is empty".to_owned(),
        None => listed.wrong_type(entry, "text"),
    };
    listed.refuse(entry.key, CODES.bad_value, message, HELP);
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{found, read};

    #[test]
    fn answers_stand_beside_their_events() {
        let text =
            "[acme.handshakes]\nping = \"Answer with 200.\"\n\"\" = \"Answer a GET with 200.\"\n";
        let (profiles, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        let ping = EventName::new("ping").expect("a valid name");
        assert_eq!(
            profiles[0].handshakes,
            Handshakes {
                events: BTreeMap::from([(ping, "Answer with 200.".to_owned())]),
                other_request: Some("Answer a GET with 200.".to_owned()),
            }
        );
    }

    #[test]
    fn answers_that_are_no_good() {
        assert_eq!(
            found("handshakes = 1"),
            ["E052 /acme/handshakes: `handshakes` is a table, found an integer"]
        );
        assert_eq!(
            found("handshakes = { a = 1, b = \" \" }"),
            [
                "E052 /acme/handshakes/a: `a` is text, found an integer",
                "E052 /acme/handshakes/b: the answer is empty",
            ]
        );
    }
}
