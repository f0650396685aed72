//! Rows as JSON in the publisher's format, and files of such rows.

use serde_json::{Map, Value, json};
use webhook_catalog::{EventRow, SourceFile};

use crate::inputs::snapshot_rows;

/// The rows of the checked-in snapshot as JSON objects with all 24 columns.
pub fn slack_rows() -> Vec<Value> {
    snapshot_rows().iter().map(to_json).collect()
}

/// A row in the publisher's JSON format.
pub fn to_json(row: &EventRow) -> Value {
    let retry_policy = row.retry_policy.as_ref().map(|policy| {
        json!({
            "max_attempts": policy.max_attempts,
            "backoff": policy.backoff,
            "total_retry_window": policy.total_retry_window,
        })
    });
    let mut columns = Map::new();
    for (column, value) in [
        ("vendor", json!(row.vendor.as_str())),
        ("vendor_display_name", json!(row.vendor_display_name)),
        ("category", json!(row.category.as_str())),
        ("event_name", json!(row.event_name.as_str())),
        ("event_namespace", json!(row.event_namespace)),
        ("trigger_description", json!(row.trigger_description)),
        ("payload_schema", row.payload_schema.clone()),
        ("required_oauth_scopes", json!(row.required_oauth_scopes)),
        (
            "required_subscription_event",
            json!(row.required_subscription_event),
        ),
        ("auth_method", json!(row.auth_method.as_str())),
        ("signature_header", json!(row.signature_header)),
        (
            "signature_algorithm_detail",
            json!(row.signature_algorithm_detail),
        ),
        ("retry_policy", json!(retry_policy)),
        ("max_payload_size_bytes", json!(row.max_payload_size_bytes)),
        ("idempotency_key_header", json!(row.idempotency_key_header)),
        ("event_id_header", json!(row.event_id_header)),
        (
            "delivery_guarantees",
            json!(row.delivery_guarantees.map(|value| value.as_str())),
        ),
        ("delivery", json!(row.delivery.map(|value| value.as_str()))),
        ("docs_url", json!(row.docs_url)),
        ("last_introspected_at", json!(row.last_introspected_at)),
        (
            "source_extractor_version",
            json!(row.source_extractor_version),
        ),
        ("extraction_method", json!(row.extraction_method.as_str())),
        ("extraction_confidence", json!(row.extraction_confidence)),
        ("notes", json!(row.notes)),
    ] {
        columns.insert(column.to_owned(), value);
    }
    Value::Object(columns)
}

/// A row of the event `thing` of the vendor `acme`, with the required columns only.
pub fn minimal_row(payload_schema: Value) -> Value {
    json!({
        "vendor": "acme",
        "vendor_display_name": "Acme",
        "category": "ops",
        "event_name": "thing",
        "trigger_description": "Fires when a thing changes.",
        "payload_schema": payload_schema,
        "auth_method": "none",
        "docs_url": "https://acme.example/hooks",
        "last_introspected_at": "2026-05-01T00:00:00Z",
        "source_extractor_version": "v1.0",
        "extraction_method": "manual-html",
    })
}

/// A JSONL file of rows.
pub fn jsonl(rows: &[Value]) -> SourceFile {
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    named("rows.jsonl", text.into_bytes())
}

/// A file with a JSON array of rows.
pub fn json_array(rows: &[Value]) -> SourceFile {
    named("rows.json", format!("{:#}", json!(rows)).into_bytes())
}

/// A file in memory.
pub fn named(path: &str, bytes: Vec<u8>) -> SourceFile {
    SourceFile {
        label: path.to_owned(),
        path: path.to_owned(),
        bytes,
    }
}

/// Shuffles items, deterministically for a seed.
pub fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        // Knuth's MMIX generator; its upper bits are good enough to mix rows.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let pick = usize::try_from(state >> 33).expect("31 bits fit") % (last + 1);
        items.swap(last, pick);
    }
}
