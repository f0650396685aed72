//! Applying overlays: a vendor's own to all its rows first, then each event's to its row, then the definitions that the
//! payload schemas refer to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::applied::{AppliedOverlay, RowChange, changes};
use super::{BAD_DEFINITION, CHANGES_NOTHING, EVENT_GONE, Overlay, Target, UNUSED_DEFINITION};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::record::Record;
use crate::text::{pointer_segment, quoted_list, shown, sorted_members};

/// A vendor's records, by event name.
type Events<'a> = BTreeMap<String, Vec<&'a mut Record>>;

/// Merges overlays into the records they name. Overlays of vendors without any record are not looked at.
pub(crate) fn apply<'a>(
    overlays: &[Overlay],
    records: impl Iterator<Item = &'a mut Record>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if overlays.is_empty() {
        return;
    }
    let mut vendors: BTreeMap<String, Events<'_>> = BTreeMap::new();
    for record in records {
        let (Some(vendor), Some(event)) = (record.text("vendor"), record.text("event_name")) else {
            continue;
        };
        let (vendor, event) = (vendor.to_owned(), event.to_owned());
        let events = vendors.entry(vendor).or_default();
        events.entry(event).or_default().push(record);
    }
    // Sorted, so that a vendor's own overlay comes before those of its events.
    for overlay in overlays {
        let Some(events) = vendors.get_mut(overlay.vendor.as_str()) else {
            continue;
        };
        let found = match &overlay.target {
            Target::Vendor { .. } => Some(events.values_mut().flatten().collect()),
            Target::Event(event) => events
                .get_mut(event.as_str())
                .map(|records| records.iter_mut().collect()),
        };
        match found {
            Some(records) => merge(overlay, records, diagnostics),
            None => report_gone(overlay, events, diagnostics),
        }
    }
    for overlay in overlays {
        if let (Target::Vendor { definitions }, Some(events)) =
            (&overlay.target, vendors.get_mut(overlay.vendor.as_str()))
        {
            define(overlay, definitions, events, diagnostics);
        }
    }
}

fn report_gone(overlay: &Overlay, events: &Events<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let event = overlay.target.event().map_or("", |event| event.as_str());
    let message = format!("{} has no event {}", overlay.vendor, shown(event));
    let help = match crate::text::nearest(event, events.keys().map(String::as_str)) {
        Some(near) => format!(
            "did you mean {}? if the event is gone, remove the overlay",
            shown(near)
        ),
        None => "remove the overlay: its event is gone".to_owned(),
    };
    diagnostics.push(Diagnostic::error(EVENT_GONE, overlay.place(), message).with_help(help));
}

/// Merges a JSON Merge Patch (RFC 7396). The crate `json-patch` does the same, but brings a derive macro into the first build.
/// Patches are read with a bound on their depth, so this may recurse.
pub(super) fn merge_patch(target: &mut Value, patch: &Value) {
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

fn merge(overlay: &Overlay, records: Vec<&mut &mut Record>, diagnostics: &mut Vec<Diagnostic>) {
    let mut is_of_use = false;
    for record in records {
        let changed = merge_into(overlay, record);
        if !changed.is_empty() {
            is_of_use = true;
            record.overlays.push(applied(overlay, changed));
        }
    }
    let has_definitions =
        matches!(&overlay.target, Target::Vendor { definitions } if !definitions.is_empty());
    if is_of_use || (has_definitions && overlay.patch.is_empty()) {
        return;
    }
    let columns: BTreeSet<&str> = overlay.patch.keys().map(String::as_str).collect();
    let whose = match overlay.target {
        Target::Vendor { .. } => "every row says",
        Target::Event(_) => "the row says",
    };
    let message = match columns.len() {
        0 => "the overlay's patch is empty".to_owned(),
        _ => format!(
            "the overlay changes nothing: {whose} the same in {}",
            quoted_list(columns)
        ),
    };
    let help = "remove the overlay: the catalogue no longer needs it";
    diagnostics.push(Diagnostic::error(CHANGES_NOTHING, overlay.place(), message).with_help(help));
}

fn applied(overlay: &Overlay, changes: Vec<RowChange>) -> AppliedOverlay {
    AppliedOverlay {
        note: overlay.note.clone(),
        is_vendor_wide: matches!(overlay.target, Target::Vendor { .. }),
        changes,
    }
}

/// Merges a patch into one record, and says what that changed.
fn merge_into(overlay: &Overlay, record: &mut Record) -> Vec<RowChange> {
    let mut changed = Vec::new();
    for (column, patch) in sorted_members(&overlay.patch) {
        let before = record.columns.get(column).cloned().unwrap_or_default();
        let mut after = before.clone();
        merge_patch(&mut after, patch);
        if after == before {
            continue;
        }
        // Null in a column means the same as no column.
        let [was, is] = [&before, &after].map(|value| Some(value).filter(|value| !value.is_null()));
        changes(&pointer_segment(column), was, is, &mut changed);
        record.broken.remove(column);
        record.columns.insert(column.clone(), after);
    }
    changed
}

/// Gives each payload schema the definitions that it refers to, at once or by way of others.
fn define(
    overlay: &Overlay,
    definitions: &Map<String, Value>,
    events: &mut Events<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut unused: BTreeSet<&String> = definitions.keys().collect();
    let records = events
        .iter_mut()
        .flat_map(|(event, records)| records.iter_mut().map(move |record| (event, record)));
    for (event, record) in records {
        let Some(Value::Object(schema)) = record.columns.get_mut("payload_schema") else {
            continue;
        };
        let used = used_by(schema, definitions);
        let own = schema
            .entry("$defs")
            .or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(own) = own else { continue };
        for name in &used {
            unused.remove(name);
            if own.contains_key(*name) {
                let message = format!("the row of {} has {} too", shown(event), shown(name));
                let help = "give it another name";
                report(overlay, name, (BAD_DEFINITION, message, help), diagnostics);
                break;
            }
            own.insert((*name).clone(), definitions[*name].clone());
        }
        if own.is_empty() {
            schema.remove("$defs");
        }
        let is_known =
            |applied: &AppliedOverlay| applied.is_vendor_wide && applied.note == overlay.note;
        if !used.is_empty() && !record.overlays.iter().any(is_known) {
            record.overlays.insert(0, applied(overlay, Vec::new()));
        }
        record.shared_definitions = used.into_iter().cloned().collect();
    }
    for name in unused {
        let message = format!("nothing refers to {}", shown(name));
        let what = (UNUSED_DEFINITION, message, "remove it");
        report(overlay, name, what, diagnostics);
    }
}

fn report(
    overlay: &Overlay,
    name: &str,
    (code, message, help): (Code, String, &str),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = Place {
        pointer: Some(format!("/$defs{}", pointer_segment(name))),
        ..overlay.place()
    };
    diagnostics.push(Diagnostic::error(code, place, message).with_help(help));
}

/// The shared definitions that a schema refers to.
fn used_by<'d>(
    schema: &Map<String, Value>,
    definitions: &'d Map<String, Value>,
) -> BTreeSet<&'d String> {
    let mut used = BTreeSet::new();
    let mut waiting: Vec<&Value> = schema.values().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                let name = reference.and_then(|reference| reference.strip_prefix("#/$defs/"));
                if let Some((name, definition)) =
                    name.and_then(|name| definitions.iter().find(|(known, _)| *known == name))
                    && used.insert(name)
                {
                    waiting.push(definition);
                }
                waiting.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    used
}
