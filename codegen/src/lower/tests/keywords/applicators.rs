//! Keywords that apply subschemas.

use serde_json::json;

use crate::lower::tests::{errors, lower_schema, member, notes, print, types, warnings};

#[test]
fn prefix_items_make_a_tuple() {
    let places = json!([{"type": "string"}, {"type": "integer"}]);
    assert_eq!(
        member(json!({"type": "array", "prefixItems": places})),
        "tuple(String?, Integer?, Any*)"
    );
    let closed = json!({"type": "array", "prefixItems": places, "minItems": 1, "items": {"type": "boolean"}});
    assert_eq!(member(closed), "tuple(String, Integer?, Boolean*)");
    let short = json!({"type": "array", "prefixItems": [{"type": "string"}, false], "items": {"type": "null"}});
    assert_eq!(member(short), "tuple(String?, Any*)");
}

#[test]
fn items_make_a_list() {
    assert_eq!(
        member(json!({"type": "array", "items": {"type": ["string", "null"]}})),
        "[String or null]"
    );
    assert_eq!(member(json!({"type": "array"})), "[Any]");
    assert_eq!(member(json!({"type": "array", "items": true})), "[Any]");
    assert_eq!(
        member(json!({"type": "array", "items": false})),
        "[Any(no value fits the schema)]"
    );
    assert_eq!(
        member(json!({"type": "array", "items": {"type": "object", "properties": {"a": true}}})),
        "[{ a?: Any }]"
    );
    let schema = json!({"type": "array", "items": {"type": "string", "format": "uri", "description": "A link"}});
    assert_eq!(
        notes(schema),
        [": Each item: A link", ": Each item: Format: `uri`"]
    );
}

#[test]
fn contains_is_a_note() {
    let schema =
        json!({"type": "array", "contains": {"const": 1}, "minContains": 2, "maxContains": 3});
    assert_eq!(types(schema.clone()), "new [Any]");
    let expected = [
        r#": Holds an item that fits `{"const":1}`"#,
        ": At most 3 of these",
        ": At least 2 of these",
    ];
    assert_eq!(notes(schema), expected);
}

#[test]
fn additional_properties_make_a_map() {
    assert_eq!(
        member(json!({"type": "object", "additionalProperties": {"type": "integer"}})),
        "map[Integer]"
    );
    assert_eq!(
        member(json!({"type": "object", "additionalProperties": true})),
        "map[Any]"
    );
    let empty = member(json!({"type": "object", "additionalProperties": false}));
    assert_eq!(empty, "map[Any(no value fits the schema)]");
    let beside = json!({"type": "object", "properties": {"a": true}, "additionalProperties": {"type": "integer"}});
    assert_eq!(member(beside.clone()), "{ a?: Any }");
    assert_eq!(
        notes(beside),
        [r#": Other members fit `{"type":"integer"}`"#]
    );
    let closed =
        json!({"type": "object", "properties": {"a": true}, "additionalProperties": false});
    assert_eq!(member(closed.clone()), "{ a?: Any }");
    assert_eq!(notes(closed), [": No other members are described"]);
}

#[test]
fn properties_make_an_object() {
    assert_eq!(
        types(json!({"type": "object", "properties": {"b": {"type": "string"}, "a": true}})),
        "{ a?: Any, b?: String }"
    );
    assert_eq!(types(json!({"type": "object"})), "{}");
    assert_eq!(member(json!({"type": "object"})), "map[Any]");
    assert_eq!(
        errors(json!({"properties": 5})),
        ["E101 /properties: `properties` is a number, but must be an object"]
    );
    let no_schema = json!({"properties": {"a/b": "string"}});
    assert_eq!(
        errors(no_schema),
        [r#"E102 /properties/a~1b: the string "string" stands where a schema belongs"#]
    );
}

#[test]
fn pattern_properties_make_a_map() {
    let closed = json!({"type": "object", "patternProperties": {"^x": {"type": "string"}}, "additionalProperties": false});
    assert_eq!(member(closed), "map[String]");
    let open = json!({"type": "object", "patternProperties": {"^x": {"type": "string"}}});
    assert_eq!(member(open), "map[Any]");
    let beside = json!({"type": "object", "properties": {"a": true}, "patternProperties": {"^x": {"type": "string"}}});
    assert_eq!(types(beside.clone()), "{ a?: Any, x*: map[String] }");
    assert_eq!(
        notes(beside),
        [r#": Members that match `^x` fit `{"type":"string"}`"#]
    );
    let other = json!({"type": "object", "properties": {"a": true}, "patternProperties": {"x$": {"type": "string"}}});
    assert_eq!(types(other), "{ a?: Any }");
    let two = json!({"type": "object", "properties": {"a": true}, "patternProperties": {"^x_": true, "^y_": true}});
    assert_eq!(types(two), "{ a?: Any }");
}

#[test]
fn dependent_schemas_declare_optional_members() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "dependentSchemas": {"a": {"required": ["b"], "properties": {"a": {"minLength": 1}, "b": {"type": "integer"}}}},
    });
    assert_eq!(
        types(schema),
        "{ a?: String, b?: Any(the schema describes it under a condition alone) }"
    );
}

#[test]
fn property_names_is_a_note() {
    let schema = json!({"type": "object", "propertyNames": {"pattern": "^a"}});
    assert_eq!(types(schema.clone()), "{}");
    assert_eq!(notes(schema), [r#": Member names fit `{"pattern":"^a"}`"#]);
}

#[test]
fn if_then_else_declare_optional_members() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "if": {"properties": {"a": {"const": "x"}}},
        "then": {"properties": {"b": {"type": "string"}}},
        "else": {"required": ["c"], "properties": {"c": {"type": "integer"}}},
    });
    let any = "Any(the schema describes it under a condition alone)";
    assert_eq!(
        types(schema.clone()),
        format!("{{ a?: String, b?: {any}, c?: {any} }}")
    );
    assert_eq!(notes(schema).len(), 3);
    let lonely = json!({"type": "object", "then": {"properties": {"b": true}}});
    assert_eq!(types(lonely), "{}");
}

#[test]
fn all_of_is_merged() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"type": ["string", "integer"]}},
        "allOf": [
            {"required": ["a"], "properties": {"a": {"type": ["integer", "null"]}, "b": {"enum": ["x", "y"]}}},
            {"properties": {"b": {"enum": ["y", "z"]}}, "required": ["b"]},
        ],
    });
    assert_eq!(types(schema), "{ a: Integer, b: enum[y] }");
    let conflict = json!({"type": "object", "properties": {"a": {"allOf": [{"type": "string"}, {"type": "integer"}]}}});
    assert_eq!(
        warnings(conflict.clone()),
        ["E110 /properties/a: no value fits this"]
    );
    assert_eq!(
        print(&lower_schema(conflict).value.vendors[0]),
        "{ a?: Any(no value fits the schema) }"
    );
}

#[test]
fn any_of_is_a_union() {
    assert_eq!(
        member(json!({"anyOf": [{"type": "string"}, {"type": "integer"}]})),
        "union(s: String, n: Integer)"
    );
    assert_eq!(
        member(json!({"anyOf": [{"type": "string"}, {"type": "null"}]})),
        "String or null"
    );
    assert_eq!(
        member(json!({"anyOf": [{"const": "a"}, {"const": "b"}, {"type": "string"}]})),
        "enum[a|b]"
    );
    assert_eq!(
        member(json!({"anyOf": [{"type": "integer"}, {"type": "number"}]})),
        "Number"
    );
    let outer = json!({
        "type": "object",
        "properties": {"id": {"type": "string"}},
        "required": ["id"],
        "anyOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"b": {"type": "string"}}}],
    });
    assert_eq!(
        types(outer),
        "union(o<+a,+id>: { a: String, id: String }, o<+id>: { b?: String, id: String }, ...)"
    );
    let only_required = json!({
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
    });
    assert_eq!(types(only_required.clone()), "{ a?: String, b?: String }");
    assert_eq!(
        notes(only_required),
        [r#": Fits one or more of `{"required":["a"]}`, `{"required":["b"]}`"#]
    );
}

#[test]
fn one_of_is_told_apart_by_constants() {
    let schema = json!({
        "type": "object",
        "oneOf": [
            {"properties": {"kind": {"const": "a"}, "x": {"type": "integer"}}, "required": ["kind"]},
            {"properties": {"kind": {"const": "b"}, "x": {"type": "string"}}, "required": ["kind", "x"]},
        ],
    });
    let expected = "union(o<kind=b,+x>: { kind: \"b\", x: String }, o<kind=a>: { kind: \"a\", x?: Integer }, ...)";
    assert_eq!(types(schema), expected);
    assert_eq!(
        errors(json!({"oneOf": []})),
        ["E101 /oneOf: `oneOf` is an empty array, but must be an array of at least one schema"]
    );
}

#[test]
fn not_is_a_note() {
    let schema = json!({"type": "string", "not": {"const": "x"}});
    assert_eq!(member(schema.clone()), "String");
    assert_eq!(notes(schema), [r#": Not: `{"const":"x"}`"#]);
}

#[test]
fn unevaluated_items_is_a_note() {
    let schema = json!({"type": "array", "prefixItems": [true], "unevaluatedItems": false});
    assert_eq!(types(schema.clone()), "tuple(Any?, Any*)");
    assert_eq!(notes(schema), [": Further items fit `false`"]);
}

#[test]
fn unevaluated_properties_is_a_note() {
    let schema = json!({"type": "object", "properties": {"a": true}, "unevaluatedProperties": {"type": "string"}});
    assert_eq!(types(schema.clone()), "{ a?: Any }");
    assert_eq!(
        notes(schema),
        [r#": Further members fit `{"type":"string"}`"#]
    );
}
