//! Items from combined candidates, with types for those that need a name.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Builder, DocumentedItem, Location, PendingKind};
use crate::ident::RustIdent;
use crate::lower::all_of::{ExpandedSet, SetKey};
use crate::lower::candidates::{SchemaShape, ShapeCandidate, ShapeCandidates, values_note};
use crate::model::{Docs, EnumValue, Fallback, Item, Note, Shape, StringEnum, TypeId, TypeKind};
use crate::schema::SchemaId;

impl Builder<'_, '_> {
    /// The item of combined candidates. `key` is the one of `expanded`.
    pub(super) fn item_of(
        &mut self,
        candidates: ShapeCandidates,
        expanded: &ExpandedSet,
        key: &Rc<SetKey>,
        location: &Location,
    ) -> DocumentedItem {
        let ShapeCandidates {
            is_nullable,
            mut alternatives,
            docs,
            tag,
        } = candidates;
        if alternatives.len() < 2 {
            let Some(candidate) = alternatives.pop() else {
                let reason = if is_nullable {
                    Fallback::OnlyNull
                } else {
                    Fallback::NoValue
                };
                return DocumentedItem {
                    item: Item::any(Some(reason)),
                    docs,
                };
            };
            let docs = joined(docs, candidate.docs.clone());
            return self.item_of_candidate(candidate, is_nullable, docs, location, Some(key));
        }
        let pointer = expanded.pointer(self.document());
        let id = self.reserve(location.path.clone(), pointer, docs.clone());
        let inside = location.inside(Rc::clone(key), id, is_nullable);
        let kind = PendingKind::Union(alternatives, tag);
        self.pending.push_back((id, inside, kind));
        DocumentedItem {
            item: named(id, is_nullable),
            docs: without_notes(docs),
        }
    }

    /// The item of a single candidate. `docs` are the candidate's and those of the place around it. `key` is `None` for
    /// an alternative of a union, which is only a part of what recursion can lead back to.
    fn item_of_candidate(
        &mut self,
        candidate: ShapeCandidate,
        is_nullable: bool,
        mut docs: Docs,
        location: &Location,
        key: Option<&Rc<SetKey>>,
    ) -> DocumentedItem {
        let ShapeCandidate {
            shape,
            docs: _,
            definition,
            origin,
        } = candidate;
        let is_named = matches!(
            shape,
            SchemaShape::Object(_)
                | SchemaShape::StringEnum(_)
                | SchemaShape::Tuple(_)
                | SchemaShape::Definition(_)
        );
        if let Some(target) = definition.filter(|_| is_named) {
            return self.item_of_definition(target, is_nullable, docs);
        }
        let kind = match shape {
            SchemaShape::Object(members) => {
                PendingKind::Object(members, self.undeclared_members(&origin))
            }
            SchemaShape::Tuple(tuple) => PendingKind::Tuple(tuple),
            SchemaShape::StringEnum(values) => {
                let id = self.reserve_documented(&origin, &mut docs, location);
                self.types[id].kind = string_enum(values);
                let item = named(id, is_nullable);
                return DocumentedItem { item, docs };
            }
            shape => {
                let shape = self.unnamed_shape(shape, location, &mut docs);
                let nullable = is_nullable && !matches!(shape, Shape::Any { .. });
                let item = Item { shape, nullable };
                return DocumentedItem { item, docs };
            }
        };
        let id = self.reserve_documented(&origin, &mut docs, location);
        let inside = match key {
            Some(key) => location.inside(Rc::clone(key), id, is_nullable),
            None => location.clone(),
        };
        self.pending.push_back((id, inside, kind));
        let item = named(id, is_nullable);
        DocumentedItem { item, docs }
    }

    /// Reserves a type with these docs, and leaves all but the notes for the place that holds the item.
    fn reserve_documented(
        &mut self,
        origin: &ExpandedSet,
        docs: &mut Docs,
        location: &Location,
    ) -> TypeId {
        let pointer = origin.pointer(self.document());
        let notes = std::mem::take(&mut docs.notes);
        let docs = Docs {
            notes,
            ..docs.clone()
        };
        self.reserve(location.path.clone(), pointer, docs)
    }

    fn item_of_definition(
        &mut self,
        target: SchemaId,
        is_nullable: bool,
        docs: Docs,
    ) -> DocumentedItem {
        let mut definition = self.build_definition(target);
        let item = &mut definition.item;
        item.nullable = (is_nullable || item.nullable) && !matches!(item.shape, Shape::Any { .. });
        definition.docs = joined(docs, definition.docs);
        definition
    }

    /// The item of one alternative of a union, and the alternative's docs.
    pub(super) fn build_alternative(
        &mut self,
        candidate: ShapeCandidate,
        location: &Location,
    ) -> DocumentedItem {
        let docs = candidate.docs.clone();
        self.item_of_candidate(candidate, false, docs, location, None)
    }

    /// The model's shape for one that needs no name of its own.
    pub(super) fn unnamed_shape(
        &mut self,
        shape: SchemaShape,
        location: &Location,
        docs: &mut Docs,
    ) -> Shape {
        match shape {
            SchemaShape::Boolean => Shape::Boolean,
            SchemaShape::Integer => Shape::Integer,
            SchemaShape::Number => Shape::Number,
            SchemaShape::UnixTime => Shape::UnixTime,
            SchemaShape::String => Shape::String,
            SchemaShape::Text(text) => Shape::Text(text),
            SchemaShape::Constant(text) => {
                docs.notes.push(values_note(&[&text.as_str().into()]));
                Shape::Constant(text)
            }
            SchemaShape::Any(reason) => Shape::Any { reason },
            SchemaShape::List(items) => {
                let item = self.each(&items, location, Note::EachItem, docs);
                Shape::List(Box::new(item))
            }
            SchemaShape::Map(values) => {
                let item = self.each(&values, location, Note::EachValue, docs);
                Shape::Map(Box::new(item))
            }
            SchemaShape::Object(_)
            | SchemaShape::StringEnum(_)
            | SchemaShape::Tuple(_)
            | SchemaShape::Definition(_) => unreachable!("these shapes have names"),
        }
    }

    /// The items of an array or the values of a map. If these have no named type to hold their docs, the docs become
    /// notes of the array or map.
    fn each(
        &mut self,
        seeds: &[SchemaId],
        location: &Location,
        about_each: fn(Box<Note>) -> Note,
        docs: &mut Docs,
    ) -> Item {
        let each = self.build_each(seeds, location);
        if !matches!(each.item.shape, Shape::Named(_)) {
            let Docs {
                title,
                description,
                notes,
                deprecated: _,
            } = each.docs;
            let text = description.or(title).map(Note::Text);
            let notes = text.into_iter().chain(notes);
            let about_each = notes.map(|note| about_each(Box::new(note)));
            docs.notes.extend(about_each);
        }
        each.item
    }
}

pub(super) fn named(id: TypeId, nullable: bool) -> Item {
    let shape = Shape::Named(id);
    Item { shape, nullable }
}

pub(super) fn without_notes(docs: Docs) -> Docs {
    Docs {
        notes: Vec::new(),
        ..docs
    }
}

/// The docs of a place, completed by those farther away, such as a definition's.
pub(super) fn joined(mut near: Docs, far: Docs) -> Docs {
    let Docs {
        title,
        description,
        notes,
        deprecated,
    } = far;
    near.title = near.title.or(title);
    near.description = near.description.or(description);
    near.deprecated |= deprecated;
    let known: BTreeSet<&Note> = near.notes.iter().collect();
    let more: Vec<Note> = notes
        .into_iter()
        .filter(|note| !known.contains(note))
        .collect();
    near.notes.extend(more);
    near
}

pub(super) fn string_enum(values: Vec<String>) -> TypeKind {
    let values = values
        .into_iter()
        .map(|value| EnumValue {
            value,
            ident: RustIdent::default(),
        })
        .collect();
    TypeKind::StringEnum(StringEnum {
        values,
        unknown: RustIdent::default(),
    })
}
