//! One vendor: its events, each with a schema from its row or its samples, and the envelope around them.

use std::collections::BTreeMap;

use serde_json::Value;
use webhook_catalog::{
    Code, Diagnostic, EventName, EventRow, Naming, Place, Profile, Sample, Signature, VendorId,
};

use super::home::Lowerer;
use super::item::without_notes;
use super::merge::{Conjunction, docs_of};
use super::shared::{Shared, lower_shared};
use super::types::Types;
use super::{Known, envelope, wording};
use crate::bodies;
use crate::ident::RustIdent;
use crate::model::{self, Described, Docs, Envelope, Event, Facts, Home, TypeId, Vendor, Wording};
use crate::observe::observe;
use crate::schema::{Document, MAX_DEPTH, Report, SchemaId, TOO_DEEP, is_deeper, parse};
use crate::{parallel, pointer};

/// A payload schema that does not declare the member that holds the event.
const NO_EVENT_MEMBER: Code = Code("E115");

/// An event and the schema of its whole body.
struct Body<'a> {
    name: &'a EventName,
    known: &'a Known<'a>,
    schema: std::borrow::Cow<'a, Value>,
    place: Place,
    /// Whether the samples, which are all that is known of the event, are the event itself and have no envelope.
    is_bare: bool,
}

/// Lowers a vendor. `None` where none of its events could be lowered.
pub(super) fn lower_vendor(
    id: &VendorId,
    events: &BTreeMap<&EventName, Known<'_>>,
    profile: Option<&Profile>,
) -> (Option<Vendor>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let member = profile.and_then(|profile| pointer::steps(&profile.event).into_iter().next());
    let naming = profile.and_then(|profile| profile.naming.as_ref());
    let bodies: Vec<Body<'_>> = events
        .iter()
        .filter_map(|(name, known)| body(id, name, known, naming, &mut report))
        .collect();
    let mut types = Types::default();
    let rows = || events.values().filter_map(|known| known.row);
    let shared = lower_shared(rows(), &mut types, &mut report);
    let mut lowered = Vec::new();
    let mut split: Vec<&Body<'_>> = Vec::new();
    let mut event_docs: Vec<Docs> = Vec::new();
    let mut enveloped: Vec<(&Body<'_>, Option<Value>)> = Vec::new();
    let results = parallel::map(&bodies, |body| {
        let member = member.as_deref().filter(|_| !body.is_bare);
        lower_body(body, member, &shared, Types::after(&types))
    });
    for (body, (result, found)) in bodies.iter().zip(results) {
        report.absorb(found);
        let Some(LoweredBody {
            root,
            types: own,
            docs,
            around,
        }) = result
        else {
            continue;
        };
        let root = types.append(own, root);
        split.push(body);
        enveloped.extend((!body.is_bare).then_some((body, around)));
        event_docs.extend(docs);
        lowered.push(event(body, root));
    }
    let envelope = member.filter(|_| !lowered.is_empty()).map(|event_member| {
        let fields = lower_envelope(enveloped, &event_member, &shared, &mut types, &mut report);
        Envelope {
            event_member,
            fields,
            event_docs: common(event_docs),
        }
    });
    let wording = learn_wording(id, naming, &split, &mut report);
    let vendor = (!lowered.is_empty()).then(|| Vendor {
        id: id.clone(),
        display_name: rows()
            .map(|row| row.vendor_display_name.clone())
            .next()
            .or_else(|| profile.and_then(|profile| profile.display_name.clone()))
            .unwrap_or_else(|| display_name(id.as_str())),
        category: rows()
            .map(|row| row.category)
            .next()
            .or_else(|| profile.and_then(|profile| profile.category)),
        docs_url: profile.and_then(|profile| profile.docs_url.clone()),
        envelope,
        naming: naming.cloned(),
        signature: profile
            .and_then(|profile| profile.signature.clone())
            .unwrap_or_else(undescribed),
        wording,
        events: lowered,
        types: types.into_defs(),
        module: RustIdent::default(),
    });
    (vendor, report.into_diagnostics())
}

/// What is said of a vendor whose profile says nothing of signatures.
fn undescribed() -> Signature {
    Signature::Unsupported {
        why: "nobody has described how this vendor signs its deliveries".to_owned(),
    }
}

/// What the events say, where their wording tells them apart.
fn learn_wording(
    id: &VendorId,
    naming: Option<&Naming>,
    bodies: &[&Body<'_>],
    report: &mut Report,
) -> Option<Wording> {
    let samples: Vec<_> = bodies
        .iter()
        .map(|body| (body.name, body.known.samples.as_slice()))
        .collect();
    match naming {
        Some(Naming::Wording(profile)) => wording::learn(id, profile, &samples, report),
        Some(Naming::Body(_) | Naming::Header { .. }) | None => None,
    }
}

/// The event's schema: its row's, else what all its samples show.
fn body<'a>(
    vendor: &VendorId,
    name: &'a EventName,
    known: &'a Known<'a>,
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
            std::borrow::Cow::Borrowed(payload_schema)
        }
        None => {
            place.source = known.samples.first().map(|sample| sample.label.clone());
            let values: Vec<&Value> = known.samples.iter().map(|sample| &sample.value).collect();
            if values.iter().any(|value| is_deeper(value, MAX_DEPTH / 2)) {
                report.enter(place);
                let message = format!("a sample is nested more than {} levels deep", MAX_DEPTH / 2);
                report.error(
                    TOO_DEEP,
                    "",
                    message,
                    "give the event a schema by a catalogue row",
                    None,
                );
                return None;
            }
            std::borrow::Cow::Owned(observe(&values))
        }
    };
    let is_bare = |sample: &&Sample| bodies::is_bare(naming, &sample.value);
    Some(Body {
        name,
        known,
        schema,
        place,
        is_bare: known.row.is_none() && known.samples.iter().all(is_bare),
    })
}

/// What became of a body.
struct LoweredBody {
    root: TypeId,
    /// The event's types, numbered as if no other event had any of its own.
    types: Types,
    /// What the schema says about the member that holds the event.
    docs: Option<Docs>,
    /// The schema of what stands around the event, where a row declares it and there is an envelope.
    around: Option<Value>,
}

/// Lowers the event's part of a body to types of its own. No body needs anything of another, so they are lowered side by
/// side.
fn lower_body(
    body: &Body<'_>,
    member: Option<&str>,
    shared: &Shared,
    mut types: Types,
) -> (Option<LoweredBody>, Report) {
    let mut report = Report::default();
    report.enter(body.place.clone());
    let Some(document) = parse(&body.schema, &mut report) else {
        return (None, report);
    };
    let is_declared = body.known.row.is_some();
    let home = Home::Event(body.name.clone());
    let mut lowerer = Lowerer::new(
        &document,
        &mut report,
        &mut types,
        home,
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
                    .warning(NO_EVENT_MEMBER, "", message, help, None);
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
        around: declared.map(|member| envelope::without_event(&body.schema, member)),
    };
    (Some(lowered), report)
}

fn member_docs(document: &Document<'_>, seeds: &[SchemaId]) -> Docs {
    without_notes(docs_of(
        document,
        &Conjunction::of(seeds).close(document).nodes,
    ))
}

/// Lowers the envelope that these bodies share, each with the schema that its row gives to what stands around the event.
fn lower_envelope(
    bodies: Vec<(&Body<'_>, Option<Value>)>,
    member: &str,
    shared: &Shared,
    types: &mut Types,
    report: &mut Report,
) -> TypeId {
    let place = bodies
        .first()
        .map_or_else(Place::default, |(body, _)| body.place.clone());
    report.enter(place);
    let is_declared = bodies.iter().any(|(body, _)| body.known.row.is_some());
    let observed = bodies.iter().filter(|(body, _)| body.known.row.is_none());
    let samples: Vec<&Value> = observed
        .flat_map(|(body, _)| &body.known.samples)
        .map(|sample| &sample.value)
        .collect();
    let mut schemas: Vec<Value> = bodies
        .into_iter()
        .filter_map(|(_, around)| around)
        .collect();
    if !samples.is_empty() {
        schemas.push(envelope::without_event(&observe(&samples), member));
    }
    let joined = envelope::join(schemas, report);
    let document = parse(&joined, report);
    // An envelope with an error fails the run; until it ends, nothing is known of its members.
    let nothing = Value::Object(serde_json::Map::new());
    let empty = Document {
        source: &nothing,
        nodes: Vec::new(),
    };
    match document {
        Some(document) => Lowerer::new(
            &document,
            report,
            types,
            Home::Envelope,
            shared,
            is_declared,
        )
        .lower_object_root(),
        None => Lowerer::new(&empty, report, types, Home::Envelope, shared, false).empty_root(),
    }
}

/// What all rows say alike.
fn common(mut docs: Vec<Docs>) -> Docs {
    let Some(mut first) = docs.pop() else {
        return Docs::default();
    };
    for other in docs {
        let Docs {
            title,
            description,
            notes: _,
            deprecated,
        } = other;
        first.title = first.title.filter(|text| Some(text) == title.as_ref());
        first.description = first
            .description
            .filter(|text| Some(text) == description.as_ref());
        first.deprecated &= deprecated;
    }
    first
}

fn event(body: &Body<'_>, root: TypeId) -> Event {
    let Known { row, samples } = body.known;
    let facts = match row {
        Some(row) => facts(row),
        None => Facts {
            trigger: samples.iter().find_map(|sample| sample.trigger.clone()),
            docs_url: samples.iter().find_map(|sample| sample.docs_url.clone()),
            ..Facts::default()
        },
    };
    let own_overlay = |row: &&EventRow| {
        let mut overlays = row.overlays.iter();
        overlays.any(|applied| !applied.is_vendor_wide && applied.changes_column("payload_schema"))
    };
    let described = Described {
        by_row: row.is_some(),
        by_overlay: row.as_ref().is_some_and(own_overlay),
    };
    let samples = samples
        .iter()
        .map(|sample| model::Sample {
            case: sample.case.clone(),
            bytes: sample.bytes.clone(),
            value: sample.value.clone(),
            provenance: sample.provenance.clone(),
        })
        .collect();
    let (module, variant) = (RustIdent::default(), RustIdent::default());
    Event {
        name: body.name.clone(),
        facts,
        root,
        described,
        samples,
        module,
        variant,
    }
}

fn facts(row: &EventRow) -> Facts {
    Facts {
        trigger: Some(row.trigger_description.clone()),
        docs_url: Some(row.docs_url.clone()),
        namespace: row.event_namespace.clone(),
        auth_method: Some(row.auth_method),
        signature_header: row.signature_header.clone(),
        signature_detail: row.signature_algorithm_detail.clone(),
        delivery_guarantee: row.delivery_guarantees,
        transport: row.delivery,
        retry: row.retry_policy.clone(),
        scopes: row.required_oauth_scopes.clone(),
        subscription_event: row.required_subscription_event.clone(),
        max_payload_bytes: row.max_payload_size_bytes,
        idempotency_key_header: row.idempotency_key_header.clone(),
        event_id_header: row.event_id_header.clone(),
        notes: row.notes.clone(),
    }
}

/// "help-scout" to "Help Scout".
fn display_name(slug: &str) -> String {
    let words = slug.split('-').filter(|word| !word.is_empty()).map(|word| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        format!("{}{rest}", first.to_uppercase())
    });
    words.collect::<Vec<_>>().join(" ")
}
