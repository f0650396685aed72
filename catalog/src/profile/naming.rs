//! Event names in a profile: the table `name`.

use super::body_naming::read_body_naming;
use super::lists::read_texts;
use super::message_template::read_message_templates;
use super::{CODES, HeaderAlias, Naming, is_header_name};
use crate::codes;
use crate::diagnostic::DiagnosticCode;
use crate::ids::EventName;
use crate::text::shown;
use crate::toml_file::{Entry, TomlTable};

/// Keys for the ways in which a delivery identifies its event.
const WAYS: &[&str] = &["body", "header", "wording"];

/// Other keys: the way that each requires, with code, message and help for any other way.
const WAY_KEYS: &[(&str, &str, DiagnosticCode, &str, &str)] = &[
    (
        "rules",
        "body",
        codes::BAD_NAMING_RULE,
        "rules go",
        "remove the rules",
    ),
    (
        "aliases",
        "header",
        CODES.bad_value,
        "aliases go",
        "write rules instead",
    ),
    (
        "join",
        "body",
        CODES.bad_value,
        "a join goes",
        "remove the join",
    ),
    (
        "bare",
        "body",
        CODES.bad_value,
        "bare bodies go",
        "remove the key",
    ),
    (
        "bare_unless",
        "body",
        CODES.bad_value,
        "bare bodies go",
        "remove the key",
    ),
    (
        "patterns",
        "wording",
        CODES.bad_value,
        "patterns go",
        "remove the patterns",
    ),
    (
        "placeholders",
        "wording",
        CODES.bad_value,
        "placeholders go",
        "remove the placeholders",
    ),
];

/// Reads the table `name` of a vendor's profile. `event` is the pointer to the event, empty without an envelope.
pub(super) fn read_naming(table: &TomlTable<'_>, event: &str) -> Option<Naming> {
    const HELP: &str = "write `name.body = [\"/type\"]`, `name.header = \"X-Event\"` or `name.wording = [\"/text\"]`";
    let entry = table.get("name")?;
    let Some(name) = table.below(&entry) else {
        table.refuse(
            "name",
            CODES.bad_value,
            table.wrong_type(&entry, "a table"),
            HELP,
        );
        return None;
    };
    let keys: Vec<&str> = WAYS
        .iter()
        .chain(WAY_KEYS.iter().map(|(key, ..)| key))
        .copied()
        .collect();
    name.refuse_unknown_keys(&keys);
    let ways: Vec<Entry<'_>> = WAYS.iter().filter_map(|way| name.get(way)).collect();
    match &ways[..] {
        [] => {
            let message = "`name` has neither `body`, `header` nor `wording`";
            let (place, span) = (name.place.clone(), name.span.clone());
            name.report(CODES.bad_value, place, span, message, HELP);
            None
        }
        [way] => read_way(&name, way, event),
        [first, second, ..] => {
            let message = format!(
                "a delivery tells its event by `{}` or by `{}`, not by both",
                first.key, second.key
            );
            let (place, span) = (name.place_of(second.key), second.key_span.clone());
            let help = "keep one of the two";
            name.report(CODES.bad_value, place, span, message, help);
            None
        }
    }
}

/// Reads the only way in which a delivery identifies its event.
fn read_way(name: &TomlTable<'_>, way: &Entry<'_>, event: &str) -> Option<Naming> {
    for (key, owner, code, which, help) in WAY_KEYS {
        if let Some(entry) = name.get(key).filter(|_| *owner != way.key) {
            let message = match *owner {
                "body" => format!("{which} with names in the body only"),
                owner => format!("{which} with a `{owner}` only"),
            };
            let place = name.place_of(key);
            name.report(*code, place, entry.key_span, message, *help);
        }
    }
    match way.key {
        "body" => read_body_naming(name, way, event).map(Naming::Body),
        "wording" => read_message_templates(name, way).map(Naming::MessageTemplates),
        _ => name
            .text("header")
            .and_then(|header| read_header(name, header)),
    }
}

fn read_header(name: &TomlTable<'_>, header: &str) -> Option<Naming> {
    if is_header_name(header) {
        return Some(Naming::Header {
            name: header.to_owned(),
            aliases: read_aliases(name),
        });
    }
    let message = format!("{} is no header name", shown(header));
    name.refuse(
        "header",
        CODES.bad_value,
        message,
        "write the header's name alone, such as `X-Event`",
    );
    None
}

/// Reads the values of a header that stand for other events, each a text or a list of texts.
fn read_aliases(name: &TomlTable<'_>) -> Vec<HeaderAlias> {
    let help = "write `\"event name\" = \"value of the header\"` lines below it";
    let Some(entry) = name.get("aliases") else {
        return Vec::new();
    };
    let Some(table) = name.below(&entry) else {
        let message = name.wrong_type(&entry, "a table");
        name.refuse("aliases", CODES.bad_value, message, help);
        return Vec::new();
    };
    let mut aliases: Vec<HeaderAlias> = Vec::new();
    for entry in table.entries() {
        let values = match entry.value.as_str() {
            Some(value) => Some(vec![value]),
            None => read_texts(&table, &entry)
                .map(|texts| texts.into_iter().map(|(text, _)| text).collect()),
        };
        for value in values.into_iter().flatten() {
            let message = match EventName::new(entry.key) {
                Err(error) => error.to_string(),
                Ok(event) => match aliases.iter().find(|alias| alias.value == value) {
                    Some(earlier) => format!("{} says the same", shown(earlier.event.as_str())),
                    None => {
                        let value = value.to_owned();
                        aliases.push(HeaderAlias { event, value });
                        continue;
                    }
                },
            };
            let (place, span) = (table.place_of(entry.key), entry.span.clone());
            table.report(CODES.bad_value, place, span, message, help);
        }
    }
    aliases.sort_by(|one, other| one.event.cmp(&other.event));
    aliases
}
