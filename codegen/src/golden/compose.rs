//! A payload for an event that has no sample: every declared member, the same values on every run.

use serde_json::{Map, Value, json};
use webhook_catalog::Naming;

use crate::model::{Event, Item, Presence, Shape, TypeId, TypeKind, Vendor};
use crate::pointer;

/// Composes a body: the envelope if there is one, the event in it, and the strings that name it.
pub(super) fn compose(vendor: &Vendor, event: &Event) -> Value {
    let mut composer = Composer {
        vendor,
        open: Vec::new(),
    };
    let payload = composer.named(event.root, "payload");
    let mut body = match &vendor.envelope {
        None => payload,
        Some(envelope) => {
            let mut body = composer.named(envelope.fields, "envelope");
            if let Value::Object(members) = &mut body {
                members.insert(envelope.event_member.clone(), payload);
            }
            body
        }
    };
    for (pointer, text) in naming_strings(vendor, event) {
        set(&mut body, &pointer::steps(pointer), text);
    }
    body
}

/// The strings that name the event, each with the pointer to its place.
fn naming_strings<'m>(vendor: &'m Vendor, event: &'m Event) -> Vec<(&'m String, &'m str)> {
    let Some(Naming::Body {
        pointers,
        join,
        aliases,
    }) = &vendor.naming
    else {
        return Vec::new();
    };
    if let Some(alias) = aliases.iter().find(|alias| alias.event == event.name) {
        let strings = pointers.iter().zip(&alias.values);
        return strings
            .filter_map(|(pointer, value)| Some((pointer, value.as_deref()?)))
            .collect();
    }
    let name = event.name.as_str();
    match join {
        Some(join) => pointers
            .iter()
            .zip(name.splitn(pointers.len(), join.as_str()))
            .collect(),
        None => pointers.iter().zip([name]).collect(),
    }
}

struct Composer<'m> {
    vendor: &'m Vendor,
    /// Types being composed, so that a type inside itself is left out.
    open: Vec<TypeId>,
}

impl Composer<'_> {
    fn item(&mut self, item: &Item, hint: &str) -> Value {
        match &item.shape {
            Shape::Any { .. } => json!({ "any": "value" }),
            Shape::Boolean => json!(true),
            Shape::Integer => json!(1),
            Shape::Number => json!(1.5),
            Shape::String => json!(hint),
            Shape::List(item) if self.is_open(item) => json!([]),
            Shape::List(item) => json!([self.item(item, hint)]),
            Shape::Map(item) if self.is_open(item) => json!({}),
            Shape::Map(item) => json!({ "key": self.item(item, hint) }),
            Shape::Named(id) if self.open.contains(id) => Value::Null,
            Shape::Named(id) => self.named(*id, hint),
        }
    }

    fn named(&mut self, id: TypeId, hint: &str) -> Value {
        self.open.push(id);
        let vendor = self.vendor;
        let value = match &vendor.types[id.0].kind {
            TypeKind::Object(object) => {
                let mut members = Map::new();
                for property in &object.properties {
                    if property.presence == Presence::Required || !self.is_open(&property.item) {
                        members.insert(
                            property.name.clone(),
                            self.item(&property.item, &property.name),
                        );
                    }
                }
                Value::Object(members)
            }
            TypeKind::StringEnum(list) => {
                json!(list.values.first().map_or(hint, |value| &value.value))
            }
            TypeKind::Union(union) => {
                let closed = union
                    .alternatives
                    .iter()
                    .find(|one| !self.is_open_shape(&one.shape));
                match closed.or(union.alternatives.first()) {
                    Some(one) => {
                        let mut value = self.item(
                            &Item {
                                shape: one.shape.clone(),
                                nullable: false,
                            },
                            hint,
                        );
                        for (member, text) in &one.guard.constants {
                            set(&mut value, std::slice::from_ref(member), text);
                        }
                        value
                    }
                    None => Value::Null,
                }
            }
            TypeKind::Tuple(tuple) => {
                let places = tuple.places.iter().take_while(|place| {
                    place.presence == Presence::Required || !self.is_open(&place.item)
                });
                let places: Vec<_> = places.map(|place| place.item.clone()).collect();
                Value::Array(places.iter().map(|item| self.item(item, hint)).collect())
            }
            TypeKind::Newtype(item) => self.item(item, hint),
        };
        self.open.pop();
        value
    }

    fn is_open(&self, item: &Item) -> bool {
        self.is_open_shape(&item.shape)
    }

    fn is_open_shape(&self, shape: &Shape) -> bool {
        matches!(shape, Shape::Named(id) if self.open.contains(id))
    }
}

/// Puts a string at the end of a path, making objects on the way where there are none. Steps into an array must be
/// places that it has.
fn set(value: &mut Value, path: &[String], text: &str) {
    let Some((step, rest)) = path.split_first() else {
        *value = json!(text);
        return;
    };
    if let Value::Array(items) = value {
        if let Some(item) = step
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get_mut(index))
        {
            set(item, rest, text);
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
            text,
        );
    }
}
