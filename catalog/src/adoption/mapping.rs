//! Mappings: the documents of a vendor, the schemas of each event, and the definitions that get a name of their own.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::names;
use crate::codes;
use crate::diagnostic::{Checked, Place};
use crate::ids::{EventName, VendorId};
use crate::source::SourceFile;
use crate::text::shown;
use crate::toml_file::{self, Codes, Entry, TomlTable};

/// Codes of the problems that any TOML file can have.
const CODES: Codes = Codes {
    syntax: codes::ADOPTION_SYNTAX,
    unknown_key: codes::UNKNOWN_ADOPTION_KEY,
    bad_value: codes::BAD_ADOPTION_VALUE,
};

/// A vendor's mapping, read from `<vendor>.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The vendor, named by the file.
    pub vendor: VendorId,
    /// The mapping's file, as the user named it.
    pub label: String,
    /// The documents, in the order in which the command takes their files.
    pub documents: Vec<DocumentSource>,
    /// The events, in the file's order.
    pub events: Vec<EventMapping>,
    /// Named definitions, in the file's order.
    pub definitions: Vec<DefinitionMapping>,
}

/// A document of the vendor. It is not checked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSource {
    /// Name of the package or page that has it.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Path in the package, or file name.
    pub file: String,
    /// Where to get it.
    pub url: String,
}

impl DocumentSource {
    /// The file's name without folders.
    pub fn file_name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or(&self.file)
    }
}

/// The schemas of one event. All of them together describe its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMapping {
    /// The event.
    pub event: EventName,
    /// Patterns of schema names.
    pub schemas: Vec<String>,
    /// The place of the entry.
    pub place: Place,
}

/// A definition that stands for several schemas and for all objects like them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionMapping {
    /// Its name in `$defs`.
    pub name: String,
    /// Patterns of the names of its schemas.
    pub schemas: Vec<String>,
    /// Members whose objects are of this definition, if most of what they have is its own.
    pub members: Vec<String>,
    /// The place of the entry.
    pub place: Place,
}

/// Reads a mapping. The value is `None` if it has an error.
pub fn read_mapping(file: &SourceFile) -> Checked<Option<Mapping>> {
    let place = Place::of(&file.label);
    let checked = toml_file::read(file, &place, CODES, |root| {
        let mapping = read_root(root, file);
        mapping.filter(|_| root.errors() == 0)
    });
    Checked {
        value: checked.value.flatten(),
        diagnostics: checked.diagnostics,
    }
}

/// The text of a mapping without the entries of these events, otherwise as it was written; empty if no event is left. `None` if
/// the text is not TOML, or an entry shares its lines with others.
pub fn without_events(text: &str, events: &BTreeSet<&str>) -> Option<String> {
    let names = |text: &str| -> Option<Vec<String>> {
        let table = DeTable::parse(text).ok()?;
        let table = table.get_ref().get("events")?.get_ref().as_table()?;
        Some(
            table
                .keys()
                .map(|name| name.get_ref().to_string())
                .collect(),
        )
    };
    let expected: Vec<String> = names(text)?
        .into_iter()
        .filter(|name| !events.contains(name.as_str()))
        .collect();
    if expected.is_empty() {
        return Some(String::new());
    }
    let table = DeTable::parse(text).ok()?;
    let entries = table.get_ref().get("events")?.get_ref().as_table()?;
    let mut spans: Vec<Range<usize>> = entries
        .iter()
        .filter(|(name, _)| events.contains(&**name.get_ref()))
        .map(|(name, value)| name.span().start..value.span().end)
        .collect();
    spans.sort_by_key(|span| Reverse(span.start));
    let mut left = text.to_owned();
    for span in spans {
        let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
        let end = text[span.end..].find('\n');
        left.replace_range(start..end.map_or(text.len(), |end| span.end + end + 1), "");
    }
    (names(&left)? == expected).then_some(left)
}

fn read_root(root: &TomlTable<'_>, file: &SourceFile) -> Option<Mapping> {
    root.refuse_unknown_keys(&["documents", "events", "definitions"]);
    let slug = file.path.strip_suffix(".toml").unwrap_or(&file.path);
    let vendor = VendorId::new(slug).ok();
    if vendor.is_none() {
        let message = format!("{} is named after no vendor", shown(&file.path));
        let help = "a mapping is `<vendor>.toml`, where the vendor is written as in the catalogue";
        root.report(
            CODES.bad_value,
            root.place.clone(),
            root.span.clone(),
            message,
            help,
        );
    }
    let documents = read_documents(root);
    let events = read_tables(root, "events", read_event);
    let definitions = read_tables(root, "definitions", read_definition);
    if events.is_empty() {
        let help = "write `[events]`, and below it `event_name = [\"schema\"]`";
        root.refuse("events", CODES.bad_value, "the mapping has no events", help);
    }
    Some(Mapping {
        vendor: vendor?,
        label: file.label.clone(),
        documents,
        events,
        definitions,
    })
}

fn read_documents(root: &TomlTable<'_>) -> Vec<DocumentSource> {
    let list = root.get("documents");
    let tables = list.and_then(|list| root.items(&list)).unwrap_or_default();
    if tables.is_empty() {
        let help = "write `[[documents]]` with `name`, `version`, `file` and `url`";
        root.refuse(
            "documents",
            CODES.bad_value,
            "the mapping names no documents",
            help,
        );
    }
    let read = |table: &TomlTable<'_>| {
        table.refuse_unknown_keys(&["name", "version", "file", "url"]);
        let text = |key: &str| {
            let before = table.errors();
            let text = table.text(key).map(str::to_owned);
            if text.is_none() && table.errors() == before {
                let message = format!("the document has no `{key}`");
                let help = "a document has `name`, `version`, `file` and `url`";
                table.refuse(key, CODES.bad_value, message, help);
            }
            text
        };
        let (name, version, file, url) = (text("name"), text("version"), text("file"), text("url"));
        Some(DocumentSource {
            name: name?,
            version: version?,
            file: file?,
            url: url?,
        })
    };
    tables.iter().filter_map(read).collect()
}

/// Reads the entries of the table at `key`, which may be absent.
fn read_tables<T>(
    root: &TomlTable<'_>,
    key: &str,
    read: impl Fn(&TomlTable<'_>, &Entry<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(entry) = root.get(key) else {
        return Vec::new();
    };
    let Some(table) = root.below(&entry) else {
        let message = root.wrong_type(&entry, "a table");
        root.refuse(key, CODES.bad_value, message, "write a table");
        return Vec::new();
    };
    let entries = table.entries();
    entries
        .iter()
        .filter_map(|entry| read(&table, entry))
        .collect()
}

fn read_event(table: &TomlTable<'_>, entry: &Entry<'_>) -> Option<EventMapping> {
    let schemas = names_in(table, entry)?;
    Some(EventMapping {
        event: EventName::new(entry.key).ok()?,
        schemas,
        place: table.place_of(entry.key),
    })
}

fn read_definition(table: &TomlTable<'_>, entry: &Entry<'_>) -> Option<DefinitionMapping> {
    let place = table.place_of(entry.key);
    if names::definition_name(entry.key) != entry.key {
        let message = format!("{} is no name of a definition", shown(entry.key));
        let help = "write letters, digits, `_`, `-` and `.`";
        table.refuse(entry.key, CODES.bad_value, message, help);
        return None;
    }
    let Some(definition) = table.below(entry) else {
        return Some(DefinitionMapping {
            name: entry.key.to_owned(),
            schemas: names_in(table, entry)?,
            members: Vec::new(),
            place,
        });
    };
    definition.refuse_unknown_keys(&["schemas", "members"]);
    let list = |key: &str| match definition.get(key) {
        Some(entry) => names_in(&definition, &entry),
        None => Some(Vec::new()),
    };
    let (schemas, members) = (list("schemas")?, list("members")?);
    if schemas.is_empty() {
        let message = format!("{} has no schemas", shown(entry.key));
        let help = "name the document's schemas that it stands for";
        table.refuse(entry.key, CODES.bad_value, message, help);
        return None;
    }
    Some(DefinitionMapping {
        name: entry.key.to_owned(),
        schemas,
        members,
        place,
    })
}

/// A text, or a list of texts.
fn names_in(table: &TomlTable<'_>, entry: &Entry<'_>) -> Option<Vec<String>> {
    let names: Option<Vec<String>> = match entry.value {
        DeValue::String(name) => Some(vec![name.to_string()]),
        DeValue::Array(items) => items
            .iter()
            .map(|item| item.get_ref().as_str().map(str::to_owned))
            .collect(),
        _ => None,
    };
    let names =
        names.filter(|names| !names.is_empty() && names.iter().all(|name| !name.is_empty()));
    if names.is_none() {
        let message = format!("{} is no list of names", shown(entry.key));
        let help = "write a name or a list of names; `*` stands for any characters";
        table.refuse(entry.key, CODES.bad_value, message, help);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_taken_out_and_the_rest_stays() {
        let text = "# Why.\n[events]\na = [\n  \"a-*\", # all\n]\n# Of b.\n\"b.c\" = \"b\"\nc = [\"c\"] # last\n\n[definitions]\na = [\"x\"]\n";
        let without = |events: &[&str]| without_events(text, &events.iter().copied().collect());
        let left = text.replace("a = [\n  \"a-*\", # all\n]\n", "");
        assert_eq!(without(&["a"]), Some(left.clone()));
        let left = left.replace("c = [\"c\"] # last\n", "");
        assert_eq!(without(&["c", "a"]), Some(left));
        assert_eq!(without(&["none"]), Some(text.to_owned()));
        assert_eq!(without(&["a", "b.c", "c"]), Some(String::new()));
        let inline = "events = { a = [\"a\"], b = [\"b\"] }\n";
        assert_eq!(without_events(inline, &BTreeSet::from(["a"])), None);
    }
}
