//! Boxes large types where others hold them: an absent member should take little space, the variants of an enum should not
//! differ much in size, and moving a value should not overflow the stack.

use super::break_cycles::held_by_value;
use crate::model::{Item, Model, Presence, Shape, TypeId, TypeKind, Vendor};

/// Maximum size of an unboxed member or tuple place, in bytes.
const MAX_MEMBER_SIZE: u64 = 1024;
/// Maximum size of an unboxed alternative, in bytes. Clippy warns if variants differ by more than 200.
const MAX_ALTERNATIVE_SIZE: u64 = 128;

/// Runs after `break_cycles`, since a type in a cycle has no finite size.
pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        box_large(vendor);
    }
}

fn box_large(vendor: &mut Vendor) {
    let mut sizes: Vec<Option<u64>> = vec![None; vendor.types.len()];
    for start in 0..vendor.types.len() {
        let mut path = vec![start];
        while let Some(&id) = path.last() {
            if sizes[id].is_some() {
                path.pop();
                continue;
            }
            let length = path.len();
            let kind = &vendor.types[id].kind;
            let held = held_by_value(kind).into_iter();
            let unboxed = held.filter(|(slot, _)| !is_boxed(kind, *slot));
            path.extend(
                unboxed.filter_map(|(_, TypeId(held))| sizes[held].is_none().then_some(held)),
            );
            if path.len() == length {
                sizes[id] = Some(box_members(&mut vendor.types[id].kind, &sizes));
                path.pop();
            }
        }
    }
}

fn is_boxed(kind: &TypeKind, slot: usize) -> bool {
    match kind {
        TypeKind::Object(object) => object.properties[slot].boxed,
        TypeKind::Union(union) => union.alternatives[slot].boxed,
        TypeKind::Tuple(tuple) => tuple.places[slot].boxed,
        TypeKind::StringEnum(_) | TypeKind::Newtype(_) => false,
    }
}

/// Boxes large members of one type and returns the type's size. The sizes of the types that it holds are known.
fn box_members(kind: &mut TypeKind, sizes: &[Option<u64>]) -> u64 {
    match kind {
        TypeKind::Object(object) => {
            let members = object.properties.iter_mut().map(|property| {
                let optional = property.presence == Presence::Optional;
                member_size(&property.item, optional, &mut property.boxed, sizes)
            });
            EXTRA + members.sum::<u64>()
        }
        TypeKind::Tuple(tuple) => {
            let places = tuple.places.iter_mut().map(|place| {
                let optional = place.presence == Presence::Optional;
                member_size(&place.item, optional, &mut place.boxed, sizes)
            });
            VEC + places.sum::<u64>()
        }
        TypeKind::Union(union) => {
            let alternatives = union.alternatives.iter_mut().map(|alternative| {
                let size = shape_size(&alternative.shape, sizes);
                let is_named = matches!(alternative.shape, Shape::Named(_));
                alternative.boxed |= is_named && size > MAX_ALTERNATIVE_SIZE;
                if alternative.boxed { POINTER } else { size }
            });
            let unknown = match union.unknown {
                Some(_) => JSON,
                None => 0,
            };
            POINTER + alternatives.max().unwrap_or(0).max(unknown)
        }
        TypeKind::StringEnum(_) => VEC,
        TypeKind::Newtype(item) => shape_size(&item.shape, sizes),
    }
}

fn member_size(item: &Item, is_optional: bool, boxed: &mut bool, sizes: &[Option<u64>]) -> u64 {
    let size = shape_size(&item.shape, sizes);
    *boxed |= matches!(item.shape, Shape::Named(_)) && size > MAX_MEMBER_SIZE;
    let size = if *boxed { POINTER } else { size };
    // Distinguishing absent and null takes space; for one of them alone there usually is a niche.
    size + if is_optional && item.nullable {
        POINTER
    } else {
        0
    }
}

// Approximate sizes on 64-bit platforms.
const POINTER: u64 = 8;
const VEC: u64 = 24;
const EXTRA: u64 = 24;
const JSON: u64 = 32;

fn shape_size(shape: &Shape, sizes: &[Option<u64>]) -> u64 {
    match shape {
        Shape::Boolean => 1,
        Shape::Integer | Shape::UnixTime | Shape::Number => 16,
        Shape::String | Shape::Text(_) | Shape::Constant(_) | Shape::List(_) | Shape::Map(_) => VEC,
        Shape::Any { .. } | Shape::Lazy(_) => JSON,
        // Only a type in a cycle has no size yet, and it is boxed.
        Shape::Named(id) => sizes[id.0].unwrap_or(POINTER),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use crate::lower::tests::lower_schema;
    use crate::model::TypeKind;

    /// Which members of the root are boxed.
    fn boxed(schema: Value) -> Vec<String> {
        let mut model = lower_schema(schema).value;
        super::super::break_cycles::run(&mut model);
        super::run(&mut model);
        match &model.vendors[0].types[0].kind {
            TypeKind::Object(object) => object
                .properties
                .iter()
                .filter(|property| property.boxed)
                .map(|property| property.name.clone())
                .collect(),
            other => panic!("the root is an object, but here it is {other:?}"),
        }
    }

    fn object(members: usize) -> Value {
        let properties: Map<String, Value> = (0..members)
            .map(|index| (format!("p{index}"), json!({"type": "string"})))
            .collect();
        json!({"type": "object", "properties": properties})
    }

    #[test]
    fn only_large_members_are_boxed() {
        let schema = json!({"type": "object", "properties": {"large": object(50), "small": object(5), "list": {"type": "array", "items": object(50)}}});
        assert_eq!(boxed(schema), ["large"]);
    }

    #[test]
    fn a_type_that_holds_a_box_is_small() {
        let large = json!({"type": "object", "properties": {"inner": object(50)}});
        assert_eq!(
            boxed(json!({"type": "object", "properties": {"a": large}})),
            [""; 0]
        );
    }

    #[test]
    fn doubling_sizes_are_bounded() {
        let mut definitions: Map<String, Value> = (0..40)
            .map(|index| {
                let next = json!({"$ref": format!("#/$defs/d{}", index + 1)});
                let properties = json!({"a": next, "b": next});
                (
                    format!("d{index}"),
                    json!({"type": "object", "properties": properties}),
                )
            })
            .collect();
        definitions.insert("d40".to_owned(), object(1));
        let mut model = lower_schema(
            json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}}, "$defs": definitions}),
        )
        .value;
        super::run(&mut model);
        let boxes = model.vendors[0].types.iter().filter(|def| match &def.kind {
            TypeKind::Object(object) => object.properties.iter().any(|property| property.boxed),
            _ => false,
        });
        assert!(boxes.count() >= 6);
    }

    #[test]
    fn large_alternatives_are_boxed() {
        let schema = json!({"type": "object", "properties": {"either": {"anyOf": [object(20), {"type": "string"}]}}});
        let mut model = lower_schema(schema).value;
        super::run(&mut model);
        let unions = model.vendors[0]
            .types
            .iter()
            .filter_map(|def| match &def.kind {
                TypeKind::Union(union) => Some(&union.alternatives),
                _ => None,
            });
        let boxes: Vec<bool> = unions
            .flatten()
            .map(|alternative| alternative.boxed)
            .collect();
        assert_eq!(boxes, [true, false]);
    }
}
