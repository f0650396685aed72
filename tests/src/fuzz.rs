//! The checks of the fuzz targets: no input may cause a panic or a hang, and accepted input must keep its content.
//!
//! The programs of the targets are in `fuzz/`; the test `corpus` runs the corpus through the same functions.

use serde_json::{Value, json};
pub use webhook_catalog::PARQUET_THREAD;
use webhook_catalog::{Checked, read_overlays, read_profiles, read_rows, read_samples};

use crate::outcome;
use crate::rows::{jsonl, minimal_row, named};
use crate::tolerance::{self, forms::check_form};

/// Name and check of a target.
pub type FuzzTarget = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[FuzzTarget] = &[
    ("delivery", delivery),
    ("edited_delivery", edited_delivery),
    ("json", json),
    ("overlay", overlay),
    ("parquet", parquet),
    ("profiles", profiles),
    ("sample", sample),
    ("schema_to_tokens", schema_to_tokens),
];

/// Rows as JSONL or a JSON array.
pub fn json(bytes: &[u8]) {
    check_diagnostics(&read_rows(&[named("rows.jsonl", bytes.to_vec())], &[], &[]));
}

/// Rows as Parquet.
pub fn parquet(bytes: &[u8]) {
    check_diagnostics(&read_rows(
        &[named("rows.parquet", bytes.to_vec())],
        &[],
        &[],
    ));
}

/// An overlay, applied to a row.
pub fn overlay(bytes: &[u8]) {
    let overlays = read_overlays(&[named("acme/thing.json", bytes.to_vec())]);
    check_diagnostics(&overlays);
    let rows = jsonl(&[minimal_row(json!({"type": "object"}))]);
    check_diagnostics(&read_rows(&[rows], &[], &overlays.value));
}

/// The file of profiles.
pub fn profiles(bytes: &[u8]) {
    check_diagnostics(&read_profiles(&named("profiles.toml", bytes.to_vec())));
}

/// A sample and its provenance, from the same bytes.
pub fn sample(bytes: &[u8]) {
    check_diagnostics(&read_samples(&[
        named("acme/thing/one.json", bytes.to_vec()),
        named("acme/thing/provenance.toml", bytes.to_vec()),
    ]));
}

/// A payload schema, from the row to the emitted crate, which must be valid Rust.
pub fn schema_to_tokens(bytes: &[u8]) {
    let Ok(schema @ Value::Object(_)) = serde_json::from_slice(bytes) else {
        return;
    };
    let (generated, diagnostics) = outcome::of_rows(&[jsonl(&[minimal_row(schema)])]);
    assert!(
        generated.is_some()
            || diagnostics
                .iter()
                .any(webhook_catalog::Diagnostic::is_error),
        "a rejected schema has an error"
    );
    let files = generated.iter().flat_map(|generated| generated.tree.iter());
    for (path, text) in files.filter(|(path, _)| path.contains("acme") && path.ends_with(".rs")) {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path} is not valid Rust: {error}");
        }
    }
}

/// A delivery: an accepted body is serialized as an equal value, and `parse`, `peek` and serde agree. A form that is accepted is written
/// back with the same fields.
pub fn delivery(bytes: &[u8]) {
    use webhook_events::slack::{self, Delivery};
    use webhook_events::{ErrorKind, mailchimp};

    let body = serde_json::from_slice::<Value>(bytes);
    let parsed = slack::parse(bytes);
    match &parsed {
        Ok(delivery) => {
            let serialized = serde_json::to_value(delivery).expect("a delivery can be serialized");
            // Without repeated members, of which `peek` finds the first and `parse` takes the last.
            let body = body.expect("an accepted body is JSON");
            let text = body.to_string();
            assert_eq!(serialized, body);
            let name = slack::peek(text.as_bytes()).expect("the text is JSON");
            assert_eq!(name.as_deref(), Some(delivery.event.name()));
            let strict = slack::parse_strict(bytes);
            assert_eq!(strict.is_ok(), delivery.misfits().is_empty(), "{strict:?}");
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            let expected = match body {
                Ok(_) => ErrorKind::Unnamed,
                Err(_) => ErrorKind::Syntax,
            };
            assert_eq!(error.kind(), expected);
        }
    }
    let by_serde = serde_json::from_slice::<Delivery>(bytes);
    assert_eq!(by_serde.ok(), parsed.ok());
    if let Ok(form) = std::str::from_utf8(bytes) {
        let read = |form: &[u8]| Ok(mailchimp::parse_named("subscribe", form)?.to_form());
        if let Err(refused) = check_form(form, read) {
            assert_eq!(refused.kind(), ErrorKind::Syntax, "{refused}");
        }
    }
}

/// A delivery with a payload that the first two bytes choose and the others edit (`tolerance::edits`).
pub fn edited_delivery(bytes: &[u8]) {
    if let Some((base, decisions)) = bytes.split_first_chunk() {
        tolerance::check_edited(u16::from_le_bytes(*base).into(), decisions);
    }
}

/// Every diagnostic has a message and help, and its excerpt has valid offsets.
fn check_diagnostics<T>(checked: &Checked<T>) {
    for diagnostic in &checked.diagnostics {
        assert!(!crate::one_line(diagnostic).is_empty());
        assert!(diagnostic.help.is_some(), "no help in {diagnostic:?}");
        if let Some(excerpt) = &diagnostic.excerpt {
            assert!(excerpt.text.get(excerpt.start..excerpt.end).is_some());
        }
    }
}
