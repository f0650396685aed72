//! Keywords of earlier drafts and of OpenAPI.

use serde_json::{Value, json};

use crate::lower::tests::{errors, lines, lower_schema, member, notes, print, types, warnings};
use crate::model::Model;
use crate::test_support::{Files, object};

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
        print(&lower_schema(schema).value.vendors[0]),
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
    // Each value of a list is an alternative of the same type.
    let listed = alternative(json!({"enum": ["d", "c"]}), number.clone());
    let several = union(&[alternative(a.clone(), text.clone()), listed.clone()]);
    assert_eq!(
        member(several),
        "by kind(a: { kind: \"a\", x?: String }, d: { kind: enum[d|c], x?: Integer }, c: { kind: enum[d|c], x?: Integer })"
    );
    // Two with one tag, two without any, or one that may have any: nothing decides.
    let a = alternative(a, number);
    for alternatives in [
        [a.clone(), alternative(json!({"const": "a"}), text.clone())],
        [plain, alternative(json!(false), json!({"type": "boolean"}))],
        [a, alternative(json!(true), text)],
    ] {
        let schema = json!({"type": "object", "properties": {"x": union(&alternatives)}});
        let warning = "E119 /properties/x/oneOf/1: the discriminator `kind` does not tell this alternative from `/properties/x/oneOf/0`";
        assert_eq!(warnings(schema.clone())[0], warning);
        let found = print(&lower_schema(schema).value.vendors[0]);
        assert!(found.starts_with("{ x?: union("), "{found}");
    }
}

#[test]
fn lazy_values_are_kept_as_text() {
    let reference = json!({"$ref": "#/$defs/d", "x-lazy": true});
    let schema = json!({
        "type": "object",
        "properties": {
            "one": reference,
            "each": {"type": "array", "items": reference},
            "named": {"type": "object", "additionalProperties": reference},
            "plain": {"$ref": "#/$defs/d"},
            "inline": {"type": ["string", "null"], "x-lazy": true},
            "not": {"type": "string", "x-lazy": false},
        },
        "$defs": {"d": {"type": "object", "properties": {"inside": reference}}},
    });
    assert_eq!(
        types(schema),
        "{ each?: [lazy[@d]], inline?: lazy[String or null], named?: map[lazy[@d]], not?: String, one?: lazy[@d], plain?: @d }; \
         @d = { inside?: lazy[@d] }"
    );
    for elsewhere in [
        json!({"type": "object", "x-lazy": true}),
        json!({"type": "object", "properties": {"x": {"$ref": "#/$defs/d"}}, "$defs": {"d": {"type": "string", "x-lazy": true}}}),
        json!({"type": "object", "properties": {"x": {"anyOf": [{"type": "string", "x-lazy": true}, {"type": "integer"}]}}}),
    ] {
        let found = warnings(elsewhere);
        assert!(
            found[0].starts_with("E105 ") && found.len() == 1,
            "{found:?}"
        );
    }
    let wrong = lower_schema(json!({"type": "object", "x-lazy": 1}));
    assert!(
        lines(&wrong)[0].contains("`x-lazy` is a number, but must be `true` or `false`"),
        "{:?}",
        lines(&wrong)
    );
}

#[test]
fn times_have_types_of_their_own() {
    let date = json!({"type": ["string", "null"], "format": "date-time"});
    assert_eq!(member(date.clone()), "DateTime or null");
    assert_eq!(notes(object(json!({"a": date}))), [""; 0]);
    for (json_type, expected) in [
        (json!("integer"), "UnixTime"),
        (json!("string"), "Ts"),
        (json!("number"), "Number"),
        (json!("boolean"), "Boolean"),
    ] {
        assert_eq!(
            member(json!({"type": json_type, "format": "unix-time"})),
            expected
        );
    }
    let either = json!({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string"}]});
    assert_eq!(member(either), "String");
    assert_eq!(
        member(json!({"type": "integer", "format": "date-time"})),
        "Integer"
    );
}

/// The vendor's overlay with these definitions, and a row with these properties.
fn with_definitions(definitions: Value, properties: Value) -> Files {
    let content = json!({"reason": "r", "source": "s", "patch": {}, "$defs": definitions});
    Files::default()
        .row("paid", object(properties))
        .overlay("shared", content)
}

#[test]
fn ids_have_types_of_their_own() {
    let id = json!({"type": "string", "description": "An id.", "x-id": true});
    let reference = json!({"$ref": "#/$defs/user_id"});
    let properties = json!({
        "one": reference,
        "null": {"anyOf": [reference, {"type": "null"}]},
        "each": {"type": "array", "items": reference},
        "union": {"anyOf": [reference, {"type": "integer"}]},
        "text": {"anyOf": [reference, {"type": "string"}]},
    });
    let files = with_definitions(json!({"user_id": id}), properties);
    assert_eq!(
        print(&files.model().vendors[0]),
        "{ each?: [UserId], null?: UserId or null, one?: UserId, text?: String, union?: union(s: UserId, n: Integer) }"
    );
    let clash = json!({"user_id": id, "userId": id});
    let both = json!({"a": reference, "b": {"$ref": "#/$defs/userId"}});
    for (wrong, expected) in [
        (
            Files::default().row("paid", object(json!({"a": id}))),
            "E114 /properties/a/x-id: `x-id` stands outside of a shared definition of text",
        ),
        (
            with_definitions(
                json!({"user_id": {"type": "integer", "x-id": true}}),
                json!({"a": reference}),
            ),
            "E114 /$defs/user_id/x-id: `x-id` stands outside of a shared definition of text",
        ),
        (
            with_definitions(clash, both),
            "E114 /$defs/user_id: another definition has the same Rust name as `user_id`",
        ),
    ] {
        assert_eq!(lines(&Model::build(wrong.inputs()))[0], expected);
    }
}

#[test]
fn members_take_types_by_their_names() {
    let definitions = json!({
        "user_id": {"type": "string", "x-id": true, "x-members": ["user", "*_user", "users"]},
        "bot_id": {"type": "string", "x-id": true, "x-members": ["bot_*"]},
        "ts": {"type": "string", "format": "unix-time", "x-members": ["*ts"]},
    });
    let text = json!({"type": "string"});
    let properties = json!({
        "user": {"type": ["string", "null"]},
        "bot_user": text,
        "users": {"type": "array", "items": text},
        "event_ts": text,
        "cache_ts": {"type": "integer"},
        "inside": {"type": "object", "properties": {"user": {"type": "object"}, "a_user": {"type": "string", "const": "a"}}},
        "b_user": {"type": "string", "x-id": false},
        "c_user": {"type": ["string", "boolean"]},
        "d_user": {"type": "string", "format": "date-time"},
        "other": text,
    });
    let files = with_definitions(definitions, properties);
    assert_eq!(
        print(&files.model().vendors[0]),
        "{ b_user?: String, bot_user?: UserId, c_user?: union(s: String, b: Boolean), cache_ts?: UnixTime, d_user?: DateTime, \
         event_ts?: Ts, inside?: { a_user?: \"a\", user?: map[Any] }, other?: String, user?: UserId or null, users?: [UserId] }"
    );
    let misplaced = Files::default().row("paid", json!({"type": "object", "x-members": ["a"]}));
    assert_eq!(
        lines(&Model::build(misplaced.inputs()))[0],
        "E114 /x-members: `x-members` stands outside of a shared definition of text"
    );
}
