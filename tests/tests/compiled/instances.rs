//! Values made after a schema. Most fit it; whether one does, a validator says.

use proptest::prelude::Rng;
use proptest::test_runner::TestRng;
use serde_json::{Map, Value, json};

/// How deep references and containers are followed.
const DEPTH: usize = 6;

/// Members that no schema knows, with values that are easy to lose.
const UNKNOWN: [(&str, &str); 6] = [
    ("", "null"),
    ("\u{1F389} \"\\/\n\u{0}", "\"\\u0000\\ud83c\\udf89\""),
    ("extra", "18446744073709551615"),
    ("r#type", "-9223372036854775808"),
    ("Unknown", "[1e300, -0.0, 0.1, {\"a\": []}]"),
    ("event", "{\"type\": null}"),
];

/// A value made after `schema`.
pub(crate) fn instance(schema: &Value, rng: &mut TestRng) -> Value {
    Maker { root: schema, rng }.make(schema, DEPTH)
}

struct Maker<'s, 'r> {
    root: &'s Value,
    rng: &'r mut TestRng,
}

impl Maker<'_, '_> {
    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.rng.next_u32() as usize % bound.max(1)
    }

    fn pick<'v, T>(&mut self, items: &'v [T]) -> Option<&'v T> {
        items.get(self.below(items.len()))
    }

    fn make(&mut self, schema: &Value, depth: usize) -> Value {
        let Some(keywords) = schema.as_object().filter(|_| depth > 0) else {
            return self.anything();
        };
        if let Some(value) = keywords.get("const") {
            return value.clone();
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return self.pick(values).cloned().unwrap_or_default();
        }
        let mut made: Vec<Value> = Vec::new();
        if let Some(target) = keywords.get("$ref").and_then(Value::as_str) {
            made.push(self.make(&target_of(self.root, target), depth - 1));
        }
        for keyword in ["anyOf", "oneOf"] {
            let branches = keywords.get(keyword).and_then(Value::as_array);
            if let Some(branch) = branches.and_then(|branches| self.pick(branches)) {
                made.push(self.make(branch, depth - 1));
            }
        }
        for branch in keywords
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            made.push(self.make(branch, depth - 1));
        }
        let speaks = [
            "type",
            "properties",
            "required",
            "items",
            "prefixItems",
            "additionalProperties",
        ];
        if made.is_empty() || speaks.iter().any(|keyword| keywords.contains_key(*keyword)) {
            made.push(self.own(keywords, depth));
        }
        made.into_iter().reduce(merged).unwrap_or_default()
    }

    /// What the keywords of the schema itself say.
    fn own(&mut self, keywords: &Map<String, Value>, depth: usize) -> Value {
        let named = |text: &str| Value::from(text);
        let types = match keywords.get("type") {
            Some(Value::Array(types)) => types.clone(),
            Some(one) => vec![one.clone()],
            None if keywords.contains_key("items") || keywords.contains_key("prefixItems") => {
                vec![named("array")]
            }
            None => vec![named("object")],
        };
        match self
            .pick(&types)
            .and_then(Value::as_str)
            .unwrap_or_default()
        {
            "object" => self.object(keywords, depth),
            "array" => self.array(keywords, depth),
            "string" => self
                .pick(&["a", "b", "", "\"\\/\u{1F389}"])
                .map_or(Value::Null, |text| json!(text)),
            "boolean" => json!(self.below(2) == 0),
            "integer" => self
                .pick(&[
                    json!(0),
                    json!(1),
                    json!(-3),
                    json!(2.0),
                    json!(1e3),
                    json!(u64::MAX),
                ])
                .cloned()
                .unwrap_or_default(),
            "number" => self
                .pick(&[json!(0), json!(0.5), json!(-1e300), json!(i64::MIN)])
                .cloned()
                .unwrap_or_default(),
            _ => Value::Null,
        }
    }

    fn object(&mut self, keywords: &Map<String, Value>, depth: usize) -> Value {
        let mut members = Map::new();
        let required: Vec<&str> = keywords
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (name, schema) in keywords
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if required.contains(&name.as_str()) || self.below(3) > 0 {
                members.insert(name.clone(), self.make(schema, depth - 1));
            }
        }
        for name in required {
            if !members.contains_key(name) {
                members.insert(name.to_owned(), self.anything());
            }
        }
        let additional = keywords
            .get("additionalProperties")
            .cloned()
            .unwrap_or(Value::Bool(true));
        if self.below(2) == 0 && additional != Value::Bool(false) {
            let (name, value) = *self.pick(&UNKNOWN).expect("there are some");
            let value = match additional {
                Value::Object(_) => self.make(&additional, depth - 1),
                _ => serde_json::from_str(value).expect("it is JSON"),
            };
            members.entry(name.to_owned()).or_insert(value);
        }
        Value::Object(members)
    }

    fn array(&mut self, keywords: &Map<String, Value>, depth: usize) -> Value {
        let mut items: Vec<Value> = Vec::new();
        for schema in keywords
            .get("prefixItems")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            items.push(self.make(schema, depth - 1));
        }
        for _ in 0..self.below(3) {
            items.push(match keywords.get("items") {
                Some(schema) => self.make(schema, depth - 1),
                None => self.anything(),
            });
        }
        Value::Array(items)
    }

    fn anything(&mut self) -> Value {
        let (_, value) = *self.pick(&UNKNOWN).expect("there are some");
        serde_json::from_str(value).expect("it is JSON")
    }
}

/// The schema that a reference names: a JSON pointer from the root, or the one anchor there is.
fn target_of(root: &Value, reference: &str) -> Value {
    let pointer = match reference.strip_prefix('#') {
        Some("anchor") => "/$defs/three",
        Some(pointer) => pointer,
        None => return Value::Bool(true),
    };
    root.pointer(pointer).cloned().unwrap_or(Value::Bool(true))
}

/// Two values in one: the members of both, or the first.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (name, value) in other {
                one.entry(name).or_insert(value);
            }
            Value::Object(one)
        }
        (one, _) => one,
    }
}
