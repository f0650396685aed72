//! One event's body: its schema, from its row or its samples, and the types that the event's part of it becomes.

use std::borrow::Cow;

use serde_json::{Map, Value};
use webhook_catalog::{EventName, EventRow, Naming, Place, Sample, VendorId, codes};

use super::context::Lowerer;
use super::item::without_notes;
use super::merge::{AllOfSet, docs_of};
use super::shared::Shared;
use super::types::Types;
use super::{Known, envelope};
use crate::event_routing;
use crate::model::{Docs, ModulePath, TypeId};
use crate::schema::infer::infer_schema;
use crate::schema::{Definitions, Document, MAX_DEPTH, Report, SchemaId, Source, is_deeper, parse};

/// An event and the schema of its whole body.
pub(super) struct Body<'a> {
    pub(super) name: &'a EventName,
    pub(super) known: &'a Known<'a>,
    pub(super) schema: Cow<'a, Value>,
    /// The definitions that the schema refers to beyond its own.
    pub(super) shared: Definitions<'a>,
    pub(super) place: Place,
    /// Whether the samples, which are all that is known of the event, are the event itself and have no envelope.
    pub(super) is_unenveloped: bool,
}

impl Body<'_> {
    fn source(&self) -> Source<'_> {
        Source {
            schema: &self.schema,
            shared: &self.shared,
        }
    }
}

/// The event's schema: its row's, else what all its samples show.
pub(super) fn body<'a>(
    vendor: &VendorId,
    name: &'a EventName,
    known: &'a Known<'a>,
    shared_definitions: &'a Map<String, Value>,
    naming: Option<&Naming>,
    report: &mut Report,
) -> Option<Body<'a>> {
    let mut place = Place {
        vendor: Some(vendor.to_string()),
        event: Some(name.to_string()),
        ..Place::default()
    };
    let schema = match known.row {
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
            place.source = known.samples.first().map(|sample| sample.label.clone());
            let values: Vec<&Value> = known.samples.iter().map(|sample| &sample.value).collect();
            if values.iter().any(|value| is_deeper(value, MAX_DEPTH / 2)) {
                report.enter(place);
                let message = format!("a sample is nested more than {} levels deep", MAX_DEPTH / 2);
                report.error(
                    codes::SCHEMA_TOO_DEEP,
                    "",
                    message,
                    "give the event a schema by a catalogue row",
                    None,
                );
                return None;
            }
            Cow::Owned(infer_schema(&values))
        }
    };
    let is_unenveloped = |sample: &&Sample| event_routing::is_unenveloped(naming, &sample.value);
    let used = known.row.iter().flat_map(|row| &row.shared_definitions);
    let shared = used.filter_map(|name| Some((name.as_str(), shared_definitions.get(name)?)));
    Some(Body {
        name,
        known,
        schema,
        shared: shared.collect(),
        place,
        is_unenveloped: known.row.is_none() && known.samples.iter().all(is_unenveloped),
    })
}

/// What became of a body.
pub(super) struct LoweredBody {
    pub(super) root: TypeId,
    /// The event's types, numbered as if no other event had any of its own.
    pub(super) types: Types,
    /// What the schema says about the member that holds the event.
    pub(super) docs: Option<Docs>,
    /// The schema of what stands around the event, where a row declares it and there is an envelope.
    pub(super) around: Option<Value>,
}

/// Lowers the event's part of a body, to types of its own. `None` where that failed.
pub(super) fn lower_body(
    body: &Body<'_>,
    member: Option<&str>,
    shared: &Shared,
    mut types: Types,
) -> (Option<LoweredBody>, Report) {
    let mut report = Report::default();
    report.enter(body.place.clone());
    let Some(document) = parse(body.source(), &mut report) else {
        return (None, report);
    };
    let is_declared = body.known.row.is_some();
    let context = ModulePath::Event(body.name.clone());
    let mut lowerer = Lowerer::new(
        &document,
        &mut report,
        &mut types,
        context,
        shared,
        is_declared,
    );
    let (root, docs) = match member {
        None => (lowerer.lower_root(&[Document::ROOT]), None),
        Some(member) => match lowerer.member_of_root(member) {
            Some(seeds) => (
                lowerer.lower_root(&seeds),
                Some(member_docs(&document, &seeds)),
            ),
            None => {
                let message =
                    format!("the schema does not declare `{member}`, which holds the event");
                let help =
                    "the event's members are kept but have no types; declare them by an overlay";
                lowerer
                    .report
                    .warning(codes::UNDECLARED_EVENT_MEMBER, "", message, help, None);
                (lowerer.empty_root(), None)
            }
        },
    };
    if report.errors() > 0 {
        return (None, report);
    }
    let declared = member.filter(|_| is_declared);
    let lowered = LoweredBody {
        root,
        types,
        docs,
        around: declared.map(|member| envelope::without_event(body.source(), member)),
    };
    (Some(lowered), report)
}

fn member_docs(document: &Document<'_>, seeds: &[SchemaId]) -> Docs {
    without_notes(docs_of(
        document,
        &AllOfSet::of(seeds).expand(document).nodes,
    ))
}
