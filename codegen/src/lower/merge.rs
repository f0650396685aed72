//! Merges all subschemas that one value must fit into one. They come from `allOf`, from keywords beside `$ref`, and from
//! several declarations of one member.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::all_of::ExpandedSet;
use crate::equality::is_same;
use crate::ident::RustIdent;
use crate::model::{Docs, Fallback, Note};
use crate::schema::{
    Document, Keywords, ObjectKeywords, Schema, SchemaId, TimeFormat, TypeSet, shorten,
};

/// Length limit of a subschema in a note, in characters.
const MAX_NOTED_SCHEMA: usize = 120;

/// Limit of the pairs compared by one merge, so that no schema takes quadratic time. Beyond it, the type accepts more
/// than the schema.
const MAX_PAIRS: usize = 1_000_000;

/// The keywords of several subschemas, merged.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// The types that every `type` allows; `None` without `type`.
    pub(super) types: Option<TypeSet>,
    /// The types that every `type` allows before a form writes them as text; `None` without `type`, and in JSON.
    pub(super) unwritten: Option<TypeSet>,
    /// The values that every `enum` and `const` allows; `None` without these.
    pub(super) values: Option<Vec<Value>>,
    /// True if one of them is a `const`.
    pub(super) is_constant: bool,
    /// The type that `x-id` names.
    pub(super) id: Option<RustIdent>,
    /// The `format`, if it gives a type.
    pub(super) time: Option<TimeFormat>,
    /// True if there are keywords about objects.
    pub(super) has_object_keywords: bool,
    /// Known members.
    pub(super) members: BTreeMap<String, MergedMember>,
    /// Schemas of all values of an object without known members.
    pub(super) each_member: Vec<SchemaId>,
    /// Required members whose schema is `false`.
    pub(super) contradictions: Vec<String>,
    /// True if there are keywords about arrays.
    pub(super) has_array_keywords: bool,
    /// Schemas of the first items, by position.
    pub(super) prefix: Vec<Vec<SchemaId>>,
    /// Schemas of the items after these.
    pub(super) items: Vec<SchemaId>,
    /// The minimum number of items.
    pub(super) min_items: MinItems,
    /// The reason why a part is not modelled.
    pub(super) fallback: Option<Fallback>,
    /// Title, description and notes.
    pub(super) docs: Docs,
}

/// The minimum number of items in an array.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct MinItems {
    /// According to any of the subschemas.
    pub(super) by_any: usize,
    /// According to those whose `minItems` an overlay wrote.
    pub(super) by_overlay: usize,
}

/// A member named by some of the subschemas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MergedMember {
    /// Schemas of its value; empty where there are none.
    pub(super) seeds: Vec<SchemaId>,
    /// Author of a list `required` that has it; `None` if no list has it.
    pub(super) required_by: Option<RequiredBy>,
    /// Its schema, if it is declared under a condition alone. The value is then kept as JSON.
    pub(super) conditional: Option<SchemaId>,
}

impl MergedMember {
    /// True if a list `required` has it.
    pub(super) fn is_required(&self) -> bool {
        self.required_by.is_some()
    }
}

/// The author of a list `required`; an overlay's word counts more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RequiredBy {
    Row,
    Overlay,
}

/// Merges the subschemas of an expanded set.
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

/// Title and description of the nearest subschema that has them, and the notes of all of them without repeats.
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
    // `nullable` allows `null` in spite of the other keywords of the same subschema.
    let extra = if keywords.nullable {
        TypeSet::NULL
    } else {
        TypeSet::EMPTY
    };
    if let Some(types) = keywords.types {
        merged.types = Some(merged.types.unwrap_or(TypeSet::ALL).and(types.or(extra)));
    }
    if let Some(types) = keywords.unwritten {
        merged.unwritten = Some(merged.unwritten.unwrap_or(TypeSet::ALL).and(types));
    }
    merged.is_constant |= keywords.is_constant;
    merged.id = merged.id.take().or_else(|| keywords.id.clone());
    merged.time = merged.time.or(keywords.time);
    for values in &keywords.values {
        let null = keywords.nullable.then_some(&Value::Null);
        let values = values.iter().chain(null);
        merged.values = Some(match &merged.values {
            None => values.cloned().collect(),
            Some(before) => intersect(before, values),
        });
    }
}

/// The values in both lists. Values of `values` are kept unchecked once [`MAX_PAIRS`] pairs were compared.
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

fn merge_members(merged: &mut Merged, keywords: &[&Keywords], document: &Document<'_>) {
    let objects: Vec<_> = keywords
        .iter()
        .filter_map(|keywords| keywords.object.as_deref())
        .collect();
    merged.has_object_keywords = !objects.is_empty();
    for object in &objects {
        for (name, id) in &object.properties {
            merged
                .members
                .entry(name.clone())
                .or_default()
                .seeds
                .push(*id);
        }
        let required_by = if object.is_required_by_overlay {
            RequiredBy::Overlay
        } else {
            RequiredBy::Row
        };
        for name in &object.required {
            let member = merged.members.entry(name.clone()).or_default();
            member.required_by = member.required_by.max(Some(required_by));
        }
    }
    let mut pairs = 0;
    for object in &objects {
        // `false` becomes a note, and beside patterns it is open which names the schema applies to.
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
            if member.is_required() {
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
    object: &ObjectKeywords,
    has_members: bool,
    document: &Document<'_>,
) {
    let shown = |id: SchemaId| {
        document
            .json(id)
            .map_or(String::new(), |json| shorten(json, MAX_NOTED_SCHEMA))
    };
    let closed = object
        .additional
        .is_some_and(|id| matches!(document.node(id).schema, Schema::Nothing));
    let only_pattern = object.patterns.len() == 1 && closed && !has_members;
    for (pattern, id) in &object.patterns {
        let pattern: String = pattern.chars().take(MAX_NOTED_SCHEMA).collect();
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
        Schema::Nothing => {
            merged.docs.notes.push(Note::NoOtherMembers);
            if !has_members && object.patterns.is_empty() {
                merged.each_member.push(additional);
            }
        }
        Schema::Keywords(_) if !has_members && object.patterns.is_empty() => {
            merged.each_member.push(additional)
        }
        Schema::Keywords(_) => merged
            .docs
            .notes
            .push(Note::OtherMembers(shown(additional))),
    }
}

/// Adds the members that only `then`, `else` or `dependentSchemas` declare. If the condition fails, these may be anything.
fn merge_conditional(merged: &mut Merged, keywords: &[&Keywords], document: &Document<'_>) {
    let mut visited = 0;
    for condition in keywords.iter().flat_map(|keywords| &keywords.conditional) {
        let expanded = ExpandedSet::of(document, &[*condition]);
        visited += expanded.nodes.len();
        if visited > MAX_PAIRS {
            return;
        }
        for id in expanded.nodes {
            let Some(object) = document
                .keywords(id)
                .and_then(|keywords| keywords.object.as_deref())
            else {
                continue;
            };
            merged.has_object_keywords = true;
            for (name, id) in &object.properties {
                let is_false = matches!(document.node(*id).schema, Schema::Nothing);
                if !is_false && !merged.members.contains_key(name) {
                    let member = MergedMember {
                        seeds: Vec::new(),
                        required_by: None,
                        conditional: Some(*id),
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
    merged.has_array_keywords = !arrays.is_empty();
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
        let schemas: Vec<_> = arrays
            .iter()
            .filter_map(|array| array.prefix.get(index).copied().or(array.items))
            .collect();
        if schemas.iter().any(is_false) {
            merged.docs.notes.push(Note::MaxItems(index.to_string()));
            break;
        }
        merged.prefix.push(schemas);
    }
    for array in &arrays {
        let MinItems { by_any, by_overlay } = &mut merged.min_items;
        *by_any = array.min_items.max(*by_any);
        if array.is_min_items_by_overlay {
            *by_overlay = array.min_items.max(*by_overlay);
        }
    }
    if merged.prefix.len() < longest {
        return;
    }
    let items: Vec<_> = arrays.iter().filter_map(|array| array.items).collect();
    if items.iter().any(is_false) {
        merged.docs.notes.push(Note::NoFurtherItems);
    }
    merged.items = items;
}
