//! Labels of alternatives, from which their types and variants are named: by the tag's value, by `$ref`, or by what an
//! alternative alone requires, but never by position or prose.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Builder;
use crate::ident::{NameKind, short_hash};
use crate::lower::candidates::{SchemaShape, ShapeCandidate};
use crate::lower::merge::MergedMember;
use crate::model::Guard;
use crate::schema::canonical;

impl Builder<'_, '_> {
    /// A label for each alternative. No two labels give the same name.
    pub(super) fn labels(
        &self,
        candidates: &[ShapeCandidate],
        guards: &[Guard],
        tags: Option<&[Option<String>]>,
    ) -> Vec<String> {
        let alternatives = candidates.iter().zip(guards).enumerate();
        let preferences: Vec<Vec<String>> = alternatives
            .map(|(index, (candidate, guard))| {
                let tag = tags.and_then(|tags| tags[index].clone());
                let definition = candidate.definition.map(|id| self.reference_name(id));
                let mut labels: Vec<String> = tag.into_iter().collect();
                labels.extend(guard.values.iter().filter_map(|member| {
                    let (_, text) = member.constant()?;
                    Some(text.to_owned())
                }));
                labels.extend(definition);
                labels.extend(value_labels(guard));
                labels.extend(member_labels(candidates, index));
                labels.push(shape_label(&candidate.shape).to_owned());
                labels.retain(|label| !name_of(label).is_empty());
                labels
            })
            .collect();
        let mut alternatives_by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (index, labels) in preferences.iter().enumerate() {
            for label in labels {
                let alternatives = alternatives_by_name.entry(name_of(label)).or_default();
                alternatives.insert(index);
            }
        }
        let is_unique = |label: &String| alternatives_by_name[&name_of(label)].len() == 1;
        let labels = candidates.iter().zip(&preferences);
        let labels = labels.map(|(candidate, labels)| {
            let unique = labels.iter().find(|label| is_unique(label));
            unique
                .cloned()
                .unwrap_or_else(|| self.hash_label(candidate))
        });
        distinct(labels.collect())
    }

    /// The last step of a definition's pointer.
    fn reference_name(&self, id: crate::schema::SchemaId) -> String {
        let steps = webhook_catalog::pointer::steps(&self.document().node(id).pointer);
        steps
            .into_iter()
            .next_back()
            .unwrap_or_else(|| "body".to_owned())
    }

    /// A label made of the alternative's own schema.
    fn hash_label(&self, candidate: &ShapeCandidate) -> String {
        let document = self.document();
        let branches = candidate.origin.all_of.choices.values();
        let schemas = branches.filter_map(|id| document.json(*id)).map(canonical);
        let schemas: Vec<String> = schemas.collect();
        let hash = short_hash(&schemas.join("\n"));
        format!("{} x{hash}", shape_label(&candidate.shape))
    }
}

/// The name that a label gives, as far as names differ.
fn name_of(label: &str) -> String {
    NameKind::Variant.name(label).to_ascii_lowercase()
}

/// The listed values: the text that sorts first, else the member with its value.
fn value_labels(guard: &Guard) -> Vec<String> {
    let mut labels = Vec::new();
    for member in &guard.values {
        let texts = member.values.iter().filter_map(Value::as_str);
        let name = member.path.last().map_or("", String::as_str);
        let others = member
            .values
            .iter()
            .map(|value| format!("{name} {}", canonical(value)));
        labels.extend(texts.min().map(str::to_owned).or_else(|| others.min()));
    }
    labels
}

/// The members that an alternative alone requires, then those that it alone declares.
fn member_labels(candidates: &[ShapeCandidate], index: usize) -> Vec<String> {
    let SchemaShape::Object(members) = &candidates[index].shape else {
        return Vec::new();
    };
    let others = candidates
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index);
    let others: Vec<&BTreeMap<String, MergedMember>> = others
        .filter_map(|(_, candidate)| match &candidate.shape {
            SchemaShape::Object(members) => Some(members),
            _ => None,
        })
        .collect();
    let is_declared = |name: &String| others.iter().any(|members| members.contains_key(name));
    let is_required = |name: &String| {
        let mut members = others.iter().filter_map(|members| members.get(name));
        members.any(|member| member.is_required())
    };
    let required = members.iter().filter(|(_, member)| member.is_required());
    let required = required
        .map(|(name, _)| name)
        .filter(|name| !is_required(name));
    let declared = members.keys().filter(|name| !is_declared(name));
    required.chain(declared).cloned().collect()
}

/// The kind of an alternative's values.
fn shape_label(shape: &SchemaShape) -> &'static str {
    match shape {
        SchemaShape::Boolean => "boolean",
        SchemaShape::Integer | SchemaShape::UnixTime => "integer",
        SchemaShape::Number => "number",
        SchemaShape::String | SchemaShape::Text(_) | SchemaShape::Constant(_) => "string",
        SchemaShape::StringEnum(_) => "known",
        SchemaShape::Object(_) => "object",
        SchemaShape::Map(_) => "map",
        SchemaShape::List(_) => "list",
        SchemaShape::Tuple(_) => "tuple",
        SchemaShape::Definition(_) => "one of",
        SchemaShape::Any(_) => "any",
    }
}

/// Makes equal labels distinct. Only alternatives of one schema have equal labels.
fn distinct(mut labels: Vec<String>) -> Vec<String> {
    let mut names = BTreeSet::new();
    for label in &mut labels {
        while !names.insert(name_of(label)) {
            label.push_str(" x");
        }
    }
    labels
}
