//! Forms to an item, with types for those that need a name.

use std::collections::BTreeSet;

use super::candidates::{ShapeCandidate, ShapeCandidates, Variant, values_note};
use super::context::{Body, Location, Lowered, Lowerer};
use super::merge::AllOfSet;
use crate::ident::RustIdent;
use crate::model::{Docs, EnumValue, Fallback, Item, Note, PathStep, Shape, StringEnum, TypeKind};
use crate::schema::SchemaId;

impl Lowerer<'_, '_> {
    /// The item of these forms, which have been combined.
    pub(super) fn item_of(
        &mut self,
        candidates: ShapeCandidates,
        all_of: &AllOfSet,
        location: &Location,
    ) -> Lowered {
        let ShapeCandidates {
            is_nullable,
            mut variants,
            docs,
            tag,
        } = candidates;
        if variants.len() < 2 {
            let Some(variant) = variants.pop() else {
                let reason = if is_nullable {
                    Fallback::OnlyNull
                } else {
                    Fallback::NoValue
                };
                return Lowered {
                    item: any(Some(reason)),
                    docs,
                };
            };
            let docs = joined(docs, variant.docs.clone());
            return self.item_of_variant(variant, is_nullable, docs, location, Some(all_of));
        }
        let id = self.reserve(location.path.clone(), self.pointer_of(all_of), docs.clone());
        let around = self.around(all_of, id, is_nullable, location.around.clone());
        self.waiting.push_back((
            id,
            Location {
                path: location.path.clone(),
                around,
            },
            Body::Union(variants, tag),
        ));
        Lowered {
            item: Item {
                shape: Shape::Named(id),
                nullable: is_nullable,
            },
            docs: without_notes(docs),
        }
    }

    /// The item of a single variant, whose docs are given with those around it. `whole` is what may be met again inside
    /// it; an alternative is only part of that.
    pub(super) fn item_of_variant(
        &mut self,
        variant: Variant,
        is_nullable: bool,
        docs: Docs,
        location: &Location,
        whole: Option<&AllOfSet>,
    ) -> Lowered {
        let Variant {
            form,
            docs: _,
            definition,
            origin,
        } = variant;
        let definition = definition.filter(|_| {
            matches!(
                form,
                ShapeCandidate::Object(_)
                    | ShapeCandidate::StringEnum(_)
                    | ShapeCandidate::Tuple(_)
                    | ShapeCandidate::Several(_)
            )
        });
        if let Some(target) = definition {
            return self.item_of_definition(target, is_nullable, docs);
        }
        let pointer = self.pointer_of(&origin);
        let named = |lowerer: &mut Self, docs: &mut Docs| {
            let notes = std::mem::take(&mut docs.notes);
            let docs = Docs {
                notes,
                ..docs.clone()
            };
            lowerer.reserve(location.path.clone(), pointer.clone(), docs)
        };
        let mut docs = docs;
        let (id, body) = match form {
            ShapeCandidate::Object(members) => (named(self, &mut docs), Body::Object(members)),
            ShapeCandidate::Tuple(tuple) => (named(self, &mut docs), Body::Tuple(tuple)),
            ShapeCandidate::StringEnum(values) => {
                let id = named(self, &mut docs);
                self.types[id].kind = string_enum(values);
                return Lowered {
                    item: Item {
                        shape: Shape::Named(id),
                        nullable: is_nullable,
                    },
                    docs,
                };
            }
            form => {
                let shape = self.inline_shape(form, location, &mut docs);
                let nullable = is_nullable && !matches!(shape, Shape::Any { .. });
                return Lowered {
                    item: Item { shape, nullable },
                    docs,
                };
            }
        };
        let around = match whole {
            Some(whole) => self.around(whole, id, is_nullable, location.around.clone()),
            None => location.around.clone(),
        };
        self.waiting.push_back((
            id,
            Location {
                path: location.path.clone(),
                around,
            },
            body,
        ));
        Lowered {
            item: Item {
                shape: Shape::Named(id),
                nullable: is_nullable,
            },
            docs,
        }
    }

    fn item_of_definition(&mut self, target: SchemaId, is_nullable: bool, docs: Docs) -> Lowered {
        let Lowered {
            mut item,
            docs: farther,
        } = self.define(target);
        item.nullable = (is_nullable || item.nullable) && !matches!(item.shape, Shape::Any { .. });
        Lowered {
            item,
            docs: joined(docs, farther),
        }
    }

    /// The item of one alternative of a union, and what to say of it.
    pub(super) fn lower_variant(&mut self, variant: Variant, location: &Location) -> Lowered {
        let docs = variant.docs.clone();
        self.item_of_variant(variant, false, docs, location, None)
    }

    /// The shape of a form that needs no name of its own.
    pub(super) fn inline_shape(
        &mut self,
        form: ShapeCandidate,
        location: &Location,
        docs: &mut Docs,
    ) -> Shape {
        match form {
            ShapeCandidate::Boolean => Shape::Boolean,
            ShapeCandidate::Integer => Shape::Integer,
            ShapeCandidate::Number => Shape::Number,
            ShapeCandidate::String => Shape::String,
            ShapeCandidate::Constant(text) => {
                docs.notes.push(values_note(&[&text.as_str().into()]));
                Shape::Constant(text)
            }
            ShapeCandidate::Any(reason) => Shape::Any { reason },
            ShapeCandidate::List(items) => {
                Shape::List(Box::new(self.each(&items, location, Note::EachItem, docs)))
            }
            ShapeCandidate::Map(values) => Shape::Map(Box::new(self.each(
                &values,
                location,
                Note::EachValue,
                docs,
            ))),
            ShapeCandidate::Object(_)
            | ShapeCandidate::StringEnum(_)
            | ShapeCandidate::Tuple(_)
            | ShapeCandidate::Several(_) => {
                unreachable!("these forms have names")
            }
        }
    }

    /// The items of an array or the values of a map. Scalars have no place for docs, so what is said of them is a note.
    fn each(
        &mut self,
        seeds: &[SchemaId],
        location: &Location,
        about: fn(Box<Note>) -> Note,
        docs: &mut Docs,
    ) -> Item {
        let Lowered { item, docs: below } = self.lower(seeds, &location.below(PathStep::Each));
        if !matches!(item.shape, Shape::Named(_)) {
            let Docs {
                title,
                description,
                notes,
                deprecated: _,
            } = below;
            let text = description.or(title).map(Note::Text);
            let notes = text.into_iter().chain(notes);
            docs.notes.extend(notes.map(|note| about(Box::new(note))));
        }
        item
    }
}

pub(super) fn any(reason: Option<Fallback>) -> Item {
    Item {
        shape: Shape::Any { reason },
        nullable: false,
    }
}

pub(super) fn without_notes(docs: Docs) -> Docs {
    Docs {
        notes: Vec::new(),
        ..docs
    }
}

/// What is said at a place, completed by what is said farther away.
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
