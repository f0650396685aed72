//! Generation of values from a schema. Most are valid; the caller checks them with a validator.

use proptest::prelude::Rng;
use proptest::test_runner::TestRng;
use serde_json::{Map, Value, json};

/// Maximum depth of references and containers.
const DEPTH: usize = 6;

/// Undeclared members with values that are easily changed.
const UNKNOWN: [(&str, &str); 6] = [
    ("", "null"),
    ("\u{1F389} \"\\/\n\u{0}", "\"\\u0000\\ud83c\\udf89\""),
    ("extra", "18446744073709551615"),
    ("r#type", "-9223372036854775808"),
    ("Unknown", "[1e300, -0.0, 0.1, {\"a\": []}]"),
    ("event", "{\"type\": null}"),
];

/// A value generated from `schema`.
pub(crate) fn instance(schema: &Value, rng: &mut TestRng) -> Value {
    Generator { root: schema, rng }.value(schema, DEPTH)
}

struct Generator<'s, 'r> {
    root: &'s Value,
    rng: &'r mut TestRng,
}

impl Generator<'_, '_> {
    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.rng.next_u32() as usize % bound.max(1)
    }

    fn pick<'v, T>(&mut self, items: &'v [T]) -> Option<&'v T> {
        items.get(self.below(items.len()))
    }

    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        let Some(keywords) = schema.as_object().filter(|_| depth > 0) else {
            return self.anything();
        };
        if let Some(value) = keywords.get("const") {
            return value.clone();
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return self.pick(values).cloned().unwrap_or_default();
        }
        let mut parts: Vec<Value> = Vec::new();
        if let Some(target) = keywords.get("$ref").and_then(Value::as_str) {
            parts.push(self.value(&target_of(self.root, target), depth - 1));
        }
        for keyword in ["anyOf", "oneOf"] {
            let branches = keywords.get(keyword).and_then(Value::as_array);
            if let Some(branch) = branches.and_then(|branches| self.pick(branches)) {
                parts.push(self.value(branch, depth - 1));
            }
        }
        for branch in keywords
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            parts.push(self.value(branch, depth - 1));
        }
        let own_keywords = [
            "type",
            "properties",
            "required",
            "items",
            "prefixItems",
            "additionalProperties",
        ];
        if parts.is_empty()
            || own_keywords
                .iter()
                .any(|keyword| keywords.contains_key(*keyword))
        {
            parts.push(self.typed_value(keywords, depth));
        }
        parts.into_iter().reduce(merged).unwrap_or_default()
    }

    /// A value for the keywords beside references and combinations.
    fn typed_value(&mut self, keywords: &Map<String, Value>, depth: usize) -> Value {
        let named = |text: &str| Value::from(text);
        let types = match keywords.get("type") {
            Some(Value::Array(types)) => types.clone(),
            Some(single) => vec![single.clone()],
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
                members.insert(name.clone(), self.value(schema, depth - 1));
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
                Value::Object(_) => self.value(&additional, depth - 1),
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
            items.push(self.value(schema, depth - 1));
        }
        for _ in 0..self.below(3) {
            items.push(match keywords.get("items") {
                Some(schema) => self.value(schema, depth - 1),
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

/// The schema of a reference: a JSON pointer from the root, or the only anchor.
fn target_of(root: &Value, reference: &str) -> Value {
    let pointer = match reference.strip_prefix('#') {
        Some("anchor") => "/$defs/three",
        Some(pointer) => pointer,
        None => return Value::Bool(true),
    };
    root.pointer(pointer).cloned().unwrap_or(Value::Bool(true))
}

/// The members of both objects, or the first value.
fn merged(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut first), Value::Object(second)) => {
            for (name, value) in second {
                first.entry(name).or_insert(value);
            }
            Value::Object(first)
        }
        (first, _) => first,
    }
}
