//! Malicious schemas, and extreme ones made by careless generators.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::{errors, lines, lower_schema, types, vendor_of};
use crate::model::TypeKind;

/// Far more than any of these takes, and far less than exponential work would.
const LIMIT: Duration = Duration::from_secs(20);

/// A schema within `depth` objects.
fn nested(depth: usize) -> Value {
    // By hand, because `json!` copies what it is given.
    (0..depth).fold(json!({"type": "string"}), |inner, _| {
        let properties: Map<String, Value> = [("a".to_owned(), inner)].into_iter().collect();
        let object = [
            ("type".to_owned(), json!("object")),
            ("properties".to_owned(), Value::Object(properties)),
        ];
        Value::Object(object.into_iter().collect())
    })
}

#[test]
fn deep_nesting_is_refused() {
    assert!(types(nested(60)).starts_with("{ a?: {"));
    let message = "E103 : the schema is nested more than 128 levels deep";
    assert_eq!(errors(nested(100)), [message]);
    let deep = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(move || {
            let schema = nested(10_000);
            assert_eq!(errors(schema), [message]);
        });
    deep.expect("a thread")
        .join()
        .expect("deep nesting is refused");
}

#[test]
fn long_chains_of_definitions_are_fine() {
    let chain = |wrap: fn(Value) -> Value| {
        let mut definitions: Map<String, Value> = (0..2000)
            .map(|index| {
                (
                    format!("d{index}"),
                    wrap(json!({"$ref": format!("#/$defs/d{}", index + 1)})),
                )
            })
            .collect();
        definitions.insert("d2000".to_owned(), json!({"type": "string"}));
        json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}}, "$defs": definitions})
    };
    let objects = vendor_of(chain(
        |inner| json!({"type": "object", "properties": {"next": inner}}),
    ));
    assert_eq!(objects.types.len(), 2001);
    assert_eq!(types(chain(|inner| inner)), "{ a?: String }");
    let refused = "references nest types too deep here";
    for wrap in [
        (|inner| json!({"type": "array", "items": inner})) as fn(Value) -> Value,
        |inner| json!({"anyOf": [inner, {"type": "null"}]}),
        |inner| json!({"anyOf": [inner, {"type": "integer"}]}),
        |inner| json!({"allOf": [inner, {"anyOf": [{"type": "string"}, {"type": "null"}]}]}),
    ] {
        let checked = lower_schema(chain(wrap));
        let lines = lines(&checked);
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("E111 ") || line.ends_with(refused)),
            "{lines:?}"
        );
    }
}

#[test]
fn wide_schemas_take_linear_time() {
    let start = Instant::now();
    let properties: Map<String, Value> = (0..100_000)
        .map(|index| {
            (
                format!("p{index}"),
                json!({"type": "string", "description": "d"}),
            )
        })
        .collect();
    let vendor = vendor_of(json!({"type": "object", "properties": properties}));
    let TypeKind::Object(root) = &vendor.types[0].kind else {
        panic!("the root is an object")
    };
    assert_eq!(root.properties.len(), 100_000);
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
}

#[test]
fn exponential_combinations_are_bounded() {
    let start = Instant::now();
    let either = json!({"anyOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}]});
    let groups: Vec<Value> = (0..30).map(|_| either.clone()).collect();
    let checked = lower_schema(json!({"type": "object", "allOf": groups}));
    assert!(!checked.value.vendors.is_empty() || checked.has_errors());

    // Each definition is merged in two ways, each of which merges the next in two ways.
    let mut definitions: Map<String, Value> = (0..40)
        .map(|index| {
            let next =
                |name: &str| json!({"$ref": format!("#/$defs/d{}", index + 1), "required": [name]});
            (
                format!("d{index}"),
                json!({"type": "object", "properties": {"a": next("x"), "b": next("y")}}),
            )
        })
        .collect();
    definitions.insert("d40".to_owned(), json!({"type": "object"}));
    let checked = lower_schema(json!({"$ref": "#/$defs/d0", "$defs": definitions}));
    let message = "E111 : combining its references and alternatives gives far more types than it has subschemas";
    assert_eq!(lines(&checked), [message]);
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
}

#[test]
fn large_unions_and_enums_are_bounded() {
    let start = Instant::now();
    let values: Vec<String> = (0..50_000).map(|index| format!("v{index}")).collect();
    assert!(types(json!({"enum": values})).starts_with("enum[v0|v1|"));
    let constants: Vec<Value> = values.iter().map(|value| json!({"const": value})).collect();
    assert!(
        lower_schema(json!({"anyOf": constants}))
            .value
            .vendors
            .len()
            == 1
    );
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
}

#[test]
fn special_names_are_plain_text() {
    let schema = json!({"type": "object", "properties": {"": true, "*/": true, "a\u{0}b": true, "\u{1F600}": true, "r#\"": true}});
    let vendor = vendor_of(schema);
    let TypeKind::Object(root) = &vendor.types[0].kind else {
        panic!("the root is an object")
    };
    assert_eq!(root.properties.len(), 5);
}

#[test]
fn numbers_beyond_machine_integers_are_notes() {
    let schema: Value = serde_json::from_str(
        r#"{"type": "object", "properties": {"a": {"type": "integer", "maximum": 99999999999999999999999999, "minimum": -1e300},
            "b": {"type": "array", "minItems": 1e300, "prefixItems": [true]}, "c": {"const": 123456789012345678901234567890}}}"#,
    )
    .expect("it is JSON");
    assert_eq!(
        types(schema),
        "{ a?: Integer, b?: tuple(Any, Any*), c?: Integer }"
    );
}

#[test]
fn long_prose_is_cut_off() {
    let schema = json!({"type": "object", "description": "é".repeat(10_000_000)});
    let checked = lower_schema(schema);
    assert_eq!(
        lines(&checked),
        ["E118 /description: `description` has 20000000 bytes and is cut off"]
    );
    let vendor = &checked.value.vendors[0];
    let description = vendor.types[0]
        .docs
        .description
        .as_deref()
        .expect("a description");
    assert!(description.len() < 20_000 && description.ends_with("é…"));
}

#[test]
fn long_names_above_many_members_are_refused() {
    let members: Map<String, Value> = (0..10_000)
        .map(|index| (format!("p{index}"), json!(true)))
        .collect();
    let inner = json!({"type": "object", "properties": members});
    let outer: Map<String, Value> = [("x".repeat(100_000), inner)].into_iter().collect();
    let found = errors(json!({"type": "object", "properties": outer}));
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("E118 ")
            && found[0].ends_with("too long for how many there are below them")
    );
}

#[test]
fn quadratic_merges_are_bounded() {
    let start = Instant::now();
    let properties: Map<String, Value> = (0..3000)
        .map(|index| (format!("p{index}"), json!(true)))
        .collect();
    let additional: Vec<Value> = (0..3000)
        .map(|_| json!({"additionalProperties": {"type": "string"}}))
        .collect();
    let _ = lower_schema(json!({"type": "object", "properties": properties, "allOf": additional}));
    let numbers: Vec<u32> = (0..5000).collect();
    let _ = lower_schema(json!({"enum": numbers, "allOf": [{"enum": numbers}]}));
    let places: Vec<Value> = (0..3000).map(|_| json!({"type": "string"})).collect();
    let tuples: Vec<Value> = (0..50).map(|_| json!({"prefixItems": places})).collect();
    let _ = lower_schema(json!({"type": "array", "allOf": tuples}));
    let references: Map<String, Value> = (0..3000)
        .map(|index| (format!("p{index}"), json!({"$ref": "#/$defs/all"})))
        .collect();
    let all: Vec<Value> = (0..3000)
        .map(|index| json!({"minProperties": index}))
        .collect();
    let _ = lower_schema(
        json!({"type": "object", "dependentSchemas": references, "$defs": {"all": {"allOf": all}}}),
    );
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
}
