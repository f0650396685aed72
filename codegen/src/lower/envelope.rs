//! The envelope: the members of all bodies around the event.
//!
//! The schemas of all events, each without the event, are joined as JSON, and the result is parsed once. A member that
//! only some events declare has the type that these give it; in other events it must fit that type too. Otherwise a type
//! accepts all that its schema does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use webhook_catalog::{Place, codes, pointer};

use super::build::{Builder, DefinitionItems};
use super::event::EventSchema;
use super::types::Types;
use crate::model::{ModulePath, TypeId};
use crate::parallel;
use crate::schema::infer::infer_schema;
use crate::schema::{
    DRAFT, Definitions, Document, Node, Report, Schema, SchemaId, Source, canonical, parse,
};

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
/// Keywords that hold definitions.
const DEFINITIONS: &[&str] = &["$defs", "definitions"];

/// The joined schema of the envelopes.
pub(super) struct EnvelopeSchema {
    schema: Value,
    pub(super) place: Place,
    /// True if any of it comes from a row.
    is_declared: bool,
}

/// Joins the envelopes of these events.
pub(super) fn envelope_schema(
    events: Vec<&EventSchema<'_>>,
    member: &str,
    report: &mut Report,
) -> EnvelopeSchema {
    let place = events.first().map(|event| event.place.clone());
    let place = place.unwrap_or_default();
    report.enter(place.clone());
    let (declared, sampled): (Vec<_>, Vec<_>) = events
        .into_iter()
        .partition(|event| event.input.row.is_some());
    let is_declared = !declared.is_empty();
    let mut schemas = parallel::map(declared, |event| without_event(event.source(), member));
    let samples: Vec<&Value> = sampled
        .into_iter()
        .flat_map(|event| &event.input.samples)
        .map(|sample| &sample.value)
        .collect();
    if !samples.is_empty() {
        schemas.push(without_event(Source::from(&infer_schema(&samples)), member));
    }
    EnvelopeSchema {
        schema: join(schemas, report),
        place,
        is_declared,
    }
}

impl EnvelopeSchema {
    /// Without members if the schema has an error, after which the run fails.
    pub(super) fn document(&self, report: &mut Report) -> Document<'_> {
        parse(&self.schema, report).unwrap_or_else(|| Document {
            source: Source::from(&Value::Null),
            nodes: vec![Node {
                pointer: String::new(),
                schema: Schema::Anything,
            }],
        })
    }

    /// Builds the envelope. `shared` has the items of the definitions that it shares. Returns the definitions that it has
    /// items of.
    pub(super) fn lower(
        &self,
        document: &Document<'_>,
        shared: DefinitionItems,
        types: &mut Types,
        report: &mut Report,
    ) -> (TypeId, Vec<SchemaId>) {
        report.enter(self.place.clone());
        let path = ModulePath::Envelope;
        let mut builder = Builder::new(document, report, types, path, shared, self.is_declared);
        let id = builder.build_object_root();
        (id, builder.into_definitions().into_keys().collect())
    }
}

/// A body's schema without the event, and without definitions to which nothing else refers.
fn without_event(source: Source<'_>, member: &str) -> Value {
    let Source { schema, shared } = source;
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    // Most of a schema is definitions for the event: only those that the envelope needs are copied.
    let (definitions, others): (Vec<_>, Vec<_>) = members
        .iter()
        .partition(|(keyword, _)| DEFINITIONS.contains(&keyword.as_str()));
    let copied = |(keyword, value): (&String, &Value)| (keyword.clone(), value.clone());
    let mut envelope: Value = others.into_iter().map(copied).collect();
    remove_member(&mut envelope, member);
    let mut by_keyword: BTreeMap<&str, Definitions<'_>> = BTreeMap::new();
    if !shared.is_empty() {
        by_keyword.insert("$defs", shared.clone());
    }
    for (keyword, value) in definitions {
        let own = value.as_object().into_iter().flatten();
        let all = by_keyword.entry(keyword.as_str()).or_default();
        all.extend(own.map(|(name, value)| (name.as_str(), value)));
    }
    for (keyword, used) in definitions_used_by(&envelope, &by_keyword) {
        envelope[keyword] = Value::Object(used);
    }
    envelope
}

fn remove_member(schema: &mut Value, member: &str) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.remove(member);
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| name.as_str() != Some(member));
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(keyword) {
            branches
                .iter_mut()
                .for_each(|branch| remove_member(branch, member));
        }
    }
}

/// The definitions that a schema refers to, directly or through others, by their keyword.
fn definitions_used_by<'d>(
    schema: &Value,
    definitions: &BTreeMap<&'d str, Definitions<'d>>,
) -> BTreeMap<&'d str, Map<String, Value>> {
    let mut waiting = references_in(schema);
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    while let Some(reference) = waiting.pop() {
        let steps = pointer::steps(reference.strip_prefix('#').unwrap_or_default());
        let found = steps.first().zip(steps.get(1)).and_then(|(keyword, name)| {
            let (keyword, all) = definitions.get_key_value(keyword.as_str())?;
            let (name, definition) = all.get_key_value(name.as_str())?;
            Some((*keyword, *name, *definition))
        });
        match found {
            Some((keyword, name, definition)) => {
                if used.entry(keyword).or_default().insert(name) {
                    waiting.extend(references_in(definition));
                }
            }
            // An anchor, a URI or an encoded pointer may lead to any of them.
            None => {
                let names = |all: &Definitions<'d>| all.keys().copied().collect();
                used = definitions
                    .iter()
                    .map(|(keyword, all)| (*keyword, names(all)))
                    .collect();
            }
        }
    }
    let copied = |(keyword, names): (&'d str, BTreeSet<&str>)| {
        let all = definitions[keyword].iter();
        let used = all.filter(|(name, _)| names.contains(*name));
        let used = used.map(|(name, definition)| ((*name).to_owned(), (*definition).clone()));
        (keyword, used.collect::<Map<_, _>>())
    };
    let kept = used.into_iter().map(copied);
    kept.filter(|(_, used)| !used.is_empty()).collect()
}

/// Every reference at any depth. Also values that merely look like one, which keeps a definition too many.
fn references_in(value: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::String(text)
                            if matches!(
                                name.as_str(),
                                "$ref" | "$dynamicRef" | "$recursiveRef"
                            ) =>
                        {
                            found.push(text.as_str());
                        }
                        other => waiting.push(other),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

/// Joins the envelopes of all events into one that accepts each of them.
fn join(mut schemas: Vec<Value>, report: &mut Report) -> Value {
    // Most events have the same envelope as the one before.
    schemas.dedup();
    let mut distinct: BTreeMap<String, Value> = BTreeMap::new();
    for schema in schemas {
        distinct
            .entry(canonical(&without_annotations(&schema)))
            .or_insert(schema);
    }
    let distinct: Vec<Value> = distinct.into_values().collect();
    match &distinct[..] {
        [only] => return only.clone(),
        several if several.iter().all(is_plain) => {}
        _ => {
            let message = "the events' envelopes differ and are more than properties".to_owned();
            let help = "their members are kept but have no types; describe them alike by overlays";
            report.warning(codes::ENVELOPES_NOT_JOINED, "", message, help, None);
            return json!({ "$schema": DRAFT, "type": "object" });
        }
    }
    let mut properties: BTreeMap<&String, Vec<&Value>> = BTreeMap::new();
    for (name, schema) in distinct
        .iter()
        .flat_map(|schema| members_of(schema, "properties"))
    {
        properties.entry(name).or_default().push(schema);
    }
    let required: Vec<&String> = properties
        .keys()
        .copied()
        .filter(|name| distinct.iter().all(|schema| requires(schema, name)))
        .collect();
    let mut joined = json!({ "$schema": DRAFT, "type": "object", "required": required });
    let properties: Map<String, Value> = properties
        .into_iter()
        .map(|(name, schemas)| (name.clone(), join_property(&schemas)))
        .collect();
    joined["properties"] = Value::Object(properties);
    for keyword in DEFINITIONS {
        let definitions = join_definitions(&distinct, keyword, report);
        if !definitions.is_empty() {
            joined[*keyword] = Value::Object(definitions);
        }
    }
    joined
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
fn join_property(schemas: &[&Value]) -> Value {
    let distinct: BTreeMap<String, &Value> = schemas
        .iter()
        .map(|schema| (canonical(schema), *schema))
        .collect();
    let undocumented: BTreeMap<String, Value> = schemas
        .iter()
        .map(|schema| without_annotations(schema))
        .map(|schema| (canonical(&schema), schema))
        .collect();
    let (mut distinct, mut undocumented) = (distinct.into_values(), undocumented.into_values());
    match (distinct.len(), undocumented.len()) {
        (1, _) => distinct.next().cloned().unwrap_or(Value::Bool(true)),
        (_, 1) => undocumented.next().unwrap_or(Value::Bool(true)),
        _ => json!({ "anyOf": undocumented.collect::<Vec<_>>() }),
    }
}

fn join_definitions(schemas: &[Value], keyword: &str, report: &mut Report) -> Map<String, Value> {
    let mut joined: BTreeMap<&String, &Value> = BTreeMap::new();
    let mut conflicts = BTreeSet::new();
    for (name, definition) in schemas
        .iter()
        .flat_map(|schema| members_of(schema, keyword))
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
