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

/// The file and the diagnostics of an event with a member `a` of this schema.
fn of_member(schema: &Value) -> (String, Vec<String>) {
    let schema = object(json!({"properties": {"a": schema}, "required": ["a"]}));
    let (generated, messages) = of_text(row(&schema.to_string()));
    (event_file(generated), messages)
}

fn too_large(place: &str, message: &str) -> [String; 1] {
    [format!(
        "E134 rows.jsonl, row 1, column payload_schema, acme thing{place}: {message}"
    )]
}

fn members(count: usize) -> Map<String, Value> {
    let schema = json!({"type": "string"});
    (0..count)
        .map(|index| (format!("p{index}"), schema.clone()))
        .collect()
}

#[test]
fn an_object_of_100_000_members_is_a_map() {
    let message = "it has more than 1000 members, so it becomes a map of JSON values";
    let (file, messages) = of_member(&object(json!({"properties": members(100_000)})));
    assert_eq!(messages, too_large(", at /properties/a", message));
    assert!(file.contains("pub a: JsonObject,"), "{file}");
    assert!(
        file.contains("/// More than 1000 members are described, too many for fields."),
        "{file}"
    );
}

#[test]
fn a_payload_of_100_000_members_has_no_fields() {
    let message = "it has more than 1000 members, so it becomes a map of JSON values";
    let schema = object(json!({"properties": members(100_000)}));
    let (generated, messages) = of_text(row(&schema.to_string()));
    assert_eq!(messages, too_large("", message));
    let file = event_file(generated);
    assert_eq!(file.matches("\n    pub ").count(), 2, "{file}");
}

#[test]
fn an_enum_of_100_000_values_is_a_string() {
    let values: Vec<String> = (0..100_000).map(|index| format!("v{index}")).collect();
    let message = "it has more than 4000 values, so it becomes a string";
    let (file, messages) = of_member(&json!({ "enum": values }));
    assert_eq!(messages, too_large(", at /properties/a", message));
    assert!(file.contains("pub a: String,"), "{file}");
}

#[test]
fn a_tuple_of_100_000_places_is_an_array() {
    let places = vec![json!({"type": "string"}); 100_000];
    let message = "it has more than 100 places, so it becomes an array of JSON values";
    let schema = json!({"type": "array", "prefixItems": places, "minItems": 100_000});
    let (file, messages) = of_member(&schema);
    assert_eq!(messages, too_large(", at /properties/a", message));
    assert!(file.contains("pub a: Vec<Json>,"), "{file}");
}
