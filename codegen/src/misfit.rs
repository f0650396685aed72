//! Values that the emitted types refuse: reads a body by the model, as the emitted crate does.

use serde_json::Value;

use crate::equality::contains;
use crate::event_routing;
use crate::expected;
use crate::model::{
    Choice, Event, Guard, Item, JsonType, MemberValues, Object, Presence, Property, Shape, Tuple,
    TypeId, TypeKind, Union, Vendor,
};

/// A value that its type refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// Path of the value in the body.
    pub(crate) steps: Vec<String>,
    /// In the words of the emitted crate.
    pub(crate) expected: String,
    /// The JSON type of the value; `None` if it is missing.
    pub(crate) found: Option<&'static str>,
}

impl Misfit {
    /// The same misfit, seen from the value around.
    fn below(mut self, step: &str) -> Self {
        self.steps.insert(0, step.to_owned());
        self
    }
}

/// The first misfit of a whole body; `None` if it fits.
pub(crate) fn misfit_of_body(vendor: &Vendor, event: &Event, body: &Value) -> Option<Misfit> {
    Check { vendor }.delivery(event, body).err()
}

/// Reads values as the emitted crate does.
struct Check<'m> {
    vendor: &'m Vendor,
}

impl Check<'_> {
    fn delivery(&self, event: &Event, body: &Value) -> Result<(), Misfit> {
        let vendor = self.vendor;
        let Some(envelope) = &vendor.envelope else {
            return self.named(event.root, body);
        };
        if event_routing::is_unenveloped(vendor.naming.as_ref(), body) {
            return self.named(event.root, body);
        }
        self.named(envelope.fields, body)?;
        let member = &envelope.event_member;
        let payload = body.get(member).ok_or_else(|| Misfit {
            steps: vec![member.clone()],
            expected: expected::event(vendor).to_owned(),
            found: None,
        })?;
        self.named(event.root, payload)
            .map_err(|misfit| misfit.below(member))
    }

    fn named(&self, id: TypeId, value: &Value) -> Result<(), Misfit> {
        self.shape(&Shape::Named(id), value)
    }

    fn item(&self, item: &Item, value: &Value) -> Result<(), Misfit> {
        if item.nullable && value.is_null() {
            return Ok(());
        }
        self.shape(&item.shape, value).map_err(|mut misfit| {
            if misfit.steps.is_empty() {
                misfit.expected = expected::item(self.vendor, item);
            }
            misfit
        })
    }

    fn shape(&self, shape: &Shape, value: &Value) -> Result<(), Misfit> {
        let refused = || Misfit {
            steps: Vec::new(),
            expected: expected::item(
                self.vendor,
                &Item {
                    shape: shape.clone(),
                    nullable: false,
                },
            ),
            found: Some(json_type(value)),
        };
        let fits = match (shape, value) {
            (Shape::Any { .. }, _) => true,
            (Shape::Boolean, value) => value.is_boolean(),
            (Shape::Number, value) => value.is_number(),
            (Shape::Integer, Value::Number(number)) => {
                let is_whole = |float: f64| float.fract() == 0.0;
                number.is_i64() || number.is_u64() || number.as_f64().is_some_and(is_whole)
            }
            (Shape::String | Shape::Constant(_), value) => value.is_string(),
            (Shape::List(item), Value::Array(items)) => return self.items(item, items, 0),
            (Shape::Map(item), Value::Object(members)) => {
                for (name, value) in members {
                    self.item(item, value)
                        .map_err(|misfit| misfit.below(name))?;
                }
                true
            }
            (Shape::Integer | Shape::List(_) | Shape::Map(_), _) => false,
            (Shape::Named(id), value) => match (&self.vendor.types[id.0].kind, value) {
                (TypeKind::Object(object), Value::Object(_)) => return self.object(object, value),
                (TypeKind::StringEnum(_), value) => value.is_string(),
                (TypeKind::Union(union), value) if union.tag.is_some() => {
                    return self.tagged(union, value, refused);
                }
                (TypeKind::Union(union), value) => self.untagged(union, value),
                (TypeKind::Tuple(tuple), Value::Array(items)) => return self.tuple(tuple, items),
                (TypeKind::Newtype(item), value) => return self.item(item, value),
                (TypeKind::Object(_) | TypeKind::Tuple(_), _) => false,
            },
        };
        if fits { Ok(()) } else { Err(refused()) }
    }

    fn object(&self, object: &Object, value: &Value) -> Result<(), Misfit> {
        for Property {
            name,
            presence,
            item,
            ..
        } in &object.properties
        {
            match (value.get(name), presence) {
                (Some(value), _) => self
                    .item(item, value)
                    .map_err(|misfit| misfit.below(name))?,
                (None, Presence::Optional) => {}
                (None, Presence::Required) => return Err(self.missing(item, name)),
            }
        }
        Ok(())
    }

    fn missing(&self, item: &Item, step: &str) -> Misfit {
        Misfit {
            steps: vec![step.to_owned()],
            expected: expected::item(self.vendor, item),
            found: None,
        }
    }

    fn tuple(&self, tuple: &Tuple, items: &[Value]) -> Result<(), Misfit> {
        for (index, place) in tuple.places.iter().enumerate() {
            let step = index.to_string();
            match (items.get(index), place.presence) {
                (Some(value), _) => {
                    let fit = self.item(&place.item, value);
                    fit.map_err(|misfit| misfit.below(&step))?;
                }
                (None, Presence::Optional) => {}
                (None, Presence::Required) => return Err(self.missing(&place.item, &step)),
            }
        }
        let start = tuple.places.len().min(items.len());
        self.items(&tuple.rest, &items[start..], start)
    }

    fn items(&self, item: &Item, items: &[Value], start: usize) -> Result<(), Misfit> {
        for (index, value) in items.iter().enumerate() {
            let fit = self.item(item, value);
            fit.map_err(|misfit| misfit.below(&(start + index).to_string()))?;
        }
        Ok(())
    }

    fn tagged(
        &self,
        union: &Union,
        value: &Value,
        refused: impl Fn() -> Misfit,
    ) -> Result<(), Misfit> {
        let Some(tag) = union.tag.as_ref().filter(|_| value.is_object()) else {
            return Err(refused());
        };
        match union.choose(value) {
            Some(Choice::Known(alternative)) => self.shape(&alternative.shape, value),
            Some(Choice::Unknown) => Ok(()),
            Some(Choice::Refused) | None => Err(Misfit {
                steps: vec![tag.member.clone()],
                expected: "a string".to_owned(),
                found: value.get(&tag.member).map(json_type),
            }),
        }
    }

    fn untagged(&self, union: &Union, value: &Value) -> bool {
        let mut alternatives = union.alternatives.iter();
        let is_read = alternatives.any(|alternative| {
            admits(&alternative.guard, value) && self.shape(&alternative.shape, value).is_ok()
        });
        is_read || union.unknown.is_some()
    }
}

fn admits(guard: &Guard, value: &Value) -> bool {
    let Guard {
        json_type,
        values,
        required,
    } = guard;
    let has_type = match json_type {
        None => true,
        Some(JsonType::Boolean) => value.is_boolean(),
        Some(JsonType::Number) => value.is_number(),
        Some(JsonType::String) => value.is_string(),
        Some(JsonType::Array) => value.is_array(),
        Some(JsonType::Object) => value.is_object(),
    };
    let has_value = |member: &MemberValues| {
        let mut path = member.path.iter();
        let found = path.try_fold(value, |value, name| value.get(name));
        found.map_or(!member.is_required, |found| contains(&member.values, found))
    };
    has_type
        && required.iter().all(|name| value.get(name).is_some())
        && values.iter().all(has_value)
}

/// A value's JSON type, in the words of the emitted crate.
fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
