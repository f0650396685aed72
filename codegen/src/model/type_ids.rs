//! The shapes of a type that hold type ids, and replacement of these ids.

use super::{Item, Shape, TypeId, TypeKind};

impl TypeKind {
    /// The shapes that the type holds directly.
    pub(crate) fn shapes_mut(&mut self) -> Vec<&mut Shape> {
        let items: Vec<&mut Item> = match self {
            Self::Object(object) => {
                let properties = object.properties.iter_mut();
                properties.map(|property| &mut property.item).collect()
            }
            Self::Tuple(tuple) => {
                let places = tuple.places.iter_mut().map(|place| &mut place.item);
                places.chain([&mut tuple.rest]).collect()
            }
            Self::Newtype(item) => vec![item],
            Self::Union(union) => {
                let alternatives = union.alternatives.iter_mut();
                return alternatives
                    .map(|alternative| &mut alternative.shape)
                    .collect();
            }
            Self::StringEnum(_) => Vec::new(),
        };
        items.into_iter().map(|item| &mut item.shape).collect()
    }

    /// Replaces every type id that the type holds.
    pub(crate) fn remap_type_ids(&mut self, new: &impl Fn(TypeId) -> TypeId) {
        for shape in self.shapes_mut() {
            shape.remap_type_ids(new);
        }
    }
}

impl Shape {
    fn remap_type_ids(&mut self, new: &impl Fn(TypeId) -> TypeId) {
        match self {
            Self::Named(id) => *id = new(*id),
            Self::List(item) | Self::Map(item) => item.shape.remap_type_ids(new),
            Self::Any { .. }
            | Self::Boolean
            | Self::Integer
            | Self::Number
            | Self::String
            | Self::Constant(_) => {}
        }
    }
}
