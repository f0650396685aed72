//! Event names in bodies: the keys `name.body`, `name.join`, `name.bare` and `name.rules` of a profile.

use std::cmp::Reverse;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::CODES;
use super::lists::{ListedPointer, check_pointers, read_pointers, read_texts};
use super::naming_rules::{NamingRule, read_rules};
use crate::pointer;
use crate::toml_file::{Entry, TomlTable};

/// Maximum number of pointers to values that name events. Readers of deliveries reserve space for them.
const MAX_POINTERS: usize = 7;

/// Names of events in bodies.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyNaming {
    /// JSON pointers to all values that name events, one to seven, each once: those of `places` first, then the others of
    /// `rules`. Both refer to them by index.
    pub pointers: Vec<String>,
    /// Places of the name, tried in order; at least one. A place is a pointer to the name, or several to texts that are joined.
    pub places: Vec<Vec<usize>>,
    /// Separator of joined texts. Present if a place has several pointers.
    pub join: Option<String>,
    /// Events that other values than their name identify, in the order in which they are tried, all before `places`.
    pub rules: Vec<NamingRule>,
    /// Names of events in bodies without an envelope, if the vendor sends any. A body that names its event at `pointers` has
    /// an envelope.
    pub unenveloped: Option<UnenvelopedNaming>,
}

/// Names of events in bodies without an envelope, for a vendor whose other bodies have one.
#[derive(Debug, Clone, PartialEq)]
pub struct UnenvelopedNaming {
    /// JSON pointers into the body, as many and in the same order as those for bodies with an envelope.
    pub pointers: Vec<String>,
    /// Texts at the first pointer that require an envelope; a body with one of them and no envelope is refused.
    pub unless: Vec<String>,
}

/// Reads the keys of names in the body. `event` is the pointer to the event, empty without an envelope.
pub(super) fn read_body_naming(
    name: &TomlTable<'_>,
    body: &Entry<'_>,
    event: &str,
) -> Option<BodyNaming> {
    let (mut pointers, places) = read_places(name, body)?;
    let join = read_join(name, &places);
    let in_places = pointers.len();
    let mut rules = read_rules(name, &mut pointers);
    // The rules with most conditions are the most specific.
    rules.sort_by_key(|rule| Reverse(rule.conditions.len()));
    if pointers.len() > MAX_POINTERS {
        let message = format!(
            "`body` and `rules` hold {} pointers, and at most {MAX_POINTERS} can name events",
            pointers.len()
        );
        name.refuse("body", CODES.bad_value, message, PLACES_HELP);
    }
    let unenveloped = read_bare(name, &pointers, in_places, event);
    Some(BodyNaming {
        pointers,
        places,
        join,
        rules,
        unenveloped,
    })
}

const PLACES_HELP: &str = "write JSON pointers to the event's name, tried in order; in place of one, a list of pointers whose \
                           values are joined to the name";

/// Reads the places of the name, and the pointers that they refer to.
fn read_places(name: &TomlTable<'_>, body: &Entry<'_>) -> Option<(Vec<String>, Vec<Vec<usize>>)> {
    let Some(listed) = list_places(body) else {
        let message = match body.value.as_array() {
            None => name.wrong_type(body, "a list of JSON pointers"),
            Some(_) => "`body` holds something that is neither text nor a list of texts".to_owned(),
        };
        name.refuse(body.key, CODES.bad_value, message, PLACES_HELP);
        return None;
    };
    if listed.is_empty() || listed.iter().any(Vec::is_empty) {
        let message = "`body` holds no pointer".to_owned();
        name.refuse(body.key, CODES.bad_value, message, PLACES_HELP);
        return None;
    }
    let mut pointers = Vec::new();
    let mut places = Vec::new();
    for listed in &listed {
        check_pointers(name, body.key, listed, PLACES_HELP);
        let indices = listed.iter();
        let indices = indices.map(|listed| index_of(&mut pointers, listed.pointer));
        places.push(indices.collect());
    }
    Some((pointers, places))
}

/// The pointers of each place. `None` if one is neither text nor a list of texts.
fn list_places<'a>(body: &Entry<'a>) -> Option<Vec<Vec<ListedPointer<'a>>>> {
    let places = body.value.as_array()?.iter().enumerate();
    places
        .map(|(index, place)| match place.get_ref() {
            DeValue::Array(parts) => {
                let parts = parts.iter().enumerate();
                let listed = |(part, text)| listed_pointer(text, format!("/{index}/{part}"));
                parts.map(listed).collect()
            }
            _ => Some(vec![listed_pointer(place, format!("/{index}"))?]),
        })
        .collect()
}

fn listed_pointer<'a>(text: &'a Spanned<DeValue<'a>>, step: String) -> Option<ListedPointer<'a>> {
    let span: Range<usize> = text.span();
    let pointer = text.get_ref().as_str()?;
    Some(ListedPointer {
        pointer,
        span,
        step,
    })
}

/// The index of a pointer, which is added if it is not there.
pub(super) fn index_of(pointers: &mut Vec<String>, pointer: &str) -> usize {
    let found = pointers.iter().position(|earlier| earlier == pointer);
    found.unwrap_or_else(|| {
        pointers.push(pointer.to_owned());
        pointers.len() - 1
    })
}

fn read_join(name: &TomlTable<'_>, places: &[Vec<usize>]) -> Option<String> {
    let is_joined = places.iter().any(|place| place.len() > 1);
    let join = name.text("join");
    if join.is_some() && !is_joined {
        let message = "no place of `name.body` has several values to join".to_owned();
        let help = "write the pointers of a joined name as a list of its own, such as `name.body = [[\"/type\", \"/action\"]]`";
        name.refuse("join", CODES.bad_value, message, help);
    }
    if is_joined && name.get("join").is_none() {
        let message = "a place of several pointers needs `name.join`".to_owned();
        let help = "write the text between the joined values, such as `name.join = \".\"`";
        name.refuse("body", CODES.bad_value, message, help);
    }
    join.map(str::to_owned)
}

fn read_bare(
    name: &TomlTable<'_>,
    pointers: &[String],
    in_places: usize,
    event: &str,
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
    let mut found = read_pointers(name, &entry, help)?;
    if event.is_empty() {
        let message = "without `event` every body is the event itself".to_owned();
        let help = "say where the envelope ends, by `event`, or remove `name.bare`";
        name.refuse("bare", CODES.bad_value, message, help);
    }
    if found.len() != in_places {
        let message = format!(
            "{} pointers for the {in_places} of `name.body`",
            found.len()
        );
        name.refuse("bare", CODES.bad_value, message, help);
    }
    let of_rules = pointers.iter().skip(in_places);
    found.extend(of_rules.map(|pointer| without_envelope(pointer, event)));
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

/// The pointer to the same value where the body is the event; a pointer that leads past the event stays as it is.
fn without_envelope(text: &str, event: &str) -> String {
    if pointer::is_within(text, event) {
        text[event.len()..].to_owned()
    } else {
        text.to_owned()
    }
}
