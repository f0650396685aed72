//! The types of a vendor's ids, from the definitions of its own overlay.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use webhook_catalog::{Place, VendorId, codes, pointer, shown};

use crate::ident::{self, NameKind, RustIdent};
use crate::model::Docs;
use crate::schema::Report;

/// The types that definitions with `x-id` name, with their docs. Two with one name are an error.
pub(super) fn id_types(
    vendor: &VendorId,
    definitions: &Map<String, Value>,
    report: &mut Report,
) -> BTreeMap<RustIdent, Docs> {
    let mut types = BTreeMap::new();
    for (name, definition) in definitions {
        if definition.get("x-id") != Some(&Value::Bool(true)) {
            continue;
        }
        let text = |keyword| {
            let text = definition.get(keyword).and_then(Value::as_str);
            text.map(str::to_owned)
        };
        let docs = Docs {
            title: text("title"),
            description: text("description"),
            ..Docs::default()
        };
        if types
            .insert(ident::single(NameKind::Type, name), docs)
            .is_some()
        {
            report.enter(Place {
                vendor: Some(vendor.to_string()),
                ..Place::default()
            });
            let pointer = pointer::join("/$defs", name);
            let message = format!(
                "another definition has the same Rust name as {}",
                shown(name)
            );
            let help = "give one of them another name";
            report.error(codes::MISPLACED_TYPE_NAME, &pointer, message, help, None);
        }
    }
    types
}
