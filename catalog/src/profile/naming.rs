//! Event names in a profile: the tables `name` and `name.aliases`.

use super::lists::{read_pointers, read_texts};
use super::message_template::read_message_templates;
use super::{Alias, BodyNaming, CODES, Naming, UnenvelopedNaming, is_header_name};
use crate::codes;
use crate::diagnostic::DiagnosticCode;
use crate::ids::EventName;
use crate::text::shown;
use crate::toml_file::{Entry, TomlTable};

/// Placeholder in an alias for a pointer whose value does not matter.
const ANYTHING: &str = "*";

/// Keys for the ways in which a delivery identifies its event.
const WAYS: &[&str] = &["body", "header", "wording"];

/// Other keys: the ways that each goes with, and code, message and help for any other way.
const WAY_KEYS: &[(&str, &[&str], DiagnosticCode, &str, &str)] = &[
    (
        "aliases",
        &["body", "header"],
        codes::BAD_ALIAS,
        "aliases go",
        "remove the aliases",
    ),
    (
        "join",
        &["body"],
        CODES.bad_value,
        "a join goes",
        "remove the join",
    ),
    (
        "bare",
        &["body"],
        CODES.bad_value,
        "bare bodies go",
        "remove the key",
    ),
    (
        "bare_unless",
        &["body"],
        CODES.bad_value,
        "bare bodies go",
        "remove the key",
    ),
    (
        "patterns",
        &["wording"],
        CODES.bad_value,
        "patterns go",
        "remove the patterns",
    ),
    (
        "placeholders",
        &["wording"],
        CODES.bad_value,
        "placeholders go",
        "remove the placeholders",
    ),
];

/// Reads the table `name` of a vendor's profile.
pub(super) fn read_naming(table: &TomlTable<'_>) -> Option<Naming> {
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
        [way] => read_way(&name, way, table.get("event").is_some()),
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
fn read_way(name: &TomlTable<'_>, way: &Entry<'_>, has_envelope: bool) -> Option<Naming> {
    for (key, ways, code, which, help) in WAY_KEYS {
        if let Some(entry) = name.get(key).filter(|_| !ways.contains(&way.key)) {
            let message = match *ways {
                ["body"] => format!("{which} with names in the body only"),
                ["body", "header"] => format!("{which} with names in the body or in a header only"),
                ways => format!("{which} with a `{}` only", ways.join("` or a `")),
            };
            let place = name.place_of(key);
            name.report(*code, place, entry.key_span, message, *help);
        }
    }
    match way.key {
        "body" => read_body_naming(name, way, has_envelope).map(Naming::Body),
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
            aliases: read_aliases(name, Places::Header),
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

fn read_body_naming(
    name: &TomlTable<'_>,
    body: &Entry<'_>,
    has_envelope: bool,
) -> Option<BodyNaming> {
    let help = "write one to four JSON pointers into the body, the one to the event name first";
    let pointers = read_pointers(name, body, help)?;
    let join = read_join(name, pointers.len());
    let aliases = read_aliases(name, Places::Pointers(pointers.len()));
    let unenveloped = read_bare(name, pointers.len(), has_envelope);
    Some(BodyNaming {
        pointers,
        join,
        aliases,
        unenveloped,
    })
}

fn read_bare(
    name: &TomlTable<'_>,
    pointers: usize,
    has_envelope: bool,
) -> Option<UnenvelopedNaming> {
    let unless = name.get("bare_unless");
    let Some(entry) = name.get("bare") else {
        if unless.is_some() {
            let message = "`bare_unless` goes with `bare` only".to_owned();
            let help = "say where bodies without an envelope name their event, by `name.bare`";
            name.refuse("bare_unless", CODES.bad_value, message, help);
        }
        return None;
    };
    let help = "write as many JSON pointers as `name.body` has, to the same values in a body without an envelope";
    let found = read_pointers(name, &entry, help)?;
    if !has_envelope {
        let message = "without `event` every body is the event itself".to_owned();
        let help = "say where the envelope ends, by `event`, or remove `name.bare`";
        name.refuse("bare", CODES.bad_value, message, help);
    }
    if found.len() != pointers {
        let message = format!("{} pointers for the {pointers} of `name.body`", found.len());
        name.refuse("bare", CODES.bad_value, message, help);
    }
    let unless = match unless {
        Some(unless) => read_texts(name, &unless)?,
        None => Vec::new(),
    };
    Some(UnenvelopedNaming {
        pointers: found,
        unless: unless
            .into_iter()
            .map(|(text, _)| text.to_owned())
            .collect(),
    })
}

fn read_join(name: &TomlTable<'_>, pointers: usize) -> Option<String> {
    let join = name.text("join")?;
    if pointers == 1 {
        let message = "`join` has one value only, and nothing to join it to".to_owned();
        let help = "add a pointer to `name.body`, or leave `join` out";
        name.refuse("join", CODES.bad_value, message, help);
    }
    Some(join.to_owned())
}

/// Places of the values that name an event.
#[derive(Clone, Copy)]
enum Places {
    Pointers(usize),
    Header,
}

fn read_aliases(name: &TomlTable<'_>, places: Places) -> Vec<Alias> {
    let (count, places, help) = match places {
        Places::Pointers(count) => (
            count,
            format!("{count} pointers"),
            "write the value at each pointer of `name.body`, `*` where any will do",
        ),
        Places::Header => (1, "one header".to_owned(), "write the header's value"),
    };
    let Some(entry) = name.get("aliases") else {
        return Vec::new();
    };
    let Some(table) = name.below(&entry) else {
        let help = "write `\"event name\" = [\"value\", ...]` lines below it";
        name.refuse(
            "aliases",
            CODES.bad_value,
            name.wrong_type(&entry, "a table"),
            help,
        );
        return Vec::new();
    };
    let mut aliases: Vec<Alias> = Vec::new();
    for entry in table.entries() {
        let Some(texts) = read_texts(&table, &entry) else {
            continue;
        };
        let mut values: Vec<Option<String>> = texts
            .iter()
            .map(|(text, _)| (*text != ANYTHING).then(|| (*text).to_owned()))
            .collect();
        let too_many = values.len() > count;
        values.resize(count, None);
        let message = match EventName::new(entry.key) {
            Err(error) => error.to_string(),
            Ok(_) if too_many => format!("{} values for {places}", texts.len()),
            Ok(_) if values.iter().all(Option::is_none) => {
                "the alias fits every delivery".to_owned()
            }
            Ok(event) => match aliases.iter().find(|alias| alias.values == values) {
                Some(earlier) => format!("{} says the same", shown(earlier.event.as_str())),
                None => {
                    aliases.push(Alias { event, values });
                    continue;
                }
            },
        };
        table.report(
            codes::BAD_ALIAS,
            table.place_of(entry.key),
            entry.span,
            message,
            help,
        );
    }
    aliases.sort_by(|one, other| one.event.cmp(&other.event));
    aliases
}
