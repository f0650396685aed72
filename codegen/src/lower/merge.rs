//! Merging: all subschemas that one value must fit, as one. This is what `allOf`, keywords beside `$ref`, and a member
//! that several subschemas declare come to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::{Docs, Fallback, Note};
use crate::schema::{Document, Keywords, Schema, SchemaId, TypeSet, shorten};

/// How long a subschema in a note may be, in characters.
const NOTE_SCHEMA: usize = 120;

/// How many pairs of things are looked at, so that no schema takes quadratic time. Where there are more, the type accepts
/// more than it need.
const MAX_PAIRS: usize = 1_000_000;

/// Subschemas that hold together, with the alternatives chosen so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AllOfSet {
    /// The subschemas to begin with, the one nearest to the place first.
    pub(super) seeds: Vec<SchemaId>,
    /// Which alternative is taken of the groups met on the way.
    pub(super) choices: BTreeMap<Group, SchemaId>,
}

/// An `anyOf` or `oneOf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// The subschema that has it.
    pub(super) node: SchemaId,
    /// Which of the two.
    pub(super) kind: GroupKind,
}

/// Which keyword lists the alternatives. Both give a union; a value that fits several takes the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GroupKind {
    AnyOf,
    OneOf,
}

/// A [`AllOfSet`] followed through `$ref`, `allOf` and the chosen alternatives.
#[derive(Debug)]
pub(super) struct ExpandedSet {
    /// All subschemas that apply, nearest first.
    pub(super) nodes: Vec<SchemaId>,
    /// Groups of which no alternative is chosen yet.
    pub(super) open: Vec<Group>,
    /// Whether a reference was followed; without one there is no recursion.
    pub(super) has_references: bool,
    /// Whether one of them is `false`.
    pub(super) is_impossible: bool,
}

/// Identity of a [`AllOfSet`], whatever way it was come to.
pub(super) type Key = (BTreeSet<SchemaId>, BTreeMap<Group, SchemaId>);

impl AllOfSet {
    pub(super) fn of(seeds: &[SchemaId]) -> Self {
        Self {
            seeds: seeds.to_vec(),
            choices: BTreeMap::new(),
        }
    }

    /// The same with one more alternative chosen.
    pub(super) fn choosing(&self, group: Group, branch: SchemaId) -> Self {
        let mut chosen = self.clone();
        chosen.choices.insert(group, branch);
        chosen
    }

    pub(super) fn expand(&self, document: &Document<'_>) -> ExpandedSet {
        let mut expanded = ExpandedSet {
            nodes: Vec::new(),
            open: Vec::new(),
            has_references: false,
            is_impossible: false,
        };
        let mut seen = BTreeSet::new();
        let mut next: Vec<SchemaId> = self.seeds.iter().rev().copied().collect();
        while let Some(id) = next.pop() {
            if !seen.insert(id) {
                continue;
            }
            expanded.nodes.push(id);
            let keywords = match &document.node(id).schema {
                Schema::Anything => continue,
                Schema::Nothing => {
                    expanded.is_impossible = true;
                    continue;
                }
                Schema::Keywords(keywords) => keywords,
            };
            expanded.has_references |= !keywords.references.is_empty();
            let mut below: Vec<SchemaId> = Vec::new();
            below.extend(&keywords.references);
            below.extend(&keywords.all_of);
            for (kind, branches) in [
                (GroupKind::AnyOf, &keywords.any_of),
                (GroupKind::OneOf, &keywords.one_of),
            ] {
                let group = Group { node: id, kind };
                match self.choices.get(&group) {
                    Some(branch) => below.push(*branch),
                    None if branches.is_empty() => {}
                    None => expanded.open.push(group),
                }
            }
            next.extend(below.into_iter().rev());
        }
        expanded
    }
}

impl ExpandedSet {
    pub(super) fn key(&self, all_of: &AllOfSet) -> Key {
        (self.nodes.iter().copied().collect(), all_of.choices.clone())
    }
}

/// The branches of a group.
pub(super) fn branches<'d>(document: &'d Document<'_>, group: Group) -> &'d [SchemaId] {
    match (document.keywords(group.node), group.kind) {
        (Some(keywords), GroupKind::AnyOf) => &keywords.any_of,
        (Some(keywords), GroupKind::OneOf) => &keywords.one_of,
        (None, _) => &[],
    }
}

/// What subschemas say together.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// `type`, where one says it.
    pub(super) types: Option<TypeSet>,
    /// The values that every `enum` and `const` allows.
    pub(super) values: Option<Vec<Value>>,
    /// Whether a `const` is among them.
    pub(super) is_constant: bool,
    /// Whether anything is said about objects.
    pub(super) speaks_of_objects: bool,
    /// Known members.
    pub(super) members: BTreeMap<String, Member>,
    /// What the values of an object without known members fit, where that is known.
    pub(super) each_member: Vec<SchemaId>,
    /// Names that an object must have although their schema is `false`.
    pub(super) contradictions: Vec<String>,
    /// Whether anything is said about arrays.
    pub(super) speaks_of_arrays: bool,
    /// What the first items fit.
    pub(super) prefix: Vec<Vec<SchemaId>>,
    /// What the items after them fit.
    pub(super) items: Vec<SchemaId>,
    /// How many items there are at least.
    pub(super) min_items: usize,
    /// Why a part is not modelled.
    pub(super) fallback: Option<Fallback>,
    /// Title, description and notes.
    pub(super) docs: Docs,
}

/// A member that some subschema names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Member {
    /// What its value fits; empty where nothing is said.
    pub(super) seeds: Vec<SchemaId>,
    /// Whether it must be there.
    pub(super) is_required: bool,
    /// Why it may hold anything whatever `seeds` say: it is declared under a condition alone.
    pub(super) condition: Option<SchemaId>,
}

/// Merges the subschemas of a closure.
pub(super) fn merge(document: &Document<'_>, nodes: &[SchemaId]) -> Merged {
    let mut merged = Merged {
        docs: docs_of(document, nodes),
        ..Merged::default()
    };
    let keywords: Vec<&Keywords> = nodes
        .iter()
        .filter_map(|id| document.keywords(*id))
        .collect();
    for keywords in &keywords {
        merge_types(&mut merged, keywords);
        merged.fallback = merged.fallback.or(keywords.fallback);
    }
    merge_members(&mut merged, &keywords, document);
    merge_conditional(&mut merged, &keywords, document);
    merge_items(&mut merged, &keywords, document);
    merged
}

/// Title and description of the nearest subschema that has them, and the notes of all.
pub(super) fn docs_of(document: &Document<'_>, nodes: &[SchemaId]) -> Docs {
    let mut docs = Docs::default();
    let mut seen = BTreeSet::new();
    for keywords in nodes.iter().filter_map(|id| document.keywords(*id)) {
        docs.title = docs.title.or_else(|| keywords.title.clone());
        docs.description = docs.description.or_else(|| keywords.description.clone());
        docs.deprecated |= keywords.deprecated;
        docs.notes.extend(
            keywords
                .notes
                .iter()
                .filter(|note| seen.insert(*note))
                .cloned(),
        );
    }
    docs
}

fn merge_types(merged: &mut Merged, keywords: &Keywords) {
    // `nullable` lets `null` through whatever else the same subschema says.
    let extra = if keywords.nullable {
        TypeSet::NULL
    } else {
        TypeSet::EMPTY
    };
    if let Some(types) = keywords.types {
        merged.types = Some(merged.types.unwrap_or(TypeSet::ALL).and(types.or(extra)));
    }
    merged.is_constant |= keywords.is_constant;
    for values in &keywords.values {
        let null = keywords.nullable.then_some(&Value::Null);
        let values = values.iter().chain(null);
        merged.values = Some(match &merged.values {
            None => values.cloned().collect(),
            Some(before) => intersect(before, values),
        });
    }
}

/// The values that are in both lists. Where comparing all would take too long, some too many.
fn intersect<'v>(before: &[Value], values: impl Iterator<Item = &'v Value>) -> Vec<Value> {
    let texts: BTreeSet<&str> = before.iter().filter_map(Value::as_str).collect();
    let others: Vec<&Value> = before.iter().filter(|value| !value.is_string()).collect();
    let mut left = MAX_PAIRS;
    values
        .filter(|value| match value.as_str() {
            Some(text) => texts.contains(text),
            None => {
                left = left.saturating_sub(others.len());
                left == 0 || others.iter().any(|other| is_same(other, value))
            }
        })
        .cloned()
        .collect()
}

/// Whether two values are equal in the sense of JSON Schema, or may be: numbers are compared as floats.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

fn merge_members(merged: &mut Merged, keywords: &[&Keywords], document: &Document<'_>) {
    let objects: Vec<_> = keywords
        .iter()
        .filter_map(|keywords| keywords.object.as_deref())
        .collect();
    merged.speaks_of_objects = !objects.is_empty();
    for object in &objects {
        for (name, id) in &object.properties {
            merged
                .members
                .entry(name.clone())
                .or_default()
                .seeds
                .push(*id);
        }
        for name in &object.required {
            merged.members.entry(name.clone()).or_default().is_required = true;
        }
    }
    let mut pairs = 0;
    for object in &objects {
        // `false` is only noted, and a pattern might apply instead.
        let additional = object
            .additional
            .filter(|id| document.keywords(*id).is_some() && object.patterns.is_empty());
        let Some(additional) = additional else {
            continue;
        };
        pairs += merged.members.len();
        if pairs > MAX_PAIRS {
            break;
        }
        for (name, member) in &mut merged.members {
            if !object.properties.contains_key(name) {
                member.seeds.push(additional);
            }
        }
    }
    let is_false = |id: &SchemaId| matches!(document.node(*id).schema, Schema::Nothing);
    let (docs, contradictions) = (&mut merged.docs, &mut merged.contradictions);
    merged.members.retain(|name, member| {
        let forbidden = member.seeds.iter().any(is_false);
        if forbidden {
            docs.notes.push(Note::ForbiddenMember(name.clone()));
            if member.is_required {
                contradictions.push(name.clone());
            }
        }
        !forbidden
    });
    for object in objects {
        let has_members = !merged.members.is_empty() || !object.properties.is_empty();
        note_other_members(merged, object, has_members, document);
    }
}

fn note_other_members(
    merged: &mut Merged,
    object: &crate::schema::ObjectKeywords,
    has_members: bool,
    document: &Document<'_>,
) {
    let shown = |id: SchemaId| {
        document
            .json(id)
            .map_or(String::new(), |json| shorten(json, NOTE_SCHEMA))
    };
    let closed = object
        .additional
        .is_some_and(|id| matches!(document.node(id).schema, Schema::Nothing));
    let only_pattern = object.patterns.len() == 1 && closed && !has_members;
    for (pattern, id) in &object.patterns {
        let pattern: String = pattern.chars().take(NOTE_SCHEMA).collect();
        if only_pattern {
            merged.each_member.push(*id);
            merged.docs.notes.push(Note::MemberNamesMatch(pattern));
        } else {
            let schema = shown(*id);
            merged
                .docs
                .notes
                .push(Note::MatchingMembers { pattern, schema });
        }
    }
    let Some(additional) = object.additional else {
        return;
    };
    match &document.node(additional).schema {
        Schema::Anything => {}
        Schema::Nothing if only_pattern => {}
        Schema::Nothing => merged.docs.notes.push(Note::NoOtherMembers),
        Schema::Keywords(_) if !has_members && object.patterns.is_empty() => {
            merged.each_member.push(additional)
        }
        Schema::Keywords(_) => merged
            .docs
            .notes
            .push(Note::OtherMembers(shown(additional))),
    }
}

/// Members that only `then`, `else` or `dependentSchemas` declare: where the condition fails they may be anything.
fn merge_conditional(merged: &mut Merged, keywords: &[&Keywords], document: &Document<'_>) {
    let mut looked_at = 0;
    for condition in keywords.iter().flat_map(|keywords| &keywords.conditional) {
        let expanded = AllOfSet::of(&[*condition]).expand(document);
        looked_at += expanded.nodes.len();
        if looked_at > MAX_PAIRS {
            return;
        }
        for id in expanded.nodes {
            let Some(object) = document
                .keywords(id)
                .and_then(|keywords| keywords.object.as_deref())
            else {
                continue;
            };
            merged.speaks_of_objects = true;
            for (name, id) in &object.properties {
                let is_false = matches!(document.node(*id).schema, Schema::Nothing);
                if !is_false && !merged.members.contains_key(name) {
                    let member = Member {
                        seeds: Vec::new(),
                        is_required: false,
                        condition: Some(*id),
                    };
                    merged.members.insert(name.clone(), member);
                }
            }
        }
    }
}

fn merge_items(merged: &mut Merged, keywords: &[&Keywords], document: &Document<'_>) {
    let arrays: Vec<_> = keywords
        .iter()
        .filter_map(|keywords| keywords.array.as_deref())
        .collect();
    merged.speaks_of_arrays = !arrays.is_empty();
    let longest = arrays
        .iter()
        .map(|array| array.prefix.len())
        .max()
        .unwrap_or(0);
    let is_false = |id: &SchemaId| matches!(document.node(*id).schema, Schema::Nothing);
    if longest.saturating_mul(arrays.len()) > MAX_PAIRS {
        return;
    }
    for index in 0..longest {
        let place: Vec<_> = arrays
            .iter()
            .filter_map(|array| array.prefix.get(index).copied().or(array.items))
            .collect();
        if place.iter().any(is_false) {
            merged.docs.notes.push(Note::MaxItems(index.to_string()));
            break;
        }
        merged.prefix.push(place);
    }
    merged.min_items = arrays
        .iter()
        .map(|array| array.min_items)
        .max()
        .unwrap_or(0);
    if merged.prefix.len() < longest {
        return;
    }
    let items: Vec<_> = arrays.iter().filter_map(|array| array.items).collect();
    if items.iter().any(is_false) {
        merged.docs.notes.push(Note::NoFurtherItems);
    } else {
        merged.items = items;
    }
}
