//! Applies the evidence of samples: a member that a sample lacks becomes optional, even if the schema requires it.

use serde_json::Value;
use webhook_catalog::{Diagnostic, Place, codes};

use crate::event_routing;
use crate::model::{
    Choice, Item, Model, Presence, Property, Shape, Tuple, TypeDef, TypeId, TypeKind, Vendor,
};

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        count_evidence(vendor);
        relax(vendor, diagnostics);
    }
}

fn count_evidence(vendor: &mut Vendor) {
    let Vendor {
        envelope,
        naming,
        events,
        types,
        ..
    } = vendor;
    let (envelope, naming) = (envelope.as_ref(), naming.as_ref());
    for event in events {
        for sample in &event.samples {
            let (fields, inner) = event_routing::split(envelope, naming, &sample.value);
            if let (Some(envelope), Some(fields)) = (envelope, fields) {
                count_members(types, envelope.fields, &fields);
            }
            if let Some(inner) = inner {
                count_members(types, event.root, &inner);
            }
        }
    }
}

/// Counts the members that `value` has, and those of the values in it. Samples have bounded depth, so this may recurse.
fn count_members(types: &mut [TypeDef], id: TypeId, value: &Value) {
    let mut inside: Vec<(Item, &Value)> = Vec::new();
    match (&mut types[id.0].kind, value) {
        (TypeKind::Object(object), Value::Object(members)) => {
            for property in &mut object.properties {
                property.evidence.samples += 1;
                if let Some(value) = members.get(&property.name) {
                    property.evidence.samples_with += 1;
                    inside.push((property.item.clone(), value));
                }
            }
        }
        (TypeKind::Tuple(Tuple { places, rest }), Value::Array(items)) => {
            inside.extend(places.iter().map(|place| place.item.clone()).zip(items));
            inside.extend(
                items
                    .iter()
                    .skip(places.len())
                    .map(|value| (rest.clone(), value)),
            );
        }
        (TypeKind::Newtype(item), value) => inside.push((item.clone(), value)),
        // Without a tag, the alternative is known only when the value is read.
        (TypeKind::Union(union), value) => {
            if let Some(Choice::Known(alternative)) = union.choose(value) {
                let shape = alternative.shape.clone();
                let nullable = false;
                inside.push((Item { shape, nullable }, value));
            }
        }
        (TypeKind::StringEnum(_) | TypeKind::Object(_) | TypeKind::Tuple(_), _) => {}
    }
    for (item, value) in inside {
        count_in_item(types, &item, value);
    }
}

fn count_in_item(types: &mut [TypeDef], item: &Item, value: &Value) {
    match (&item.shape, value) {
        (Shape::Named(id), value) => count_members(types, *id, value),
        (Shape::List(item), Value::Array(items)) => items
            .iter()
            .for_each(|value| count_in_item(types, item, value)),
        (Shape::Map(item), Value::Object(members)) => members
            .values()
            .for_each(|value| count_in_item(types, item, value)),
        (Shape::List(_) | Shape::Map(_), _) => {}
        (
            Shape::Any { .. }
            | Shape::Boolean
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Constant(_),
            _,
        ) => {}
    }
}

fn relax(vendor: &mut Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let vendor_id = vendor.id.to_string();
    for def in &mut vendor.types {
        let TypeKind::Object(object) = &mut def.kind else {
            continue;
        };
        for property in &mut object.properties {
            let Property {
                name,
                presence,
                evidence,
                ..
            } = property;
            if *presence == Presence::Required && evidence.samples_with < evidence.samples {
                *presence = Presence::Optional;
                let lacking = evidence.samples - evidence.samples_with;
                let place = Place {
                    vendor: Some(vendor_id.clone()),
                    event: def.module_path.event().map(ToString::to_string),
                    pointer: Some(def.schema_pointer.clone()),
                    ..Place::default()
                };
                let message = match (lacking, evidence.samples) {
                    (lacking, samples) if lacking < samples => format!(
                        "the schema requires `{name}`, but {lacking} of {samples} samples lack it"
                    ),
                    (1, _) => format!("the schema requires `{name}`, but the only sample lacks it"),
                    (_, samples) => {
                        format!(
                            "the schema requires `{name}`, but none of {samples} samples has it"
                        )
                    }
                };
                diagnostics.push(
                    Diagnostic::warning(codes::SAMPLE_CONTRADICTS_SCHEMA, place, message)
                        .with_help("the field is optional; an overlay can say so for good"),
                );
            }
        }
    }
}
