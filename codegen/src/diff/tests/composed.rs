//! Random schemas with a single difference, and random values that types describe.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::lower::tests::fits::passes;
use crate::model::{
    Choice, Fallback, Item, Object, OtherMembers, Presence, Shape, Tuple, TypeDef, TypeId, TypeKind,
};

/// True if an item describes a value: the value fits, has no undescribed members, and has the right constants.
fn describes(types: &[TypeDef], item: &Item, value: &Value) -> bool {
    (value.is_null() && item.nullable) || describes_shape(types, &item.shape, value)
}

fn describes_shape(types: &[TypeDef], shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (
            Shape::Any {
                reason: Some(Fallback::NoValue),
            },
            _,
        ) => false,
        (
            Shape::Any {
                reason: Some(Fallback::OnlyNull),
            },
            _,
        ) => value.is_null(),
        (Shape::Any { .. }, _) => true,
        (Shape::Boolean, Value::Bool(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::String, Value::String(_)) => true,
        (Shape::Constant(text), Value::String(found)) => text == found,
        (Shape::Integer, Value::Number(number)) => number.is_i64(),
        (Shape::List(item), Value::Array(items)) => {
            items.iter().all(|value| describes(types, item, value))
        }
        (Shape::Map(item), Value::Object(members)) => {
            members.values().all(|value| describes(types, item, value))
        }
        (Shape::Named(id), _) => describes_type(types, *id, value),
        _ => false,
    }
}

pub(super) fn describes_type(types: &[TypeDef], id: TypeId, value: &Value) -> bool {
    match (&types[id.0].kind, value) {
        (TypeKind::Newtype(item), _) => describes(types, item, value),
        (TypeKind::StringEnum(_), Value::String(_)) => true,
        (TypeKind::Object(Object { properties, others }), Value::Object(members)) => {
            let known = |name: &String| properties.iter().find(|property| property.name == *name);
            members.iter().all(|(name, value)| match known(name) {
                Some(property) => describes(types, &property.item, value),
                None => describes_undeclared(others, name, value),
            }) && properties.iter().all(|property| {
                property.presence == Presence::Optional || members.contains_key(&property.name)
            })
        }
        (TypeKind::Tuple(Tuple { places, rest }), Value::Array(items)) => {
            let least = places
                .iter()
                .filter(|place| place.presence == Presence::Required)
                .count();
            items.len() >= least
                && items.iter().enumerate().all(|(index, value)| {
                    let item = places.get(index).map_or(rest, |place| &place.item);
                    describes(types, item, value)
                })
        }
        (TypeKind::Union(union), _) => match union.choose(value) {
            Some(Choice::Known(alternative)) => describes_shape(types, &alternative.shape, value),
            Some(Choice::Unknown | Choice::Refused) => false,
            None => union.alternatives.iter().any(|alternative| {
                passes(&alternative.guard, value)
                    && describes_shape(types, &alternative.shape, value)
            }),
        },
        _ => false,
    }
}

/// True if subschemas describe a member that none of them declares, and the value is as they say.
fn describes_undeclared(others: &[OtherMembers], name: &str, value: &Value) -> bool {
    let all = others.iter().flat_map(|others| others.values_of(name));
    let described: Vec<bool> = all
        .map(|values| describes(&values.types, &values.item, value))
        .collect();
    let is_forbidden = others.iter().any(|others| others.forbidden.contains(name));
    !is_forbidden && !described.is_empty() && described.into_iter().all(|fits| fits)
}

/// Composes values that the types of a model describe, with bytes as the source of choices.
pub(super) struct ValueComposer<'m, 'b> {
    pub(super) types: &'m [TypeDef],
    pub(super) bytes: std::slice::Iter<'b, u8>,
    pub(super) depth: usize,
}

impl ValueComposer<'_, '_> {
    /// A number below `limit`; 0 after the last byte, which ends lists and omits optional members.
    fn pick(&mut self, limit: usize) -> usize {
        let byte = self.bytes.next().copied().unwrap_or(0);
        usize::from(byte) % limit
    }

    fn item(&mut self, item: &Item) -> Value {
        if item.nullable && self.pick(3) == 0 {
            return Value::Null;
        }
        self.shape(&item.shape)
    }

    fn list(&mut self, item: &Item) -> Vec<Value> {
        (0..self.pick(3)).map(|_| self.item(item)).collect()
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Any { .. } => [
                json!(null),
                json!(1),
                json!("a"),
                json!([]),
                json!({ "a": 0.5 }),
            ][self.pick(5)]
            .clone(),
            Shape::Boolean => json!(self.pick(2) == 0),
            Shape::Integer | Shape::UnixTime => json!(self.pick(9)),
            Shape::Number => json!(0.5),
            Shape::String | Shape::Text(_) => json!(["a", "b", "", "xyz"][self.pick(4)]),
            Shape::Constant(text) => json!(text),
            Shape::List(item) => self.list(item).into(),
            Shape::Map(item) => {
                let names = ["a", "b"].map(str::to_owned);
                let members: Vec<Value> = self.list(item);
                Value::Object(names.into_iter().zip(members).collect())
            }
            Shape::Lazy(item) => self.item(item),
            Shape::Named(id) => self.named(*id),
        }
    }

    pub(super) fn named(&mut self, id: TypeId) -> Value {
        // A union may recurse without end. A truncated value is not described, and is skipped.
        self.depth += 1;
        let value = if self.depth > 24 {
            Value::Null
        } else {
            self.of_kind(id)
        };
        self.depth -= 1;
        value
    }

    fn of_kind(&mut self, id: TypeId) -> Value {
        let types = self.types;
        match &types[id.0].kind {
            TypeKind::Newtype(item) => self.item(item),
            TypeKind::StringEnum(list) => {
                let values = &list.values;
                let value = self.pick(values.len() + 1);
                json!(values.get(value).map_or("new", |value| &value.value))
            }
            TypeKind::Object(Object { properties, others }) => {
                let mut members = serde_json::Map::new();
                for property in properties {
                    if property.presence == Presence::Required || self.pick(2) == 1 {
                        members.insert(property.name.clone(), self.item(&property.item));
                    }
                }
                for name in MEMBERS {
                    let mut values = others.iter().flat_map(|others| others.values_of(name));
                    if let Some(values) = values.next()
                        && !members.contains_key(name)
                        && self.pick(2) == 1
                    {
                        let types = std::mem::replace(&mut self.types, &values.types);
                        members.insert(name.to_owned(), self.item(&values.item));
                        self.types = types;
                    }
                }
                Value::Object(members)
            }
            TypeKind::Tuple(Tuple { places, rest }) => {
                let required = places
                    .iter()
                    .take_while(|place| place.presence == Presence::Required)
                    .count();
                let more = self.pick(3);
                (0..required + more)
                    .map(|index| self.item(places.get(index).map_or(rest, |place| &place.item)))
                    .collect()
            }
            TypeKind::Union(union) => {
                let index = self.pick(union.alternatives.len());
                self.shape(&union.alternatives[index].shape)
            }
        }
    }
}

/// Schemas of members.
pub(super) fn member_schema() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(json!({ "type": "string" })),
        Just(json!({ "type": "integer" })),
        Just(json!({ "type": "number" })),
        Just(json!({ "type": "boolean" })),
        Just(json!({ "type": ["string", "null"] })),
        Just(json!({ "type": "string", "enum": ["a", "b"] })),
        Just(json!({ "const": "a" })),
        Just(json!({ "const": "b" })),
        Just(json!(true)),
        Just(json!({ "$ref": "#" })),
    ];
    scalar.prop_recursive(2, 12, 3, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|item| json!({ "type": "array", "items": item })),
            inner
                .clone()
                .prop_map(|item| json!({ "type": "object", "additionalProperties": item })),
            vec(inner.clone(), 1..3).prop_map(
                |places| json!({ "type": "array", "prefixItems": places, "minItems": 1 })
            ),
            vec(inner.clone(), 2..4).prop_map(|forms| json!({ "anyOf": forms })),
            (members(inner.clone()), members(inner.clone()))
                .prop_map(|forms| json!({ "oneOf": [forms.0, forms.1] })),
            members(inner),
        ]
    })
}

/// The names of members.
const MEMBERS: [&str; 4] = ["a", "b", "c", "k"];

/// An object with some of four members, some of which are required. Others may be described or forbidden.
pub(super) fn members(
    form: impl Strategy<Value = Value> + 'static,
) -> impl Strategy<Value = Value> {
    let form = form.boxed();
    let member = (0..4_usize, form.clone(), any::<bool>());
    let others = (any::<u8>(), form);
    (vec(member, 1..4), others).prop_map(|(members, (others, form))| {
        let name = |index: usize| MEMBERS[index].to_owned();
        let required: std::collections::BTreeSet<String> = members
            .iter()
            .filter(|(_, _, is_required)| *is_required)
            .map(|(index, _, _)| name(*index))
            .collect();
        let properties: serde_json::Map<String, Value> = members
            .into_iter()
            .map(|(index, form, _)| (name(index), form))
            .collect();
        let mut schema =
            json!({ "type": "object", "properties": properties, "required": required });
        match others % 8 {
            0 => schema["additionalProperties"] = form,
            1 => schema["additionalProperties"] = json!(false),
            2 => schema["patternProperties"] = json!({ "^[ab]$": form }),
            3 => {
                schema["patternProperties"] = json!({ "a": form });
                schema["additionalProperties"] = json!({ "type": "string" });
            }
            _ => {}
        }
        schema
    })
}

/// The schema with a single change: another schema or presence of a member, or a removed member.
pub(super) fn mutated(schema: &Value, at: u8, form: &Value) -> Value {
    let mut objects: Vec<String> = Vec::new();
    let mut waiting = vec![(String::new(), schema)];
    while let Some((pointer, value)) = waiting.pop() {
        if value.get("properties").is_some() {
            objects.push(pointer.clone());
        }
        let below: Vec<(String, &Value)> = match value {
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), value))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, value)| (index.to_string(), value))
                .collect(),
            _ => Vec::new(),
        };
        waiting.extend(
            below
                .into_iter()
                .map(|(step, value)| (format!("{pointer}/{step}"), value)),
        );
    }
    let mut changed = schema.clone();
    let object = &objects[usize::from(at) % objects.len()];
    let object = changed
        .pointer_mut(object)
        .expect("the object was found there");
    let names: Vec<String> = object["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect();
    let name = &names[usize::from(at) / 8 % names.len()];
    let required = object["required"]
        .as_array_mut()
        .expect("every object has a list of them");
    let is_required = required.iter().position(|member| member == name);
    match (at % 4, is_required) {
        (0, Some(index)) => {
            required.remove(index);
        }
        (0, None) => required.push(json!(name)),
        (1, None) => {
            object["properties"]
                .as_object_mut()
                .expect("members were found")
                .remove(name);
        }
        _ => object["properties"][name] = form.clone(),
    }
    changed
}
