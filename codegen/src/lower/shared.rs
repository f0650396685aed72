//! Definitions that the rows of a vendor share by an overlay, built once in a module of their own.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use webhook_catalog::{EventRow, Place, pointer};

use super::build::{Builder, SharedItems, definition_name};
use super::types::Types;
use crate::model::ModulePath;
use crate::schema::{DRAFT, Definitions, Document, Report, SchemaId, Source, parse};

/// Builds the shared definitions that any of these rows refers to.
pub(super) fn lower_shared<'a>(
    definitions: &Map<String, Value>,
    rows: impl Iterator<Item = &'a EventRow>,
    types: &mut Types,
    report: &mut Report,
) -> SharedItems {
    let mut used = Definitions::new();
    // The first row that uses each definition.
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
        return SharedItems::new();
    };
    report.enter(place.clone());
    let schema = json!({ "$schema": DRAFT });
    let source = Source {
        schema: &schema,
        shared: &used,
    };
    let Some(document) = parse(source, report) else {
        return SharedItems::new();
    };
    let none = SharedItems::new();
    let mut builder = Builder::new(&document, report, types, ModulePath::Shared, &none, true);
    for (name, place) in places {
        if let Some(id) = find(&document, name) {
            builder.report().enter(place);
            builder.build_definition(id);
            builder.finish();
        }
    }
    let definitions = builder.into_definitions().into_iter();
    definitions
        .filter_map(|(id, item)| Some((definition_name(&document, id)?, item)))
        .collect()
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

/// The definition with this name.
fn find(document: &Document<'_>, name: &str) -> Option<SchemaId> {
    let pointer = pointer::join("/$defs", name);
    let mut nodes = document.nodes.iter();
    let index = nodes.position(|node| node.pointer == pointer)?;
    Some(SchemaId(index))
}
