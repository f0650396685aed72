//! How a profile says where a delivery names its event: the tables `name` and `name.aliases`.

use std::ops::Range;

use super::{Alias, BAD_POINTER, CODES, Naming, is_header_name, is_pointer, refuse};
use crate::diagnostic::{Code, Diagnostic};
use crate::row::EventName;
use crate::text::shown;
use crate::toml_file::{Entry, Table};

/// An alias that does not fit the pointers, or that another alias repeats.
pub(super) const BAD_ALIAS: Code = Code("E055");

/// At most this many values name an event. Whoever reads deliveries may set aside room for them.
const MOST_POINTERS: usize = 4;

/// What an alias writes for a pointer whose value does not matter.
const ANYTHING: &str = "*";

/// Reads the table `name` of a vendor's profile.
pub(super) fn read_naming(table: &Table<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Naming> {
    const HELP: &str = "write `name.body = [\"/type\"]` or `name.header = \"X-Event\"`";
    let entry = table.get("name")?;
    let Some(name) = table.below(&entry) else {
        refuse(
            table,
            "name",
            CODES.bad_value,
            table.wrong_type(&entry, "a table"),
            HELP,
            diagnostics,
        );
        return None;
    };
    name.refuse_unknown_keys(&["body", "header", "join", "aliases"], diagnostics);
    match (name.get("body"), name.get("header")) {
        (Some(_), Some(header)) => {
            let message = "a delivery names its event in the body or in a header, not in both";
            let place = name.place_of("header");
            diagnostics.push(name.error(
                CODES.bad_value,
                place,
                header.key_span,
                message,
                "keep one of the two",
            ));
            None
        }
        (Some(body), None) => read_body_naming(&name, &body, diagnostics),
        (None, Some(_)) => {
            refuse_body_keys(&name, diagnostics);
            name.text("header", diagnostics)
                .and_then(|header| read_header(&name, header, diagnostics))
        }
        (None, None) => {
            let message = "`name` has neither `body` nor `header`";
            diagnostics.push(name.error(
                CODES.bad_value,
                name.place.clone(),
                name.span.clone(),
                message,
                HELP,
            ));
            None
        }
    }
}

/// Reports the keys that have no meaning beside `header`.
fn refuse_body_keys(name: &Table<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let keys = [
        ("aliases", BAD_ALIAS, "aliases go", "remove the aliases"),
        ("join", CODES.bad_value, "a join goes", "remove the join"),
    ];
    for (key, code, which, help) in keys {
        if let Some(entry) = name.get(key) {
            let message = format!("{which} with names in the body only");
            let place = name.place_of(key);
            diagnostics.push(name.error(code, place, entry.key_span, message, help));
        }
    }
}

fn read_header(
    name: &Table<'_>,
    header: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Naming> {
    if is_header_name(header) {
        return Some(Naming::Header {
            name: header.to_owned(),
        });
    }
    let message = format!("{} is no header name", shown(header));
    refuse(
        name,
        "header",
        CODES.bad_value,
        message,
        "write the header's name alone, such as `X-Event`",
        diagnostics,
    );
    None
}

fn read_body_naming(
    name: &Table<'_>,
    body: &Entry<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Naming> {
    let pointers = read_texts(name, body, diagnostics)?;
    let help = "write one to four JSON pointers into the body, the one to the event name first";
    if pointers.is_empty() {
        refuse(
            name,
            "body",
            CODES.bad_value,
            "`body` holds no pointer".to_owned(),
            help,
            diagnostics,
        );
        return None;
    }
    if pointers.len() > MOST_POINTERS {
        let message = format!(
            "`body` holds {} pointers, and at most {MOST_POINTERS} can name an event",
            pointers.len()
        );
        refuse(name, "body", CODES.bad_value, message, help, diagnostics);
    }
    for (index, (pointer, span)) in pointers.iter().enumerate() {
        let message = match *pointer {
            "" => "an empty pointer means the whole body, which is no name".to_owned(),
            pointer if !is_pointer(pointer) => format!("{} is no JSON pointer", shown(pointer)),
            pointer
                if pointers[..index]
                    .iter()
                    .any(|(earlier, _)| *earlier == pointer) =>
            {
                format!("{} stands twice", shown(pointer))
            }
            _ => continue,
        };
        let mut place = name.place_of("body");
        place.pointer = place.pointer.map(|pointer| format!("{pointer}/{index}"));
        diagnostics.push(name.error(BAD_POINTER, place, span.clone(), message, help));
    }
    let join = read_join(name, pointers.len(), diagnostics);
    let aliases = read_aliases(name, pointers.len(), diagnostics);
    let pointers = pointers
        .into_iter()
        .map(|(pointer, _)| pointer.to_owned())
        .collect();
    Some(Naming::Body {
        pointers,
        join,
        aliases,
    })
}

fn read_join(
    name: &Table<'_>,
    pointers: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let join = name.text("join", diagnostics)?;
    if pointers == 1 {
        let message = "`join` has one value only, and nothing to join it to".to_owned();
        let help = "add a pointer to `name.body`, or leave `join` out";
        refuse(name, "join", CODES.bad_value, message, help, diagnostics);
    }
    Some(join.to_owned())
}

fn read_aliases(
    name: &Table<'_>,
    pointers: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Alias> {
    let Some(entry) = name.get("aliases") else {
        return Vec::new();
    };
    let Some(table) = name.below(&entry) else {
        let help = "write `\"event name\" = [\"value at the first pointer\", ...]` lines below it";
        refuse(
            name,
            "aliases",
            CODES.bad_value,
            name.wrong_type(&entry, "a table"),
            help,
            diagnostics,
        );
        return Vec::new();
    };
    let mut aliases: Vec<Alias> = Vec::new();
    for entry in table.entries() {
        let Some(texts) = read_texts(&table, &entry, diagnostics) else {
            continue;
        };
        let mut values: Vec<Option<String>> = texts
            .iter()
            .map(|(text, _)| (*text != ANYTHING).then(|| (*text).to_owned()))
            .collect();
        let too_many = values.len() > pointers;
        values.resize(pointers, None);
        let message = match EventName::new(entry.key) {
            Err(error) => error.to_string(),
            Ok(_) if too_many => format!("{} values for {pointers} pointers", texts.len()),
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
        let help = "write the value at each pointer of `name.body`, `*` where any will do";
        diagnostics.push(table.error(
            BAD_ALIAS,
            table.place_of(entry.key),
            entry.span,
            message,
            help,
        ));
    }
    aliases.sort_by(|one, other| one.event.cmp(&other.event));
    aliases
}

/// The texts of a list, each with its place.
fn read_texts<'a>(
    table: &Table<'a>,
    entry: &Entry<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<(&'a str, Range<usize>)>> {
    let help = "write a list of texts";
    let Some(array) = entry.value.as_array() else {
        refuse(
            table,
            entry.key,
            CODES.bad_value,
            table.wrong_type(entry, "a list of texts"),
            help,
            diagnostics,
        );
        return None;
    };
    let texts: Option<Vec<_>> = array
        .iter()
        .map(|value| value.get_ref().as_str().map(|text| (text, value.span())))
        .collect();
    if texts.is_none() {
        let message = format!("{} holds something that is no text", shown(entry.key));
        refuse(
            table,
            entry.key,
            CODES.bad_value,
            message,
            help,
            diagnostics,
        );
    }
    texts
}
