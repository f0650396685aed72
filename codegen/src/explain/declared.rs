//! The row's subschemas at a pointer, their authors, and the changes of overlays there.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};
use webhook_catalog::{AppliedOverlay, ChangeKind, EventRow, RowChange};

use super::walk::{index_of, is_any_item};
use super::{Declaration, Declared, OverlayPart};
use crate::schema::{Definitions, Document, Keywords, Report, SchemaId, Source, parse};
use webhook_catalog::pointer;

/// The column that holds the schema, as the first step of pointers into a row.
const COLUMN: &str = "/payload_schema";

/// The row's part of an explanation.
#[derive(Debug, Default)]
pub(super) struct RowFacts {
    pub(super) declarations: Vec<Declaration>,
    pub(super) overlays: Vec<OverlayPart>,
    /// The overlays that set which members are required around the place.
    pub(super) presence_by: BTreeSet<String>,
}

/// The row's subschemas and overlays for the place that these steps lead to.
pub(super) fn row_facts(row: &EventRow, shared: &Definitions<'_>, steps: &[String]) -> RowFacts {
    // The model was built from this schema, so its faults have been reported.
    let source = Source {
        schema: &row.payload_schema,
        shared,
        presence_by_overlay: &row.presence_by_overlay,
    };
    let Some(document) = parse(source, &mut Report::default()) else {
        return RowFacts::default();
    };
    let mut parents = Vec::new();
    let mut seeds = vec![Document::ROOT];
    for step in steps {
        parents = possible(&document, &seeds);
        seeds = parents
            .iter()
            .filter_map(|id| document.keywords(*id))
            .flat_map(|keywords| below(keywords, step))
            .collect();
    }
    let pointers = |ids: &[SchemaId]| -> Vec<String> {
        let pointers = ids.iter().map(|id| &document.node(*id).pointer);
        pointers
            .map(|pointer| format!("{COLUMN}{pointer}"))
            .collect()
    };
    let here = unconditional(&document, &seeds);
    let lists: Vec<String> = pointers(&parents)
        .iter()
        .map(|pointer| format!("{pointer}/required"))
        .collect();
    let places = pointers(&here);
    RowFacts {
        declarations: here
            .iter()
            .map(|id| declaration(row, &document, *id))
            .collect(),
        overlays: row
            .overlays
            .iter()
            .filter_map(|applied| part(row, applied, &places, &lists))
            .collect(),
        presence_by: presence_by(row, &document, &parents, &lists),
    }
}

/// All overlays of a row, with all of their changes.
pub(super) fn all_overlays(row: &EventRow) -> Vec<OverlayPart> {
    let parts = row.overlays.iter();
    parts
        .map(|applied| overlay_part(row, applied, applied.changes.clone()))
        .collect()
}

/// The subschemas one step below.
fn below(keywords: &Keywords, step: &str) -> Vec<SchemaId> {
    let mut found = Vec::new();
    if let Some(object) = &keywords.object {
        match object.properties.get(step) {
            Some(property) => found.push(*property),
            None => {
                found.extend(object.patterns.values());
                found.extend(object.additional);
            }
        }
    }
    if let Some(array) = &keywords.array {
        let index = index_of(step);
        if is_any_item(step) {
            found.extend(&array.prefix);
            found.extend(array.items);
        } else if let Some(index) = index {
            found.extend(array.prefix.get(index).copied().or(array.items));
        }
    }
    found
}

/// All subschemas that may apply to a value that `seeds` describe.
fn possible(document: &Document<'_>, seeds: &[SchemaId]) -> Vec<SchemaId> {
    reachable(document, seeds, |keywords| {
        let conditional = [&keywords.any_of, &keywords.one_of, &keywords.conditional];
        let always = [&keywords.references, &keywords.all_of];
        always
            .into_iter()
            .chain(conditional)
            .flatten()
            .copied()
            .collect()
    })
}

/// The subschemas that apply to every value that `seeds` describe.
fn unconditional(document: &Document<'_>, seeds: &[SchemaId]) -> Vec<SchemaId> {
    reachable(document, seeds, |keywords| {
        let always = [&keywords.references, &keywords.all_of];
        always.into_iter().flatten().copied().collect()
    })
}

/// Subschemas and all that are reachable from them, nearest first.
fn reachable(
    document: &Document<'_>,
    seeds: &[SchemaId],
    next: impl Fn(&Keywords) -> Vec<SchemaId>,
) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting: VecDeque<SchemaId> = seeds.iter().copied().collect();
    while let Some(id) = waiting.pop_front() {
        if seen.insert(id) {
            found.push(id);
            waiting.extend(document.keywords(id).map(&next).unwrap_or_default());
        }
    }
    found
}

fn declaration(row: &EventRow, document: &Document<'_>, id: SchemaId) -> Declaration {
    let pointer = document.node(id).pointer.clone();
    Declaration {
        by: author(row, &pointer),
        excerpt: document.json(id).map_or(Value::Null, excerpt),
        pointer,
    }
}

/// The author of the subschema at a pointer into the payload schema.
fn author(row: &EventRow, at: &str) -> Declared {
    let steps = pointer::steps(at);
    if let [keyword, name, ..] = &steps[..]
        && keyword == "$defs"
        && row.shared_definitions.contains(name)
    {
        let vendor_wide = row.overlays.iter().find(|applied| applied.is_vendor_wide);
        if let Some(applied) = vendor_wide {
            return Declared::Definition(applied.note.label.clone());
        }
    }
    let at = format!("{COLUMN}{at}");
    let made = |change: &RowChange| match change.kind {
        ChangeKind::Added => pointer::is_within(&at, &change.pointer),
        ChangeKind::Replaced => at != change.pointer && pointer::is_within(&at, &change.pointer),
        ChangeKind::Removed => false,
    };
    let mut last_first = row.overlays.iter().rev();
    match last_first.find(|applied| applied.changes.iter().any(made)) {
        Some(applied) => Declared::Overlay(applied.note.label.clone()),
        None => Declared::Row,
    }
}

/// The subschema without the keywords that hold subschemas.
fn excerpt(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let is_flat = |value: &Value| match value {
        Value::Array(items) => !items.iter().any(|item| item.is_object() || item.is_array()),
        Value::Object(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    };
    let kept = members.iter().filter(|(keyword, value)| {
        is_flat(value) || matches!(keyword.as_str(), "const" | "enum" | "default" | "examples")
    });
    let sorted: BTreeMap<&String, &Value> = kept.collect();
    let kept: Map<String, Value> = sorted
        .into_iter()
        .map(|(keyword, value)| (keyword.clone(), value.clone()))
        .collect();
    Value::Object(kept)
}

/// The overlay's changes at the places, in them, around them, and to the lists of required members.
fn part(
    row: &EventRow,
    applied: &AppliedOverlay,
    places: &[String],
    lists: &[String],
) -> Option<OverlayPart> {
    let concerns = |change: &&RowChange| {
        let at = &change.pointer;
        lists.contains(at)
            || places
                .iter()
                .any(|place| pointer::is_within(place, at) || pointer::is_within(at, place))
    };
    let changes: Vec<RowChange> = applied.changes.iter().filter(concerns).cloned().collect();
    let mut part = overlay_part(row, applied, changes);
    let prefix = format!("{COLUMN}/$defs");
    part.definitions.retain(|name| {
        let definition = pointer::join(&prefix, name);
        places
            .iter()
            .any(|place| pointer::is_within(place, &definition))
    });
    (!part.changes.is_empty() || !part.definitions.is_empty()).then_some(part)
}

fn overlay_part(row: &EventRow, applied: &AppliedOverlay, changes: Vec<RowChange>) -> OverlayPart {
    let definitions = if applied.is_vendor_wide {
        row.shared_definitions.iter().cloned().collect()
    } else {
        Vec::new()
    };
    OverlayPart {
        note: applied.note.clone(),
        is_vendor_wide: applied.is_vendor_wide,
        changes,
        definitions,
    }
}

/// The overlays that added a list of required members or changed the row's.
fn presence_by(
    row: &EventRow,
    document: &Document<'_>,
    parents: &[SchemaId],
    lists: &[String],
) -> BTreeSet<String> {
    let changed = row.overlays.iter().filter(|applied| {
        let mut changes = applied.changes.iter();
        changes.any(|change| lists.contains(&change.pointer))
    });
    let mut labels: BTreeSet<String> = changed.map(|applied| applied.note.label.clone()).collect();
    let pointers = parents.iter().map(|id| &document.node(*id).pointer);
    let keywords = pointers.map(|pointer| format!("{pointer}/required"));
    labels.extend(keywords.filter_map(|at| row.presence_by_overlay.get(&at).cloned()));
    labels
}
