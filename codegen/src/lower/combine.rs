//! Combines the alternatives of one value: those that one type can hold become one, the others are ordered.

use std::collections::BTreeSet;

use super::candidates::{SchemaShape, ShapeCandidate, ShapeCandidates};
use super::context::Context;
use crate::model::{Docs, Note};
use crate::schema::TypeSet;

impl Context<'_, '_> {
    /// Merges the alternatives that one type can hold, and puts the rest in the order in which they are tried.
    pub(super) fn combine(&mut self, candidates: ShapeCandidates) -> ShapeCandidates {
        let ShapeCandidates {
            is_nullable,
            alternatives,
            mut docs,
            tag,
        } = candidates;
        let mut kept: Vec<ShapeCandidate> = Vec::new();
        let mut is_limited = false;
        for mut candidate in alternatives {
            is_limited |= self.limit_size(&mut candidate);
            let mut earlier = kept.iter_mut();
            match earlier.find(|earlier| share_type(&earlier.shape, &candidate.shape)) {
                Some(earlier) => merge_into(earlier, candidate, &mut docs),
                None => kept.push(candidate),
            }
        }
        for candidate in &mut kept {
            if let SchemaShape::StringEnum(values) = &mut candidate.shape {
                let mut seen = BTreeSet::new();
                values.retain(|value| seen.insert(value.clone()));
            }
            self.limit_size(candidate);
        }
        // A map has no member that a tag could be read from.
        let tag = tag.filter(|_| !is_limited);
        // A JSON value can be `null` itself.
        let is_nullable = is_nullable && !kept.iter().any(ShapeCandidate::is_any);
        // With a tag the order does not matter, so the schema's is kept.
        if tag.is_none() {
            self.sort(&mut kept);
        }
        ShapeCandidates {
            is_nullable,
            alternatives: kept,
            docs,
            tag,
        }
    }

    /// Puts alternatives in the order in which they are tried.
    pub(super) fn sort(&mut self, candidates: &mut [ShapeCandidate]) {
        if candidates.len() > 1 {
            self.sort_type(candidates, TypeSet::OBJECT);
            self.sort_type(candidates, TypeSet::ARRAY);
            candidates.sort_by_key(ShapeCandidate::is_any);
        }
    }

    /// Sorts the alternatives of one JSON type among the places that these have in the list.
    fn sort_type(&mut self, candidates: &mut [ShapeCandidate], types: TypeSet) {
        let places: Vec<usize> = (0..candidates.len())
            .filter(|place| candidates[*place].shape.types() == types)
            .collect();
        let mut ranked: Vec<_> = places
            .iter()
            .map(|place| {
                let candidate = candidates[*place].clone();
                (self.rank(&candidate.shape), candidate)
            })
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        for (place, (_, candidate)) in places.into_iter().zip(ranked) {
            candidates[place] = candidate;
        }
    }

    /// Sort key: low for shapes that few values fit, so that no alternative needlessly hides a later one.
    fn rank(&mut self, shape: &SchemaShape) -> (u8, usize) {
        match shape {
            SchemaShape::Map(_) | SchemaShape::List(_) => (2, 0),
            SchemaShape::Object(_) => {
                let guard = self.guard(shape);
                let conditions = guard.values.len() + guard.required.len();
                (u8::from(guard.values.is_empty()), usize::MAX - conditions)
            }
            SchemaShape::Tuple(_)
            | SchemaShape::Definition(_)
            | SchemaShape::Boolean
            | SchemaShape::Integer
            | SchemaShape::Number
            | SchemaShape::UnixTime
            | SchemaShape::String
            | SchemaShape::Text(_)
            | SchemaShape::StringEnum(_)
            | SchemaShape::Constant(_)
            | SchemaShape::Any(_) => (1, 0),
        }
    }
}

/// True if one type holds the values of both shapes.
fn share_type(one: &SchemaShape, other: &SchemaShape) -> bool {
    let is_scalar = |shape: &SchemaShape| {
        matches!(
            shape,
            SchemaShape::Boolean
                | SchemaShape::Integer
                | SchemaShape::Number
                | SchemaShape::UnixTime
                | SchemaShape::String
                | SchemaShape::Text(_)
                | SchemaShape::StringEnum(_)
                | SchemaShape::Constant(_)
        )
    };
    if is_scalar(one) && is_scalar(other) {
        let types = one.types().or(other.types());
        let scalars = [TypeSet::BOOLEAN, TypeSet::NUMBER, TypeSet::STRING];
        return scalars.into_iter().any(|scalar| types.is_within(scalar));
    }
    match (one, other) {
        (SchemaShape::Any(_), SchemaShape::Any(_)) => true,
        (SchemaShape::Definition(_), SchemaShape::Definition(_)) => false,
        _ => one == other,
    }
}

/// Widens `target` to hold the values of `candidate` too.
fn merge_into(target: &mut ShapeCandidate, mut candidate: ShapeCandidate, docs: &mut Docs) {
    note_value(target, docs);
    note_value(&mut candidate, docs);
    if target.definition != candidate.definition {
        target.definition = None;
    }
    if target.docs != candidate.docs {
        target.docs = Docs::default();
    }
    if target.shape != candidate.shape {
        let shape = std::mem::replace(&mut target.shape, SchemaShape::Any(None));
        target.shape = shape.without_meaning();
        candidate.shape = candidate.shape.without_meaning();
    }
    match (&mut target.shape, candidate.shape) {
        (SchemaShape::Constant(text), SchemaShape::Constant(other)) if *text == other => {}
        (SchemaShape::StringEnum(values), shape) => values.extend(texts_of(shape)),
        // An enum keeps values that it does not know, so it holds any string.
        (
            target @ (SchemaShape::String | SchemaShape::Constant(_)),
            shape @ (SchemaShape::String | SchemaShape::StringEnum(_) | SchemaShape::Constant(_)),
        ) => {
            let mut values = texts_of(std::mem::replace(target, SchemaShape::String));
            values.extend(texts_of(shape));
            if !values.is_empty() {
                *target = SchemaShape::StringEnum(values);
            }
        }
        (target @ SchemaShape::Integer, shape @ SchemaShape::Number) => *target = shape,
        (SchemaShape::Any(reason), SchemaShape::Any(other)) => *reason = reason.or(other),
        _ => {}
    }
}

/// The texts that a shape lists.
fn texts_of(shape: SchemaShape) -> Vec<String> {
    match shape {
        SchemaShape::StringEnum(texts) => texts,
        SchemaShape::Constant(text) => vec![text],
        _ => Vec::new(),
    }
}

/// Turns the docs of an alternative with one value into a note, since the values of an enum have no docs.
fn note_value(candidate: &mut ShapeCandidate, docs: &mut Docs) {
    let value = match &candidate.shape {
        SchemaShape::Constant(value) => value,
        SchemaShape::StringEnum(values) if values.len() == 1 => &values[0],
        _ => return,
    };
    let Docs {
        title, description, ..
    } = &mut candidate.docs;
    if let Some(description) = description.take().or_else(|| title.take()) {
        docs.notes.push(Note::DescribedValue {
            value: value.clone(),
            description,
        });
    }
}
