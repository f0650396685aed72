//! Replacement of type ids within types.

use crate::model::{Item, Shape, TypeId, TypeKind};

/// The shapes that a type holds directly.
pub(crate) fn shapes(kind: &mut TypeKind) -> Vec<&mut Shape> {
    let items: Vec<&mut Item> = match kind {
        TypeKind::Object(object) => {
            let properties = object.properties.iter_mut();
            properties.map(|property| &mut property.item).collect()
        }
        TypeKind::Tuple(tuple) => {
            let places = tuple.places.iter_mut().map(|place| &mut place.item);
            places.chain([&mut tuple.rest]).collect()
        }
        TypeKind::Newtype(item) => vec![item],
        TypeKind::Union(union) => {
            let alternatives = union.alternatives.iter_mut();
            return alternatives.map(|one| &mut one.shape).collect();
        }
        TypeKind::StringEnum(_) => Vec::new(),
    };
    items.into_iter().map(|item| &mut item.shape).collect()
}

/// Replaces every type id that a type holds.
pub(crate) fn remap_type_ids(kind: &mut TypeKind, new: &impl Fn(TypeId) -> TypeId) {
    for shape in shapes(kind) {
        remap_shape(shape, new);
    }
}

fn remap_shape(shape: &mut Shape, new: &impl Fn(TypeId) -> TypeId) {
    match shape {
        Shape::Named(id) => *id = new(*id),
        Shape::List(item) | Shape::Map(item) => remap_shape(&mut item.shape, new),
        Shape::Any { .. }
        | Shape::Boolean
        | Shape::Integer
        | Shape::Number
        | Shape::String
        | Shape::Constant(_) => {}
    }
}
