//! One event: its schema, from its row or its samples, and the types of its part of the body.

use std::borrow::Cow;

use serde_json::{Map, Value};
use webhook_catalog::{
    BodyFormat, EventName, EventRow, Naming, Place, Profile, Sample, VendorId, codes,
};

use super::EventInput;
use super::all_of::ExpandedSet;
use super::build::{Builder, DefinitionItems, SchemaOrigin};
use super::declared_names::declared_names;
use super::merge::docs_of;
use super::same_definitions::is_definition;
use super::types::Types;
use crate::event_routing;
use crate::model::{DeclaredName, Docs, ModulePath, Presence, TypeId};
use crate::schema::infer::infer_schema;
use crate::schema::{
    Definitions, Document, MAX_DEPTH, OnceNotice, Report, SchemaId, Source, is_deeper, parse,
};

/// An event with the schema of its whole body.
pub(super) struct EventSchema<'a> {
    pub(super) name: &'a EventName,
    pub(super) input: &'a EventInput<'a>,
    pub(super) schema: Cow<'a, Value>,
    /// Shared definitions that the schema refers to.
    pub(super) definitions: Definitions<'a>,
    pub(super) origin: SchemaOrigin,
    pub(super) body: BodyFormat,
    pub(super) place: Place,
    /// True if there is no row and no sample has an envelope.
    pub(super) is_unenveloped: bool,
}

impl EventSchema<'_> {
    pub(super) fn source(&self) -> Source<'_> {
        let inferred = Source::from(&*self.schema);
        Source {
            shared: &self.definitions,
            presence_by_overlay: match self.input.row {
                Some(row) => &row.presence_by_overlay,
                None => inferred.presence_by_overlay,
            },
            ..inferred
        }
    }

    /// `None` if the schema has an error, which is then reported.
    pub(super) fn document(&self) -> (Option<Document<'_>>, Report) {
        let mut report = Report::default();
        report.enter(self.place.clone());
        let document = parse(self.source(), &mut report);
        (document.map(|document| document.of_body(self.body)), report)
    }
}

/// The schema of an event's row, or one inferred from all its samples. `None` if it has an error, which is then reported.
pub(super) fn event_schema<'a>(
    vendor: &VendorId,
    name: &'a EventName,
    input: &'a EventInput<'a>,
    shared: &'a Map<String, Value>,
    profile: Option<&Profile>,
    report: &mut Report,
) -> Option<EventSchema<'a>> {
    let naming = profile.and_then(|profile| profile.naming.as_ref());
    let mut place = Place {
        vendor: Some(vendor.to_string()),
        event: Some(name.to_string()),
        ..Place::default()
    };
    let schema = match input.row {
        Some(EventRow {
            origin,
            payload_schema,
            ..
        }) => {
            place.source = Some(origin.source.clone());
            place.row = Some(origin.row);
            place.column = Some("payload_schema".to_owned());
            Cow::Borrowed(payload_schema)
        }
        None => {
            place.source = input.samples.first().map(|sample| sample.label.clone());
            let values: Vec<&Value> = input.samples.iter().map(|sample| &sample.value).collect();
            if values.iter().any(|value| is_deeper(value, MAX_DEPTH / 2)) {
                report.enter(place);
                let message = format!("a sample is nested more than {} levels deep", MAX_DEPTH / 2);
                let help = "give the event a schema by a catalogue row";
                report.error(codes::SCHEMA_TOO_DEEP, "", message, help, None);
                return None;
            }
            Cow::Owned(infer_schema(&values))
        }
    };
    let is_trusted = profile.is_none_or(|profile| profile.trust_required);
    let origin = match input.row {
        Some(_) => SchemaOrigin::Row { is_trusted },
        None => SchemaOrigin::Samples,
    };
    let is_unenveloped = |sample: &&Sample| event_routing::is_unenveloped(naming, &sample.value);
    let used = input.row.iter().flat_map(|row| &row.shared_definitions);
    let definitions = used.filter_map(|name| Some((name.as_str(), shared.get(name)?)));
    Some(EventSchema {
        name,
        input,
        schema,
        definitions: definitions.collect(),
        origin,
        body: profile.map_or_else(BodyFormat::default, |profile| profile.body),
        place,
        is_unenveloped: input.row.is_none() && input.samples.iter().all(is_unenveloped),
    })
}

/// The types of one event.
pub(super) struct EventTypes {
    pub(super) root: TypeId,
    /// Numbered as if no other event had types of its own.
    pub(super) types: Types,
    /// The docs of the member that holds the event.
    pub(super) member_docs: Option<Docs>,
    /// Presence of the member that holds the event, by the schema.
    pub(super) presence: Option<Presence>,
    /// The declarations of the event's name.
    pub(super) declared_names: Vec<DeclaredName>,
    /// The definitions that it has items of.
    pub(super) definitions: Vec<SchemaId>,
}

/// Builds the types of an event, which the member `member` of the body holds. `shared` has the items of the definitions
/// that it shares. `None` if the schema has an error.
pub(super) fn lower_event(
    event: &EventSchema<'_>,
    document: &Document<'_>,
    member: Option<&str>,
    naming: Option<&Naming>,
    shared: DefinitionItems,
    mut types: Types,
) -> (Option<EventTypes>, Report) {
    let mut report = Report::default();
    report.enter(event.place.clone());
    let mut builder = Builder::new(
        document,
        &mut report,
        &mut types,
        ModulePath::Event(event.name.clone()),
        shared,
        event.origin,
    );
    let presence = member.map(|member| builder.presence_in_root(member));
    let (root, member_docs) = match member {
        None => (builder.build_root(&[Document::ROOT]), None),
        Some(member) => match builder.member_of_root(member) {
            Some(seeds) => {
                let docs = docs_of_member(document, &seeds);
                (builder.build_root(&seeds), Some(docs))
            }
            None => {
                let help =
                    "the event's members are kept but have no types; declare them by an overlay";
                let notice = OnceNotice {
                    code: codes::UNDECLARED_EVENT_MEMBER,
                    message: format!(
                        "the schema does not declare `{member}`, which holds the event"
                    ),
                    help: help.to_owned(),
                };
                builder.report().once("", notice);
                (builder.build_empty_root(), None)
            }
        },
    };
    let definitions = builder.into_definitions().into_keys();
    let definitions = definitions.filter(|id| is_definition(document, *id));
    let definitions = definitions.collect();
    let types = (report.errors() == 0).then_some(EventTypes {
        root,
        types,
        member_docs,
        presence,
        declared_names: declared_names(document, naming),
        definitions,
    });
    (types, report)
}

fn docs_of_member(document: &Document<'_>, seeds: &[SchemaId]) -> Docs {
    let expanded = ExpandedSet::of(document, seeds);
    Docs {
        notes: Vec::new(),
        ..docs_of(document, &expanded.nodes)
    }
}
