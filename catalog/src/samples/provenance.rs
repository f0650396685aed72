//! `provenance.toml`: the event of a folder of samples, and the origin of each sample.

use std::collections::BTreeMap;

use super::{Case, Folder, Provenance};
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::ids::{EventName, VendorId};
use crate::text::{one_of, shown};
use crate::toml_file::{self, Codes, Entry, TomlTable};
use crate::url::is_web_url;

/// Codes of the problems that any TOML file can have.
const CODES: Codes = Codes {
    syntax: codes::PROVENANCE_SYNTAX,
    unknown_key: codes::BAD_PROVENANCE,
    bad_value: codes::BAD_PROVENANCE,
};

/// Information about a folder's samples.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) trigger: Option<String>,
    pub(super) docs_url: Option<String>,
    pub(super) cases: BTreeMap<String, Provenance>,
}

/// Reads `provenance.toml`, if there is one, and determines the event's name. `None` if the name is unknown.
pub(super) fn read_notes(
    vendor: &VendorId,
    name: &str,
    folder: &Folder<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Notes, EventName)> {
    let mut notes = Notes::default();
    let mut event_name = name.to_owned();
    let mut sound = true;
    if let Some(file) = folder.provenance {
        let place = Place {
            vendor: Some(vendor.to_string()),
            ..Place::of(&file.label)
        };
        let checked = toml_file::read(file, &place, CODES, |root| {
            if let Some(name) = root.text("event_name") {
                name.clone_into(&mut event_name);
            }
            read_table(root, folder)
        });
        notes = checked.value.unwrap_or_default();
        sound = checked.diagnostics.is_empty();
        diagnostics.extend(checked.diagnostics);
    }
    let event_name = EventName::new(&event_name).ok()?;
    if folder.cases.is_empty() {
        let message = "the event folder holds no sample";
        let help = "put a payload into it as `<case>.json`, or remove the folder";
        diagnostics.push(
            Diagnostic::error(
                codes::EVENT_WITHOUT_SAMPLES,
                folder.place(vendor, &event_name),
                message,
            )
            .with_help(help),
        );
    }
    // With a broken `provenance.toml` the name may be wrong, so errors of the payloads would name the wrong event.
    sound.then_some((notes, event_name))
}

fn read_table(root: &TomlTable<'_>, folder: &Folder<'_>) -> Notes {
    const KEYS: [&str; 3] = ["event_name", "trigger", "docs_url"];
    let mut notes = Notes {
        trigger: root.text("trigger").map(str::to_owned),
        docs_url: root.text("docs_url").map(str::to_owned),
        cases: BTreeMap::new(),
    };
    if let (Some(url), Some(entry)) = (
        notes.docs_url.as_deref().filter(|url| !is_web_url(url)),
        root.get("docs_url"),
    ) {
        let message = format!("{} is no URL", shown(url));
        let help = "write an absolute URL that begins with `https://` or `http://`";
        root.report(
            CODES.bad_value,
            root.place_of("docs_url"),
            entry.span,
            message,
            help,
        );
    }
    for entry in root
        .entries()
        .into_iter()
        .filter(|entry| !KEYS.contains(&entry.key))
    {
        let Some(table) = root.below(&entry) else {
            let message = format!("unknown key {}", shown(entry.key));
            let help = format!("{}; a case is a table", one_of(entry.key, KEYS));
            let place = root.place_of(entry.key);
            root.report(CODES.unknown_key, place, entry.key_span, message, help);
            continue;
        };
        if !folder.cases.contains_key(entry.key) {
            let message = format!("the case {} has no sample", shown(entry.key));
            let help = format!(
                "store the payload as `{}.json`, or remove the table",
                entry.key
            );
            root.report(
                codes::CASE_WITHOUT_SAMPLE,
                table.place.clone(),
                entry.key_span.clone(),
                message,
                help,
            );
        }
        if let Some(provenance) = read_case(&table, &entry) {
            notes.cases.insert(entry.key.to_owned(), provenance);
        }
    }
    notes
}

fn read_case(table: &TomlTable<'_>, entry: &Entry<'_>) -> Option<Provenance> {
    table.refuse_unknown_keys(&["kind", "source", "note"]);
    let source = table.text("source").map(str::to_owned);
    let note = table.text("note").map(str::to_owned);
    let kinds = || Case::ALL.iter().map(|kind| kind.as_str());
    let Some(found) = table.get("kind") else {
        let message = "the case has no `kind`";
        let (place, span) = (table.place.clone(), entry.key_span.clone());
        table.report(CODES.bad_value, place, span, message, one_of("", kinds()));
        return None;
    };
    let text = table.text("kind")?;
    let Some(kind) = Case::ALL.iter().copied().find(|kind| kind.as_str() == text) else {
        let message = format!("unknown kind {}", shown(text));
        let place = table.place_of("kind");
        table.report(
            CODES.bad_value,
            place,
            found.span,
            message,
            one_of(text, kinds()),
        );
        return None;
    };
    Some(Provenance { kind, source, note })
}
