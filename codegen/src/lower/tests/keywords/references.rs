//! Keywords of the core vocabulary: identifiers, references and definitions.

use serde_json::json;

use crate::lower::tests::{errors, notes, types, warnings};

#[test]
fn schema_of_another_draft_changes_nothing_else() {
    let draft_7 = json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"});
    assert_eq!(warnings(draft_7.clone()), [""; 0]);
    assert_eq!(types(draft_7), types(json!({"type": "object"})));
    assert_eq!(
        errors(json!({"$schema": 5})),
        ["E101 /$schema: `$schema` is a number, but must be a string"]
    );
}

#[test]
fn id_is_the_base_of_references() {
    let schema = json!({
        "$id": "https://acme.test/schemas/event.json",
        "type": "object",
        "properties": {"a": {"$ref": "money.json"}, "b": {"$ref": "/schemas/money.json#/$defs/code"}},
        "$defs": {"m": {"$id": "money.json", "type": "object", "properties": {"c": {"$ref": "#/$defs/code"}},
            "$defs": {"code": {"enum": ["EUR"]}}}},
    });
    let expected = "{ a?: @m, b?: @/$defs/m/$defs/code }; @m = { c?: @/$defs/m/$defs/code }; @/$defs/m/$defs/code = enum[EUR]";
    assert_eq!(types(schema), expected);
    let twice = json!({"$id": "a", "$defs": {"x": {"$id": "b"}, "y": {"$id": "b"}}});
    assert_eq!(
        errors(twice),
        ["E106 /$defs/y: another subschema has the `$id` `b` too"]
    );
}

#[test]
fn ref_beside_other_keywords() {
    let schema = json!({
        "type": "object",
        "properties": {
            "plain": {"$ref": "#/$defs/p", "description": "said here"},
            "more": {"$ref": "#/$defs/p", "required": ["a"], "properties": {"b": {"type": "string"}}},
        },
        "$defs": {"p": {"type": "object", "properties": {"a": {"type": "integer"}}}},
    });
    assert_eq!(
        types(schema),
        "{ more?: { a: Integer, b?: String }, plain?: @p }; @p = { a?: Integer }"
    );
    assert_eq!(
        errors(json!({"$ref": "other.json"})),
        ["E107 /$ref: `other.json` refers to another document"]
    );
    assert_eq!(
        errors(json!({"$ref": "#/$defs/x"})),
        ["E108 /$ref: `#/$defs/x` refers to nothing"]
    );
}

#[test]
fn anchor_is_found_by_reference() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"$ref": "#code"}},
        "$defs": {"x": {"$anchor": "code", "enum": ["A"]}},
    });
    assert_eq!(types(schema), "{ a?: @x }; @x = enum[A]");
    let twice = json!({"$defs": {"x": {"$anchor": "a"}, "y": {"$anchor": "a"}}});
    assert_eq!(
        errors(twice),
        ["E106 /$defs/y: another subschema has the anchor `a` too"]
    );
}

#[test]
fn dynamic_ref_with_one_candidate() {
    let schema = json!({
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {"children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
    });
    assert_eq!(types(schema), "{ children?: [@root] }");
}

#[test]
fn dynamic_ref_with_several_candidates_falls_back() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"$dynamicRef": "#t"}},
        "$defs": {
            "one": {"$dynamicAnchor": "t", "type": "string"},
            "two": {"$id": "other", "$dynamicAnchor": "t", "type": "integer"},
        },
    });
    assert_eq!(
        types(schema),
        "{ a?: Any(`$dynamicRef` has several candidates here) }"
    );
}

#[test]
fn other_annotations_are_left_out() {
    let schema = json!({
        "$vocabulary": {"https://acme.test": true},
        "$comment": "c",
        "type": "object",
        "properties": {"a": {
            "type": "string", "readOnly": true, "writeOnly": true, "externalDocs": {}, "xml": {},
        }},
    });
    assert_eq!(notes(schema.clone()), [""; 0]);
    assert_eq!(types(schema), "{ a?: String }");
}

#[test]
fn defs_are_lowered_where_they_are_used() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/a%20b~1c"}, "b": {"$ref": "#/$defs/text"}},
        "$defs": {"a b/c": {"type": "object", "properties": {"x": true}}, "text": {"type": "string"}, "unused": {"enum": ["z"]}},
    });
    // A definition that needs no name is written where it is used.
    assert_eq!(
        types(schema),
        "{ a?: @a b/c, b?: String }; @a b/c = { x?: Any }"
    );
}
