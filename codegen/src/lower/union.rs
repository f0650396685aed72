//! Unions: alternatives joined where one type holds several, ordered, and told apart by guards.

use std::collections::BTreeSet;

use webhook_catalog::codes;

use super::Lowerer;
use super::candidates::{ShapeCandidate, ShapeCandidates, Variant};
use super::context::Location;
use super::merge::AllOfSet;
use crate::ident::RustIdent;
use crate::model::{
    Alternative, Docs, Guard, Item, JsonType, Note, PathStep, Shape, Tag, TypeKind, Union,
};
use crate::schema::{Schema, TypeSet};

impl Lowerer<'_, '_> {
    /// Joins variants that one type can hold, and puts the rest in the order in which they are tried.
    pub(super) fn combine(&mut self, candidates: ShapeCandidates) -> ShapeCandidates {
        let ShapeCandidates {
            is_nullable,
            variants,
            mut docs,
            tag,
        } = candidates;
        let mut kept: Vec<Variant> = Vec::new();
        for variant in variants {
            match kept
                .iter_mut()
                .find(|other| are_one(&other.form, &variant.form))
            {
                Some(other) => join(other, variant, &mut docs),
                None => kept.push(variant),
            }
        }
        for variant in &mut kept {
            if let ShapeCandidate::StringEnum(values) = &mut variant.form {
                let mut seen = BTreeSet::new();
                values.retain(|value| seen.insert(value.clone()));
            }
        }
        // A JSON value holds `null` too, so it needs no place beside it.
        let is_nullable = is_nullable
            && !kept
                .iter()
                .any(|variant| matches!(variant.form, ShapeCandidate::Any(_)));
        // A tag decides whatever the order; then the schema's stays.
        if kept.len() > 1 && tag.is_none() {
            self.sort(&mut kept, TypeSet::OBJECT);
            self.sort(&mut kept, TypeSet::ARRAY);
            kept.sort_by_key(|variant| matches!(variant.form, ShapeCandidate::Any(_)));
        }
        ShapeCandidates {
            is_nullable,
            variants: kept,
            docs,
            tag,
        }
    }

    /// Sorts the variants of one JSON type among themselves; elsewhere the schema's order stays.
    fn sort(&mut self, variants: &mut [Variant], types: TypeSet) {
        let places: Vec<usize> = (0..variants.len())
            .filter(|place| variants[*place].form.types() == types)
            .collect();
        let mut ranked: Vec<_> = places
            .iter()
            .map(|place| (self.rank(&variants[*place]), variants[*place].clone()))
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        for (place, (_, variant)) in places.into_iter().zip(ranked) {
            variants[place] = variant;
        }
    }

    /// Low for variants that few values fit, so that no variant hides a later one without need.
    fn rank(&mut self, variant: &Variant) -> (u8, usize) {
        match &variant.form {
            ShapeCandidate::Map(_) | ShapeCandidate::List(_) => (2, 0),
            ShapeCandidate::Object(_) => {
                let Guard {
                    constants,
                    required,
                    ..
                } = self.guard(&variant.form);
                (
                    u8::from(constants.is_empty()),
                    usize::MAX - constants.len() - required.len(),
                )
            }
            ShapeCandidate::Tuple(_) | ShapeCandidate::Several(_) => (1, 0),
            ShapeCandidate::Boolean
            | ShapeCandidate::Integer
            | ShapeCandidate::Number
            | ShapeCandidate::String
            | ShapeCandidate::StringEnum(_)
            | ShapeCandidate::Constant(_)
            | ShapeCandidate::Any(_) => (1, 0),
        }
    }

    pub(super) fn lower_union(
        &mut self,
        variants: Vec<Variant>,
        tag: Option<String>,
        location: &Location,
    ) -> TypeKind {
        let tags = tag
            .as_deref()
            .and_then(|member| self.tags_of(&variants, member));
        let mut alternatives = Vec::new();
        for (index, variant) in variants.into_iter().enumerate() {
            let tag = tags.as_ref().and_then(|tags| tags[index].clone());
            let guard = self.guard(&variant.form);
            let lowered =
                self.lower_variant(variant, &location.below(PathStep::Alternative(index)));
            // `null` belongs to the union's item.
            let Item { shape, nullable: _ } = lowered.item;
            let guard = if matches!(shape, Shape::Any { .. }) {
                unguarded()
            } else {
                guard
            };
            let ident = RustIdent::default();
            alternatives.push(Alternative {
                shape,
                guard,
                tag,
                boxed: false,
                docs: lowered.docs,
                ident,
            });
        }
        let tag = tag.filter(|_| tags.is_some()).map(|member| Tag {
            member,
            unknown: RustIdent::default(),
        });
        TypeKind::Union(Union {
            tag,
            alternatives,
            accessors: Vec::new(),
        })
    }

    /// What each variant says at the member that is to tell them apart; one may have no such member. `None`, and a
    /// warning, where that does not work.
    fn tags_of(&mut self, variants: &[Variant], member: &str) -> Option<Vec<Option<String>>> {
        let mut tags = Vec::new();
        for variant in variants {
            let tag = self.tag_of(variant, member);
            match tag {
                Some(tag) if !tags.contains(&tag) => tags.push(tag),
                _ => {
                    let pointer = self.pointer_of(&variant.origin);
                    let message = format!(
                        "the discriminator `{}` does not tell this alternative from the others",
                        crate::docs::one_line(member)
                    );
                    let help = "give the property a `const` of its own and require it, or, in one alternative, make it `false`";
                    self.report.warning(
                        codes::USELESS_DISCRIMINATOR,
                        &pointer,
                        message,
                        help,
                        None,
                    );
                    return None;
                }
            }
        }
        Some(tags)
    }

    /// The text that a variant requires at a member, or `Some(None)` if it forbids that member.
    fn tag_of(&mut self, variant: &Variant, member: &str) -> Option<Option<String>> {
        let ShapeCandidate::Object(members) = &variant.form else {
            return None;
        };
        match members.get(member) {
            Some(tag) if tag.is_required => self.constant(&tag.seeds).map(Some),
            Some(_) => None,
            None => self.forbids(&variant.origin, member).then_some(None),
        }
    }

    fn forbids(&self, all_of: &AllOfSet, member: &str) -> bool {
        let expanded = all_of.expand(self.document);
        let mut objects = expanded
            .nodes
            .iter()
            .filter_map(|id| self.document.keywords(*id)?.object.as_deref());
        objects.any(|object| {
            let declared = object.properties.get(member);
            declared.is_some_and(|id| matches!(self.document.node(*id).schema, Schema::Nothing))
        })
    }

    /// What a value of this form must look like.
    fn guard(&mut self, form: &ShapeCandidate) -> Guard {
        let mut guard = Guard {
            json_type: type_of(form),
            ..unguarded()
        };
        let ShapeCandidate::Object(members) = form else {
            return guard;
        };
        for (name, member) in members {
            if !member.is_required {
                continue;
            }
            match self.constant(&member.seeds) {
                Some(value) => guard.constants.push((name.clone(), value)),
                None => guard.required.push(name.clone()),
            }
        }
        guard
    }

    /// The only string that a member may hold.
    fn constant(&mut self, seeds: &[crate::schema::SchemaId]) -> Option<String> {
        let candidates = match seeds {
            [] => return None,
            [one] => self.forms_of(*one),
            _ => std::rc::Rc::new(self.candidates_of_all(&AllOfSet::of(seeds))),
        };
        match &candidates.variants[..] {
            [
                Variant {
                    form: ShapeCandidate::StringEnum(values),
                    ..
                },
            ] if !candidates.is_nullable => match &values[..] {
                [value] => Some(value.clone()),
                _ => None,
            },
            [
                Variant {
                    form: ShapeCandidate::Constant(value),
                    ..
                },
            ] if !candidates.is_nullable => Some(value.clone()),
            _ => None,
        }
    }
}

fn unguarded() -> Guard {
    Guard {
        json_type: None,
        constants: Vec::new(),
        required: Vec::new(),
    }
}

fn type_of(form: &ShapeCandidate) -> Option<JsonType> {
    json_type(form.types())
}

/// Whether one type holds the values of both forms.
fn are_one(one: &ShapeCandidate, other: &ShapeCandidate) -> bool {
    let types = one.types().or(other.types());
    let is_scalar = |form: &ShapeCandidate| {
        matches!(
            form,
            ShapeCandidate::Boolean
                | ShapeCandidate::Integer
                | ShapeCandidate::Number
                | ShapeCandidate::String
                | ShapeCandidate::StringEnum(_)
                | ShapeCandidate::Constant(_)
        )
    };
    let same_scalars = is_scalar(one) && is_scalar(other);
    let same_type = [TypeSet::BOOLEAN, TypeSet::NUMBER, TypeSet::STRING]
        .into_iter()
        .any(|set| types.is_within(set));
    (same_scalars && same_type)
        || matches!(
            (one, other),
            (ShapeCandidate::Any(_), ShapeCandidate::Any(_))
        )
        || (one == other && !matches!(one, ShapeCandidate::Several(_)))
}

/// Takes `variant` into `other`, which can hold it.
fn join(other: &mut Variant, variant: Variant, docs: &mut Docs) {
    note_values(other, docs);
    let mut variant = variant;
    note_values(&mut variant, docs);
    let Variant {
        form,
        docs: variant_docs,
        definition,
        origin: _,
    } = variant;
    if other.definition != definition {
        other.definition = None;
    }
    if other.docs != variant_docs {
        other.docs = Docs::default();
    }
    match (&mut other.form, form) {
        (ShapeCandidate::Constant(text), ShapeCandidate::Constant(other)) if *text == other => {}
        (ShapeCandidate::StringEnum(values), form) => values.extend(texts_of(form)),
        // An enum keeps values that it does not know, so it holds any string.
        (
            slot @ (ShapeCandidate::String | ShapeCandidate::Constant(_)),
            form @ (ShapeCandidate::String
            | ShapeCandidate::StringEnum(_)
            | ShapeCandidate::Constant(_)),
        ) => {
            let mut values = texts_of(std::mem::replace(slot, ShapeCandidate::String));
            values.extend(texts_of(form));
            if !values.is_empty() {
                *slot = ShapeCandidate::StringEnum(values);
            }
        }
        (slot @ ShapeCandidate::Integer, form @ ShapeCandidate::Number) => *slot = form,
        (ShapeCandidate::Any(reason), ShapeCandidate::Any(more)) => *reason = reason.or(more),
        _ => {}
    }
}

/// The texts that a form lists.
fn texts_of(form: ShapeCandidate) -> Vec<String> {
    match form {
        ShapeCandidate::StringEnum(texts) => texts,
        ShapeCandidate::Constant(text) => vec![text],
        _ => Vec::new(),
    }
}

/// Keeps what an alternative says of its only value, as a note, since values have no docs of their own.
fn note_values(variant: &mut Variant, docs: &mut Docs) {
    let value = match &variant.form {
        ShapeCandidate::Constant(value) => value,
        ShapeCandidate::StringEnum(values) if values.len() == 1 => &values[0],
        _ => return,
    };
    let Some(description) = variant
        .docs
        .description
        .take()
        .or_else(|| variant.docs.title.take())
    else {
        return;
    };
    docs.notes.push(Note::DescribedValue {
        value: value.clone(),
        description,
    });
}

/// The set of types as a guard can test it: one JSON type, or none in particular.
fn json_type(types: TypeSet) -> Option<JsonType> {
    let all = [
        (TypeSet::BOOLEAN, JsonType::Boolean),
        (TypeSet::NUMBER, JsonType::Number),
        (TypeSet::STRING, JsonType::String),
        (TypeSet::ARRAY, JsonType::Array),
        (TypeSet::OBJECT, JsonType::Object),
    ];
    all.into_iter()
        .find(|(set, _)| types.is_within(*set))
        .map(|(_, json_type)| json_type)
}
