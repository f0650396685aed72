//! Values of the emitted types.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use webhook_catalog::pointer;

use crate::equality::contains;
use crate::model::{
    Alternative, Event, Item, MemberValues, Presence, Property, Shape, TuplePlace, TypeDef, TypeId,
    TypeKind, Union, Vendor,
};

/// Composes a body without the optional members at these paths.
pub(super) fn compose_without(vendor: &Vendor, event: &Event, omitted: Vec<Vec<String>>) -> Value {
    let members = |def: &TypeDef| match &def.kind {
        TypeKind::Object(object) => object.properties.len() as u64,
        TypeKind::StringEnum(_)
        | TypeKind::Union(_)
        | TypeKind::Tuple(_)
        | TypeKind::Newtype(_) => 1,
    };
    let mut composer = Composer {
        vendor,
        omitted,
        path: Vec::new(),
        open: Vec::new(),
        composed: BTreeSet::new(),
        left: MAX_VALUES + vendor.types.iter().map(members).sum::<u64>(),
    };
    match &vendor.envelope {
        None => composer.named(event.root, "payload"),
        Some(envelope) => {
            composer.path.push(envelope.event_member.clone());
            let payload = composer.named(event.root, "payload");
            composer.path.pop();
            let mut body = composer.named(envelope.fields, "envelope");
            if let Value::Object(members) = &mut body {
                members.insert(envelope.event_member.clone(), payload);
            }
            body
        }
    }
}

/// Number of optional values in a payload, beside one for each declared member.
const MAX_VALUES: u64 = 1_000;

/// Number of named types around an optional value.
const MAX_DEPTH: usize = 24;

struct Composer<'m> {
    vendor: &'m Vendor,
    /// Paths of members to leave out if they are optional.
    omitted: Vec<Vec<String>>,
    /// Path of the value being composed.
    path: Vec<String>,
    /// Types being composed, so that a type inside itself is left out.
    open: Vec<TypeId>,
    /// Types of objects that have all their members somewhere. Further objects have what is required.
    composed: BTreeSet<TypeId>,
    /// Number of optional values that may still be added. Definitions that use each other several times would otherwise
    /// give payloads of exponential size.
    left: u64,
}

impl Composer<'_> {
    fn item(&mut self, item: &Item, hint: &str) -> Value {
        match &item.shape {
            Shape::Any { .. } => json!({ "any": "value" }),
            Shape::Boolean => json!(true),
            Shape::Integer | Shape::UnixTime => json!(1),
            Shape::Number => json!(1.5),
            Shape::String | Shape::Text(_) => json!(hint),
            Shape::Constant(text) => json!(text),
            Shape::List(item) if self.admit(item) => json!([self.below("0", item, hint)]),
            Shape::List(_) => json!([]),
            Shape::Map(item) if self.admit(item) => json!({ "key": self.below("key", item, hint) }),
            Shape::Map(_) => json!({}),
            Shape::Lazy(item) => self.required(item, hint),
            Shape::Named(id) => self.named(*id, hint),
        }
    }

    /// The value of a part that must be there: `null` if that is allowed and anything more may not be added. No finite
    /// payload fits a type that contains itself in another way, so this ends.
    fn required(&mut self, item: &Item, hint: &str) -> Value {
        let is_named = matches!(item.shape, Shape::Named(_));
        if item.nullable && is_named && !self.admit(item) {
            return Value::Null;
        }
        self.item(item, hint)
    }

    /// The value at a step below the current path.
    fn below(&mut self, step: &str, item: &Item, hint: &str) -> Value {
        self.path.push(step.to_owned());
        let value = self.item(item, hint);
        self.path.pop();
        value
    }

    /// Returns true if an optional value may be added, and counts it with all that it requires.
    fn admit(&mut self, item: &Item) -> bool {
        let room = match &item.looked_at().shape {
            Shape::Named(id) if self.open.contains(id) => None,
            _ if self.open.len() > MAX_DEPTH => None,
            shape => self.left.checked_sub(self.smallest(shape)),
        };
        self.left = room.unwrap_or(self.left);
        room.is_some()
    }

    fn smallest(&self, shape: &Shape) -> u64 {
        match shape {
            Shape::Named(id) => self.vendor.types[id.0].smallest,
            Shape::Any { .. }
            | Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(_)
            | Shape::Constant(_)
            | Shape::List(_)
            | Shape::Map(_) => 1,
            Shape::Lazy(item) => self.smallest(&item.shape),
        }
    }

    fn named(&mut self, id: TypeId, hint: &str) -> Value {
        self.open.push(id);
        let vendor = self.vendor;
        let value = match &vendor.types[id.0].kind {
            TypeKind::Object(object) => {
                let is_first = self.composed.insert(id);
                let mut members = Map::new();
                for Property {
                    name,
                    presence,
                    item,
                    evidence,
                    ..
                } in object.properties.iter().filter(|one| !one.is_prefix)
                {
                    self.path.push(name.clone());
                    let value = match presence {
                        Presence::Required => Some(self.required(item, name)),
                        Presence::Optional if self.omitted.contains(&self.path) => None,
                        Presence::Optional if is_first && self.admit(item) => {
                            Some(self.item(item, name))
                        }
                        // As close to the schema as the limits allow.
                        Presence::Optional => {
                            (evidence.is_hint() && item.nullable).then_some(Value::Null)
                        }
                    };
                    self.path.pop();
                    members.extend(value.map(|value| (name.clone(), value)));
                }
                Value::Object(members)
            }
            TypeKind::StringEnum(list) => {
                json!(list.values.first().map_or(hint, |value| &value.value))
            }
            TypeKind::Union(union) => self.union(union, hint),
            TypeKind::Tuple(tuple) => {
                let mut places = Vec::new();
                for (index, TuplePlace { presence, item, .. }) in tuple.places.iter().enumerate() {
                    self.path.push(index.to_string());
                    let value = match presence {
                        Presence::Required => Some(self.required(item, hint)),
                        Presence::Optional => self.admit(item).then(|| self.item(item, hint)),
                    };
                    self.path.pop();
                    let Some(value) = value else { break };
                    places.push(value);
                }
                Value::Array(places)
            }
            TypeKind::Newtype(item) => self.required(item, hint),
        };
        self.open.pop();
        value
    }

    /// The first alternative that may be added, else the smallest.
    fn union(&mut self, union: &Union, hint: &str) -> Value {
        let item_of = |alternative: &Alternative| Item {
            shape: alternative.shape.clone(),
            nullable: false,
        };
        let roomy = union
            .alternatives
            .iter()
            .find(|alternative| self.admit(&item_of(alternative)));
        let smallest = || {
            let sizes = union.alternatives.iter();
            sizes.min_by_key(|alternative| self.smallest(&alternative.shape))
        };
        let Some(alternative) = roomy.or_else(smallest) else {
            return Value::Null;
        };
        let mut value = self.item(&item_of(alternative), hint);
        for MemberValues {
            path,
            is_required,
            values,
        } in &alternative.guard.values
        {
            let found = value.pointer(&pointer::from_steps(path));
            let is_allowed = match found {
                Some(found) => contains(values, found),
                None => !is_required,
            };
            if let Some(first) = values.first().filter(|_| !is_allowed) {
                set(&mut value, path, first.clone());
            }
        }
        value
    }
}

/// Puts a value at the end of a path, making objects on the way where there are none. Steps into an array must be
/// places that it has.
pub(super) fn set(value: &mut Value, path: &[String], new: Value) {
    let Some((step, rest)) = path.split_first() else {
        *value = new;
        return;
    };
    if let Value::Array(items) = value {
        if let Some(item) = step
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get_mut(index))
        {
            set(item, rest, new);
        }
        return;
    }
    if !value.is_object() {
        *value = json!({});
    }
    if let Value::Object(members) = value {
        set(
            members.entry(step.clone()).or_insert(Value::Null),
            rest,
            new,
        );
    }
}
