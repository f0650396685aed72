//! Definitions that the rows of a vendor share by an overlay: lowered once, in a module of their own.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use webhook_catalog::{EventRow, Place};

use super::context::Lowerer;
use super::types::Types;
use crate::model::{Item, ModulePath};
use crate::schema::{DRAFT, Definitions, Document, Report, SchemaId, Source, parse};
use webhook_catalog::pointer;

/// What became of each shared definition, by its name.
pub(super) type Shared = BTreeMap<String, Item>;

/// Lowers the shared definitions that any of these rows refers to.
pub(super) fn lower_shared<'a>(
    definitions: &Map<String, Value>,
    rows: impl Iterator<Item = &'a EventRow>,
    types: &mut Types,
    report: &mut Report,
) -> Shared {
    let mut used = Definitions::new();
    // The first row that uses each.
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for row in rows {
        for name in &row.shared_definitions {
            if let Some(definition) = definitions.get(name)
                && used.insert(name, definition).is_none()
            {
                places.insert(name, place_of(row));
            }
        }
    }
    let Some(place) = places.values().next() else {
        return Shared::new();
    };
    report.enter(place.clone());
    let schema = json!({ "$schema": DRAFT });
    let source = Source {
        schema: &schema,
        shared: &used,
    };
    let Some(document) = parse(source, report) else {
        return Shared::new();
    };
    let nothing = Shared::new();
    let mut lowerer = Lowerer::new(&document, report, types, ModulePath::Shared, &nothing, true);
    for (name, place) in places {
        if let Some(id) = find(&document, name) {
            lowerer.report.enter(place);
            lowerer.define(id);
            lowerer.finish();
        }
    }
    let defined = &lowerer.definitions;
    let by_name = |(id, item): (&SchemaId, &Item)| {
        shared_name(&document, *id).map(|name| (name, item.clone()))
    };
    defined.iter().filter_map(by_name).collect()
}

fn place_of(row: &EventRow) -> Place {
    Place {
        source: Some(row.origin.source.clone()),
        row: Some(row.origin.row),
        vendor: Some(row.vendor.to_string()),
        event: Some(row.event_name.to_string()),
        column: Some("payload_schema".to_owned()),
        ..Place::default()
    }
}

/// The definition of this name.
fn find(document: &Document<'_>, name: &str) -> Option<SchemaId> {
    let pointer = pointer::join("/$defs", name);
    let index = document
        .nodes
        .iter()
        .position(|node| node.pointer == pointer)?;
    Some(SchemaId(index))
}

/// The name under which the rows share a definition, if they may.
pub(super) fn shared_name(document: &Document<'_>, id: SchemaId) -> Option<String> {
    let steps = pointer::steps(&document.node(id).pointer);
    match &steps[..] {
        [keyword, name] if keyword == "$defs" => Some(name.clone()),
        _ => None,
    }
}
