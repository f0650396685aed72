//! Changes of rows that overlays hide: the row differs, the row with overlays does not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::presence;
use crate::applied::{BeforeOverlays, OverlayNote};
use crate::columns::EXTRACTION_COLUMNS;
use crate::ids::{EventName, VendorId};
use crate::pointer::{self, is_within};
use crate::row::EventRow;

/// A change of a row at a place that an overlay decides.
#[derive(Debug, Clone, PartialEq)]
pub struct HiddenChange {
    /// The row's vendor.
    pub vendor: VendorId,
    /// The row's event.
    pub event: EventName,
    /// The overlay that decides.
    pub overlay: OverlayNote,
    /// The place in the body that the schema describes, as a JSON pointer; `*` stands for items and for the values of maps. Empty for
    /// the body, and for columns other than the payload schema.
    pub pointer: String,
    /// The effect on the overlay, at worst.
    pub effect: HiddenEffect,
    /// The differences, sorted by path.
    pub places: Vec<HiddenPlace>,
}

/// One difference of a hidden change.
#[derive(Debug, Clone, PartialEq)]
pub struct HiddenPlace {
    /// The keyword below the place in the body, such as `type`, or the column. Empty for the schema of the place.
    pub path: String,
    /// The row's value before, if it had one.
    pub before: Option<Value>,
    /// The row's value now, if it has one.
    pub after: Option<Value>,
}

/// The effect of a hidden change on the overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenEffect {
    /// The overlay replaces what changed; the change says nothing against it.
    Covered,
    /// The row says now what the overlay says.
    Repeated,
    /// The row says now something else than before and than the overlay.
    Contradicted,
}

/// Columns, and keywords of schemas, that describe and do not decide.
const PROSE: [&str; 9] = [
    "trigger_description",
    "docs_url",
    "notes",
    "signature_algorithm_detail",
    "title",
    "description",
    "examples",
    "default",
    "$comment",
];

/// Finds the differences between rows of both sides that overlays of the current side hide, in the order of the current rows.
/// Additions that the catalogue has taken up are no changes of rows.
pub fn hidden_changes(baseline: &[EventRow], current: &[EventRow]) -> Vec<HiddenChange> {
    let key = |row: &EventRow| (row.vendor.clone(), row.event_name.clone());
    let before: BTreeMap<_, &EventRow> = baseline.iter().map(|row| (key(row), row)).collect();
    let mut found = Vec::new();
    for row in current {
        if let Some(before) = before.get(&key(row)) {
            found.extend(of_rows(before, row));
        }
    }
    found
}

/// The hidden changes of one row.
fn of_rows(baseline: &EventRow, current: &EventRow) -> Vec<HiddenChange> {
    let Some(after) = &current.before_overlays else {
        return Vec::new();
    };
    if baseline.origin.kind != current.origin.kind {
        return Vec::new();
    }
    let read = |row: &EventRow| match row.to_json() {
        Value::Object(columns) => columns,
        _ => Map::new(),
    };
    let is_same = |before: &BeforeOverlays| before.columns == after.columns;
    if baseline.before_overlays.as_deref().is_some_and(is_same) {
        return Vec::new();
    }
    let results = [baseline, current].map(read);
    let before = baseline.before_overlays.as_ref();
    let before = before.map_or(&results[0], |before| &before.columns);
    let mut walk = Walk {
        current,
        after,
        found: Vec::new(),
    };
    let columns: BTreeSet<&String> = before.keys().chain(after.columns.keys()).collect();
    let own = ["vendor", "event_name"];
    for column in columns {
        if own
            .into_iter()
            .chain(EXTRACTION_COLUMNS)
            .all(|one| one != column)
        {
            let [one, other] = [&results[0], &results[1]].map(|row| present(row.get(column)));
            let rows = [
                present(before.get(column)),
                present(after.columns.get(column)),
            ];
            walk.compare(&pointer::segment(column), rows, [one, other]);
        }
    }
    joined(current, walk.found)
}

/// A column's value; null is none.
fn present(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

/// A difference that an overlay hides.
struct Found {
    overlay: OverlayNote,
    effect: HiddenEffect,
    /// JSON pointer into the row.
    pointer: String,
    /// The place around it that the overlay replaces as a whole, as a JSON pointer into the row.
    replaced: Option<String>,
    before: Option<Value>,
    after: Option<Value>,
}

struct Walk<'a> {
    current: &'a EventRow,
    after: &'a BeforeOverlays,
    found: Vec<Found>,
}

impl Walk<'_> {
    /// Compares the values of the rows at a place; `results` are those with overlays.
    fn compare(&mut self, pointer: &str, rows: [Option<&Value>; 2], results: [Option<&Value>; 2]) {
        if rows[0] == rows[1] {
            return;
        }
        let members = |value: Option<&Value>| match value {
            Some(Value::Object(members)) => Some(members.clone()),
            _ => None,
        };
        let nothing = || Some(Map::new());
        let sides = match rows {
            [Some(_), Some(_)] => [members(rows[0]), members(rows[1])],
            [Some(_), None] => [members(rows[0]), nothing()],
            [None, _] => [nothing(), members(rows[1])],
        };
        let [Some(one), Some(other)] = &sides else {
            return self.leaf(pointer, rows, results);
        };
        let before = self.found.len();
        let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
        for name in names {
            let result = results.map(|result| result.and_then(|result| result.get(name)));
            self.compare(
                &pointer::join(pointer, name),
                [one.get(name), other.get(name)],
                result,
            );
        }
        if rows.iter().any(Option::is_none) {
            self.join_from(before, pointer, rows);
        }
    }

    /// Replaces the differences from an index on by one for each overlay, as the value around them is new or gone.
    fn join_from(&mut self, index: usize, pointer: &str, rows: [Option<&Value>; 2]) {
        let mut joined: Vec<Found> = Vec::new();
        for found in self.found.split_off(index) {
            match joined.iter_mut().find(|one| one.overlay == found.overlay) {
                Some(one) => one.effect = one.effect.max(found.effect),
                None => joined.push(Found {
                    pointer: pointer.to_owned(),
                    before: rows[0].cloned(),
                    after: rows[1].cloned(),
                    ..found
                }),
            }
        }
        self.found.extend(joined);
    }

    fn leaf(&mut self, pointer: &str, rows: [Option<&Value>; 2], results: [Option<&Value>; 2]) {
        // What differs with overlays too is no secret.
        if results[0] != results[1] {
            return;
        }
        self.found.extend(self.hidden(pointer, rows, results[1]));
    }

    /// The difference at a place, by the last overlay of the current side that decides it.
    fn hidden(
        &self,
        pointer: &str,
        rows: [Option<&Value>; 2],
        result: Option<&Value>,
    ) -> Option<Found> {
        let found = |overlay: &OverlayNote, effect, replaced: Option<&String>| {
            Some(Found {
                overlay: overlay.clone(),
                effect,
                pointer: pointer.to_owned(),
                replaced: replaced.cloned(),
                before: rows[0].cloned(),
                after: rows[1].cloned(),
            })
        };
        let is_related = |place: &String| is_within(pointer, place) || is_within(place, pointer);
        let name = pointer.rsplit('/').next().unwrap_or_default();
        for applied in self.current.overlays.iter().rev() {
            let mut changes = applied.changes.iter().map(|change| &change.pointer);
            if let Some(place) = changes.find(|place| is_related(place)) {
                let replaced = (is_within(pointer, place) && pointer != place).then_some(place);
                let effect = if replaced.is_some() || PROSE.contains(&name) {
                    HiddenEffect::Covered
                } else {
                    direction(rows, result)
                };
                return found(&applied.note, effect, replaced);
            }
        }
        let mut repeated = self.after.repeated.iter().rev();
        let repeated = repeated.find(|repeated| repeated.pointers.iter().any(is_related))?;
        let effect = if presence::PROOFS.contains(&name) {
            HiddenEffect::Covered
        } else {
            HiddenEffect::Repeated
        };
        found(&repeated.note, effect, None)
    }
}

/// The effect of a change at a place that an overlay patches. A row that is silent now, or whose list comes nearer to that of the
/// overlay, says nothing against it.
fn direction(rows: [Option<&Value>; 2], result: Option<&Value>) -> HiddenEffect {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned();
    let is_silent = rows[1].is_none();
    let comes_nearer = match (list(rows[0]), list(rows[1]), list(result)) {
        (Some(before), Some(after), Some(result)) => {
            let apart = |list: &[Value]| -> Vec<Value> {
                let extra = list.iter().filter(|one| !result.contains(one));
                let missing = result.iter().filter(|one| !list.contains(one));
                extra.chain(missing).cloned().collect()
            };
            let far = apart(&before);
            apart(&after).iter().all(|one| far.contains(one))
        }
        _ => false,
    };
    if is_silent || comes_nearer {
        HiddenEffect::Covered
    } else {
        HiddenEffect::Contradicted
    }
}

/// The differences as changes: those at one place of the body that one overlay hides are one.
fn joined(row: &EventRow, found: Vec<Found>) -> Vec<HiddenChange> {
    let mut changes: Vec<HiddenChange> = Vec::new();
    for found in found {
        let (pointer, path) = match &found.replaced {
            None => body_place(&found.pointer),
            Some(replaced) => {
                let (pointer, rest) = body_place(replaced);
                let path = found.pointer.strip_prefix(replaced.as_str());
                let path = rest + path.unwrap_or_default();
                (pointer, path.trim_start_matches('/').to_owned())
            }
        };
        let place = HiddenPlace {
            path,
            before: found.before,
            after: found.after,
        };
        let mut known = changes.iter_mut();
        match known.find(|one| one.pointer == pointer && one.overlay == found.overlay) {
            Some(one) => {
                one.effect = one.effect.max(found.effect);
                one.places.push(place);
            }
            None => changes.push(HiddenChange {
                vendor: row.vendor.clone(),
                event: row.event_name.clone(),
                overlay: found.overlay,
                pointer,
                effect: found.effect,
                places: vec![place],
            }),
        }
    }
    changes
}

/// The place in the body that a place in the row describes, and the rest of the path.
fn body_place(row_pointer: &str) -> (String, String) {
    let steps = pointer::steps(row_pointer);
    let Some((column, mut rest)) = steps.split_first() else {
        return (String::new(), String::new());
    };
    if column != "payload_schema" {
        return (String::new(), steps.join("/"));
    }
    let mut place = String::new();
    loop {
        rest = match rest {
            [keyword, name, rest @ ..] if keyword == "properties" => {
                place = pointer::join(&place, name);
                rest
            }
            [keyword, rest @ ..] if keyword == "items" => {
                place.push_str("/*");
                rest
            }
            [keyword, rest @ ..] if keyword == "additionalProperties" && !rest.is_empty() => {
                place.push_str("/*");
                rest
            }
            rest => return (place, rest.join("/")),
        };
    }
}
