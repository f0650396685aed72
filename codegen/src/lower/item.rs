//! Forms to an item, with types for those that need a name.

use std::collections::BTreeSet;

use super::forms::{Form, Forms, Variant, values_note};
use super::home::{At, Body, Lowered, Lowerer};
use super::merge::Conjunction;
use crate::ident::RustIdent;
use crate::model::{Docs, EnumValue, Item, PathStep, Shape, StringEnum, TypeKind};
use crate::schema::SchemaId;

impl Lowerer<'_, '_> {
    /// The item of these forms, which have been combined.
    pub(super) fn item_of(&mut self, forms: Forms, conjunction: &Conjunction, at: &At) -> Lowered {
        let Forms {
            is_nullable,
            mut variants,
            docs,
            tag,
        } = forms;
        if variants.len() < 2 {
            let Some(variant) = variants.pop() else {
                let reason = if is_nullable {
                    "only `null` is described here"
                } else {
                    "no value fits the schema"
                };
                return Lowered {
                    item: any(Some(reason)),
                    docs,
                };
            };
            let docs = joined(docs, variant.docs.clone());
            return self.item_of_variant(variant, is_nullable, docs, at, Some(conjunction));
        }
        let id = self.reserve(at.path.clone(), self.pointer_of(conjunction), docs.clone());
        let around = self.around(conjunction, id, is_nullable, at.around.clone());
        self.waiting.push_back((
            id,
            At {
                path: at.path.clone(),
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
        at: &At,
        whole: Option<&Conjunction>,
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
                Form::Object(_) | Form::StringEnum(_) | Form::Tuple(_) | Form::Several(_)
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
            lowerer.reserve(at.path.clone(), pointer.clone(), docs)
        };
        let mut docs = docs;
        let (id, body) = match form {
            Form::Object(members) => (named(self, &mut docs), Body::Object(members)),
            Form::Tuple(tuple) => (named(self, &mut docs), Body::Tuple(tuple)),
            Form::StringEnum(values) => {
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
                let shape = self.inline_shape(form, at, &mut docs);
                let nullable = is_nullable && !matches!(shape, Shape::Any { .. });
                return Lowered {
                    item: Item { shape, nullable },
                    docs,
                };
            }
        };
        let around = match whole {
            Some(whole) => self.around(whole, id, is_nullable, at.around.clone()),
            None => at.around.clone(),
        };
        self.waiting.push_back((
            id,
            At {
                path: at.path.clone(),
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
    pub(super) fn lower_variant(&mut self, variant: Variant, at: &At) -> Lowered {
        let docs = variant.docs.clone();
        self.item_of_variant(variant, false, docs, at, None)
    }

    /// The shape of a form that needs no name of its own.
    pub(super) fn inline_shape(&mut self, form: Form, at: &At, docs: &mut Docs) -> Shape {
        match form {
            Form::Boolean => Shape::Boolean,
            Form::Integer => Shape::Integer,
            Form::Number => Shape::Number,
            Form::String => Shape::String,
            Form::Constant(text) => {
                docs.notes.push(values_note(&[&text.as_str().into()]));
                Shape::Constant(text)
            }
            Form::Any(reason) => Shape::Any { reason },
            Form::List(items) => Shape::List(Box::new(self.each(&items, at, "Each item", docs))),
            Form::Map(values) => Shape::Map(Box::new(self.each(&values, at, "Each value", docs))),
            Form::Object(_) | Form::StringEnum(_) | Form::Tuple(_) | Form::Several(_) => {
                unreachable!("these forms have names")
            }
        }
    }

    /// The items of an array or the values of a map. Scalars have no place for docs, so what is said of them is a note.
    fn each(&mut self, seeds: &[SchemaId], at: &At, lead: &str, docs: &mut Docs) -> Item {
        let Lowered { item, docs: below } = self.lower(seeds, &at.below(PathStep::Each));
        if !matches!(item.shape, Shape::Named(_)) {
            let Docs {
                title,
                description,
                notes,
                deprecated: _,
            } = below;
            let said = description.or(title).into_iter().chain(notes);
            docs.notes
                .extend(said.map(|note| format!("{lead}: {note}")));
        }
        item
    }
}

pub(super) fn any(reason: Option<&str>) -> Item {
    Item {
        shape: Shape::Any {
            reason: reason.map(str::to_owned),
        },
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
    let known: BTreeSet<&String> = near.notes.iter().collect();
    let more: Vec<String> = notes
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
