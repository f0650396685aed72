//! The shapes of a type that hold type ids, these ids, and their replacement.

use super::{Item, Shape, TypeId, TypeKind, Vendor};

impl Vendor {
    /// Removes the types that are not to be kept, and renumbers the others in their order.
    pub(crate) fn retain_types(&mut self, keep: &[bool]) {
        let mut ids = Vec::with_capacity(keep.len());
        let mut count = 0;
        for is_kept in keep {
            ids.push(TypeId(count));
            count += usize::from(*is_kept);
        }
        let mut at = 0;
        self.types.retain(|_| {
            at += 1;
            keep[at - 1]
        });
        for def in &mut self.types {
            def.kind.remap_type_ids(&|id| ids[id.0]);
        }
        for event in &mut self.events {
            event.root = ids[event.root.0];
        }
        if let Some(envelope) = &mut self.envelope {
            envelope.fields = ids[envelope.fields.0];
        }
    }
}

impl TypeKind {
    /// [`shapes`](Self::shapes), to be changed.
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

    /// The shapes that the type holds directly.
    pub(crate) fn shapes(&self) -> Vec<&Shape> {
        let items: Vec<&Item> = match self {
            Self::Object(object) => {
                let properties = object.properties.iter();
                properties.map(|property| &property.item).collect()
            }
            Self::Tuple(tuple) => {
                let places = tuple.places.iter().map(|place| &place.item);
                places.chain([&tuple.rest]).collect()
            }
            Self::Newtype(item) => vec![item],
            Self::Union(union) => {
                let alternatives = union.alternatives.iter();
                return alternatives.map(|alternative| &alternative.shape).collect();
            }
            Self::StringEnum(_) => Vec::new(),
        };
        items.into_iter().map(|item| &item.shape).collect()
    }

    /// The type ids that the type holds.
    pub(crate) fn type_ids(&self) -> Vec<TypeId> {
        self.shapes().into_iter().filter_map(Shape::named).collect()
    }

    /// Replaces every type id that the type holds.
    pub(crate) fn remap_type_ids(&mut self, new: &impl Fn(TypeId) -> TypeId) {
        for shape in self.shapes_mut() {
            shape.remap_type_ids(new);
        }
    }
}

impl Shape {
    /// The named type of the values, or of the values in these, if they have one.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(item) | Self::Map(item) | Self::Lazy(item) => item.shape.named(),
            Self::Any { .. }
            | Self::Boolean
            | Self::Integer
            | Self::UnixTime
            | Self::Number
            | Self::String
            | Self::Text(_)
            | Self::Constant(_) => None,
        }
    }

    /// Replaces the type ids in it.
    pub(crate) fn remap_type_ids(&mut self, new: &impl Fn(TypeId) -> TypeId) {
        match self {
            Self::Named(id) => *id = new(*id),
            Self::List(item) | Self::Map(item) | Self::Lazy(item) => item.shape.remap_type_ids(new),
            Self::Any { .. }
            | Self::Boolean
            | Self::Integer
            | Self::UnixTime
            | Self::Number
            | Self::String
            | Self::Text(_)
            | Self::Constant(_) => {}
        }
    }
}
