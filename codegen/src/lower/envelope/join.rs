//! Joins the envelopes of all events into one that accepts each of them, as JSON.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use webhook_catalog::{codes, pointer};

use super::DEFINITIONS;
use crate::schema::{DRAFT, OverlayKeywords, Report, Source, canonical};

/// Keywords that do not restrict values.
const ANNOTATIONS: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "examples",
    "example",
    "default",
];
/// The schema of a body without the event, or a part of it, of one event or of several.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct JoinedSchema {
    pub(super) schema: Value,
    /// The keywords that overlays wrote; `None` if the schema was inferred from samples.
    pub(super) presence_by_overlay: Option<OverlayKeywords>,
}

impl JoinedSchema {
    pub(super) fn source(&self) -> Source<'_> {
        let bare = Source::from(&self.schema);
        Source {
            presence_by_overlay: self
                .presence_by_overlay
                .as_ref()
                .unwrap_or(bare.presence_by_overlay),
            ..bare
        }
    }

    /// The keywords below a pointer, relative to it.
    fn keywords_below(&self, at: &str) -> Option<OverlayKeywords> {
        let keywords = self.presence_by_overlay.as_ref()?.iter();
        let below = keywords.filter(|(keyword, _)| pointer::is_within(keyword, at));
        let relative =
            below.map(|(keyword, label)| (keyword[at.len()..].to_owned(), label.clone()));
        Some(relative.collect())
    }
}

/// Schemas that differ in more than their docs.
#[derive(Default)]
struct DistinctSchemas(BTreeMap<String, JoinedSchema>);

impl DistinctSchemas {
    fn add(&mut self, schema: JoinedSchema) {
        let key = canonical(&without_annotations(&schema.schema));
        match self.0.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(schema);
            }
            Entry::Occupied(mut entry) => {
                let known = &mut entry.get_mut().presence_by_overlay;
                *known = agreed([known.take(), schema.presence_by_overlay]);
            }
        }
    }
}

/// The keywords that overlays wrote in all schemas of rows.
fn agreed(all: impl IntoIterator<Item = Option<OverlayKeywords>>) -> Option<OverlayKeywords> {
    let of_rows = all.into_iter().flatten();
    of_rows.reduce(|mut agreed, other| {
        agreed.retain(|at, _| other.contains_key(at));
        agreed
    })
}

/// Adds keywords that are relative to a pointer.
fn extend_at(keywords: &mut OverlayKeywords, at: &str, below: Option<OverlayKeywords>) {
    let below = below.into_iter().flatten();
    keywords.extend(below.map(|(rest, label)| (format!("{at}{rest}"), label)));
}

/// Joins the envelopes of all events into one that accepts each of them.
pub(super) fn join(mut schemas: Vec<JoinedSchema>, report: &mut Report) -> JoinedSchema {
    // Most events have the same envelope as the one before.
    schemas.dedup();
    let mut distinct = DistinctSchemas::default();
    schemas.into_iter().for_each(|schema| distinct.add(schema));
    let distinct: Vec<JoinedSchema> = distinct.0.into_values().collect();
    match &distinct[..] {
        [only] => return only.clone(),
        several if several.iter().all(|each| is_plain(&each.schema)) => {}
        _ => {
            let message = "the events' envelopes differ and are more than properties".to_owned();
            let help = "their members are kept but have no types; describe them alike by overlays";
            report.warning(codes::ENVELOPES_NOT_JOINED, "", message, help, None);
            return JoinedSchema {
                schema: json!({ "$schema": DRAFT, "type": "object" }),
                presence_by_overlay: None,
            };
        }
    }
    let mut keywords = OverlayKeywords::new();
    let lists = distinct.iter().map(|each| each.keywords_below("/required"));
    extend_at(&mut keywords, "/required", agreed(lists));
    let names: BTreeSet<&String> = distinct
        .iter()
        .flat_map(|each| members_of(&each.schema, "properties"))
        .map(|(name, _)| name)
        .collect();
    let required: Vec<&&String> = names
        .iter()
        .filter(|name| distinct.iter().all(|each| requires(&each.schema, name)))
        .collect();
    let mut joined = json!({ "$schema": DRAFT, "type": "object", "required": required });
    let mut properties = Map::new();
    for name in names {
        let at = pointer::join("/properties", name);
        let JoinedSchema {
            schema,
            presence_by_overlay,
        } = join_property(parts_at(&distinct, &at));
        extend_at(&mut keywords, &at, presence_by_overlay);
        properties.insert(name.clone(), schema);
    }
    joined["properties"] = Value::Object(properties);
    for keyword in DEFINITIONS {
        let definitions = join_definitions(&distinct, keyword, report);
        for name in definitions.keys() {
            let at = pointer::join(&format!("/{keyword}"), name);
            let parts = parts_at(&distinct, &at).into_iter();
            let below = agreed(parts.map(|part| part.presence_by_overlay));
            extend_at(&mut keywords, &at, below);
        }
        if !definitions.is_empty() {
            joined[*keyword] = Value::Object(definitions);
        }
    }
    JoinedSchema {
        schema: joined,
        presence_by_overlay: Some(keywords),
    }
}

/// The schemas at a pointer, where there are any.
fn parts_at(schemas: &[JoinedSchema], at: &str) -> Vec<JoinedSchema> {
    let part = |each: &JoinedSchema| {
        Some(JoinedSchema {
            schema: each.schema.pointer(at)?.clone(),
            presence_by_overlay: each.keywords_below(at),
        })
    };
    schemas.iter().filter_map(part).collect()
}

fn without_annotations(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(members) = &mut schema {
        members.retain(|name, _| !ANNOTATIONS.contains(&name.as_str()));
    }
    schema
}

/// True if a schema only lists the members of an object. `additionalProperties: false` is not kept.
fn is_plain(schema: &Value) -> bool {
    let Value::Object(members) = schema else {
        return false;
    };
    members
        .iter()
        .all(|(keyword, value)| match keyword.as_str() {
            "type" => value == "object",
            "properties" | "required" | "$defs" | "definitions" => true,
            "additionalProperties" => value.is_boolean(),
            other => ANNOTATIONS.contains(&other),
        })
}

fn members_of<'v>(
    schema: &'v Value,
    keyword: &str,
) -> impl Iterator<Item = (&'v String, &'v Value)> {
    schema
        .get(keyword)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn requires(schema: &Value, name: &str) -> bool {
    schema
        .get("required")
        .and_then(Value::as_array)
        .is_some_and(|names| names.iter().any(|other| other == name))
}

/// The property's schema if all agree, or its schema without docs if only these differ, or an `anyOf`.
fn join_property(schemas: Vec<JoinedSchema>) -> JoinedSchema {
    let documented: BTreeSet<String> = schemas.iter().map(|each| canonical(&each.schema)).collect();
    let mut distinct = DistinctSchemas::default();
    schemas.into_iter().for_each(|schema| distinct.add(schema));
    let mut branches: Vec<JoinedSchema> = distinct.0.into_values().collect();
    if documented.len() > 1 {
        for branch in &mut branches {
            branch.schema = without_annotations(&branch.schema);
        }
    }
    if branches.len() == 1 {
        return branches.swap_remove(0);
    }
    let mut keywords = OverlayKeywords::new();
    let mut schemas = Vec::new();
    for (index, branch) in branches.into_iter().enumerate() {
        let at = format!("/anyOf/{index}");
        extend_at(&mut keywords, &at, branch.presence_by_overlay);
        schemas.push(branch.schema);
    }
    JoinedSchema {
        schema: json!({ "anyOf": schemas }),
        presence_by_overlay: Some(keywords),
    }
}

fn join_definitions(
    schemas: &[JoinedSchema],
    keyword: &str,
    report: &mut Report,
) -> Map<String, Value> {
    let mut joined: BTreeMap<&String, &Value> = BTreeMap::new();
    let mut conflicts = BTreeSet::new();
    for (name, definition) in schemas
        .iter()
        .flat_map(|each| members_of(&each.schema, keyword))
    {
        let known = *joined.entry(name).or_insert(definition);
        if known != definition && conflicts.insert(name) {
            let message = format!("two events' envelopes define `{name}` differently");
            let help = "give the definitions different names, or make them equal, by overlays";
            report.error(
                codes::ENVELOPE_DEFINITION_CLASH,
                &pointer::join(&format!("/{keyword}"), name),
                message,
                help,
                Some(definition),
            );
        }
    }
    joined
        .into_iter()
        .map(|(name, definition)| (name.clone(), definition.clone()))
        .collect()
}
