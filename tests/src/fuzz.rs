//! What the fuzz targets do with their bytes: any bytes may come, and nothing may panic, hang or get lost.
//!
//! The targets themselves stand in `fuzz/`; the test `corpus` runs all that they have found through the same functions.

use serde_json::{Value, json};
pub use webhook_catalog::PARQUET_THREAD;
use webhook_catalog::{Checked, SourceFile, read_overlays, read_profiles, read_rows, read_samples};

use crate::outcome;
use crate::rows::named;

/// A target: what it is called, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("delivery", delivery),
    ("json", json),
    ("overlay", overlay),
    ("parquet", parquet),
    ("profiles", profiles),
    ("sample", sample),
    ("schema_to_tokens", schema_to_tokens),
];

/// Rows as JSONL or a JSON array.
pub fn json(bytes: &[u8]) {
    whole(&read_rows(&[named("rows.jsonl", bytes.to_vec())], &[]));
}

/// Rows as Parquet.
pub fn parquet(bytes: &[u8]) {
    whole(&read_rows(&[named("rows.parquet", bytes.to_vec())], &[]));
}

/// An overlay, and the row that it changes.
pub fn overlay(bytes: &[u8]) {
    let overlays = read_overlays(&[at("acme/thing.json", bytes)]);
    whole(&overlays);
    let row = row(&json!({"type": "object"}));
    whole(&read_rows(
        &[named("rows.jsonl", row.into_bytes())],
        &overlays.value,
    ));
}

/// The file of profiles.
pub fn profiles(bytes: &[u8]) {
    whole(&read_profiles(&at("profiles.toml", bytes)));
}

/// A sample, and the note of where it comes from.
pub fn sample(bytes: &[u8]) {
    let note = at("acme/thing/provenance.toml", bytes);
    whole(&read_samples(&[at("acme/thing/one.json", bytes), note]));
}

/// A payload schema, all the way to the emitted crate, which must be Rust.
pub fn schema_to_tokens(bytes: &[u8]) {
    let Ok(schema @ Value::Object(_)) = serde_json::from_slice(bytes) else {
        return;
    };
    let (made, diagnostics) = outcome::of_rows(&[named("rows.jsonl", row(&schema).into_bytes())]);
    assert!(
        made.is_some()
            || diagnostics
                .iter()
                .any(webhook_catalog::Diagnostic::is_error),
        "what is refused has a reason"
    );
    let files = made.iter().flat_map(|made| made.tree.iter());
    for (path, text) in files.filter(|(path, _)| path.contains("acme")) {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path} is no Rust: {error}");
        }
    }
}

/// A delivery: what is read comes back equal, whichever way it is read, and what is refused says why.
pub fn delivery(bytes: &[u8]) {
    use webhook_events::ErrorKind;
    use webhook_events::slack::{self, Delivery};

    let body = serde_json::from_slice::<Value>(bytes);
    let read = slack::parse(bytes);
    match &read {
        Ok(delivery) => {
            let again = serde_json::to_value(delivery).expect("a delivery can be written");
            assert_eq!(again, body.expect("what is read is JSON"));
            let name = slack::peek(bytes).expect("what is read is JSON");
            assert_eq!(name.as_deref(), Some(delivery.event.name()));
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(body.is_err() || error.kind() != ErrorKind::Syntax);
        }
    }
    let by_serde = serde_json::from_slice::<Delivery>(bytes);
    assert_eq!(by_serde.ok(), read.ok());
}

/// Every diagnostic can be told, and has a help.
fn whole<T>(checked: &Checked<T>) {
    for found in &checked.diagnostics {
        assert!(!crate::tell(found).is_empty());
        assert!(found.help.is_some(), "no help in {found:?}");
        if let Some(excerpt) = &found.excerpt {
            assert!(excerpt.text.get(excerpt.start..excerpt.end).is_some());
        }
    }
}

fn at(path: &str, bytes: &[u8]) -> SourceFile {
    SourceFile {
        label: path.to_owned(),
        path: path.to_owned(),
        bytes: bytes.to_vec(),
    }
}

fn row(schema: &Value) -> String {
    let row = json!({
        "vendor": "acme",
        "vendor_display_name": "Acme",
        "category": "ops",
        "event_name": "thing",
        "trigger_description": "Fires when a thing changes.",
        "payload_schema": schema,
        "auth_method": "none",
        "docs_url": "https://acme.example/hooks",
        "last_introspected_at": "2026-05-01T00:00:00Z",
        "source_extractor_version": "v1.0",
        "extraction_method": "manual-html",
    });
    format!("{row}\n")
}
