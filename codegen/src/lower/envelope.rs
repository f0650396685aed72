//! The envelope: the members of all bodies around the event.
//!
//! The schemas of all events, each without the event, are joined as JSON, and the result is parsed once. A member that
//! only some events declare has the type that these give it; in other events it must fit that type too. Otherwise a type
//! accepts all that its schema does.

mod flatten;
mod join;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use webhook_catalog::{BodyFormat, Place, pointer};

use super::build::{Builder, DefinitionItems, SchemaOrigin};
use super::event::EventSchema;
use super::types::Types;
use crate::model::{ModulePath, TypeId};
use crate::parallel;
use crate::schema::infer::infer_schema;
use crate::schema::keyword::Keyword;
use crate::schema::{Definitions, Document, Node, Report, Schema, SchemaId, Source, parse};
use join::{JoinedSchema, join};

/// Keywords that hold definitions.
const DEFINITIONS: &[&str] = &["$defs", "definitions"];

/// The joined schema of the envelopes.
pub(super) struct EnvelopeSchema<'e> {
    joined: JoinedSchema,
    /// Definitions that give types to members by reference or by name.
    of_members: Definitions<'e>,
    body: BodyFormat,
    pub(super) place: Place,
    /// A row if any of it comes from one.
    pub(super) origin: SchemaOrigin,
}

/// Joins the envelopes of these events.
pub(super) fn envelope_schema<'e>(
    events: Vec<&'e EventSchema<'e>>,
    member: &str,
    report: &mut Report,
) -> EnvelopeSchema<'e> {
    let place = events.first().map(|event| event.place.clone());
    let place = place.unwrap_or_default();
    report.enter(place.clone());
    let body = events
        .first()
        .map_or_else(BodyFormat::default, |event| event.body);
    let shared = events.iter().flat_map(|event| &event.definitions);
    let of_members = shared
        .filter(|(_, definition)| types_members(definition))
        .map(|(name, definition)| (*name, *definition))
        .collect();
    let (declared, sampled): (Vec<_>, Vec<_>) = events
        .into_iter()
        .partition(|event| event.input.row.is_some());
    let origin = declared
        .first()
        .map_or(SchemaOrigin::Samples, |event| event.origin);
    let mut schemas = parallel::map(declared, |event| JoinedSchema {
        schema: without_event(event.source(), member),
        presence_by_overlay: Some(event.source().presence_by_overlay.clone()),
    });
    let samples: Vec<&Value> = sampled
        .into_iter()
        .flat_map(|event| &event.input.samples)
        .map(|sample| &sample.value)
        .collect();
    if !samples.is_empty() {
        schemas.push(JoinedSchema {
            schema: without_event(Source::from(&infer_schema(&samples)), member),
            presence_by_overlay: None,
        });
    }
    EnvelopeSchema {
        joined: join(schemas, report),
        of_members,
        body,
        place,
        origin,
    }
}

impl EnvelopeSchema<'_> {
    /// Without members if the schema has an error, after which the run fails.
    pub(super) fn document(&self, report: &mut Report) -> Document<'_> {
        let source = Source {
            shared: &self.of_members,
            ..self.joined.source()
        };
        let document = parse(source, report);
        let document = document.map(|document| document.of_body(self.body));
        document.unwrap_or_else(|| Document {
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
        let mut builder = Builder::new(document, report, types, path, shared, self.origin);
        let id = builder.build_object_root();
        (id, builder.into_definitions().into_keys().collect())
    }
}

/// True for ids, and for texts and times that members have by their names.
fn types_members(definition: &Value) -> bool {
    let keywords = [Keyword::TypedText, Keyword::Members];
    let mut keywords = keywords.iter().map(|keyword| keyword.as_str());
    keywords.any(|keyword| definition.get(keyword).is_some())
}

/// A body's schema without the event, and without definitions to which nothing else refers.
fn without_event(source: Source<'_>, member: &str) -> Value {
    let flat = flatten::flattened(&source);
    let Source { schema, shared, .. } = source;
    let schema = flat.as_ref().unwrap_or(schema);
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
