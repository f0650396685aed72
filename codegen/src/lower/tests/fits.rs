//! A reference implementation of reading: decides if a lowered type holds a value without loss.

use serde_json::Value;

use crate::model::{
    Choice, Guard, Item, JsonType, Object, Presence, Shape, Tuple, TypeId, TypeKind, Vendor,
};
use crate::schema::TypeSet;

/// True if a value fits an item.
pub(crate) fn fits(vendor: &Vendor, item: &Item, value: &Value) -> bool {
    (value.is_null() && item.nullable) || fits_shape(vendor, &item.shape, value)
}

fn fits_shape(vendor: &Vendor, shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Any { .. }, _) => true,
        (Shape::Boolean, Value::Bool(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::String | Shape::Constant(_), Value::String(_)) => true,
        (Shape::Integer, Value::Number(_)) => TypeSet::of(value) == TypeSet::INTEGER,
        (Shape::List(item), Value::Array(items)) => {
            items.iter().all(|value| fits(vendor, item, value))
        }
        (Shape::Map(item), Value::Object(members)) => {
            members.values().all(|value| fits(vendor, item, value))
        }
        (Shape::Named(id), _) => fits_type(vendor, *id, value),
        _ => false,
    }
}

/// True if a value fits a named type.
pub(crate) fn fits_type(vendor: &Vendor, id: TypeId, value: &Value) -> bool {
    match (&vendor.types[id.0].kind, value) {
        (TypeKind::Newtype(item), _) => fits(vendor, item, value),
        (TypeKind::StringEnum(_), Value::String(_)) => true,
        (TypeKind::Object(Object { properties }), Value::Object(members)) => {
            properties
                .iter()
                .all(|property| match members.get(&property.name) {
                    Some(value) => fits(vendor, &property.item, value),
                    None => property.presence == Presence::Optional,
                })
        }
        (TypeKind::Tuple(Tuple { places, rest }), Value::Array(items)) => {
            let places_fit =
                places
                    .iter()
                    .enumerate()
                    .all(|(index, place)| match items.get(index) {
                        Some(value) => fits(vendor, &place.item, value),
                        None => place.presence == Presence::Optional,
                    });
            places_fit
                && items
                    .iter()
                    .skip(places.len())
                    .all(|value| fits(vendor, rest, value))
        }
        (TypeKind::Union(union), _) => match union.choose(value) {
            Some(Choice::Known(alternative)) => fits_shape(vendor, &alternative.shape, value),
            Some(Choice::Unknown) => true,
            Some(Choice::Refused) => false,
            None => union.alternatives.iter().any(|alternative| {
                passes(&alternative.guard, value) && fits_shape(vendor, &alternative.shape, value)
            }),
        },
        _ => false,
    }
}

pub(crate) fn passes(guard: &Guard, value: &Value) -> bool {
    let Guard {
        json_type,
        constants,
        required,
    } = guard;
    let type_fits = json_type.is_none_or(|json_type| match json_type {
        JsonType::Boolean => value.is_boolean(),
        JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    });
    type_fits
        && constants
            .iter()
            .all(|(name, constant)| value.get(name).and_then(Value::as_str) == Some(constant))
        && required.iter().all(|name| value.get(name).is_some())
}
