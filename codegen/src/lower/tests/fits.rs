//! A reference implementation of reading: decides if a lowered type holds a value without loss.

use serde_json::Value;

use crate::equality::contains;
use crate::model::{
    Choice, Guard, Item, JsonType, Object, Presence, Shape, Tuple, TypeId, TypeKind, Vendor,
};
use crate::schema::TypeSet;

/// The types that read, and whether a union's variant for values that no alternative reads counts.
#[derive(Clone, Copy)]
struct Reader<'v> {
    vendor: &'v Vendor,
    keeps_unknown: bool,
}

/// True if a named type reads a value.
pub(crate) fn fits_type(vendor: &Vendor, id: TypeId, value: &Value) -> bool {
    let keeps_unknown = true;
    fits_named(
        Reader {
            vendor,
            keeps_unknown,
        },
        id,
        value,
    )
}

/// True if a named type describes a value, and the alternatives of untagged unions do.
pub(crate) fn is_claimed(vendor: &Vendor, id: TypeId, value: &Value) -> bool {
    let keeps_unknown = false;
    fits_named(
        Reader {
            vendor,
            keeps_unknown,
        },
        id,
        value,
    )
}

/// True if a value fits an item.
fn fits(reader: Reader<'_>, item: &Item, value: &Value) -> bool {
    (value.is_null() && item.nullable) || fits_shape(reader, &item.shape, value)
}

fn fits_shape(reader: Reader<'_>, shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Any { .. } | Shape::Lazy(_), _) => true,
        (Shape::Boolean, Value::Bool(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::String | Shape::Constant(_), Value::String(_)) => true,
        (Shape::Integer, Value::Number(_)) => TypeSet::of(value) == TypeSet::INTEGER,
        (Shape::List(item), Value::Array(items)) => {
            items.iter().all(|value| fits(reader, item, value))
        }
        (Shape::Map(item), Value::Object(members)) => {
            members.values().all(|value| fits(reader, item, value))
        }
        (Shape::Named(id), _) => fits_named(reader, *id, value),
        _ => false,
    }
}

/// True if a value fits a named type.
fn fits_named(reader: Reader<'_>, id: TypeId, value: &Value) -> bool {
    match (&reader.vendor.types[id.0].kind, value) {
        (TypeKind::Newtype(item), _) => fits(reader, item, value),
        (TypeKind::StringEnum(_), Value::String(_)) => true,
        (TypeKind::Object(Object { properties, .. }), Value::Object(members)) => properties
            .iter()
            .all(|property| match members.get(&property.name) {
                Some(value) => fits(reader, &property.item, value),
                None => property.presence == Presence::Optional,
            }),
        (TypeKind::Tuple(Tuple { places, rest }), Value::Array(items)) => {
            let places_fit =
                places
                    .iter()
                    .enumerate()
                    .all(|(index, place)| match items.get(index) {
                        Some(value) => fits(reader, &place.item, value),
                        None => place.presence == Presence::Optional,
                    });
            places_fit
                && items
                    .iter()
                    .skip(places.len())
                    .all(|value| fits(reader, rest, value))
        }
        (TypeKind::Union(union), _) => match union.choose(value) {
            Some(Choice::Known(alternative)) => fits_shape(reader, &alternative.shape, value),
            Some(Choice::Unknown) => true,
            Some(Choice::Refused) => false,
            None if union.unknown.is_some() && reader.keeps_unknown => true,
            None => union.alternatives.iter().any(|alternative| {
                passes(&alternative.guard, value) && fits_shape(reader, &alternative.shape, value)
            }),
        },
        _ => false,
    }
}

pub(crate) fn passes(guard: &Guard, value: &Value) -> bool {
    let Guard {
        json_type,
        values,
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
        && values.iter().all(|member| {
            let found = member
                .path
                .iter()
                .try_fold(value, |value, name| value.get(name));
            found.map_or(!member.is_required, |found| contains(&member.values, found))
        })
        && required.iter().all(|name| value.get(name).is_some())
}
