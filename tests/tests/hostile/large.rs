//! Input that is too large to store, built by the tests.

use end_to_end::rows::{minimal_row, named};
use end_to_end::{one_line, outcome};
use serde_json::{Map, Value, json};
use webhook_codegen::Generated;

/// A JSONL line of [`minimal_row`] with the text `schema` as its payload schema.
fn row(schema: &str) -> String {
    let mut row = minimal_row(json!("@")).to_string();
    let at = row.find("\"@\"").expect("the row has the placeholder");
    row.replace_range(at..at + 3, schema);
    row + "\n"
}

/// The crate generated from a JSONL text, and its diagnostics on one line each.
fn of_text(text: String) -> (Option<Generated>, Vec<String>) {
    let (generated, diagnostics) = outcome::of_rows(&[named("rows.jsonl", text.into_bytes())]);
    (generated, diagnostics.iter().map(one_line).collect())
}

/// The text of the event's file.
#[track_caller]
fn event_file(generated: Option<Generated>) -> String {
    let generated = generated.expect("the event is emitted");
    let file = generated.tree.get("src/acme/thing.rs");
    file.expect("the event has a file").to_owned()
}

/// A schema of objects with further keywords.
fn object(mut keywords: Value) -> Value {
    keywords["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    keywords["type"] = json!("object");
    keywords
}

/// A schema nested in `depth` others.
fn nested(depth: usize) -> String {
    "{\"type\":\"object\",\"properties\":{\"a\":".repeat(depth) + "true" + &"}}".repeat(depth)
}

#[test]
fn a_schema_nested_10_000_deep() {
    let (generated, messages) = of_text(row(&nested(10_000)));
    assert!(generated.is_none());
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].starts_with("E005 rows.jsonl, row 1, column payload_schema, at /properties/a/")
            && messages[0].contains("nested more than 127 levels deep"),
        "{messages:?}"
    );
}

#[test]
fn a_schema_nested_10_000_deep_as_text() {
    let (generated, messages) = of_text(row(&json!(nested(10_000)).to_string()));
    assert!(generated.is_none());
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].starts_with(
            "E017 rows.jsonl, row 1, column payload_schema, acme thing, at /properties/a/"
        ) && messages[0].contains("nested more than 127 levels deep"),
        "{messages:?}"
    );
}

#[test]
fn a_million_open_brackets() {
    for opening in ["[", "{\"a\":", "[{\"a\":"] {
        let (generated, messages) = of_text(opening.repeat(1_000_000));
        assert!(generated.is_none());
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(
            messages[0].contains("nested more than 127 levels deep"),
            "{messages:?}"
        );
    }
}

#[test]
fn a_description_of_100_megabytes() {
    let prose = "word ".repeat(20 << 20);
    let schema = object(json!({"description": prose}));
    let (generated, messages) = of_text(row(&schema.to_string()));
    let message = format!("`description` has {} bytes and is cut off", prose.len());
    assert_eq!(
        messages,
        [format!(
            "E118 rows.jsonl, row 1, column payload_schema, acme thing, at /description: {message}"
        )]
    );
    let file = event_file(generated);
    assert!(file.len() < 10_000, "the file has {} bytes", file.len());
}

#[test]
fn a_type_of_100_000_properties() {
    let properties: Map<String, Value> = (0..100_000)
        .map(|index| (format!("p{index}"), json!({"type": "string"})))
        .collect();
    let schema = object(json!({"properties": properties}));
    let (generated, messages) = of_text(row(&schema.to_string()));
    assert_eq!(messages, [""; 0]);
    let file = event_file(generated);
    assert_eq!(file.matches("\n    pub p").count(), 100_000);
}

#[test]
fn an_enum_of_100_000_values() {
    let values: Vec<String> = (0..100_000).map(|index| format!("v{index}")).collect();
    let schema = object(json!({"properties": {"kind": {"enum": values}}}));
    let (generated, messages) = of_text(row(&schema.to_string()));
    assert_eq!(messages, [""; 0]);
    let file = event_file(generated);
    assert_eq!(file.matches("=> Self::V").count(), 100_000);
}
