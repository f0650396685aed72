//! Overlays: our reviewed additions and corrections to one event's row, or to all rows of a vendor, as JSON Merge Patches with
//! a reason and a source. Below them lie adopted overlays, which replace the payload schemas of rows by those of the vendor's own
//! documents.

mod adopted;
mod apply;
mod definitions;
mod hidden;
mod presence;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub(crate) use apply::apply;
pub use definitions::SharedDefinitions;
pub use hidden::{HiddenChange, HiddenEffect, HiddenPlace, hidden_changes};

pub(crate) use adopted::ADOPTED_DEFINITIONS;

use crate::applied::{AppliedOverlay, OverlayNote, RowChange};
use crate::codes;
use crate::columns::{self, is_column};
use crate::diagnostic::{Checked, Diagnostic, DiagnosticCode, Excerpt, Place};
use crate::ids::{EventName, VendorId};
use crate::pointer;
use crate::record::Record;
use crate::source::SourceFile;
use crate::strict;
use crate::text::{kind, one_of, shown, sorted_members};
use crate::utf8;

/// Origin of an overlay. Reviewed overlays are applied onto adopted ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OverlayLayer {
    /// The vendor's documents. Its patch replaces the payload schema, and what that requires is a hint.
    Adopted,
    /// We.
    Reviewed,
}

/// Changes to rows. Read from `<vendor>/<name>.json`: an object with `reason`, `source` and `patch`, and either `event_name`,
/// and `unmatched` if the vendor has no such event, or `$defs`.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// The vendor, named by the file's folder.
    pub vendor: VendorId,
    /// Its origin.
    pub layer: OverlayLayer,
    /// The rows to change.
    pub target: OverlayTarget,
    /// Reason and source, copied to the rows.
    pub note: OverlayNote,
    /// A merge patch (RFC 7396) onto the columns of each row.
    pub patch: Map<String, Value>,
    /// The text that makes the row one of an event that the vendor does not have.
    pub unmatched: Option<String>,
}

/// The rows that an overlay changes.
#[derive(Debug, Clone, PartialEq)]
pub enum OverlayTarget {
    /// All rows of the vendor, before the overlays of its events.
    Vendor {
        /// Schemas that the payload schemas of all its rows may refer to, as `#/$defs/name`.
        definitions: Map<String, Value>,
    },
    /// The row of one event.
    Event(EventName),
}

impl OverlayTarget {
    /// The event, if the overlay is for one event.
    pub fn event(&self) -> Option<&EventName> {
        match self {
            Self::Vendor { .. } => None,
            Self::Event(name) => Some(name),
        }
    }
}

/// A vendor's records, by event name.
type Events<'a> = BTreeMap<String, Vec<&'a mut Record>>;

/// True if a diagnostic of [`read_rows`](crate::read_rows) only means that an overlay no longer fits the rows. The rows are
/// valid without it.
pub fn is_stale(found: &Diagnostic) -> bool {
    let codes = [
        codes::OVERLAY_WITHOUT_EVENT,
        codes::OVERLAY_WITHOUT_EFFECT,
        codes::UNUSED_DEFINITION,
    ];
    // A warning is about a part of an overlay that is of use otherwise.
    found.is_error() && codes.contains(&found.code)
}

/// Reads overlays, sorted by vendor, layer and event name, a vendor's own first. An overlay with an error is left out.
pub fn read_overlays(files: &[SourceFile]) -> Checked<Vec<Overlay>> {
    let mut diagnostics = Vec::new();
    let mut overlays: BTreeMap<(VendorId, OverlayLayer, Option<EventName>), Overlay> =
        BTreeMap::new();
    for file in files {
        let Some(overlay) = read_overlay(file, &mut diagnostics) else {
            continue;
        };
        let event = overlay.target.event().cloned();
        let key = (overlay.vendor.clone(), overlay.layer, event);
        if let Some(first) = overlays.get(&key) {
            let whose = match &key.2 {
                Some(event) => shown(event.as_str()),
                None => format!("{} as a whole", overlay.vendor),
            };
            let message = format!(
                "{whose} already has the overlay {}",
                shown(&first.note.label)
            );
            let help = "put both patches into one file";
            diagnostics.push(
                Diagnostic::error(codes::SECOND_OVERLAY, overlay.place(), message).with_help(help),
            );
            continue;
        }
        overlays.insert(key, overlay);
    }
    let mut overlays: Vec<Overlay> = overlays.into_values().collect();
    adopted::copy_sources(&mut overlays, &mut diagnostics);
    Checked {
        value: overlays,
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
        diagnostics
            .push(Diagnostic::warning(codes::STRAY_OVERLAY_FILE, place, message).with_help(help));
        return None;
    }
    let found = match parts[..] {
        [vendor, _] => Some((vendor, OverlayLayer::Reviewed)),
        [vendor, "adopted", _] => Some((vendor, OverlayLayer::Adopted)),
        _ => None,
    };
    let found = found.and_then(|(vendor, layer)| Some((VendorId::new(vendor).ok()?, layer)));
    let Some((vendor, layer)) = found else {
        let help = "overlays lie at `<vendor>/<name>.json`, where the vendor is written as in the catalogue";
        diagnostics.push(
            Diagnostic::error(
                codes::MISPLACED_OVERLAY,
                place,
                "this is no place for an overlay",
            )
            .with_help(help),
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
    let is_shared = object.contains_key("$defs");
    if layer == OverlayLayer::Adopted {
        return adopted::read(&mut reader, vendor, file).filter(|_| diagnostics.len() == before);
    }
    reader.refuse_unknown_keys(if is_shared { &SHARED_KEYS[..] } else { &KEYS });
    let target = if is_shared {
        let definitions = reader.object_at("$defs", "write an object of schemas by name");
        definitions.map(|definitions| OverlayTarget::Vendor { definitions })
    } else {
        let name = reader.text("event_name");
        name.and_then(|name| EventName::new(&name).ok())
            .map(OverlayTarget::Event)
    };
    let reason = reader.text("reason");
    let source = reader.text("source");
    let is_unmatched = !is_shared && object.contains_key("unmatched");
    let unmatched = if is_unmatched {
        reader.text("unmatched")
    } else {
        None
    };
    let patch = if (is_shared || is_unmatched) && !object.contains_key("patch") {
        Some(Map::new())
    } else {
        reader.patch()
    };
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
        layer,
        target: target?,
        note,
        patch: patch?,
        unmatched,
    })
}

fn read_object(
    file: &SourceFile,
    place: &Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Map<String, Value>> {
    const HELP: &str = "write an object with `event_name`, `reason`, `source` and `patch`";
    let text = utf8::utf8(&file.bytes, place.clone(), 1, diagnostics)?;
    let diagnostic = match strict::parse(text) {
        Ok(Value::Object(object)) => return Some(object),
        Ok(other) => {
            let message = format!("an overlay is an object, found {}", kind(&other));
            Diagnostic::error(codes::OVERLAY_NOT_OBJECT, place.clone(), message)
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
            Diagnostic::error(codes::OVERLAY_NOT_OBJECT, place, message)
                .with_excerpt(fault.excerpt(text, Some(1)))
        }
    };
    diagnostics.push(diagnostic.with_help(HELP));
    None
}

/// The keys of an overlay for one event.
const KEYS: [&str; 5] = ["event_name", "reason", "source", "patch", "unmatched"];
/// The keys of an overlay for a whole vendor.
const SHARED_KEYS: [&str; 4] = ["$defs", "reason", "source", "patch"];

struct Reader<'a> {
    object: &'a Map<String, Value>,
    place: Place,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn refuse(&mut self, pointer: String, code: DiagnosticCode, message: String, help: String) {
        let place = Place {
            pointer: Some(pointer),
            ..self.place.clone()
        };
        self.diagnostics
            .push(Diagnostic::error(code, place, message).with_help(help));
    }

    fn refuse_unknown_keys(&mut self, keys: &[&str]) {
        for (key, _) in sorted_members(self.object)
            .into_iter()
            .filter(|(key, _)| !keys.contains(&key.as_str()))
        {
            self.refuse(
                pointer::segment(key),
                codes::BAD_OVERLAY_KEY,
                format!("unknown key {}", shown(key)),
                one_of(key, keys.iter().copied()),
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
            "generated" => "run `cargo xtask adopt` again",
            "reason" => "say why the row is changed",
            "unmatched" => "say how you know that the vendor has no event of this name",
            _ => "say what the change rests on, usually the URL of the vendor's page",
        };
        self.refuse(
            pointer::segment(key),
            codes::BAD_OVERLAY_KEY,
            problem,
            help.to_owned(),
        );
        None
    }

    fn object_at(&mut self, key: &str, help: &str) -> Option<Map<String, Value>> {
        if let Some(Value::Object(object)) = self.object.get(key) {
            return Some(object.clone());
        }
        let found = self.object.get(key).map_or("none", kind);
        let message = format!("`{key}` is an object, found {found}");
        self.refuse(
            pointer::segment(key),
            codes::BAD_OVERLAY_KEY,
            message,
            help.to_owned(),
        );
        None
    }

    fn patch(&mut self) -> Option<Map<String, Value>> {
        let help = "write an object with the columns to change, null to remove a value";
        let patch = self.object_at("patch", help)?;
        for (column, _) in sorted_members(&patch) {
            let pointer = pointer::join("/patch", column);
            if column == "vendor" || column == "event_name" {
                let help = "an overlay changes what is known about an event, not which event it is"
                    .to_owned();
                self.refuse(
                    pointer,
                    codes::OVERLAY_RENAMES_ROW,
                    format!("the patch sets `{column}`"),
                    help,
                );
            } else if !is_column(column) {
                let help = one_of(column, columns::names());
                self.refuse(
                    pointer,
                    codes::BAD_OVERLAY_KEY,
                    format!("a row has no column {}", shown(column)),
                    help,
                );
            }
        }
        Some(patch)
    }
}

impl Overlay {
    /// The record of this overlay in a row that it changed.
    fn applied(&self, changes: Vec<RowChange>) -> AppliedOverlay {
        AppliedOverlay {
            note: self.note.clone(),
            is_vendor_wide: matches!(self.target, OverlayTarget::Vendor { .. }),
            changes,
        }
    }

    fn place(&self) -> Place {
        Place {
            vendor: Some(self.vendor.to_string()),
            event: self.target.event().map(ToString::to_string),
            ..Place::of(&self.note.label)
        }
    }
}
