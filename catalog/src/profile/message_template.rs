//! Message templates in a profile, for vendors whose events are identified by their wording: the keys `name.wording`,
//! `name.patterns` and `name.placeholders`.

use super::CODES;
use super::lists::{read_pointers, read_texts};
use crate::codes;
use crate::pointer;
use crate::text::{one_of, shown};
use crate::toml_file::{Entry, TomlTable};

/// Texts that identify the events of a vendor whose bodies name none. The templates are learned from samples.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateNaming {
    /// JSON pointers to the texts, one to four.
    pub texts: Vec<String>,
    /// Markup around placeholders at any position in a text, such as `<{url}|{name}>`.
    pub patterns: Vec<Vec<Piece>>,
    /// Variable parts of the texts, in the order of the file.
    pub placeholders: Vec<PlaceholderProfile>,
}

/// A variable part of the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceholderProfile {
    /// Name in patterns and templates, in `snake_case`.
    pub name: String,
    /// Kind of its text.
    pub kind: PlaceholderKind,
    /// Place of the value apart from the texts: a JSON pointer, in which a step `key=text` selects the only item of an array
    /// whose member `key` is `text`.
    pub at: Option<String>,
    /// The placeholder that it repeats, except in events whose samples show different values.
    pub repeats: Option<String>,
    /// The placeholder for the last segment of this URL.
    pub last_segment: Option<String>,
    /// Its meaning, as a sentence.
    pub description: Option<String>,
}

/// Kind of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// Any text.
    Text,
    /// A web address.
    Url,
    /// An amount of money as people write it.
    Money,
    /// A number of seconds since 1970.
    UnixTime,
}

impl PlaceholderKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Text, Self::Url, Self::Money, Self::UnixTime];

    /// The kind as profiles spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Url => "url",
            Self::Money => "money",
            Self::UnixTime => "unix_time",
        }
    }
}

/// A piece of a pattern, or of the template of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Text that is always the same.
    Literal(String),
    /// The text of the placeholder with this name.
    Capture(String),
}

/// Reads the keys of message templates from the table `name`.
pub(super) fn read_message_templates(
    name: &TomlTable<'_>,
    texts: &Entry<'_>,
) -> Option<TemplateNaming> {
    let help = "write one to four JSON pointers to the texts whose wording tells the events apart";
    let before = name.errors();
    let texts = read_pointers(name, texts, help)?;
    let placeholders = read_placeholders(name);
    let patterns = read_patterns(name, &placeholders);
    check_found(name, &placeholders, &patterns);
    (name.errors() == before).then_some(TemplateNaming {
        texts,
        patterns,
        placeholders,
    })
}

fn read_placeholders(name: &TomlTable<'_>) -> Vec<PlaceholderProfile> {
    let help =
        "write a table a placeholder, such as `customer = { kind = \"text\", at = \"/customer\" }`";
    let Some(entry) = name.get("placeholders") else {
        let message = "`name` has a wording and no `placeholders`";
        let place = name.place.clone();
        name.report(CODES.bad_value, place, name.span.clone(), message, help);
        return Vec::new();
    };
    let Some(table) = name.below(&entry) else {
        let message = name.wrong_type(&entry, "a table");
        name.refuse("placeholders", CODES.bad_value, message, help);
        return Vec::new();
    };
    let mut placeholders = Vec::new();
    for entry in table.entries() {
        match table.below(&entry) {
            Some(below) => placeholders.extend(read_placeholder(&below, entry.key)),
            None => {
                let message = table.wrong_type(&entry, "a placeholder's table");
                table.refuse(entry.key, CODES.bad_value, message, help);
            }
        }
    }
    for placeholder in &placeholders {
        if let Some(message) = fault(placeholder, &placeholders) {
            let help = "the comment at the top of the profiles says what placeholders may hold";
            table.refuse(&placeholder.name, codes::BAD_PLACEHOLDER, message, help);
        }
    }
    placeholders
}

fn read_placeholder(table: &TomlTable<'_>, name: &str) -> Option<PlaceholderProfile> {
    let keys = ["kind", "at", "repeats", "last_segment", "description"];
    table.refuse_unknown_keys(&keys);
    if !is_snake_case(name) {
        let message = format!("{} is no name of a placeholder", shown(name));
        let help = "write lower-case letters, digits and `_`, a letter first";
        let (place, span) = (table.place.clone(), table.span.clone());
        table.report(codes::BAD_PLACEHOLDER, place, span, message, help);
        return None;
    }
    let at = table.text("at");
    if let Some(at) = at.filter(|at| pointer::parse(at).is_err()) {
        let message = format!("{} is no JSON pointer", shown(at));
        let help = "write `\"/key\"`, `\"/list/0/key\"` or `\"/list/title=Product/value\"`";
        table.refuse("at", codes::BAD_PROFILE_POINTER, message, help);
    }
    let text = |key| table.text(key).map(str::to_owned);
    Some(PlaceholderProfile {
        name: name.to_owned(),
        kind: read_kind(table)?,
        at: at.map(str::to_owned),
        repeats: text("repeats"),
        last_segment: text("last_segment"),
        description: text("description"),
    })
}

fn is_snake_case(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_allowed)
}

fn read_kind(table: &TomlTable<'_>) -> Option<PlaceholderKind> {
    let kinds = PlaceholderKind::ALL;
    if table.get("kind").is_none() {
        let help = one_of("", kinds.iter().map(|kind| kind.as_str()));
        let (place, span) = (table.place.clone(), table.span.clone());
        let message = "the placeholder has no `kind`";
        table.report(CODES.bad_value, place, span, message, help);
        return None;
    }
    let text = table.text("kind")?;
    let kind = kinds.iter().copied().find(|kind| kind.as_str() == text);
    if kind.is_none() {
        let message = format!("unknown kind {}", shown(text));
        let help = one_of(text, kinds.iter().map(|kind| kind.as_str()));
        table.refuse("kind", CODES.bad_value, message, &help);
    }
    kind
}

/// The error in a placeholder with regard to the others.
fn fault(placeholder: &PlaceholderProfile, all: &[PlaceholderProfile]) -> Option<String> {
    let PlaceholderProfile {
        name,
        kind,
        at,
        repeats,
        last_segment,
        description: _,
    } = placeholder;
    let other_text = |wanted: &String| {
        all.iter().find(|other| {
            other.name != *name && other.name == *wanted && other.kind == PlaceholderKind::Text
        })
    };
    if *kind == PlaceholderKind::UnixTime && at.is_none() {
        return Some("a time is a number, so it has a place `at`".to_owned());
    }
    if let Some(repeated) = repeats {
        if *kind != PlaceholderKind::Text || at.is_none() {
            return Some("only a text with a place `at` of its own `repeats` another".to_owned());
        }
        let is_sound = |other: &PlaceholderProfile| other.at.is_some() && other.repeats.is_none();
        if !other_text(repeated).is_some_and(is_sound) {
            let what = "no other text with a place `at` that repeats nothing";
            return Some(format!("{} is {what}", shown(repeated)));
        }
    }
    if let Some(segment) = last_segment {
        if *kind != PlaceholderKind::Url {
            return Some("only a URL has a `last_segment`".to_owned());
        }
        if other_text(segment).is_none() {
            return Some(format!("{} is no placeholder for a text", shown(segment)));
        }
    }
    None
}

fn read_patterns(name: &TomlTable<'_>, placeholders: &[PlaceholderProfile]) -> Vec<Vec<Piece>> {
    let Some(entry) = name.get("patterns") else {
        return Vec::new();
    };
    let mut patterns = Vec::new();
    let texts = read_texts(name, &entry).unwrap_or_default();
    for (index, (text, span)) in texts.into_iter().enumerate() {
        let pieces = pieces(text);
        let message = match &pieces {
            None => format!("{} is no pattern", shown(text)),
            Some(pieces) => match stranger(pieces, placeholders) {
                None => {
                    patterns.push(pieces.clone());
                    continue;
                }
                Some(hole) => format!("{} is no placeholder for text", shown(hole)),
            },
        };
        let mut place = name.place_of("patterns");
        place.pointer = place.pointer.map(|pointer| format!("{pointer}/{index}"));
        let help = "write placeholders in braces, each once, with text before, between and after them: `<{url}|{name}>`";
        name.report(codes::BAD_TEMPLATE_PATTERN, place, span, message, help);
    }
    patterns
}

/// The pieces of a pattern: literals with captures between them, each capture once.
fn pieces(pattern: &str) -> Option<Vec<Piece>> {
    let mut parts = pattern.split('{');
    let mut pieces = vec![Piece::Literal(parts.next()?.to_owned())];
    for part in parts {
        let (hole, literal) = part.split_once('}')?;
        let hole = Piece::Capture(hole.to_owned());
        if pieces.contains(&hole) {
            return None;
        }
        pieces.extend([hole, Piece::Literal(literal.to_owned())]);
    }
    let is_sound = |piece: &Piece| match piece {
        Piece::Literal(text) => !text.is_empty() && !text.contains('}'),
        Piece::Capture(_) => true,
    };
    (pieces.len() > 1 && pieces.iter().all(is_sound)).then_some(pieces)
}

/// A capture without a placeholder for text.
fn stranger<'p>(pieces: &'p [Piece], placeholders: &[PlaceholderProfile]) -> Option<&'p str> {
    let fills = |name: &str| {
        placeholders.iter().any(|placeholder| {
            placeholder.name == name && placeholder.kind != PlaceholderKind::UnixTime
        })
    };
    pieces.iter().find_map(|piece| match piece {
        Piece::Capture(name) if !fills(name) => Some(name.as_str()),
        Piece::Capture(_) | Piece::Literal(_) => None,
    })
}

/// Reports placeholders with neither a place nor a pattern.
fn check_found(name: &TomlTable<'_>, placeholders: &[PlaceholderProfile], patterns: &[Vec<Piece>]) {
    let Some(table) = name
        .get("placeholders")
        .and_then(|entry| name.below(&entry))
    else {
        return;
    };
    for placeholder in placeholders.iter().filter(|one| one.at.is_none()) {
        let hole = Piece::Capture(placeholder.name.clone());
        let is_unfindable = placeholder.kind != PlaceholderKind::UnixTime
            && !patterns.iter().any(|pattern| pattern.contains(&hole));
        if is_unfindable {
            let message = "nothing says how to find it".to_owned();
            let help = "say where it stands by `at`, or put it into a pattern";
            table.refuse(&placeholder.name, codes::BAD_PLACEHOLDER, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, read};
    use super::*;
    use crate::profile::Naming;

    const SOUND: &str = "[acme.name]\nwording = [\"/text\", \"/items/0/link\"]\npatterns = [\"<{page}|{buyer}>\"]\n\
         [acme.name.placeholders]\nbuyer = { kind = \"text\", description = \"Who buys.\" }\n\
         page = { kind = \"url\", last_segment = \"buyer\" }\nthing = { kind = \"text\", at = \"/thing\" }\n\
         new_thing = { kind = \"text\", at = \"/items/title=Thing/value\", repeats = \"thing\" }\n\
         time = { kind = \"unix_time\", at = \"/time\" }\n";

    #[test]
    fn what_a_wording_says() {
        let (profiles, found) = read(SOUND);
        assert_eq!(found, Vec::<String>::new());
        let Some(Naming::MessageTemplates(message_template)) = &profiles[0].naming else {
            panic!("recognised by its wording")
        };
        assert_eq!(message_template.texts[..], ["/text", "/items/0/link"]);
        let literal = |text: &str| Piece::Literal(text.to_owned());
        let hole = |name: &str| Piece::Capture(name.to_owned());
        assert_eq!(
            message_template.patterns,
            [[
                literal("<"),
                hole("page"),
                literal("|"),
                hole("buyer"),
                literal(">")
            ]]
        );
        let names: Vec<_> = message_template
            .placeholders
            .iter()
            .map(|placeholder| (placeholder.name.as_str(), placeholder.kind.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                ("buyer", "text"),
                ("page", "url"),
                ("thing", "text"),
                ("new_thing", "text"),
                ("time", "unix_time"),
            ]
        );
        assert_eq!(
            message_template.placeholders[0].description.as_deref(),
            Some("Who buys.")
        );
        assert_eq!(
            message_template.placeholders[3].repeats.as_deref(),
            Some("thing")
        );
    }

    /// The messages about a wording with these lines after its texts.
    fn worded(lines: &str) -> Vec<String> {
        found(&format!("name.wording = [\"/text\"]\n{lines}"))
            .into_iter()
            .map(|line| line.replace("/acme/name/", ""))
            .collect()
    }

    #[test]
    fn texts_that_are_no_good() {
        let placeholders = "name.placeholders = { a = { kind = \"text\", at = \"/a\" } }";
        for (texts, message) in [
            ("[]", "E052 /acme/name/wording: `wording` holds no pointer"),
            (
                "[\"text\"]",
                "E053 /acme/name/wording/0: `text` is no JSON pointer",
            ),
            (
                "[\"/a\", \"/a\"]",
                "E053 /acme/name/wording/1: `/a` stands twice",
            ),
        ] {
            let keys = format!("name.wording = {texts}\n{placeholders}");
            assert_eq!(found(&keys), [message]);
        }
        assert_eq!(
            found("name.wording = [\"/a\"]\nname.body = [\"/a\"]"),
            [
                "E052 /acme/name/wording: a delivery tells its event by `body` or by `wording`, not by both"
            ]
        );
        assert_eq!(
            found("name.body = [\"/a\"]\nname.patterns = []\nname.placeholders = {}"),
            [
                "E052 /acme/name/patterns: patterns go with a `wording` only",
                "E052 /acme/name/placeholders: placeholders go with a `wording` only",
            ]
        );
        assert_eq!(
            worded(""),
            ["E052 /acme/name: `name` has a wording and no `placeholders`"]
        );
    }

    #[test]
    fn placeholders_that_are_no_good() {
        let lines = "[acme.name.placeholders]\nA = { kind = \"text\", at = \"/a\" }\nb = { at = \"/a\" }\n\
             c = { kind = \"txt\", at = \"/a\" }\nd = 1\ne = { kind = \"text\", at = \"e\", is = 1 }";
        assert_eq!(
            worded(lines),
            [
                "E058 placeholders/A: `A` is no name of a placeholder",
                "E052 placeholders/b: the placeholder has no `kind`",
                "E052 placeholders/c/kind: unknown kind `txt`",
                "E052 placeholders/d: `d` is a placeholder's table, found an integer",
                "E051 placeholders/e/is: unknown key `is`",
                "E053 placeholders/e/at: `e` is no JSON pointer",
            ]
        );
        let lines = "[acme.name.placeholders]\na = { kind = \"text\" }\nb = { kind = \"unix_time\" }\n\
             c = { kind = \"text\", at = \"/c\", repeats = \"d\" }\nd = { kind = \"text\", at = \"/d\", repeats = \"c\" }\n\
             e = { kind = \"text\", at = \"/e\", last_segment = \"a\" }\nf = { kind = \"url\", at = \"/f\", last_segment = \"x\" }\n\
             g = { kind = \"money\", at = \"/g\", repeats = \"a\" }";
        assert_eq!(
            worded(lines),
            [
                "E058 placeholders/b: a time is a number, so it has a place `at`",
                "E058 placeholders/c: `d` is no other text with a place `at` that repeats nothing",
                "E058 placeholders/d: `c` is no other text with a place `at` that repeats nothing",
                "E058 placeholders/e: only a URL has a `last_segment`",
                "E058 placeholders/f: `x` is no placeholder for a text",
                "E058 placeholders/g: only a text with a place `at` of its own `repeats` another",
                "E058 placeholders/a: nothing says how to find it",
            ]
        );
    }

    #[test]
    fn patterns_that_are_no_good() {
        let lines = "name.patterns = [\"<{a}>\", \"{a}>\", \"<{a}{b}>\", \"<a>\", \"<{a>\", \"<{a}|{a}>\", \"<{x}>\", \"<a}>\"]\n\
             name.placeholders = { a = { kind = \"text\", at = \"/a\" }, b = { kind = \"text\", at = \"/b\" } }";
        assert_eq!(
            worded(lines),
            [
                "E059 patterns/1: `{a}>` is no pattern",
                "E059 patterns/2: `<{a}{b}>` is no pattern",
                "E059 patterns/3: `<a>` is no pattern",
                "E059 patterns/4: `<{a>` is no pattern",
                "E059 patterns/5: `<{a}|{a}>` is no pattern",
                "E059 patterns/6: `x` is no placeholder for text",
                "E059 patterns/7: `<a}>` is no pattern",
            ]
        );
    }
}
