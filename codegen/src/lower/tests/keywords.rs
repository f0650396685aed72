//! One test for each keyword, as the table in `schema/keyword.rs` names them.

use serde_json::{Value, json};

use super::{errors, lower_schema, member, notes, print, types, vendor_of, warnings};
use crate::model::TypeKind;

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
    assert_eq!(member(json!({"type": "array", "items": false})), "[Any]");
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
    assert_eq!(types(beside.clone()), "{ a?: Any }");
    assert_eq!(
        notes(beside),
        [r#": Members that match `^x` fit `{"type":"string"}`"#]
    );
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
        super::print(&super::lower_schema(conflict).value.vendors[0]),
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
        "union(o<+a,+id>: { a: String, id: String }, o<+id>: { b?: String, id: String })"
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
    let expected =
        "union(o<kind=b,+x>: { kind: \"b\", x: String }, o<kind=a>: { kind: \"a\", x?: Integer })";
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
    let schema = json!({"type": "string", "maxLength": 64, "minLength": 1, "pattern": "^a`b", "format": "date-time"});
    let expected = [
        ": Format: `date-time`",
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

#[test]
fn content_keywords_are_notes() {
    let schema = json!({
        "type": "string", "contentEncoding": "base64", "contentMediaType": "application/json", "contentSchema": {"type": "object"},
    });
    let expected = [
        ": Encoded as `base64`",
        ": Holds `application/json`",
        r#": The decoded content fits `{"type":"object"}`"#,
    ];
    assert_eq!(notes(schema), expected);
}

#[test]
fn title_description_and_deprecated_are_docs() {
    let schema = json!({"type": "object", "title": "T", "description": "D", "properties": {"a": {"type": "string", "deprecated": true}}});
    let vendor = vendor_of(schema);
    let root = &vendor.types[vendor.events[0].root.0];
    assert_eq!(
        (root.docs.title.as_deref(), root.docs.description.as_deref()),
        (Some("T"), Some("D"))
    );
    let TypeKind::Object(object) = &root.kind else {
        panic!("the root is an object")
    };
    assert!(object.properties[0].docs.deprecated && !root.docs.deprecated);
    assert_eq!(
        errors(json!({"title": 1})),
        ["E101 /title: `title` is a number, but must be a string"]
    );
}

#[test]
fn default_and_examples_are_notes() {
    let schema = json!({"type": "string", "default": "a", "examples": ["b", "c"], "example": "d"});
    assert_eq!(
        notes(schema),
        [
            r#": Default: `"a"`"#,
            r#": Example: `"d"`"#,
            r#": Examples: `"b"`, `"c"`"#
        ]
    );
}

#[test]
fn definitions_of_earlier_drafts() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"$ref": "#/definitions/x"}},
        "definitions": {"x": {"enum": ["A"]}},
    });
    assert_eq!(types(schema), "{ a?: @x }; @x = enum[A]");
}

#[test]
fn id_of_draft_4() {
    let schema = json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        "properties": {"a": {"$ref": "x.json"}},
        "definitions": {"x": {"id": "x.json", "enum": ["A"]}},
    });
    assert_eq!(
        super::print(&super::lower_schema(schema).value.vendors[0]),
        "{ a?: @x }; @x = enum[A]"
    );
    assert_eq!(
        types(json!({"type": "object", "id": "not an identifier here"})),
        "{}"
    );
}

#[test]
fn items_lists_of_earlier_drafts() {
    let schema = json!({"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "integer"}});
    assert_eq!(member(schema), "tuple(String?, Integer*)");
    let ignored = json!({"type": "array", "items": {"type": "string"}, "additionalItems": {"type": "integer"}});
    assert_eq!(member(ignored), "[String]");
}

#[test]
fn recursive_ref_of_2019_09() {
    let schema = json!({"$recursiveAnchor": true, "type": "object", "properties": {"next": {"$recursiveRef": "#"}}});
    assert_eq!(types(schema), "{ next?: @root }");
    let several = json!({
        "$recursiveAnchor": true,
        "type": "object",
        "properties": {"a": {"$recursiveRef": "#"}},
        "$defs": {"other": {"$id": "other", "$recursiveAnchor": true}},
    });
    assert_eq!(
        types(several),
        "{ a?: Any(`$recursiveRef` has several candidates here) }"
    );
}

#[test]
fn dependencies_of_earlier_drafts() {
    let schema = json!({"type": "object", "dependencies": {"a": ["b"], "c": {"properties": {"d": {"type": "string"}}}}});
    assert_eq!(
        types(schema.clone()),
        "{ d?: Any(the schema describes it under a condition alone) }"
    );
    assert_eq!(notes(schema)[0], ": With `a` there must be `b`");
}

#[test]
fn nullable_of_openapi() {
    assert_eq!(
        member(json!({"type": "string", "nullable": true})),
        "String or null"
    );
    assert_eq!(
        member(json!({"type": "string", "enum": ["a"], "nullable": true})),
        "enum[a] or null"
    );
    assert_eq!(
        member(json!({"nullable": true, "allOf": [{"type": "integer"}]})),
        "Integer or null"
    );
    assert_eq!(
        member(json!({"nullable": true, "anyOf": [{"type": "integer"}, {"type": "string"}]})),
        "union(n: Integer, s: String) or null"
    );
    assert_eq!(
        errors(json!({"nullable": "yes"})),
        [r#"E101 /nullable: `nullable` is the string "yes", but must be `true` or `false`"#]
    );
}

#[test]
fn a_discriminator_decides() {
    let alternative = |tag: Value, more: Value| {
        let mut schema = json!({"type": "object", "properties": {"kind": tag}});
        schema["properties"]["x"] = more;
        if schema["properties"]["kind"].is_object() {
            schema["required"] = json!(["kind"]);
        }
        schema
    };
    let (a, b) = (json!({"const": "a"}), json!({"const": "b"}));
    let union = |alternatives: &[Value]| json!({"discriminator": {"propertyName": "kind"}, "oneOf": alternatives});
    let text = json!({"type": "string"});
    let number = json!({"type": "integer"});
    let plain = alternative(json!(false), text.clone());
    let both = [
        plain.clone(),
        alternative(a.clone(), number.clone()),
        alternative(b, text.clone()),
    ];
    assert_eq!(
        member(union(&both)),
        "by kind(without: { x?: String }, a: { kind: \"a\", x?: Integer }, b: { kind: \"b\", x?: String })"
    );
    // Two with one tag, two without any, or one that may have any: nothing decides.
    let a = alternative(a, number);
    for alternatives in [
        [a.clone(), alternative(json!({"const": "a"}), text.clone())],
        [plain, alternative(json!(false), json!({"type": "boolean"}))],
        [a, alternative(json!(true), text)],
    ] {
        let schema = json!({"type": "object", "properties": {"x": union(&alternatives)}});
        let warning = "the discriminator `kind` does not tell this alternative from the others";
        let found = warnings(schema.clone());
        assert_eq!(found, [format!("E119 /properties/x: {warning}")]);
        let found = print(&lower_schema(schema).value.vendors[0]);
        assert!(found.starts_with("{ x?: union("), "{found}");
    }
}
