//! Distinguishing alternatives, and the warnings about those that cannot be distinguished.

use serde_json::{Value, json};

use super::fits::{fits_type, is_claimed};
use super::{member, types, vendor_of, warnings};

/// An object with required members of these schemas.
fn object(members: Value) -> Value {
    let required: Vec<&String> = members
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .collect();
    json!({"type": "object", "required": required, "properties": members})
}

fn one_of(alternatives: &[Value]) -> Value {
    json!({ "oneOf": alternatives })
}

/// Asserts that an alternative claims these values, and that the type keeps those that none does.
fn assert_claims(schema: &Value, claimed: &[Value], unclaimed: &[Value]) {
    let vendor = vendor_of(schema.clone());
    let root = vendor.events[0].root;
    for value in claimed {
        assert!(is_claimed(&vendor, root, value), "{value} is claimed");
    }
    for value in unclaimed {
        assert!(!is_claimed(&vendor, root, value), "{value} is not claimed");
        assert!(fits_type(&vendor, root, value), "{value} is kept");
    }
}

#[test]
fn the_values_of_enums_tell_alternatives_apart() {
    let schema = one_of(&[
        object(json!({"kind": {"enum": ["Circle", "Sphere"]}})),
        object(json!({"kind": {"const": "Rectangle"}})),
    ]);
    assert_eq!(
        member(schema.clone()),
        "union(o<kind=Rectangle>: { kind: \"Rectangle\" }, o<kind=Circle|Sphere>: { kind: enum[Circle|Sphere] }, ...)"
    );
    assert_claims(
        &schema,
        &[
            json!({"kind": "Sphere"}),
            json!({"kind": "Rectangle", "w": 1}),
        ],
        &[
            json!({"kind": "Cone"}),
            json!({}),
            json!({"kind": 1}),
            json!(null),
            json!("Circle"),
        ],
    );
}

#[test]
fn values_of_any_type_tell_alternatives_apart() {
    let schema = one_of(&[
        object(json!({"v": {"const": 1}})),
        object(json!({"v": {"enum": [2, "two", null]}})),
        object(json!({"v": {"const": true}})),
        object(json!({"v": {"const": [1, {"a": 2}]}})),
    ]);
    assert_eq!(
        member(schema.clone()),
        "union(o<v=(1)>: { v: Integer }, o<v=(2)|two|(null)>: { v: union(s: enum[two], n: Integer) or null }, \
         o<v=(true)>: { v: Boolean }, o<v=([1,{\"a\":2}])>: { v: [Any] }, ...)"
    );
    let claimed = [
        json!(1.0),
        json!(2),
        json!("two"),
        json!(null),
        json!(true),
        json!([1, {"a": 2.0}]),
    ];
    let unclaimed = [json!(3), json!("three"), json!(false), json!([]), json!({})];
    assert_claims(
        &schema,
        &claimed.map(|value| json!({ "v": value })),
        &unclaimed.map(|value| json!({ "v": value })),
    );
}

#[test]
fn values_further_in_tell_alternatives_apart() {
    let inner = |kind: &str| object(json!({"of": object(json!({"kind": {"const": kind}}))}));
    let schema = one_of(&[inner("a"), inner("b")]);
    assert_eq!(
        warnings(json!({"type": "object", "properties": {"x": schema}})),
        [""; 0]
    );
    assert_claims(
        &schema,
        &[json!({"of": {"kind": "a"}}), json!({"of": {"kind": "b"}})],
        &[json!({"of": {"kind": "c"}}), json!({"of": 1}), json!({})],
    );
}

#[test]
fn an_optional_member_may_be_absent() {
    let inner = |kind: &str| json!({"type": "object", "properties": {"kind": {"enum": [kind]}, kind: {"type": "string"}}});
    let schema = one_of(&[inner("a"), inner("b")]);
    assert_eq!(
        member(schema.clone()),
        "union(o<kind?=a>: { a?: String, kind?: enum[a] }, o<kind?=b>: { b?: String, kind?: enum[b] }, ...)"
    );
    assert_claims(
        &schema,
        &[json!({}), json!({"kind": "b"})],
        &[json!({"kind": "c"})],
    );
}

#[test]
fn equal_lists_of_values_tell_nothing_apart() {
    let inner =
        |name: &str| object(json!({"state": {"enum": ["on", "off"]}, name: {"type": "string"}}));
    assert_eq!(
        member(one_of(&[inner("a"), inner("b")])),
        "union(o<+a,+state>: { a: String, state: enum[on|off] }, o<+b,+state>: { b: String, state: enum[on|off] }, ...)"
    );
}

#[test]
fn json_types_alone_leave_no_value_to_keep() {
    let either = json!({"oneOf": [{"type": "string"}, object(json!({"a": {"type": "string"}}))]});
    assert_eq!(member(either), "union(s: String, o<+a>: { a: String })");
    let open = json!({"oneOf": [object(json!({"a": true})), object(json!({"b": true})), true]});
    assert_eq!(
        member(open),
        "union(o<+a>: { a: Any }, o<+b>: { b: Any }, *: Any)"
    );
}

#[test]
fn alternatives_at_the_root_are_told_apart() {
    let schema = one_of(&[
        object(json!({"v": {"const": 1}})),
        object(json!({"v": {"enum": [2, 3]}})),
    ]);
    assert_eq!(
        types(schema),
        "union(o<v=(1)>: { v: Integer }, o<v=(2)|(3)>: { v: Integer }, ...)"
    );
}

/// The warnings about the member `x` with these alternatives.
fn warnings_of(alternatives: &[Value]) -> Vec<String> {
    warnings(json!({"type": "object", "properties": {"x": one_of(alternatives)}}))
}

#[test]
fn an_alternative_that_an_earlier_one_hides_is_a_warning() {
    let optional = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}});
    let warning = "E120 /properties/x/oneOf/1: this alternative cannot be told from `/properties/x/oneOf/0`, which is tried \
                   first; only values that do not fit that one reach it";
    for hidden in [
        [optional("a"), optional("b")],
        [
            object(json!({"a": {"type": "string"}})),
            object(json!({"a": {"enum": ["x"]}, "b": {"type": "string"}})),
        ],
    ] {
        let found = warnings_of(&hidden);
        if hidden[0] == optional("a") {
            assert_eq!(found, [warning]);
        } else {
            assert_eq!(found, [""; 0], "more conditions are tried first");
        }
    }
    let lists = [
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"type": "array"}),
    ];
    assert_eq!(warnings_of(&lists), [warning]);
}

#[test]
fn alternatives_that_differ_in_types_are_no_warning() {
    let with = |schema: Value| object(json!({ "a": schema }));
    for told_apart in [
        [
            with(json!({"type": "string"})),
            with(json!({"type": "integer"})),
        ],
        [
            with(json!({"type": "array"})),
            with(object(json!({"b": true}))),
        ],
        [
            with(object(json!({"b": {"type": "string"}}))),
            with(object(json!({"b": {"type": "boolean"}}))),
        ],
        [with(json!({"type": "string"})), object(json!({"b": true}))],
        [
            json!({"type": "array", "items": {"type": "string"}}),
            json!({"type": "array", "items": {"type": "integer"}}),
        ],
    ] {
        assert_eq!(warnings_of(&told_apart), [""; 0]);
    }
}

#[test]
fn a_discriminator_with_the_values_of_enums_holds() {
    let mut schema = one_of(&[
        object(json!({"kind": {"enum": ["a", "b"]}})),
        object(json!({"kind": {"const": "c"}})),
    ]);
    schema["discriminator"] = json!({"propertyName": "kind"});
    assert_eq!(
        warnings(json!({"type": "object", "properties": {"x": schema}})),
        [""; 0]
    );
}
