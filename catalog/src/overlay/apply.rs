//! Applies overlays: first those of whole vendors, then those of events, then the definitions that payload schemas refer to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Events, Overlay, OverlayLayer, OverlayTarget, definitions, presence};
use crate::applied::{BeforeOverlays, ChangeKind, RepeatedPatch, RowChange};
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::pointer;
use crate::record::Record;
use crate::source::RowKind;
use crate::text::{quoted_list, shown, sorted_members};

/// Merges overlays into the records they name. Overlays of vendors without records are ignored.
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
            OverlayTarget::Vendor { .. } => Some(events.values_mut().flatten().collect()),
            OverlayTarget::Event(event) => events
                .get_mut(event.as_str())
                .map(|records| records.iter_mut().collect()),
        };
        match found {
            Some(records) => merge(overlay, records, diagnostics),
            None => report_gone(overlay, events, diagnostics),
        }
    }
    for (vendor, events) in &mut vendors {
        let own: Vec<&Overlay> = overlays
            .iter()
            .filter(|overlay| overlay.vendor.as_str() == vendor && overlay.target.event().is_none())
            .collect();
        definitions::link(&own, events, diagnostics);
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
    let help = match overlay.layer {
        OverlayLayer::Reviewed => help,
        OverlayLayer::Adopted => "remove the event from the mapping, and adopt again".to_owned(),
    };
    diagnostics.push(
        Diagnostic::error(codes::OVERLAY_WITHOUT_EVENT, overlay.place(), message).with_help(help),
    );
}

/// Applies a JSON Merge Patch (RFC 7396) and returns the changed places. The crate `json-patch` would add a derive macro to the
/// first build, and its changes could only be found by comparison with a copy. The depth of patches is limited, so this may
/// recurse.
pub(super) fn merge_patch(
    target: &mut Value,
    patch: &Value,
    pointer: &str,
    found: &mut Vec<RowChange>,
) {
    if let (Value::Object(target), Value::Object(patch)) = (&mut *target, patch) {
        return merge_members(target, patch, pointer, found);
    }
    let merged = onto_nothing(patch);
    if *target != merged {
        found.push(RowChange::at(pointer, ChangeKind::Replaced));
        *target = merged;
    }
}

/// Members that the target has come first, so that new members are at the end.
pub(super) fn merge_members(
    target: &mut Map<String, Value>,
    patch: &Map<String, Value>,
    pointer: &str,
    found: &mut Vec<RowChange>,
) {
    let (known, new): (Vec<_>, Vec<_>) = sorted_members(patch)
        .into_iter()
        .partition(|(name, _)| target.contains_key(*name));
    for (name, patch) in known.into_iter().chain(new) {
        let pointer = pointer::join(pointer, name);
        if patch.is_null() {
            let removed = target.remove(name);
            found.extend(removed.map(|_| RowChange::at(&pointer, ChangeKind::Removed)));
        } else if let Some(value) = target.get_mut(name) {
            merge_patch(value, patch, &pointer, found);
        } else {
            target.insert(name.clone(), onto_nothing(patch));
            found.push(RowChange::at(&pointer, ChangeKind::Added));
        }
    }
}

/// The value that a patch other than `null` creates at an absent place: null members in it remove, so they are left out.
fn onto_nothing(patch: &Value) -> Value {
    let Value::Object(members) = patch else {
        return patch.clone();
    };
    let kept = members.iter().filter(|(_, value)| !value.is_null());
    kept.map(|(name, value)| (name.clone(), onto_nothing(value)))
        .collect()
}

fn merge(overlay: &Overlay, mut records: Vec<&mut &mut Record>, diagnostics: &mut Vec<Diagnostic>) {
    let mut is_of_use = false;
    let mut changes = Vec::new();
    let mut repeated: Vec<Vec<String>> = Vec::new();
    for record in &mut *records {
        repeated.push(remember(overlay, record));
        let changed = merge_into(overlay, record);
        is_of_use |= !changed.is_empty();
        if overlay.layer == OverlayLayer::Reviewed {
            record.unmatched.clone_from(&overlay.unmatched);
        }
        changes.extend_from_slice(&changed);
        if !changed.is_empty() || overlay.unmatched.is_some() {
            record.overlays.push(overlay.applied(changed));
        }
    }
    if overlay.layer == OverlayLayer::Adopted {
        return;
    }
    let is_of_other_use = match &overlay.target {
        OverlayTarget::Vendor { definitions } => !definitions.is_empty(),
        OverlayTarget::Event(_) => overlay.unmatched.is_some(),
    };
    if is_of_use || (is_of_other_use && overlay.patch.is_empty()) {
        report_repeated(overlay, &changes, &repeated, diagnostics);
        return note_repeated(overlay, records, repeated);
    }
    let columns: BTreeSet<&str> = overlay.patch.keys().map(String::as_str).collect();
    let whose = match overlay.target {
        OverlayTarget::Vendor { .. } => "every row says",
        OverlayTarget::Event(_) => "the row says",
    };
    let message = match columns.len() {
        0 => "the overlay's patch is empty".to_owned(),
        _ => format!(
            "the overlay changes nothing: {whose} the same in {}",
            quoted_list(columns)
        ),
    };
    let help = "remove the overlay: the catalogue no longer needs it";
    diagnostics.push(
        Diagnostic::error(codes::OVERLAY_WITHOUT_EFFECT, overlay.place(), message).with_help(help),
    );
}

/// Keeps the record as it was before the first patch. Returns the places of the patch at which the record says the same.
fn remember(overlay: &Overlay, record: &mut Record) -> Vec<String> {
    if overlay.patch.is_empty() {
        return Vec::new();
    }
    if record.before_overlays.is_none() {
        record.before_overlays = Some(Box::new(BeforeOverlays {
            columns: record.columns.clone(),
            repeated: Vec::new(),
        }));
    }
    let mut repeated = Vec::new();
    // An adopted schema stands in place of the row's.
    if overlay.layer == OverlayLayer::Reviewed {
        repeated_members(&record.columns, &overlay.patch, "", &mut repeated);
    }
    repeated
}

/// The places of a patch that change nothing, as the target says the same.
fn repeated_members(
    target: &Map<String, Value>,
    patch: &Map<String, Value>,
    pointer: &str,
    found: &mut Vec<String>,
) {
    for (name, patch) in sorted_members(patch) {
        let pointer = pointer::join(pointer, name);
        match (target.get(name).filter(|value| !value.is_null()), patch) {
            (Some(Value::Object(target)), Value::Object(patch)) => {
                repeated_members(target, patch, &pointer, found);
            }
            (None, Value::Null) => found.push(pointer),
            (Some(value), patch) if value == patch => found.push(pointer),
            (None | Some(_), _) => {}
        }
    }
}

/// Warns of the schemas in an event's patch that change nothing. A keyword beside one that changes is read with it, and what is required
/// is proven by repetition.
fn report_repeated(
    overlay: &Overlay,
    changes: &[RowChange],
    repeated: &[Vec<String>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if overlay.layer == OverlayLayer::Adopted || overlay.target.event().is_none() {
        return;
    }
    let mut reported = BTreeSet::new();
    for place in repeated.iter().flatten() {
        let (around, name) = match place.rsplit_once('/') {
            // Columns do not belong together.
            None | Some(("", _)) => (place.as_str(), ""),
            Some(parts) => parts,
        };
        let is_used = |change: &RowChange| pointer::is_within(&change.pointer, around);
        if presence::PROOFS.contains(&name) || changes.iter().any(is_used) {
            continue;
        }
        if reported.insert(around) {
            let message = "the patch changes nothing here: the row says the same";
            let place = Place {
                pointer: Some(format!("/patch{around}")),
                ..overlay.place()
            };
            let help = "take it out of the overlay: the catalogue no longer needs it";
            diagnostics.push(
                Diagnostic::warning(codes::OVERLAY_WITHOUT_EFFECT, place, message).with_help(help),
            );
        }
    }
}

/// Notes in the records what the patch repeats. Some of them need the overlay.
fn note_repeated(overlay: &Overlay, records: Vec<&mut &mut Record>, repeated: Vec<Vec<String>>) {
    for (record, pointers) in records.into_iter().zip(repeated) {
        let before = record.before_overlays.as_mut();
        if let Some(before) = before.filter(|_| !pointers.is_empty()) {
            before.repeated.push(RepeatedPatch {
                note: overlay.note.clone(),
                pointers,
            });
        }
    }
}

/// Merges a patch into one record and returns the changed places. Null in a column means the same as an absent column.
fn merge_into(overlay: &Overlay, record: &mut Record) -> Vec<RowChange> {
    let mut changed = Vec::new();
    if overlay.layer == OverlayLayer::Adopted {
        for (column, value) in sorted_members(&overlay.patch) {
            let before = record.columns.insert(column.clone(), value.clone());
            record.broken.remove(column);
            if before.as_ref() != Some(value) {
                let pointer = pointer::segment(column);
                changed.push(RowChange::at(&pointer, ChangeKind::Replaced));
            }
        }
        return changed;
    }
    // An addition names the page that it was written after.
    let keeps_docs_url = record.origin.kind == RowKind::Addition
        && matches!(overlay.target, OverlayTarget::Vendor { .. });
    let patches = sorted_members(&overlay.patch).into_iter();
    for (column, patch) in patches.filter(|(column, _)| !(keeps_docs_url && *column == "docs_url"))
    {
        let (pointer, before) = (pointer::segment(column), changed.len());
        match record.columns.get_mut(column) {
            Some(value) if !value.is_null() && patch.is_null() => {
                *value = Value::Null;
                changed.push(RowChange::at(&pointer, ChangeKind::Removed));
            }
            Some(value) if !value.is_null() => {
                merge_patch(value, patch, &pointer, &mut changed);
            }
            _ if patch.is_null() => {}
            _ => {
                let value = onto_nothing(patch);
                record.columns.insert(column.clone(), value);
                changed.push(RowChange::at(&pointer, ChangeKind::Added));
            }
        }
        if changed.len() > before {
            record.broken.remove(column);
        }
        if column == "payload_schema" {
            let keywords = &mut record.presence_by_overlay;
            presence::note_keywords(patch, "", &overlay.note.label, keywords);
        }
    }
    changed
}
