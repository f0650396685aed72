//! The join of shapes: by JSON type, and as a union where the types differ.

use std::collections::BTreeMap;

use super::{Joiner, step, string_enum};
use crate::model::{
    Alternative, Docs, Fallback, Guard, Item, JsonType, PathStep, Shape, TypeDef, TypeKind, Union,
};

/// An item that reads the values of several.
pub(super) struct Joined {
    pub(super) item: Item,
    /// False if one of them reads values that the item does not, because nothing describes them.
    pub(super) is_certain: bool,
}

impl Joiner<'_> {
    pub(super) fn join_items<'i>(
        &mut self,
        items: impl Iterator<Item = &'i Item> + Clone,
        at: &[PathStep],
    ) -> Joined {
        let nullable = items.clone().any(|item| item.nullable);
        let shapes = items.map(|item| item.shape.clone()).collect();
        let (shape, is_certain) = self.join_shapes(shapes, at);
        let nullable = nullable && !matches!(shape, Shape::Any { .. } | Shape::Lazy(_));
        Joined {
            item: Item { shape, nullable },
            is_certain,
        }
    }

    /// The shape of all these values. False if one of the shapes reads values that it does not.
    pub(super) fn join_shapes(&mut self, shapes: Vec<Shape>, at: &[PathStep]) -> (Shape, bool) {
        if shapes.iter().any(|shape| matches!(shape, Shape::Lazy(_))) {
            let items = shapes.into_iter().map(|shape| match shape {
                Shape::Lazy(item) => *item,
                shape => Item {
                    shape,
                    nullable: false,
                },
            });
            let items: Vec<Item> = items.collect();
            let joined = self.join_items(items.iter(), at);
            return (Shape::Lazy(Box::new(joined.item)), true);
        }
        let count = shapes.len();
        let (any, described): (Vec<Shape>, Vec<Shape>) = shapes
            .into_iter()
            .partition(|shape| matches!(shape, Shape::Any { .. }));
        if described.is_empty() {
            let any = any
                .into_iter()
                .next()
                .unwrap_or(Shape::Any { reason: None });
            return (any, true);
        }
        // A schema that says nothing of the value takes nothing from the others.
        let is_certain = described.len() == count;
        let (shape, is_inner_certain) = self.join_described(described, at);
        (shape, is_certain && is_inner_certain)
    }

    fn join_described(&mut self, shapes: Vec<Shape>, at: &[PathStep]) -> (Shape, bool) {
        let json_types = shapes.iter().map(|shape| self.json_type(shape));
        let json_types: Option<Vec<JsonType>> = json_types.collect();
        let Some(json_types) = json_types else {
            // Unions without a tag, which are joined if they have the same alternatives.
            let ids: Option<Vec<_>> = shapes.iter().map(named).collect();
            let id = ids.and_then(|ids| self.join_types(&ids, at));
            return match id {
                Some(id) => (Shape::Named(id), true),
                None => (self.unjoined(at), true),
            };
        };
        let mut by_type: BTreeMap<JsonType, Vec<Shape>> = BTreeMap::new();
        for (json_type, shape) in json_types.into_iter().zip(shapes) {
            by_type.entry(json_type).or_default().push(shape);
        }
        if by_type.len() == 1 {
            let (json_type, shapes) = by_type.into_iter().next().expect("there is one");
            return self
                .join_alike(json_type, shapes, at)
                .unwrap_or_else(|| (self.unjoined(at), true));
        }
        self.join_as_union(by_type, at)
    }

    /// A union that the JSON type of a value decides.
    fn join_as_union(
        &mut self,
        by_type: BTreeMap<JsonType, Vec<Shape>>,
        at: &[PathStep],
    ) -> (Shape, bool) {
        let like = self.bare(TypeKind::Newtype(Item::any(None)));
        let id = self.push(&like, at);
        let path = self.types[id.0].path.clone();
        let mut is_certain = true;
        let mut alternatives = Vec::new();
        for (json_type, shapes) in by_type {
            let label = label(json_type);
            let below = step(&path, PathStep::Alternative(label.to_owned()));
            let Some((shape, is_alternative_certain)) = self.join_alike(json_type, shapes, &below)
            else {
                self.types[id.0].kind = TypeKind::Newtype(Item::any(None));
                return (self.unjoined(at), true);
            };
            is_certain &= is_alternative_certain;
            alternatives.push(Alternative {
                shape,
                guard: Guard {
                    json_type: Some(json_type),
                    ..Guard::default()
                },
                tag: None,
                label: label.to_owned(),
                boxed: false,
                docs: Docs::default(),
                ident: Default::default(),
            });
        }
        self.types[id.0].kind = TypeKind::Union(Union {
            tag: None,
            alternatives,
            unknown: None,
            accessors: Vec::new(),
        });
        (Shape::Named(id), is_certain)
    }

    /// Joins shapes whose values are all of one JSON type.
    fn join_alike(
        &mut self,
        json_type: JsonType,
        shapes: Vec<Shape>,
        at: &[PathStep],
    ) -> Option<(Shape, bool)> {
        let first = shapes[0].clone();
        let items = |is_list: bool| {
            let items = shapes.iter().map(|shape| match shape {
                Shape::List(item) if is_list => Some(&**item),
                Shape::Map(item) if !is_list => Some(&**item),
                _ => None,
            });
            items.collect::<Option<Vec<&Item>>>()
        };
        match json_type {
            JsonType::Boolean => return Some((first, true)),
            JsonType::Number => {
                if shapes.iter().all(|shape| *shape == first) {
                    return Some((first, true));
                }
                let is_integer = |shape: &Shape| *shape.without_meaning() == Shape::Integer;
                let are_integers = shapes.iter().all(is_integer);
                let shape = if are_integers {
                    Shape::Integer
                } else {
                    Shape::Number
                };
                return Some((shape, true));
            }
            JsonType::String
                if shapes.iter().all(|shape| *shape == first) && named(&first).is_none() =>
            {
                return Some((first, true));
            }
            JsonType::String => return Some((self.join_strings(&shapes, at), true)),
            JsonType::Array | JsonType::Object => {}
        }
        let is_list = json_type == JsonType::Array;
        if let Some(items) = items(is_list) {
            let Joined { item, is_certain } =
                self.join_items(items.into_iter(), &step(at, PathStep::Each));
            let item = Box::new(item);
            let shape = if is_list {
                Shape::List(item)
            } else {
                Shape::Map(item)
            };
            return Some((shape, is_certain));
        }
        let ids: Vec<_> = shapes.iter().map(named).collect::<Option<_>>()?;
        Some((Shape::Named(self.join_types(&ids, at)?), true))
    }

    /// Texts with all the values that are known, or any text if one of the shapes is that.
    fn join_strings(&mut self, shapes: &[Shape], at: &[PathStep]) -> Shape {
        let ids: Option<Vec<_>> = shapes.iter().map(named).collect();
        if let Some(id) = ids.and_then(|ids| self.join_types(&ids, at)) {
            return Shape::Named(id);
        }
        let mut values: Vec<String> = Vec::new();
        for shape in shapes {
            match shape {
                Shape::Constant(text) => values.push(text.clone()),
                Shape::Named(id) => match &self.types[id.0].kind {
                    TypeKind::StringEnum(list) => {
                        values.extend(list.values.iter().map(|value| value.value.clone()));
                    }
                    TypeKind::Object(_)
                    | TypeKind::Union(_)
                    | TypeKind::Tuple(_)
                    | TypeKind::Newtype(_) => return Shape::String,
                },
                Shape::Any { .. }
                | Shape::Boolean
                | Shape::Integer
                | Shape::Number
                | Shape::UnixTime
                | Shape::String
                | Shape::Text(_)
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Lazy(_) => return Shape::String,
            }
        }
        let list = string_enum(values.iter().map(String::as_str));
        let like = self.bare(TypeKind::StringEnum(list));
        Shape::Named(self.push(&like, at))
    }

    /// A type that no schema names.
    fn bare(&self, kind: TypeKind) -> TypeDef {
        TypeDef {
            module_path: self.module_path.clone(),
            path: Vec::new(),
            schema_pointer: String::new(),
            docs: Docs::default(),
            kind,
            smallest: 0,
            name: Default::default(),
            same_as: None,
            is_lazy: false,
        }
    }

    /// Any value, as the shapes have nothing in common.
    fn unjoined(&mut self, at: &[PathStep]) -> Shape {
        self.conflict(at);
        Shape::Any {
            reason: Some(Fallback::DifferingEvents),
        }
    }

    /// The JSON type of all values of a shape. `None` if they have several, and for values of any type.
    fn json_type(&self, shape: &Shape) -> Option<JsonType> {
        Some(match shape {
            Shape::Boolean => JsonType::Boolean,
            Shape::Integer | Shape::Number | Shape::UnixTime => JsonType::Number,
            Shape::String | Shape::Text(_) | Shape::Constant(_) => JsonType::String,
            Shape::List(_) => JsonType::Array,
            Shape::Map(_) => JsonType::Object,
            Shape::Named(id) => match &self.types[id.0].kind {
                TypeKind::Object(_) => JsonType::Object,
                TypeKind::StringEnum(_) => JsonType::String,
                TypeKind::Tuple(_) => JsonType::Array,
                TypeKind::Union(union) => {
                    union.tag.as_ref()?;
                    JsonType::Object
                }
                TypeKind::Newtype(item) if !item.nullable => return self.json_type(&item.shape),
                TypeKind::Newtype(_) => return None,
            },
            Shape::Any { .. } | Shape::Lazy(_) => return None,
        })
    }
}

fn named(shape: &Shape) -> Option<crate::model::TypeId> {
    match shape {
        Shape::Named(id) => Some(*id),
        Shape::Any { .. }
        | Shape::Boolean
        | Shape::Integer
        | Shape::Number
        | Shape::UnixTime
        | Shape::String
        | Shape::Text(_)
        | Shape::Constant(_)
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Lazy(_) => None,
    }
}

fn label(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::Boolean => "boolean",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}
