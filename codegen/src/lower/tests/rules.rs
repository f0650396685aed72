//! Rules that go beyond one keyword.

use serde_json::json;

use super::{errors, member, notes, print, types, vendor_of, warnings};
use crate::model::{DeclaredPresence, Evidence, PathStep, TypeKind};

#[test]
fn without_type_other_values_are_accepted_too() {
    let schema =
        json!({"type": "object", "properties": {"a": {"properties": {"b": {"type": "string"}}}}});
    let message = "E113 /properties/a: a schema without `type` accepts values of every type, whatever it says about one";
    assert_eq!(warnings(schema.clone()), [message]);
    let printed = print(&super::lower_schema(schema).value.vendors[0]);
    let any = "Any(the schema gives no `type`, so other values are accepted too)";
    assert_eq!(
        printed,
        format!("{{ a?: union(o: {{ b?: String }}, *: {any}) }}")
    );
}

#[test]
fn a_root_without_type_is_any_value() {
    assert_eq!(warnings(json!({})), [""; 0]);
    assert_eq!(
        print(&super::lower_schema(json!({})).value.vendors[0]),
        "new Any"
    );
}

#[test]
fn unknown_keywords_are_reported_once_per_vendor() {
    let schema = |name: &str| json!({"$schema": crate::schema::DRAFT, "type": "object", "properties": {name: {"x-y": 1}}, "requierd": []});
    let rows = [super::row("a", schema("b")), super::row("c", schema("d"))];
    let checked = super::lower(&rows, &[], &webhook_catalog::Profiles::default());
    let expected = [
        "E104 /requierd: `requierd` is no keyword of JSON Schema (at 2 places)",
        "E104 /properties/b/x-y: `x-y` is no keyword of JSON Schema (at 2 places)",
    ];
    assert_eq!(super::lines(&checked), expected);
}

#[test]
fn roots_of_every_type() {
    for (schema, expected) in [
        (json!({"type": "string"}), "new String"),
        (
            json!({"type": "array", "items": {"type": "object", "properties": {"a": true}}}),
            "new [{ a?: Any }]",
        ),
        (json!({"enum": ["a"]}), "enum[a]"),
        (
            json!({"type": ["object", "null"], "properties": {"a": true}}),
            "new { a?: Any } or null",
        ),
        (
            json!({"type": ["string", "integer"]}),
            "union(s: String, n: Integer)",
        ),
        (
            json!({"type": ["string", "integer", "null"]}),
            "new union(s: String, n: Integer) or null",
        ),
        (
            json!({"type": "array", "prefixItems": [true]}),
            "tuple(Any?, Any*)",
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            "new map[String]",
        ),
        (
            json!({"type": "null"}),
            "new Any(only `null` is described here)",
        ),
        (
            json!({"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "properties": {"b": true}}}}),
            "{ b?: Any }",
        ),
    ] {
        assert_eq!(types(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn recursion_becomes_a_recursive_type() {
    let tree = json!({
        "type": "object",
        "properties": {"tree": {"$ref": "#/$defs/node"}},
        "$defs": {"node": {"type": "object", "properties": {
            "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
            "parent": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
        }}},
    });
    assert_eq!(
        types(tree),
        "{ tree?: @node }; @node = { children?: [@node], parent?: @node or null }"
    );
}

#[test]
fn recursion_through_lists_and_maps_alone_gets_a_name() {
    let list = json!({"type": "object", "properties": {"x": {"$ref": "#/$defs/l"}}, "$defs": {"l": {"type": "array", "items": {"$ref": "#/$defs/l"}}}});
    assert_eq!(types(list), "{ x?: @l }; @l = new [@l]");
    let root = json!({"type": "array", "items": {"$ref": "#"}});
    assert_eq!(types(root), "new [@root]");
    let value = json!({"type": "object", "properties": {"x": {"$ref": "#/$defs/v"}}, "$defs": {"v": {"anyOf": [
        {"type": "string"}, {"type": "null"},
        {"type": "array", "items": {"$ref": "#/$defs/v"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/v"}},
    ]}}});
    assert_eq!(
        types(value),
        "{ x?: @v or null }; @v = union(s: String, a: [@v or null], o: map[@v or null])"
    );
}

#[test]
fn recursion_beside_other_keywords_ends() {
    let schema = json!({
        "type": "object",
        "properties": {"next": {"$ref": "#", "required": ["next"]}},
    });
    assert_eq!(types(schema), "{ next?: { next: @/next } }");
    let list = json!({"type": "array", "items": {"$ref": "#", "minItems": 1}});
    assert_eq!(types(list), "new [new [@/*]]");
    let either = json!({"type": ["object", "string"], "properties": {"next": {"$ref": "#", "required": ["next"]}}});
    let next = "union(o<+next>: { next: @/|next/next }, s: String)";
    assert_eq!(
        types(either),
        format!("union(o: {{ next?: {next} }}, s: String)")
    );
}

#[test]
fn a_reference_circle_without_content_is_refused() {
    let itself = json!({"type": "object", "properties": {"a": {"$ref": "#/properties/a"}}});
    assert_eq!(
        errors(itself),
        ["E109 /properties/a: the schema refers to itself without any content between"]
    );
    let two = json!({"type": "object", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}});
    assert_eq!(
        errors(two),
        ["E109 /$defs/b/allOf/0: the schema refers to itself without any content between"]
    );
}

#[test]
fn nullable_alternatives_make_the_union_nullable() {
    let schema = json!({
        "type": "object",
        "properties": {"x": {"oneOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}]}},
        "$defs": {"a": {"type": ["object", "null"], "properties": {"p": true}, "required": ["p"]}, "b": {"type": "string"}},
    });
    assert_eq!(
        types(schema),
        "{ x?: union(o<+p>: @a, s: String) or null }; @a = { p: Any }"
    );
}

#[test]
fn definitions_are_shared_by_alternatives() {
    let schema = json!({
        "type": "object",
        "properties": {"x": {"type": "object", "oneOf": [{"$ref": "#/$defs/cat"}, {"$ref": "#/$defs/dog"}]}, "y": {"$ref": "#/$defs/dog"}},
        "$defs": {
            "cat": {"type": "object", "properties": {"k": {"const": "cat"}}, "required": ["k"]},
            "dog": {"type": "object", "properties": {"k": {"const": "dog"}}, "required": ["k"]},
        },
    });
    let expected = "{ x?: union(o<k=cat>: @cat, o<k=dog>: @dog, ...), y?: @dog }; @cat = { k: \"cat\" }; @dog = { k: \"dog\" }";
    assert_eq!(types(schema), expected);
}

#[test]
fn identical_alternatives_are_one() {
    let twice = json!({"oneOf": [{"type": "object", "properties": {"a": true}}, {"properties": {"a": true}, "type": "object"}]});
    assert_eq!(member(twice), "{ a?: Any }");
}

#[test]
fn values_that_have_docs_keep_them_as_notes() {
    let schema = json!({"oneOf": [{"const": "a", "title": "First"}, {"const": "b", "description": "Second"}]});
    assert_eq!(types(schema.clone()), "enum[a|b]");
    assert_eq!(notes(schema), [": `a`: First", ": `b`: Second"]);
}

#[test]
fn several_branch_lists_are_combined() {
    let schema = json!({
        "type": "object",
        "required": ["a", "b"],
        "anyOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"type": "integer"}}}],
        "oneOf": [{"properties": {"b": {"type": "string"}}}, {"properties": {"b": {"type": "integer"}}}],
    });
    let alternatives: Vec<String> = [
        ("String", "String"),
        ("String", "Integer"),
        ("Integer", "String"),
        ("Integer", "Integer"),
    ]
    .map(|(a, b)| format!("o<+a,+b>: {{ a: {a}, b: {b} }}"))
    .to_vec();
    assert_eq!(
        types(schema),
        format!("union({}, ...)", alternatives.join(", "))
    );
}

#[test]
fn additional_properties_reach_members_declared_elsewhere() {
    let schema = json!({
        "type": "object",
        "allOf": [{"additionalProperties": {"type": ["string", "integer"]}}, {"properties": {"a": {"type": ["integer", "null"]}}}],
        "required": ["b"],
    });
    assert_eq!(
        types(schema),
        "{ a?: Integer, b: union(s: String, n: Integer) }"
    );
}

#[test]
fn docs_stay_at_their_place() {
    let schema = json!({
        "type": "object",
        "properties": {
            "a": {"type": "object", "description": "An object", "minProperties": 1, "properties": {"b": true}},
            "c": {"$ref": "#/$defs/c", "description": "Nearer"},
        },
        "$defs": {"c": {"type": "string", "description": "Farther", "format": "uri"}},
    });
    assert_eq!(
        notes(schema.clone()),
        ["/c: Format: `uri`", "a: At least 1 member"]
    );
    let vendor = vendor_of(schema);
    let TypeKind::Object(root) = &vendor.types[0].kind else {
        panic!("the root is an object")
    };
    let descriptions: Vec<_> = root
        .properties
        .iter()
        .map(|property| property.docs.description.as_deref())
        .collect();
    assert_eq!(descriptions, [Some("An object"), Some("Nearer")]);
}

#[test]
fn paths_and_pointers_and_evidence() {
    let schema = json!({
        "type": "object",
        "required": ["a/b"],
        "properties": {"a/b": {"type": "array", "items": {"type": "object", "properties": {"c": true}}}},
    });
    let vendor = vendor_of(schema);
    assert_eq!(
        vendor.types[1].path,
        [PathStep::Member("a/b".to_owned()), PathStep::Each]
    );
    assert_eq!(vendor.types[1].schema_pointer, "/properties/a~1b/items");
    let TypeKind::Object(root) = &vendor.types[0].kind else {
        panic!("the root is an object")
    };
    let expected = Evidence {
        declared: Some(DeclaredPresence::RequiredBySchema),
        ..Evidence::default()
    };
    assert_eq!(root.properties[0].evidence, expected);
}
