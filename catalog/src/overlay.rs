//! Overlays: our reviewed additions and corrections to one event's row, as JSON Merge Patches with a reason and a source.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diagnostic::{Checked, Code, Diagnostic, Excerpt, Place};
use crate::json;
use crate::record::{Applied, COLUMNS, Record, is_column};
use crate::row::{EventName, OverlayNote, VendorId};
use crate::source::SourceFile;
use crate::strict;
use crate::text::{kind, one_of, pointer_segment, quoted_list, shown, sorted_members};

/// A file that is not at `<vendor>/<name>.json`.
pub(crate) const MISPLACED: Code = Code("E040");
/// A file that is not a JSON object.
pub(crate) const NOT_AN_OVERLAY: Code = Code("E041");
/// A key that is missing, unknown, empty or of the wrong type.
pub(crate) const BAD_KEY: Code = Code("E042");
/// An event that its vendor does not have.
pub(crate) const EVENT_GONE: Code = Code("E043");
/// A patch after which the row is as before.
pub(crate) const CHANGES_NOTHING: Code = Code("E044");
/// A second overlay for one event.
pub(crate) const SECOND_OVERLAY: Code = Code("E045");
/// A file that means nothing here.
pub(crate) const STRAY_FILE: Code = Code("E047");
/// A patch that sets the vendor or the event name.
pub(crate) const RENAMES: Code = Code("E046");

/// The changes to one row. Read from `<vendor>/<name>.json`: an object with `event_name`, `reason`, `source`, `patch`.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// The vendor, which is the file's folder.
    pub vendor: VendorId,
    /// The event whose row is changed.
    pub event_name: EventName,
    /// What the row gets to say about the change.
    pub note: OverlayNote,
    /// A merge patch (RFC 7396) onto the row's columns.
    pub patch: Map<String, Value>,
}

/// Reads overlays, sorted by vendor and event name. An overlay with an error is left out.
pub fn read_overlays(files: &[SourceFile]) -> Checked<Vec<Overlay>> {
    let mut diagnostics = Vec::new();
    let mut overlays: BTreeMap<(VendorId, EventName), Overlay> = BTreeMap::new();
    for file in files {
        let Some(overlay) = read_overlay(file, &mut diagnostics) else {
            continue;
        };
        let key = (overlay.vendor.clone(), overlay.event_name.clone());
        if let Some(first) = overlays.get(&key) {
            let message = format!(
                "{} already has the overlay {}",
                shown(key.1.as_str()),
                shown(&first.note.label)
            );
            let help = "put both patches into one file";
            diagnostics
                .push(Diagnostic::error(SECOND_OVERLAY, overlay.place(), message).with_help(help));
            continue;
        }
        overlays.insert(key, overlay);
    }
    Checked {
        value: overlays.into_values().collect(),
        diagnostics,
    }
}

fn read_overlay(file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Overlay> {
    let mut place = Place::of(&file.label);
    let parts: Vec<&str> = file.path.split('/').collect();
    let name = parts.last().copied().unwrap_or_default();
    if name == "README.md" {
        return None;
    }
    if !name.ends_with(".json") {
        let message = format!("{} is no overlay", shown(&file.path));
        let help = "the file is not read; remove it";
        diagnostics.push(Diagnostic::warning(STRAY_FILE, place, message).with_help(help));
        return None;
    }
    let vendor = match parts[..] {
        [vendor, _] => VendorId::new(vendor).ok(),
        _ => None,
    };
    let Some(vendor) = vendor else {
        let help = "overlays lie at `<vendor>/<name>.json`, where the vendor is written as in the catalogue";
        diagnostics.push(
            Diagnostic::error(MISPLACED, place, "this is no place for an overlay").with_help(help),
        );
        return None;
    };
    place.vendor = Some(vendor.to_string());
    let object = read_object(file, &place, diagnostics)?;
    let before = diagnostics.len();
    let mut reader = Reader {
        object: &object,
        place,
        diagnostics,
    };
    reader.refuse_unknown_keys();
    let event_name = reader.text("event_name");
    let reason = reader.text("reason");
    let source = reader.text("source");
    let patch = reader.patch();
    if diagnostics.len() > before {
        return None;
    }
    let note = OverlayNote {
        label: file.label.clone(),
        reason: reason?,
        source: source?,
    };
    Some(Overlay {
        vendor,
        event_name: EventName::new(&event_name?).ok()?,
        note,
        patch: patch?,
    })
}

fn read_object(
    file: &SourceFile,
    place: &Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Map<String, Value>> {
    const HELP: &str = "write an object with `event_name`, `reason`, `source` and `patch`";
    let text = json::utf8(&file.bytes, place.clone(), 1, diagnostics)?;
    let diagnostic = match strict::parse(text) {
        Ok(Value::Object(object)) => return Some(object),
        Ok(other) => {
            let message = format!("an overlay is an object, found {}", kind(&other));
            Diagnostic::error(NOT_AN_OVERLAY, place.clone(), message)
                .with_excerpt(Excerpt::whole(&other.to_string()))
        }
        Err(fault) => {
            let message = format!(
                "not JSON: {}, at line {} column {}",
                fault.message, fault.line, fault.column
            );
            let place = Place {
                pointer: Some(fault.pointer.clone()).filter(|at| !at.is_empty()),
                ..place.clone()
            };
            Diagnostic::error(NOT_AN_OVERLAY, place, message)
                .with_excerpt(fault.excerpt(text, Some(1)))
        }
    };
    diagnostics.push(diagnostic.with_help(HELP));
    None
}

struct Reader<'a> {
    object: &'a Map<String, Value>,
    place: Place,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn refuse(&mut self, pointer: String, code: Code, message: String, help: String) {
        let place = Place {
            pointer: Some(pointer),
            ..self.place.clone()
        };
        self.diagnostics
            .push(Diagnostic::error(code, place, message).with_help(help));
    }

    fn refuse_unknown_keys(&mut self) {
        const KEYS: [&str; 4] = ["event_name", "reason", "source", "patch"];
        for (key, _) in sorted_members(self.object)
            .into_iter()
            .filter(|(key, _)| !KEYS.contains(&key.as_str()))
        {
            self.refuse(
                pointer_segment(key),
                BAD_KEY,
                format!("unknown key {}", shown(key)),
                one_of(key, KEYS),
            );
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let problem = match self.object.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => {
                if key == "event_name" {
                    self.place.event = Some(text.clone());
                }
                return Some(text.clone());
            }
            Some(Value::String(_)) => format!("`{key}` is empty"),
            Some(other) => format!("`{key}` is text, found {}", kind(other)),
            None => format!("the overlay has no `{key}`"),
        };
        let help = match key {
            "event_name" => "name the event as the catalogue does",
            "reason" => "say why the row is changed",
            _ => "say what the change rests on, usually the URL of the vendor's page",
        };
        self.refuse(pointer_segment(key), BAD_KEY, problem, help.to_owned());
        None
    }

    fn patch(&mut self) -> Option<Map<String, Value>> {
        let Some(Value::Object(patch)) = self.object.get("patch") else {
            let found = self.object.get("patch").map_or("none", kind);
            let help =
                "write an object with the columns to change, null to remove a value".to_owned();
            self.refuse(
                "/patch".to_owned(),
                BAD_KEY,
                format!("`patch` is an object, found {found}"),
                help,
            );
            return None;
        };
        for (column, _) in sorted_members(patch) {
            let pointer = format!("/patch{}", pointer_segment(column));
            if column == "vendor" || column == "event_name" {
                let help = "an overlay changes what is known about an event, not which event it is"
                    .to_owned();
                self.refuse(pointer, RENAMES, format!("the patch sets `{column}`"), help);
            } else if !is_column(column) {
                let help = one_of(column, COLUMNS.map(|(name, _)| name));
                self.refuse(
                    pointer,
                    BAD_KEY,
                    format!("a row has no column {}", shown(column)),
                    help,
                );
            }
        }
        Some(patch.clone())
    }
}

impl Overlay {
    fn place(&self) -> Place {
        Place {
            vendor: Some(self.vendor.to_string()),
            event: Some(self.event_name.to_string()),
            ..Place::of(&self.note.label)
        }
    }
}

/// Merges overlays into the records they name. Overlays of vendors without any record are not looked at.
pub(crate) fn apply<'a>(
    overlays: &[Overlay],
    records: impl Iterator<Item = &'a mut Record>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if overlays.is_empty() {
        return;
    }
    let mut events: BTreeMap<String, BTreeMap<String, Vec<&mut Record>>> = BTreeMap::new();
    for record in records {
        let (Some(vendor), Some(event)) = (record.text("vendor"), record.text("event_name")) else {
            continue;
        };
        let (vendor, event) = (vendor.to_owned(), event.to_owned());
        events
            .entry(vendor)
            .or_default()
            .entry(event)
            .or_default()
            .push(record);
    }
    for overlay in overlays {
        let Some(vendor) = events.get_mut(overlay.vendor.as_str()) else {
            continue;
        };
        match vendor.get_mut(overlay.event_name.as_str()) {
            Some(records) => records
                .iter_mut()
                .for_each(|record| merge(overlay, record, diagnostics)),
            None => {
                let message = format!(
                    "{} has no event {}",
                    overlay.vendor,
                    shown(overlay.event_name.as_str())
                );
                let near = crate::text::nearest(
                    overlay.event_name.as_str(),
                    vendor.keys().map(String::as_str),
                );
                let help = match near {
                    Some(near) => format!(
                        "did you mean {}? if the event is gone, remove the overlay",
                        shown(near)
                    ),
                    None => "remove the overlay: its event is gone".to_owned(),
                };
                diagnostics
                    .push(Diagnostic::error(EVENT_GONE, overlay.place(), message).with_help(help));
            }
        }
    }
}

/// Merges a JSON Merge Patch (RFC 7396). The crate `json-patch` does the same, but brings a derive macro into the first build.
/// Patches are read with a bound on their depth, so this may recurse.
fn merge_patch(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(target) = target {
        for (name, patch) in members {
            if patch.is_null() {
                target.remove(name);
            } else {
                merge_patch(target.entry(name.clone()).or_insert(Value::Null), patch);
            }
        }
    }
}

fn merge(overlay: &Overlay, record: &mut Record, diagnostics: &mut Vec<Diagnostic>) {
    let mut changed = BTreeSet::new();
    for (column, patch) in sorted_members(&overlay.patch) {
        let before = record.columns.get(column).cloned().unwrap_or_default();
        let mut after = before.clone();
        merge_patch(&mut after, patch);
        if after == before {
            continue;
        }
        changed.insert(column.clone());
        record.broken.remove(column);
        record.columns.insert(column.clone(), after);
    }
    if changed.is_empty() {
        let columns: BTreeSet<&str> = overlay.patch.keys().map(String::as_str).collect();
        let message = match columns.len() {
            0 => "the overlay's patch is empty".to_owned(),
            _ => format!(
                "the overlay changes nothing: the row says the same in {}",
                quoted_list(columns)
            ),
        };
        let help = "remove the overlay: the catalogue no longer needs it";
        diagnostics
            .push(Diagnostic::error(CHANGES_NOTHING, overlay.place(), message).with_help(help));
        return;
    }
    record.overlay = Some(Applied {
        note: overlay.note.clone(),
        columns: changed,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::read_rows;
    use crate::row::EventRow;
    use serde_json::json;

    fn file(path: &str, content: &Value) -> SourceFile {
        let bytes = content.to_string().into_bytes();
        SourceFile {
            label: format!("overlays/{path}"),
            path: path.to_owned(),
            bytes,
        }
    }

    fn overlay(event: &str, patch: Value) -> SourceFile {
        let content =
            json!({"event_name": event, "reason": "why", "source": "where", "patch": patch});
        file("acme/a.json", &content)
    }

    fn lines(diagnostics: &[Diagnostic]) -> Vec<String> {
        let line =
            |found: &Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
        diagnostics.iter().map(line).collect()
    }

    /// One row of acme, `paid`, under the given overlays.
    fn apply_all(files: &[SourceFile]) -> (Vec<EventRow>, Vec<String>) {
        let row = json!({
            "vendor": "acme", "vendor_display_name": "Acme", "category": "ops", "event_name": "paid",
            "trigger_description": "Fires.", "auth_method": "none", "docs_url": "https://acme.example",
            "payload_schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"},
            "last_introspected_at": "2026-05-13T00:00:00Z", "source_extractor_version": "v1",
            "extraction_method": "manual-html", "notes": null, "retry_policy": {"max_attempts": null},
        });
        let overlays = read_overlays(files);
        assert_eq!(lines(&overlays.diagnostics), Vec::<String>::new());
        let rows = SourceFile {
            label: "rows.jsonl".into(),
            path: "rows.jsonl".into(),
            bytes: row.to_string().into(),
        };
        let checked = read_rows(&[rows], &overlays.value);
        (checked.value, lines(&checked.diagnostics))
    }

    #[test]
    fn a_patch_is_merged_into_its_row() {
        let patch = json!({
            "payload_schema": {"properties": {"id": {"type": "string"}}},
            "delivery": "polling",
            "retry_policy": null,
        });
        let (rows, found) = apply_all(&[overlay("paid", patch)]);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(
            rows[0].payload_schema.pointer("/properties/id/type"),
            Some(&json!("string"))
        );
        assert_eq!(rows[0].payload_schema["type"], "object");
        assert_eq!(rows[0].retry_policy, None);
        let note = rows[0]
            .overlay
            .as_ref()
            .expect("the row says who changed it");
        assert_eq!(
            (
                note.label.as_str(),
                note.reason.as_str(),
                note.source.as_str()
            ),
            ("overlays/acme/a.json", "why", "where")
        );
    }

    #[test]
    fn an_overlay_that_changes_nothing_has_to_go() {
        for patch in [
            json!({"notes": null, "category": "ops"}),
            json!({"retry_policy": {"max_attempts": null}}),
        ] {
            let columns = patch
                .as_object()
                .map(|patch| quoted_list(patch.keys().map(String::as_str)))
                .unwrap_or_default();
            let (rows, found) = apply_all(&[overlay("paid", patch)]);
            let message =
                format!("the overlay changes nothing: the row says the same in {columns}");
            assert_eq!(
                found,
                [format!("E044 overlays/acme/a.json, acme paid: {message}")]
            );
            assert_eq!(rows[0].overlay, None);
        }
    }

    #[test]
    fn an_overlay_needs_its_event_but_not_its_vendor() {
        let (_, found) = apply_all(&[overlay("payed", json!({"notes": "x"}))]);
        assert_eq!(
            found,
            ["E043 overlays/acme/a.json, acme payed: acme has no event `payed`"]
        );
        let content =
            json!({"event_name": "x", "reason": "why", "source": "where", "patch": {"notes": "x"}});
        assert_eq!(
            apply_all(&[file("other/a.json", &content)]).1,
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_bad_value_is_reported_where_the_overlay_sets_it() {
        let (rows, found) = apply_all(&[overlay(
            "paid",
            json!({"category": "opps", "docs_url": null}),
        )]);
        assert_eq!(rows, []);
        assert_eq!(
            found,
            [
                "E015 overlays/acme/a.json, acme paid, at /patch/category: unknown category `opps`",
                "E011 overlays/acme/a.json, acme paid, at /patch/docs_url: null in the required column `docs_url`",
            ]
        );
    }

    #[test]
    fn what_an_overlay_file_must_hold() {
        let missing = json!({"reason": " ", "patch": {"vendor": "x", "nots": 1}, "sauce": "x"});
        let files = [
            file("acme/a.json", &missing),
            file("acme/b.json", &json!([])),
            file("a.json", &json!({})),
            file("acme/a.json~", &json!({})),
            file("acme/README.md", &json!({})),
            SourceFile {
                label: "c.json".into(),
                path: "acme/c.json".into(),
                bytes: b"{\"patch\": 1, \"patch\": 2}".to_vec(),
            },
        ];
        let checked = read_overlays(&files);
        assert_eq!(checked.value, []);
        assert_eq!(
            lines(&checked.diagnostics),
            [
                "E042 overlays/acme/a.json, acme, at /sauce: unknown key `sauce`",
                "E042 overlays/acme/a.json, acme, at /event_name: the overlay has no `event_name`",
                "E042 overlays/acme/a.json, acme, at /reason: `reason` is empty",
                "E042 overlays/acme/a.json, acme, at /source: the overlay has no `source`",
                "E042 overlays/acme/a.json, acme, at /patch/nots: a row has no column `nots`",
                "E046 overlays/acme/a.json, acme, at /patch/vendor: the patch sets `vendor`",
                "E041 overlays/acme/b.json, acme: an overlay is an object, found an array",
                "E040 overlays/a.json: this is no place for an overlay",
                "E047 overlays/acme/a.json~: `acme/a.json~` is no overlay",
                "E041 c.json, acme, at /patch: not JSON: the key `patch` stands twice in one object, at line 1 column 20",
            ]
        );
    }

    #[test]
    fn one_event_has_one_overlay() {
        let content = json!({"event_name": "paid", "reason": "why", "source": "where", "patch": {"notes": "x"}});
        let checked =
            read_overlays(&[file("acme/a.json", &content), file("acme/b.json", &content)]);
        assert_eq!(checked.value.len(), 1);
        assert_eq!(
            lines(&checked.diagnostics),
            [
                "E045 overlays/acme/b.json, acme paid: `paid` already has the overlay `overlays/acme/a.json`"
            ]
        );
    }

    #[test]
    fn patches_merge_as_the_standard_says() {
        // Target, patch and result, each as RFC 7396 lists them in its appendix.
        let table = [
            (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"a":null}"#, r#"{}"#),
            (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
            (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
            (
                r#"{"a":{"b":"c"}}"#,
                r#"{"a":{"b":"d","c":null}}"#,
                r#"{"a":{"b":"d"}}"#,
            ),
            (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
            (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
            (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
            (r#"{"a":"foo"}"#, "null", "null"),
            (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
            (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
            ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
            ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        ];
        for (target, patch, result) in table {
            let [mut target, patch, result]: [Value; 3] = [target, patch, result]
                .map(|text| serde_json::from_str(text).expect("the table is JSON"));
            merge_patch(&mut target, &patch);
            assert_eq!(target, result, "{patch}");
        }
    }
}
