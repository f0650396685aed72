//! Shapes that a schema allows, one for each JSON type or alternative, before any type has a name.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::all_of::ExpandedSet;
use super::merge::{Merged, MergedMember, MinItems};
use crate::model::{Docs, Fallback, Note, TextType};
use crate::schema::{SchemaId, TimeFormat, TypeSet, shorten};

/// Limit of the values that a note lists.
const MAX_NOTED_VALUES: usize = 20;
/// Length limit of a value in a note, in characters.
const MAX_NOTED_VALUE: usize = 60;

/// All shapes that a value may have.
#[derive(Debug, Clone, Default)]
pub(super) struct ShapeCandidates {
    /// True if `null` is allowed.
    pub(super) is_nullable: bool,
    /// Shapes other than `null`; empty if there is none.
    pub(super) alternatives: Vec<ShapeCandidate>,
    /// Docs of the value, whichever alternative it is.
    pub(super) docs: Docs,
    /// The member named by `discriminator`.
    pub(super) tag: Option<String>,
}

/// One shape, with where it comes from.
#[derive(Debug, Clone)]
pub(super) struct ShapeCandidate {
    pub(super) shape: SchemaShape,
    /// Docs of this alternative alone.
    pub(super) docs: Docs,
    /// The definition whose type this is, if the alternative is a reference and nothing else.
    pub(super) definition: Option<SchemaId>,
    /// The subschemas that give the shape.
    pub(super) origin: Rc<ExpandedSet>,
}

/// A shape whose parts are still subschemas. The model's `Shape` and `TypeKind` hold items instead.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SchemaShape {
    Boolean,
    Integer,
    Number,
    /// An integer: seconds since 1970.
    UnixTime,
    String,
    /// Text with a type of its own.
    Text(TextType),
    StringEnum(Vec<String>),
    /// The only text that a `const` allows.
    Constant(String),
    Object(BTreeMap<String, MergedMember>),
    /// An object whose values fit all of these; any values if empty.
    Map(Vec<SchemaId>),
    /// An array whose items fit all of these; any items if empty.
    List(Vec<SchemaId>),
    Tuple(TupleSchema),
    /// The type of a definition that has several shapes, of these JSON types.
    Definition(TypeSet),
    Any(Option<Fallback>),
}

/// An array whose first items are described one by one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TupleSchema {
    pub(super) places: Vec<Vec<SchemaId>>,
    pub(super) min_items: MinItems,
    pub(super) rest: Vec<SchemaId>,
}

impl SchemaShape {
    /// True if its values are times.
    fn is_time(&self) -> bool {
        matches!(
            self,
            Self::UnixTime | Self::Text(TextType::DateTime | TextType::Ts)
        )
    }

    /// The shape without a type for the meaning of its values.
    pub(super) fn without_meaning(self) -> Self {
        match self {
            Self::UnixTime => Self::Integer,
            Self::Text(_) => Self::String,
            shape => shape,
        }
    }

    /// The JSON types of its values.
    pub(super) fn types(&self) -> TypeSet {
        match self {
            Self::Boolean => TypeSet::BOOLEAN,
            Self::Integer | Self::UnixTime => TypeSet::INTEGER,
            Self::Number => TypeSet::NUMBER,
            Self::String | Self::Text(_) | Self::StringEnum(_) | Self::Constant(_) => {
                TypeSet::STRING
            }
            Self::Object(_) | Self::Map(_) => TypeSet::OBJECT,
            Self::List(_) | Self::Tuple(_) => TypeSet::ARRAY,
            Self::Definition(types) => *types,
            Self::Any(_) => TypeSet::ALL,
        }
    }
}

impl ShapeCandidates {
    /// Any JSON value, for this reason.
    pub(super) fn fallback(reason: Fallback, origin: &Rc<ExpandedSet>) -> Self {
        let any = SchemaShape::Any(Some(reason));
        Self {
            alternatives: vec![ShapeCandidate::new(any, origin)],
            ..Self::default()
        }
    }

    /// The shapes of subschemas without branches: one for each JSON type.
    pub(super) fn of_merged(mut merged: Merged, origin: &Rc<ExpandedSet>) -> Self {
        match merged.values.take() {
            Some(values) => of_values(merged, &values, origin),
            None => of_types(merged, origin),
        }
    }

    fn of_shapes(
        shapes: Vec<SchemaShape>,
        is_nullable: bool,
        docs: Docs,
        origin: &Rc<ExpandedSet>,
    ) -> Self {
        let candidates = shapes.into_iter();
        Self {
            is_nullable,
            alternatives: candidates
                .map(|shape| ShapeCandidate::new(shape, origin))
                .collect(),
            docs,
            tag: None,
        }
    }
}

impl ShapeCandidate {
    fn new(shape: SchemaShape, origin: &Rc<ExpandedSet>) -> Self {
        Self {
            shape,
            docs: Docs::default(),
            definition: None,
            origin: Rc::clone(origin),
        }
    }

    /// True if this is any JSON value.
    pub(super) fn is_any(&self) -> bool {
        matches!(self.shape, SchemaShape::Any(_))
    }
}

/// The shapes of subschemas without `enum` and `const`.
fn of_types(merged: Merged, origin: &Rc<ExpandedSet>) -> ShapeCandidates {
    let Merged {
        types,
        unwritten: _,
        values: _,
        is_constant: _,
        id,
        time,
        has_object_keywords,
        members,
        each_member,
        contradictions: _,
        has_array_keywords,
        prefix,
        items,
        min_items,
        fallback,
        mut docs,
    } = merged;
    let types = types.unwrap_or(TypeSet::ALL);
    let is_open = types == TypeSet::ALL;
    let mut shapes = Vec::new();
    if types.meets(TypeSet::OBJECT) && (!is_open || has_object_keywords) {
        shapes.push(if members.is_empty() {
            SchemaShape::Map(each_member)
        } else {
            SchemaShape::Object(members)
        });
    }
    if types.meets(TypeSet::ARRAY) && (!is_open || has_array_keywords) {
        shapes.push(if prefix.is_empty() {
            SchemaShape::List(items)
        } else {
            SchemaShape::Tuple(TupleSchema {
                places: prefix,
                min_items,
                rest: items,
            })
        });
    }
    if is_open {
        let untyped = (!shapes.is_empty()).then_some(Fallback::Untyped);
        shapes.push(SchemaShape::Any(fallback.or(untyped)));
    } else {
        docs.notes.extend(fallback.map(Note::Fallback));
        if types.meets(TypeSet::STRING) {
            let text = id.map(TextType::Id).or(time.map(TextType::of));
            shapes.push(text.map_or(SchemaShape::String, SchemaShape::Text));
        }
        if types.meets(TypeSet::BOOLEAN) {
            shapes.push(SchemaShape::Boolean);
        }
        shapes.extend(number_of(types).map(|number| match (number, time) {
            (SchemaShape::Integer, Some(TimeFormat::UnixTime)) => SchemaShape::UnixTime,
            (number, _) => number,
        }));
        if let Some(time) = time
            && shapes.iter().any(SchemaShape::is_time)
        {
            // The type says it.
            docs.notes
                .retain(|note| *note != Note::Format(time.as_str().to_owned()));
        }
    }
    let is_nullable = !is_open && types.meets(TypeSet::NULL);
    ShapeCandidates::of_shapes(shapes, is_nullable, docs, origin)
}

/// The shapes of subschemas with `enum` or `const`.
fn of_values(merged: Merged, values: &[Value], origin: &Rc<ExpandedSet>) -> ShapeCandidates {
    let types = merged.types.unwrap_or(TypeSet::ALL);
    let mut docs = merged.docs;
    docs.notes.extend(merged.fallback.map(Note::Fallback));
    let allowed: Vec<&Value> = values
        .iter()
        .filter(|value| TypeSet::of(value).is_within(types))
        .collect();
    let found = allowed
        .iter()
        .fold(TypeSet::EMPTY, |found, value| found.or(TypeSet::of(value)));
    let mut seen = BTreeSet::new();
    let mut texts: Vec<String> = allowed
        .iter()
        .filter_map(|value| value.as_str())
        .filter(|text| seen.insert(*text))
        .map(str::to_owned)
        .collect();
    let is_string = found.is_within(TypeSet::STRING.or(TypeSet::NULL));
    if !is_string {
        docs.notes.push(values_note(&allowed));
    }
    let mut shapes = Vec::new();
    if found.meets(TypeSet::OBJECT) {
        shapes.push(SchemaShape::Map(Vec::new()));
    }
    if found.meets(TypeSet::ARRAY) {
        shapes.push(SchemaShape::List(Vec::new()));
    }
    match &mut texts[..] {
        [] => {}
        [text] if merged.is_constant => shapes.push(SchemaShape::Constant(std::mem::take(text))),
        _ => shapes.push(SchemaShape::StringEnum(texts)),
    }
    if found.meets(TypeSet::BOOLEAN) {
        shapes.push(SchemaShape::Boolean);
    }
    shapes.extend(number_of(found));
    ShapeCandidates::of_shapes(shapes, found.meets(TypeSet::NULL), docs, origin)
}

/// The shape of the numbers among these types.
fn number_of(types: TypeSet) -> Option<SchemaShape> {
    if types.meets(TypeSet::FRACTION) {
        Some(SchemaShape::Number)
    } else if types.meets(TypeSet::INTEGER) {
        Some(SchemaShape::Integer)
    } else {
        None
    }
}

/// The note that lists the allowed values.
pub(super) fn values_note(values: &[&Value]) -> Note {
    let shown: Vec<String> = values
        .iter()
        .take(MAX_NOTED_VALUES)
        .map(|value| shorten(value, MAX_NOTED_VALUE))
        .collect();
    let more = values.len() - shown.len();
    Note::Values { shown, more }
}
