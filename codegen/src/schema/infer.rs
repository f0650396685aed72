//! Infers the narrowest schema that all samples fit.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::schema::DRAFT;

/// The values seen at one place.
#[derive(Default)]
struct Inferred<'v> {
    types: Vec<&'static str>,
    objects: usize,
    /// For each member, the number of objects that have it, and its values.
    members: BTreeMap<&'v str, (usize, Inferred<'v>)>,
    /// The items of arrays; `None` if all arrays were empty.
    items: Option<Box<Inferred<'v>>>,
}

/// The narrowest schema of all these values. The caller bounds their nesting.
pub(crate) fn infer_schema(values: &[&Value]) -> Value {
    let mut inferred = Inferred::default();
    for value in values {
        inferred.add(value);
    }
    let mut schema = inferred.into_schema();
    schema["$schema"] = Value::from(DRAFT);
    schema
}

impl<'v> Inferred<'v> {
    fn add(&mut self, value: &'v Value) {
        let name = type_name(value);
        if !self.types.contains(&name) {
            self.types.push(name);
        }
        match value {
            Value::Object(members) => {
                self.objects += 1;
                for (name, value) in members {
                    let (count, inferred) = self.members.entry(name).or_default();
                    *count += 1;
                    inferred.add(value);
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.items.get_or_insert_default().add(item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn into_schema(self) -> Value {
        let Self {
            mut types,
            objects,
            members,
            items,
        } = self;
        types.sort_unstable();
        let mut schema = json!({});
        if objects > 0 {
            let required: Vec<&str> = members
                .iter()
                .filter(|(_, (count, _))| *count == objects)
                .map(|(name, _)| *name)
                .collect();
            schema["required"] = Value::from(required);
            let properties: Map<String, Value> = members
                .into_iter()
                .map(|(name, (_, inferred))| (name.to_owned(), inferred.into_schema()))
                .collect();
            schema["properties"] = Value::Object(properties);
        }
        if let Some(items) = items {
            schema["items"] = items.into_schema();
        }
        schema["type"] = match types[..] {
            [only] => Value::from(only),
            _ => Value::from(types),
        };
        schema
    }
}

/// The name of a value's type. `1.0` is a `number`, as other values of the member may have fractions.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::TypeSet;

    fn inferred(values: &[Value]) -> Value {
        let mut schema = infer_schema(&values.iter().collect::<Vec<_>>());
        schema
            .as_object_mut()
            .expect("a schema is an object")
            .remove("$schema");
        schema
    }

    #[test]
    fn members_that_every_object_has_are_required() {
        let schema = inferred(&[json!({"a": 1, "b": "x"}), json!({"a": null})]);
        let expected = json!({
            "type": "object",
            "required": ["a"],
            "properties": {"a": {"type": ["integer", "null"]}, "b": {"type": "string"}},
        });
        assert_eq!(schema, expected);
    }

    #[test]
    fn items_of_all_arrays_are_joined() {
        let schema = inferred(&[json!([]), json!([1, 1.5]), json!([{"a": true}])]);
        let object = json!({
            "type": ["integer", "number", "object"],
            "required": ["a"],
            "properties": {"a": {"type": "boolean"}},
        });
        assert_eq!(schema, json!({"type": "array", "items": object}));
        assert_eq!(inferred(&[json!([])]), json!({"type": "array"}));
    }

    #[test]
    fn every_name_is_a_type() {
        for value in [
            json!(null),
            json!(true),
            json!(1),
            json!(1.5),
            json!("x"),
            json!([]),
            json!({}),
        ] {
            assert!(TypeSet::from_text(type_name(&value)).is_some());
        }
    }
}
