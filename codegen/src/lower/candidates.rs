//! Forms: what a value may look like, one form for each JSON type or alternative, before any type has a name.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::Lowerer;
use super::merge::{AllOfSet, ExpandedSet, Member, Merged, docs_of, merge};
use crate::model::{Docs, Fallback, Note};
use crate::schema::{SchemaId, TypeSet, shorten};

/// How many alternatives a value may have. More than this comes from combining several `anyOf`.
pub(super) const MAX_VARIANTS: usize = 256;
/// How many values of an `enum` a note tells.
const MAX_NOTED_VALUES: usize = 20;

/// All that a value may look like.
#[derive(Debug, Clone, Default)]
pub(super) struct ShapeCandidates {
    /// Whether it may be `null`.
    pub(super) is_nullable: bool,
    /// What it may look like otherwise. Empty where nothing but `null` is left.
    pub(super) variants: Vec<Variant>,
    /// What is said about all of them.
    pub(super) docs: Docs,
    /// The member that a schema says tells them apart.
    pub(super) tag: Option<String>,
}

/// One form, with what is said about it alone.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub(super) form: ShapeCandidate,
    pub(super) docs: Docs,
    /// The definition whose type this is, where one reference is all there is.
    pub(super) definition: Option<SchemaId>,
    /// What it comes from.
    pub(super) origin: AllOfSet,
}

/// What a value looks like, one level deep.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ShapeCandidate {
    Boolean,
    Integer,
    Number,
    String,
    StringEnum(Vec<String>),
    /// The only text that a `const` allows.
    Constant(String),
    Object(BTreeMap<String, Member>),
    /// An object whose members all fit these; any where empty.
    Map(Vec<SchemaId>),
    /// An array whose items all fit these; any where empty.
    List(Vec<SchemaId>),
    Tuple(TupleCandidate),
    /// Several forms of a definition, whose types these are.
    Several(TypeSet),
    Any(Option<Fallback>),
}

/// An array whose first items are known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TupleCandidate {
    pub(super) places: Vec<Vec<SchemaId>>,
    pub(super) min_items: usize,
    pub(super) rest: Vec<SchemaId>,
}

impl ShapeCandidate {
    /// The JSON types it may have.
    pub(super) fn types(&self) -> TypeSet {
        match self {
            Self::Boolean => TypeSet::BOOLEAN,
            Self::Integer => TypeSet::INTEGER,
            Self::Number => TypeSet::NUMBER,
            Self::String | Self::StringEnum(_) | Self::Constant(_) => TypeSet::STRING,
            Self::Object(_) | Self::Map(_) => TypeSet::OBJECT,
            Self::List(_) | Self::Tuple(_) => TypeSet::ARRAY,
            Self::Several(types) => *types,
            Self::Any(_) => TypeSet::ALL,
        }
    }
}

impl Lowerer<'_, '_> {
    /// The forms of what one subschema describes.
    pub(super) fn forms_of(&mut self, id: SchemaId) -> Rc<ShapeCandidates> {
        if let Some(candidates) = self.candidates.get(&id) {
            return Rc::clone(candidates);
        }
        let candidates = Rc::new(self.candidates_of_all(&AllOfSet::of(&[id])));
        self.candidates.insert(id, Rc::clone(&candidates));
        candidates
    }

    /// The forms of a value that all these subschemas describe.
    pub(super) fn candidates_of_all(&mut self, all_of: &AllOfSet) -> ShapeCandidates {
        let expanded = all_of.expand(self.document);
        if !self.spend(expanded.nodes.len()) {
            return ShapeCandidates {
                variants: vec![any(Some(Fallback::LargeSchema), all_of)],
                ..ShapeCandidates::default()
            };
        }
        self.depth += 1;
        let mut candidates = if self.depth > super::context::MAX_NESTING {
            self.refuse_nesting(all_of);
            ShapeCandidates {
                variants: vec![any(Some(Fallback::NestedSchema), all_of)],
                ..ShapeCandidates::default()
            }
        } else {
            self.forms_of_closure(all_of, &expanded)
        };
        self.depth -= 1;
        candidates.is_nullable |= all_of.seeds.iter().any(|id| self.is_marked_nullable(*id));
        candidates
    }

    pub(super) fn is_marked_nullable(&self, id: SchemaId) -> bool {
        self.document
            .keywords(id)
            .is_some_and(|keywords| keywords.nullable)
    }

    fn forms_of_closure(&mut self, all_of: &AllOfSet, expanded: &ExpandedSet) -> ShapeCandidates {
        if expanded.is_impossible {
            return ShapeCandidates {
                docs: docs_of(self.document, &expanded.nodes),
                ..ShapeCandidates::default()
            };
        }
        let mut merged = merge(self.document, &expanded.nodes);
        if !self.spend(merged.members.len()) {
            return ShapeCandidates {
                variants: vec![any(Some(Fallback::LargeSchema), all_of)],
                ..ShapeCandidates::default()
            };
        }
        for name in std::mem::take(&mut merged.contradictions) {
            self.warn_contradiction(all_of, &name);
        }
        let mut shaped = Vec::new();
        for group in &expanded.open {
            if self.has_shape(*group) {
                shaped.push(*group);
            } else {
                merged.docs.notes.push(self.group_note(*group));
            }
        }
        match shaped.first() {
            Some(group) => {
                self.candidates_of_alternatives(all_of, *group, shaped.len() > 1, &merged)
            }
            None => forms_of_merged(merged, all_of),
        }
    }
}

pub(super) fn any(reason: Option<Fallback>, origin: &AllOfSet) -> Variant {
    variant(ShapeCandidate::Any(reason), origin)
}

fn variant(form: ShapeCandidate, origin: &AllOfSet) -> Variant {
    Variant {
        form,
        docs: Docs::default(),
        definition: None,
        origin: origin.clone(),
    }
}

/// The forms of subschemas without alternatives: one for each JSON type.
fn forms_of_merged(mut merged: Merged, origin: &AllOfSet) -> ShapeCandidates {
    if let Some(values) = merged.values.take() {
        return forms_of_values(merged, &values, origin);
    }
    let types = merged.types.unwrap_or(TypeSet::ALL);
    let Merged {
        speaks_of_objects,
        members,
        each_member,
        speaks_of_arrays,
        prefix,
        items,
        min_items,
        ..
    } = merged;
    let (mut docs, fallback) = (merged.docs, merged.fallback);
    let open = types == TypeSet::ALL;
    let mut candidates = Vec::new();
    if types.meets(TypeSet::OBJECT) && (!open || speaks_of_objects) {
        candidates.push(if members.is_empty() {
            ShapeCandidate::Map(each_member)
        } else {
            ShapeCandidate::Object(members)
        });
    }
    if types.meets(TypeSet::ARRAY) && (!open || speaks_of_arrays) {
        candidates.push(if prefix.is_empty() {
            ShapeCandidate::List(items)
        } else {
            ShapeCandidate::Tuple(TupleCandidate {
                places: prefix,
                min_items,
                rest: items,
            })
        });
    }
    if open {
        let reason = match fallback {
            None if !candidates.is_empty() => Some(Fallback::Untyped),
            fallback => fallback,
        };
        candidates.push(ShapeCandidate::Any(reason));
    } else {
        docs.notes.extend(fallback.map(Note::Fallback));
        let scalars = [
            (TypeSet::STRING, ShapeCandidate::String),
            (TypeSet::BOOLEAN, ShapeCandidate::Boolean),
        ];
        candidates.extend(
            scalars
                .into_iter()
                .filter(|(of, _)| types.meets(*of))
                .map(|(_, form)| form),
        );
        if types.meets(TypeSet::FRACTION) {
            candidates.push(ShapeCandidate::Number);
        } else if types.meets(TypeSet::INTEGER) {
            candidates.push(ShapeCandidate::Integer);
        }
    }
    let variants = candidates
        .into_iter()
        .map(|form| variant(form, origin))
        .collect();
    ShapeCandidates {
        is_nullable: !open && types.meets(TypeSet::NULL),
        variants,
        docs,
        tag: None,
    }
}

/// The forms of a value that is one of a list.
fn forms_of_values(merged: Merged, values: &[Value], origin: &AllOfSet) -> ShapeCandidates {
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
    let is_plain = found.is_within(TypeSet::STRING.or(TypeSet::NULL));
    if !is_plain {
        docs.notes.push(values_note(&allowed));
    }
    let mut candidates = Vec::new();
    if found.meets(TypeSet::OBJECT) {
        candidates.push(ShapeCandidate::Map(Vec::new()));
    }
    if found.meets(TypeSet::ARRAY) {
        candidates.push(ShapeCandidate::List(Vec::new()));
    }
    match &mut texts[..] {
        [] => {}
        [text] if merged.is_constant => {
            candidates.push(ShapeCandidate::Constant(std::mem::take(text)))
        }
        _ => candidates.push(ShapeCandidate::StringEnum(texts)),
    }
    if found.meets(TypeSet::BOOLEAN) {
        candidates.push(ShapeCandidate::Boolean);
    }
    if found.meets(TypeSet::FRACTION) {
        candidates.push(ShapeCandidate::Number);
    } else if found.meets(TypeSet::INTEGER) {
        candidates.push(ShapeCandidate::Integer);
    }
    let variants = candidates
        .into_iter()
        .map(|form| variant(form, origin))
        .collect();
    ShapeCandidates {
        is_nullable: found.meets(TypeSet::NULL),
        variants,
        docs,
        tag: None,
    }
}

/// The note for the allowed values.
pub(super) fn values_note(values: &[&Value]) -> Note {
    let shown: Vec<String> = values
        .iter()
        .take(MAX_NOTED_VALUES)
        .map(|value| shorten(value, 60))
        .collect();
    let more = values.len() - shown.len();
    Note::Values { shown, more }
}
