//! One vendor: its events, and the envelope around them.

use serde_json::Value;
use webhook_catalog::{Diagnostic, EventRow, Naming, Place, Profile, Signature, VendorId, pointer};

use super::body::{Body, body, lower_body};
use super::context::Lowerer;
use super::shared::{Shared, lower_shared};
use super::types::Types;
use super::{Known, Material, envelope};
use crate::ident::RustIdent;
use crate::model::{
    Described, Docs, Envelope, Event, Facts, MessageTemplates, ModulePath, TypeId, Vendor,
    VendorApi,
};
use crate::parallel;
use crate::schema::infer::infer_schema;
use crate::schema::{Document, Report, Source, parse};
use crate::templates;

/// Lowers a vendor, whose events are still without their samples. `None` where none of its events could be lowered.
pub(super) fn lower_vendor(
    id: &VendorId,
    material: &Material,
    profile: Option<&Profile>,
) -> (Option<Vendor>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let events = &material.events();
    let definitions = &material.shared_definitions;
    let member = profile.and_then(|profile| pointer::steps(&profile.event).into_iter().next());
    let naming = profile.and_then(|profile| profile.naming.as_ref());
    let event_routing: Vec<Body<'_>> = events
        .iter()
        .filter_map(|(name, known)| body(id, name, known, definitions, naming, &mut report))
        .collect();
    let mut types = Types::default();
    let rows = || events.values().filter_map(|known| known.row);
    let shared = lower_shared(definitions, rows(), &mut types, &mut report);
    let Lowered {
        event_routing,
        events,
        docs,
        around,
    } = lower_bodies(
        &event_routing,
        member.as_deref(),
        &shared,
        &mut types,
        &mut report,
    );
    let envelope = member.filter(|_| !events.is_empty()).map(|event_member| {
        let fields = lower_envelope(around, &event_member, &shared, &mut types, &mut report);
        Envelope {
            event_member,
            fields,
            event_docs: common(docs),
        }
    });
    let message_template = learn_wording(id, naming, &event_routing, &mut report);
    let vendor = (!events.is_empty()).then(|| Vendor {
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
        message_template,
        events,
        types: types.into_defs(),
        module: RustIdent::default(),
        api: VendorApi::default(),
    });
    (vendor, report.into_diagnostics())
}

/// The events whose bodies could be lowered.
#[derive(Default)]
struct Lowered<'a> {
    event_routing: Vec<&'a Body<'a>>,
    events: Vec<Event>,
    /// What the schemas say about the member that holds the event.
    docs: Vec<Docs>,
    /// The bodies that have an envelope, each with the schema that its row gives to what stands around the event.
    around: Vec<(&'a Body<'a>, Option<Value>)>,
}

/// No body needs anything of another, so they are lowered side by side.
fn lower_bodies<'a>(
    event_routing: &'a [Body<'a>],
    member: Option<&str>,
    shared: &Shared,
    types: &mut Types,
    report: &mut Report,
) -> Lowered<'a> {
    let results = parallel::map(event_routing, |body| {
        let member = member.filter(|_| !body.is_unenveloped);
        lower_body(body, member, shared, Types::after(types))
    });
    let mut lowered = Lowered::default();
    for (body, (result, found)) in event_routing.iter().zip(results) {
        report.absorb(found);
        let Some(result) = result else { continue };
        let root = types.append(result.types, result.root);
        lowered.event_routing.push(body);
        lowered.events.push(event(body, root));
        lowered.docs.extend(result.docs);
        let is_enveloped = !body.is_unenveloped;
        let around = is_enveloped.then_some((body, result.around));
        lowered.around.extend(around);
    }
    lowered
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
    event_routing: &[&Body<'_>],
    report: &mut Report,
) -> Option<MessageTemplates> {
    let samples: Vec<_> = event_routing
        .iter()
        .map(|body| (body.name, body.known.samples.as_slice()))
        .collect();
    match naming {
        Some(Naming::MessageTemplates(profile)) => templates::learn(id, profile, &samples, report),
        Some(Naming::Body(_) | Naming::Header { .. }) | None => None,
    }
}

/// Lowers the envelope that these bodies share, each with the schema that its row gives to what stands around the event.
fn lower_envelope(
    event_routing: Vec<(&Body<'_>, Option<Value>)>,
    member: &str,
    shared: &Shared,
    types: &mut Types,
    report: &mut Report,
) -> TypeId {
    let place = event_routing
        .first()
        .map_or_else(Place::default, |(body, _)| body.place.clone());
    report.enter(place);
    let is_declared = event_routing
        .iter()
        .any(|(body, _)| body.known.row.is_some());
    let observed = event_routing
        .iter()
        .filter(|(body, _)| body.known.row.is_none());
    let samples: Vec<&Value> = observed
        .flat_map(|(body, _)| &body.known.samples)
        .map(|sample| &sample.value)
        .collect();
    let mut schemas: Vec<Value> = event_routing
        .into_iter()
        .filter_map(|(_, around)| around)
        .collect();
    if !samples.is_empty() {
        schemas.push(envelope::without_event(&infer_schema(&samples), member));
    }
    let joined = envelope::join(schemas, report);
    let document = parse(&joined, report);
    // An envelope with an error fails the run; until it ends, nothing is known of its members.
    let nothing = Value::Object(serde_json::Map::new());
    let empty = Document {
        source: Source::from(&nothing),
        nodes: Vec::new(),
    };
    match document {
        Some(document) => Lowerer::new(
            &document,
            report,
            types,
            ModulePath::Envelope,
            shared,
            is_declared,
        )
        .lower_object_root(),
        None => {
            Lowerer::new(&empty, report, types, ModulePath::Envelope, shared, false).empty_root()
        }
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
    let (module, variant) = (RustIdent::default(), RustIdent::default());
    Event {
        name: body.name.clone(),
        facts,
        root,
        described,
        samples: Vec::new(),
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
