//! Rows as JSON in the publisher's format, and files of such rows.

use serde_json::{Value, json};
use webhook_catalog::{EventRow, SourceFile};

use crate::inputs::snapshot_rows;

/// The snapshot's rows of Slack as JSON objects with all 24 columns.
pub fn slack_rows() -> Vec<Value> {
    snapshot_rows("slack")
        .iter()
        .map(EventRow::to_json)
        .collect()
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
