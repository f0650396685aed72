//! One vendor: its events, and the envelope around them.

use webhook_catalog::{
    AppliedOverlay, BodyFormat, Diagnostic, Facts, Handshakes, Naming, OtherRequests, Place,
    Profile, Signature, VendorDocs, VendorFeatures, VendorId, VendorVariants, codes, pointer,
    shown,
};

use super::declared_names::check_names;
use super::event::{EventSchema, event_schema};
use super::ids::id_types;
use super::parts::{LoweredEvent, LoweredParts, lower_parts};
use super::types::Types;
use super::{EventInput, VendorInput};
use crate::ident::RustIdent;
use crate::model::{Described, Docs, Envelope, Event, Grade, MessageTemplates, Vendor, VendorApi};
use crate::schema::Report;
use crate::templates;

/// Lowers a vendor. Its events are still without their samples. `None` if all its events have errors.
pub(super) fn lower_vendor(
    id: &VendorId,
    input: &VendorInput,
    profile: Option<&Profile>,
) -> (Option<Vendor>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let events = &input.events();
    let definitions = &input.shared_definitions;
    let member = profile.and_then(|profile| pointer::steps(&profile.event).into_iter().next());
    let naming = profile.and_then(|profile| profile.naming.as_ref());
    let ids = id_types(id, definitions, &mut report);
    let schemas: Vec<EventSchema<'_>> = events
        .iter()
        .filter_map(|(name, input)| {
            event_schema(id, name, input, definitions, profile, &mut report)
        })
        .collect();
    let mut types = Types::default();
    let rows = || events.values().filter_map(|input| input.row);
    let LoweredParts {
        events,
        envelope,
        member_docs,
        names,
    } = lower_parts(&schemas, member.as_deref(), naming, &mut types, &mut report);
    check_names(id, naming, &names, &mut report);
    let handshakes = profile.map(|profile| profile.handshakes.clone());
    let handshakes = handshakes.unwrap_or_default();
    check_handshakes(id, &handshakes, input, &mut report);
    let variants = profile.map(|profile| profile.variants.clone());
    let variants = variants.unwrap_or_default();
    check_variants(id, &variants, input, &mut report);
    let envelope = envelope.zip(member).map(|(fields, event_member)| Envelope {
        event_member,
        fields,
        event_docs: common_docs(member_docs),
    });
    let schemas: Vec<_> = events.iter().map(|event| event.schema).collect();
    let message_templates = learn_templates(id, naming, &schemas, &mut report);
    let event_pointer = envelope
        .as_ref()
        .map_or_else(String::new, |envelope: &Envelope| {
            pointer::join("/properties", &envelope.event_member)
        });
    let events = events
        .into_iter()
        .map(|lowered| event(lowered, &event_pointer, &handshakes, &variants));
    let events: Vec<Event> = events.collect();
    let vendor = (!events.is_empty()).then(|| Vendor {
        id: id.clone(),
        display_name: rows()
            .find_map(|row| row.vendor_display_name.clone())
            .or_else(|| profile.and_then(|profile| profile.display_name.clone()))
            .unwrap_or_else(|| display_name(id.as_str())),
        category: rows()
            .find_map(|row| row.category.clone())
            .or_else(|| profile.and_then(|profile| profile.category.clone())),
        is_published: rows().any(|row| row.is_published()),
        docs_url: profile.and_then(|profile| profile.docs_url.clone()),
        envelope,
        body: profile.map_or_else(BodyFormat::default, |profile| profile.body),
        naming: naming.cloned(),
        delivery_id: profile.and_then(|profile| profile.delivery_id.clone()),
        handshake_request: handshakes.other_request,
        other_requests: profile.map_or_else(OtherRequests::default, |profile| {
            profile.other_requests.clone()
        }),
        deliveries: profile.and_then(|profile| profile.deliveries.clone()),
        features: profile.map_or_else(VendorFeatures::default, |profile| profile.features.clone()),
        docs: profile.map_or_else(VendorDocs::default, |profile| profile.docs.clone()),
        accessors: profile.map_or_else(Vec::new, |profile| profile.accessors.clone()),
        signature: profile
            .and_then(|profile| profile.signature.clone())
            .unwrap_or_else(undescribed),
        message_templates,
        events,
        types: types.into_defs(),
        ids,
        module: RustIdent::default(),
        api: VendorApi::default(),
    });
    (vendor, report.into_diagnostics())
}

/// Reports handshakes of events that the inputs lack.
fn check_handshakes(
    id: &VendorId,
    handshakes: &Handshakes,
    input: &VendorInput,
    report: &mut Report,
) {
    let events = input.events();
    for event in handshakes.events.keys() {
        if events.contains_key(event) {
            continue;
        }
        report.enter(Place {
            vendor: Some(id.to_string()),
            ..Place::default()
        });
        let message = format!(
            "the profile has a handshake {}, which is no event of the vendor",
            shown(event.as_str())
        );
        let help = "correct the name in `handshakes`, or add a row or a sample of the event";
        report.warning(codes::UNKNOWN_HANDSHAKE, "", message, help, None);
    }
}

/// Reports names and beginnings of names in variants that stand for no event.
fn check_variants(
    id: &VendorId,
    variants: &VendorVariants,
    input: &VendorInput,
    report: &mut Report,
) {
    let events = input.events();
    for (variant, patterns) in &variants.listed {
        for pattern in patterns {
            if events.keys().any(|event| pattern.matches(event)) {
                continue;
            }
            report.enter(Place {
                vendor: Some(id.to_string()),
                ..Place::default()
            });
            let message = format!(
                "the profile's variant {} lists {}, which is no event of the vendor",
                shown(variant.as_str()),
                shown(&pattern.to_string())
            );
            let help = "correct the name in `variants`, or add a row or a sample of the event";
            report.warning(codes::UNKNOWN_VARIANT_EVENT, "", message, help, None);
        }
    }
}

/// The signature of a vendor whose profile does not describe it.
fn undescribed() -> Signature {
    Signature::Unsupported {
        why: "nobody has described how this vendor signs its deliveries".to_owned(),
    }
}

/// The message templates of the events, if the vendor's deliveries are named by these.
fn learn_templates(
    id: &VendorId,
    naming: Option<&Naming>,
    schemas: &[&EventSchema<'_>],
    report: &mut Report,
) -> Option<MessageTemplates> {
    let samples: Vec<_> = schemas
        .iter()
        .map(|schema| (schema.name, schema.input.samples.as_slice()))
        .collect();
    match naming {
        Some(Naming::MessageTemplates(profile)) => templates::learn(id, profile, &samples, report),
        Some(Naming::Body(_) | Naming::Header { .. }) | None => None,
    }
}

/// The docs on which all agree.
fn common_docs(mut docs: Vec<Docs>) -> Docs {
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

/// `event_pointer` leads from the root of a payload schema to the schema of the event.
fn event(
    event: LoweredEvent<'_>,
    event_pointer: &str,
    handshakes: &Handshakes,
    variants: &VendorVariants,
) -> Event {
    let LoweredEvent {
        schema,
        root,
        presence,
        declared_names,
    } = event;
    let EventInput { row, samples } = schema.input;
    let facts = match row {
        Some(row) => row.facts.clone(),
        None => Facts {
            trigger: samples.iter().find_map(|sample| sample.trigger.clone()),
            docs_url: samples.iter().find_map(|sample| sample.docs_url.clone()),
            ..Facts::default()
        },
    };
    let overlays = row.iter().flat_map(|row| &row.overlays);
    let (shared, own): (Vec<_>, Vec<_>) = overlays.partition(|applied| applied.is_vendor_wide);
    let describes_values = |applied: &&AppliedOverlay| {
        let values = ["properties", "items"].map(|keyword| {
            let pointer = format!("/payload_schema{event_pointer}");
            pointer::join(&pointer, keyword)
        });
        let mut changes = applied.changes.iter();
        changes.any(|change| {
            let mut values = values.iter();
            values.any(|values| pointer::is_within(&change.pointer, values))
        })
    };
    let described = Described {
        row: row.map(|row| row.origin.kind),
        by_overlay: own
            .iter()
            .any(|applied| applied.changes_column("payload_schema")),
        by_shared_overlay: shared.iter().any(describes_values),
    };
    let variant = variants.of(schema.name).unwrap_or(schema.name);
    Event {
        name: schema.name.clone(),
        arrives_as: variant.clone(),
        facts,
        root,
        described,
        unmatched: row.and_then(|row| row.unmatched.clone()),
        handshake: handshakes.events.get(schema.name).cloned(),
        grade: Grade::default(),
        presence,
        declared_names,
        samples: Vec::new(),
        folder: RustIdent::default(),
        module: RustIdent::default(),
        variant: RustIdent::default(),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::lines;
    use crate::model::Model;
    use crate::options::Options;
    use crate::test_support::{Files, object};

    #[test]
    fn a_handshake_is_documented_at_its_event() {
        let profiles = "[acme.handshakes]\nping = \"Answer with `pong`.\"\ngone = \"Answer.\"\n\"\" = \"Answer a GET.\"\n";
        let files = Files {
            profiles,
            ..Files::default()
        }
        .row("ping", object(json!({})))
        .row("paid", object(json!({})));
        assert_eq!(
            lines(&Model::build(files.inputs())),
            ["E146 : the profile has a handshake `gone`, which is no event of the vendor"]
        );
        let options = Options::named("my-events");
        let tree = files.model().emit(&options).tree;
        let text = |path| tree.get(path).expect("it is emitted");
        let ping = text("src/acme/ping.rs");
        assert!(ping.contains("/// Answer with `pong`.\n"), "{ping}");
        assert!(
            ping.contains("handshake: Some(\"Answer with `pong`.\")"),
            "{ping}"
        );
        assert!(!text("src/acme/paid.rs").contains("handshake"));
        assert!(text("src/acme/mod.rs").contains("//! Answer a GET.\n"));
    }
}
