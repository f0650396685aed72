//! Input that is too large to store: made here, told by what becomes of it.

use end_to_end::rows::named;
use end_to_end::{outcome, tell};
use serde_json::{Map, Value, json};
use webhook_codegen::Generated;

/// A row of acme as JSON text, with `schema` as its payload schema.
fn row(schema: &str) -> String {
    let mut row = json!({
        "vendor": "acme",
        "vendor_display_name": "Acme",
        "category": "ops",
        "event_name": "thing",
        "trigger_description": "Fires when a thing changes.",
        "payload_schema": "@",
        "auth_method": "none",
        "docs_url": "https://acme.example/hooks",
        "last_introspected_at": "2026-05-01T00:00:00Z",
        "source_extractor_version": "v1.0",
        "extraction_method": "manual-html",
    })
    .to_string();
    let at = row.find("\"@\"").expect("the row holds the mark");
    row.replace_range(at..at + 3, schema);
    row + "\n"
}

/// What becomes of a file, and everything said about it on one line each.
fn of_text(text: String) -> (Option<Generated>, Vec<String>) {
    let (made, diagnostics) = outcome::of_rows(&[named("rows.jsonl", text.into_bytes())]);
    (made, diagnostics.iter().map(tell).collect())
}

/// A schema within `depth` others.
fn nested(depth: usize) -> String {
    "{\"type\":\"object\",\"properties\":{\"a\":".repeat(depth) + "true" + &"}}".repeat(depth)
}

#[test]
fn a_schema_nested_10_000_deep() {
    let (made, told) = of_text(row(&nested(10_000)));
    assert!(made.is_none());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("E005 rows.jsonl, row 1, column payload_schema, at /properties/a/")
            && told[0].contains("nested more than 127 levels deep"),
        "{told:?}"
    );
}

#[test]
fn a_schema_nested_10_000_deep_as_text() {
    let (made, told) = of_text(row(&json!(nested(10_000)).to_string()));
    assert!(made.is_none());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with(
            "E017 rows.jsonl, row 1, column payload_schema, acme thing, at /properties/a/"
        ) && told[0].contains("nested more than 127 levels deep"),
        "{told:?}"
    );
}

#[test]
fn a_million_open_brackets() {
    for opening in ["[", "{\"a\":", "[{\"a\":"] {
        let (made, told) = of_text(opening.repeat(1_000_000));
        assert!(made.is_none());
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("nested more than 127 levels deep"),
            "{told:?}"
        );
    }
}

#[test]
fn a_description_of_100_megabytes() {
    let prose = "word ".repeat(20 << 20);
    let schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "description": prose});
    let (made, told) = of_text(row(&schema.to_string()));
    let cut = format!("`description` has {} bytes and is cut off", prose.len());
    assert_eq!(
        told,
        [format!(
            "E118 rows.jsonl, row 1, column payload_schema, acme thing, at /description: {cut}"
        )]
    );
    let made = made.expect("the event is emitted");
    let file = made
        .tree
        .get("src/acme/thing.rs")
        .expect("the event has a file");
    assert!(file.len() < 10_000, "the file has {} bytes", file.len());
}

#[test]
fn a_type_of_100_000_properties() {
    let properties: Map<String, Value> = (0..100_000)
        .map(|index| (format!("p{index}"), json!({"type": "string"})))
        .collect();
    let schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": properties});
    let (made, told) = of_text(row(&schema.to_string()));
    assert_eq!(told, [""; 0]);
    let made = made.expect("the event is emitted");
    let file = made
        .tree
        .get("src/acme/thing.rs")
        .expect("the event has a file");
    assert_eq!(file.matches("\n    pub p").count(), 100_000);
}

#[test]
fn an_enum_of_100_000_values() {
    let values: Vec<String> = (0..100_000).map(|index| format!("v{index}")).collect();
    let schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"kind": {"enum": values}}});
    let (made, told) = of_text(row(&schema.to_string()));
    assert_eq!(told, [""; 0]);
    let made = made.expect("the event is emitted");
    let file = made
        .tree
        .get("src/acme/thing.rs")
        .expect("the event has a file");
    assert_eq!(file.matches("=> Self::V").count(), 100_000);
}
