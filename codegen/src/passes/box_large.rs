//! Puts a box around large types where others hold them: an optional member that is absent should cost little, the variants
//! of an enum should not differ much in size, and a value that is moved should not fill the stack.

use super::break_cycles::held_by_value;
use crate::model::{Item, Model, Presence, Shape, TypeId, TypeKind, Vendor};

/// How many bytes a member or a place may take by itself.
const LARGEST_MEMBER: u64 = 1024;
/// How many bytes an alternative may take. Clippy speaks up where variants differ by more than 200.
const LARGEST_ALTERNATIVE: u64 = 128;

/// Runs after `break_cycles`, without which a size need not be finite.
pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        box_large(vendor);
    }
}

fn box_large(vendor: &mut Vendor) {
    let mut sizes: Vec<Option<u64>> = vec![None; vendor.types.len()];
    for start in 0..vendor.types.len() {
        let mut way = vec![start];
        while let Some(&id) = way.last() {
            if sizes[id].is_some() {
                way.pop();
                continue;
            }
            let before = way.len();
            let kind = &vendor.types[id].kind;
            let held = held_by_value(kind).into_iter();
            let unboxed = held.filter(|(slot, _)| !is_boxed(kind, *slot));
            way.extend(
                unboxed.filter_map(|(_, TypeId(held))| sizes[held].is_none().then_some(held)),
            );
            if way.len() == before {
                sizes[id] = Some(settle(&mut vendor.types[id].kind, &sizes));
                way.pop();
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

/// Boxes what is large in one type, and gives the type's own size. The sizes of all that it holds are known.
fn settle(kind: &mut TypeKind, sizes: &[Option<u64>]) -> u64 {
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
            let alternatives = union.alternatives.iter_mut().map(|one| {
                let size = shape_size(&one.shape, sizes);
                let is_named = matches!(one.shape, Shape::Named(_));
                one.boxed |= is_named && size > LARGEST_ALTERNATIVE;
                if one.boxed { POINTER } else { size }
            });
            POINTER + alternatives.max().unwrap_or(0)
        }
        TypeKind::StringEnum(_) => VEC,
        TypeKind::Newtype(item) => shape_size(&item.shape, sizes),
    }
}

fn member_size(item: &Item, is_optional: bool, boxed: &mut bool, sizes: &[Option<u64>]) -> u64 {
    let size = shape_size(&item.shape, sizes);
    *boxed |= matches!(item.shape, Shape::Named(_)) && size > LARGEST_MEMBER;
    let size = if *boxed { POINTER } else { size };
    // Absent and null beside each other need room to tell them apart; one of them alone mostly does not.
    size + if is_optional && item.nullable {
        POINTER
    } else {
        0
    }
}

// Sizes on a machine of 64 bits, near enough to choose by.
const POINTER: u64 = 8;
const VEC: u64 = 24;
const EXTRA: u64 = 24;

fn shape_size(shape: &Shape, sizes: &[Option<u64>]) -> u64 {
    match shape {
        Shape::Boolean => 1,
        Shape::Integer | Shape::Number => 16,
        Shape::String | Shape::Constant(_) | Shape::List(_) | Shape::Map(_) => VEC,
        Shape::Any { .. } => 32,
        // A type within itself is behind a box, where its size does not count.
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
    fn large_members_are_boxed_and_small_ones_are_not() {
        let schema = json!({"type": "object", "properties": {"large": object(50), "small": object(5), "list": {"type": "array", "items": object(50)}}});
        assert_eq!(boxed(schema), ["large"]);
    }

    #[test]
    fn what_holds_a_box_is_small_again() {
        let large = json!({"type": "object", "properties": {"inner": object(50)}});
        assert_eq!(
            boxed(json!({"type": "object", "properties": {"a": large}})),
            [""; 0]
        );
    }

    #[test]
    fn sizes_that_double_stay_small() {
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
        let boxes: Vec<bool> = unions.flatten().map(|one| one.boxed).collect();
        assert_eq!(boxes, [true, false]);
    }
}
