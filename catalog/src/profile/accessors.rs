//! Members that people read of many events: the table `accessors` of a profile.

use super::CODES;
use super::lists::read_pointers;
use crate::text::shown;
use crate::toml_file::{Entry, TomlTable};

/// A method that returns the same kind of value of several events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberAccessor {
    /// The method's name.
    pub name: String,
    /// JSON pointers within an event, in the order in which they are tried.
    pub pointers: Vec<String>,
    /// The shared definition that the member's value must have, if the profile names one.
    pub definition: Option<String>,
    /// A sentence for the docs.
    pub description: String,
}

/// Reads the table `accessors`, sorted by name.
pub(super) fn read_accessors(table: &TomlTable<'_>) -> Vec<MemberAccessor> {
    let Some(entry) = table.get("accessors") else {
        return Vec::new();
    };
    let Some(listed) = table.below(&entry) else {
        let message = table.wrong_type(&entry, "a table");
        table.refuse("accessors", CODES.bad_value, message, HELP);
        return Vec::new();
    };
    let entries = listed.entries().into_iter();
    let mut accessors: Vec<MemberAccessor> = entries
        .filter_map(|entry| read_accessor(&listed, &entry))
        .collect();
    accessors.sort_by(|one, other| one.name.cmp(&other.name));
    accessors
}

const HELP: &str = "write lines such as `user = { at = [\"/user\", \"/user/id\"], description = \"The user's id.\" }`";

fn read_accessor(listed: &TomlTable<'_>, entry: &Entry<'_>) -> Option<MemberAccessor> {
    let Some(table) = listed.below(entry) else {
        let message = listed.wrong_type(entry, "a table");
        listed.refuse(entry.key, CODES.bad_value, message, HELP);
        return None;
    };
    if !is_method_name(entry.key) {
        let message = format!("{} is no name of an accessor", shown(entry.key));
        listed.refuse(entry.key, CODES.bad_value, message, HELP);
    }
    table.refuse_unknown_keys(&["at", "description", "type"]);
    let pointers = match table.get("at") {
        Some(at) => read_pointers(&table, &at, HELP),
        None => {
            let message = format!("{} has no `at`", shown(entry.key));
            listed.refuse(entry.key, CODES.bad_value, message, HELP);
            None
        }
    };
    let description = table.text("description").unwrap_or_default();
    if description.trim().is_empty() {
        let message = format!("{} has no `description`", shown(entry.key));
        listed.refuse(entry.key, CODES.bad_value, message, HELP);
    }
    Some(MemberAccessor {
        name: entry.key.to_owned(),
        pointers: pointers?,
        definition: table.text("type").map(|text| text.to_string()),
        description: description.to_owned(),
    })
}

/// Methods that `Event` has in any case.
const TAKEN: &[&str] = &["name", "facts"];

/// True for words in lower case, joined by underscores.
fn is_method_name(text: &str) -> bool {
    let starts = text.starts_with(|char: char| char.is_ascii_lowercase());
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    starts && text.bytes().all(is_plain) && !TAKEN.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{found, read};

    #[test]
    fn accessors_have_pointers_and_a_description() {
        let text = "[acme.accessors]\nuser = { at = [\"/user\", \"/user/id\"], type = \"user\", description = \"The user.\" }\nbot = { at = [\"/bot\"], description = \"The bot.\" }\n";
        let (profiles, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        let accessor = |name: &str, pointers: &[&str], description: &str| MemberAccessor {
            name: name.to_owned(),
            pointers: pointers.iter().map(|text| (*text).to_owned()).collect(),
            definition: (name == "user").then(|| "user".to_owned()),
            description: description.to_owned(),
        };
        assert_eq!(
            profiles[0].accessors,
            [
                accessor("bot", &["/bot"], "The bot."),
                accessor("user", &["/user", "/user/id"], "The user."),
            ]
        );
    }

    #[test]
    fn accessors_that_are_no_good() {
        assert_eq!(
            found("accessors = 1"),
            ["E052 /acme/accessors: `accessors` is a table, found an integer"]
        );
        let of = |keys: &str| found(&format!("accessors = {{ {keys} }}"));
        assert_eq!(
            of("a = 1, b = { at = [\"/b\"] }, c = { description = \"c\" }"),
            [
                "E052 /acme/accessors/a: `a` is a table, found an integer",
                "E052 /acme/accessors/b: `b` has no `description`",
                "E052 /acme/accessors/c: `c` has no `at`",
            ]
        );
        assert_eq!(
            of(
                "name = { at = [\"/b\"], description = \"c\" }, A = { at = [\"/b\"], description = \"c\" }"
            ),
            [
                "E052 /acme/accessors/name: `name` is no name of an accessor",
                "E052 /acme/accessors/A: `A` is no name of an accessor",
            ]
        );
    }
}
