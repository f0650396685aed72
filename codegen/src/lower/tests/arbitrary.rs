//! Random schemas and values, for this package's tests and for those across crates.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

const NAMES: [&str; 4] = ["a", "b", "c", "k"];
const TYPES: [&str; 7] = [
    "null", "boolean", "integer", "number", "string", "array", "object",
];

/// Values small enough that random ones meet.
fn scalars() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(2.0),
        json!(0.5),
        json!(-3),
        json!(1e3),
        json!("a"),
        json!("b"),
        json!(""),
        json!("xyz"),
    ]
}

/// Any JSON value, small enough that random ones meet.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    select(scalars()).prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            2 => vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => vec((select(&NAMES[..]), inner), 0..4).prop_map(object),
        ]
    })
}

fn object(members: Vec<(&'static str, Value)>) -> Value {
    Value::Object(
        members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

fn names() -> impl Strategy<Value = Value> {
    subsequence(NAMES.to_vec(), 0..3).prop_map(Value::from)
}

fn types() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => select(&TYPES[..]).prop_map(Value::from),
        1 => subsequence(TYPES.to_vec(), 1..7).prop_map(Value::from),
    ]
}

fn reference() -> impl Strategy<Value = Value> {
    select(vec![
        "#",
        "#/$defs/one",
        "#/$defs/two",
        "#anchor",
        "#/properties/a",
    ])
    .prop_map(Value::from)
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => any::<bool>().prop_map(Value::from),
        6 => types().prop_map(|types| json!({"type": types})),
        2 => vec(select(scalars()), 1..4).prop_map(|values| json!({"enum": values})),
        2 => value().prop_map(|value| json!({"const": value})),
        3 => reference().prop_map(|reference| json!({"$ref": reference})),
        1 => Just(json!({"minLength": 1})),
        1 => Just(json!({"maximum": 1})),
    ]
}

/// One keyword with a value.
fn keyword(inner: BoxedStrategy<Value>) -> impl Strategy<Value = (&'static str, Value)> {
    let one = |name: &'static str| inner.clone().prop_map(move |schema| (name, schema));
    let list = |name: &'static str| {
        vec(inner.clone(), 1..4).prop_map(move |schemas| (name, Value::from(schemas)))
    };
    let named = |name: &'static str| {
        vec((select(&NAMES[..]), inner.clone()), 0..4)
            .prop_map(move |members| (name, object(members)))
    };
    let rare = prop_oneof![
        one("not"),
        one("if"),
        one("then"),
        one("else"),
        one("contains"),
        one("propertyNames"),
        one("unevaluatedProperties"),
        one("unevaluatedItems"),
        named("dependentSchemas"),
        named("patternProperties"),
        names().prop_map(|names| ("dependentRequired", json!({"a": names}))),
        any::<bool>().prop_map(|value| ("nullable", json!(value))),
        (0..3u8).prop_map(|least| ("minItems", json!(least))),
        (0..3u8).prop_map(|most| ("maxProperties", json!(most))),
    ];
    prop_oneof![
        8 => types().prop_map(|types| ("type", types)),
        8 => named("properties"),
        4 => names().prop_map(|names| ("required", names)),
        2 => one("additionalProperties"),
        2 => one("items"),
        2 => list("prefixItems"),
        3 => list("allOf"),
        4 => list("anyOf"),
        4 => list("oneOf"),
        2 => reference().prop_map(|reference| ("$ref", reference)),
        1 => vec(select(scalars()), 0..5).prop_map(|values| ("enum", Value::from(values))),
        6 => rare,
    ]
}

/// Alternatives with a tag in the member `k`, some of them ambiguous, some without a `discriminator`.
fn tagged(inner: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    let tag = prop_oneof![
        4 => select(vec!["a", "b", "", "xyz"]).prop_map(|text| json!({"const": text})),
        2 => vec(select(scalars()), 1..4).prop_map(|values| json!({"enum": values})),
        1 => value().prop_map(|value| json!({"const": value})),
        1 => select(scalars()).prop_map(
            |value| json!({"type": "object", "properties": {"a": {"const": value}}, "required": ["a"]})
        ),
        2 => Just(json!(false)),
        1 => Just(json!(true)),
    ];
    let alternative = (tag, vec((select(&NAMES[..3]), inner), 0..3), any::<bool>());
    let alternative = alternative.prop_map(|(tag, members, is_open)| {
        let mut schema = json!({"properties": object(members), "required": ["k"]});
        if tag == json!(false) {
            schema["required"] = json!([]);
        }
        schema["properties"]["k"] = tag;
        if !is_open {
            schema["type"] = json!("object");
        }
        schema
    });
    (vec(alternative, 1..4), any::<bool>()).prop_map(|(alternatives, has_discriminator)| {
        let mut schema = json!({ "oneOf": alternatives });
        if has_discriminator {
            schema["discriminator"] = json!({"propertyName": "k"});
        }
        schema
    })
}

fn schema() -> impl Strategy<Value = Value> {
    leaf().boxed().prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            6 => vec(keyword(inner.clone()), 1..5).prop_map(object),
            1 => tagged(inner),
        ]
    })
}

/// A schema with definitions that it may refer to.
pub(crate) fn document() -> impl Strategy<Value = Value> {
    (schema(), schema(), schema()).prop_map(|(root, one, two)| {
        let mut document = match root {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        document.insert(
            "$defs".to_owned(),
            json!({"one": one, "two": two, "three": {"$anchor": "anchor", "type": "object"}}),
        );
        Value::Object(document)
    })
}
