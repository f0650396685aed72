//! Keywords that assert something about a value.

use serde_json::json;

use crate::lower::tests::{errors, member, notes, types, warnings};

#[test]
fn type_lists() {
    for (names, expected) in [
        (json!("null"), "Any(only `null` is described here)"),
        (json!("boolean"), "Boolean"),
        (json!("integer"), "Integer"),
        (json!("number"), "Number"),
        (json!("string"), "String"),
        (json!(["null", "number"]), "Number or null"),
        (json!(["integer", "number"]), "Number"),
        (
            json!(["object", "string", "null"]),
            "union(o: map[Any], s: String) or null",
        ),
        (
            json!(["string", "array", "boolean"]),
            "union(a: [Any], s: String, b: Boolean)",
        ),
        (
            json!(["string", "array", "boolean", "null", "object", "number"]),
            "Any",
        ),
    ] {
        assert_eq!(member(json!({"type": names})), expected, "{names}");
    }
    let typo = r#"E101 /type: `type` is the string "strnig", but must name JSON types"#;
    assert_eq!(errors(json!({"type": "strnig"})), [typo]);
    let second = r#"E101 /type/1: `type` holds the string "nil", but must name JSON types"#;
    assert_eq!(errors(json!({"type": ["string", "nil"]})), [second]);
    assert_eq!(
        errors(json!({"type": []})),
        ["E101 /type: `type` is an empty array, but must name JSON types"]
    );
}

#[test]
fn enums() {
    for (values, expected) in [
        (json!(["b", "a", "b"]), "enum[b|a]"),
        (json!(["a", null]), "enum[a] or null"),
        (json!([1, 2.0, 1e3]), "Integer"),
        (json!([1, 2.5]), "Number"),
        (json!([true]), "Boolean"),
        (json!([null]), "Any(only `null` is described here)"),
        (
            json!(["a", 1, null]),
            "union(s: enum[a], n: Integer) or null",
        ),
        (json!([{"a": 1}, []]), "union(o: map[Any], a: [Any])"),
    ] {
        assert_eq!(member(json!({"enum": values})), expected, "{values}");
    }
    assert_eq!(
        member(json!({"type": "string", "enum": ["a", 5, null]})),
        "enum[a]"
    );
    assert_eq!(notes(json!({"enum": [2, 1]})), [": One of `2`, `1`"]);
    assert_eq!(warnings(json!({"enum": []})), ["E110 : no value fits this"]);
    assert_eq!(
        errors(json!({"enum": {}})),
        ["E101 /enum: `enum` is an object, but must be an array"]
    );
}

#[test]
fn const_of_any_type() {
    for (value, expected) in [
        (json!("a"), "\"a\""),
        (json!(1), "Integer"),
        (json!(0.5), "Number"),
        (json!(false), "Boolean"),
        (json!(null), "Any(only `null` is described here)"),
        (json!([1]), "[Any]"),
        (json!({"a": 1}), "map[Any]"),
    ] {
        assert_eq!(member(json!({"const": value})), expected, "{value}");
    }
    assert_eq!(
        notes(json!({"const": 18446744073709551616.0})),
        [": Always `1.8446744073709552e+19`"]
    );
    assert_eq!(member(json!({"enum": ["a", "b"], "const": "b"})), "\"b\"");
}

#[test]
fn number_constraints_are_notes() {
    let schema = json!({
        "type": "number", "multipleOf": 0.5, "maximum": 9, "exclusiveMaximum": 10, "minimum": 1, "exclusiveMinimum": 0,
    });
    let expected = [
        ": Less than 10",
        ": More than 0",
        ": At most 9",
        ": At least 1",
        ": A multiple of 0.5",
    ];
    assert_eq!(notes(schema), expected);
    let draft_4 = json!({"type": "number", "minimum": 1, "exclusiveMinimum": true, "exclusiveMaximum": false});
    assert_eq!(notes(draft_4), [": More than the minimum", ": At least 1"]);
    assert_eq!(
        errors(json!({"multipleOf": 0})),
        ["E101 /multipleOf: `multipleOf` is a number, but must be a number above zero"]
    );
    assert_eq!(
        errors(json!({"maximum": "9"})),
        [r#"E101 /maximum: `maximum` is the string "9", but must be a number"#]
    );
}

#[test]
fn string_constraints_are_notes() {
    let schema = json!({"type": "string", "maxLength": 64, "minLength": 1, "pattern": "^a`b", "format": "uri"});
    let expected = [
        ": Format: `uri`",
        ": At most 64 characters",
        ": At least 1 character",
        ": Matches `^a`b`",
    ];
    assert_eq!(notes(schema), expected);
    let negative = "E101 /minLength: `minLength` is a number, but must be a whole number from zero";
    assert_eq!(errors(json!({"minLength": -1})), [negative]);
}

#[test]
fn array_constraints_are_notes() {
    let schema = json!({"type": "array", "maxItems": 1, "minItems": 0.0, "uniqueItems": true});
    assert_eq!(types(schema.clone()), "new [Any]");
    assert_eq!(
        notes(schema),
        [
            ": At most 1 item",
            ": At least 0.0 items",
            ": No two items are equal"
        ]
    );
    assert_eq!(
        notes(json!({"type": "array", "uniqueItems": false})),
        [""; 0]
    );
}

#[test]
fn object_constraints_are_notes() {
    let schema = json!({"type": "object", "maxProperties": 2, "minProperties": 1});
    assert_eq!(
        notes(schema),
        [": At most 2 members", ": At least 1 member"]
    );
}

#[test]
fn required_decides_presence() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": true}, "required": ["a", "c"]});
    assert_eq!(types(schema), "{ a: String, b?: Any, c: Any }");
    assert_eq!(
        errors(json!({"required": "a"})),
        [r#"E101 /required: `required` is the string "a", but must be an array of strings"#]
    );
    let number = "E101 /required/1: `required` holds a number, but must be an array of strings";
    assert_eq!(errors(json!({"required": ["a", 1]})), [number]);
    let never = json!({"type": "object", "properties": {"a": false}, "required": ["a"]});
    assert_eq!(
        warnings(never),
        ["E110 : `a` is required, but its schema is `false`"]
    );
}

#[test]
fn dependent_required_is_a_note() {
    let schema = json!({"type": "object", "dependentRequired": {"a": ["b", "c"], "d": []}});
    assert_eq!(
        notes(schema),
        [": With `a` there must be `b`, `c`; With `d` there must be nothing else"]
    );
    let wrong = json!({"dependentRequired": {"a": "b"}});
    let message = r#"E101 /dependentRequired/a: `dependentRequired` holds the string "b", but its members must be arrays of strings"#;
    assert_eq!(errors(wrong), [message]);
}
