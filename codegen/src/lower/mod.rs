//! Lowering: rows, samples and profiles to the model, before any pass.
//!
//! Types may accept more than a schema, never less. What a schema says beyond its type becomes notes in the docs. An
//! event that cannot be lowered is left out with an error; everything is collected.

mod alternatives;
mod array;
mod body;
mod candidates;
mod context;
mod envelope;
mod item;
mod merge;
mod object;
mod place;
mod root;
mod shared;
#[cfg(test)]
pub(crate) mod tests;
mod types;
mod union;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use webhook_catalog::{Checked, EventName, EventRow, Sample, VendorId};

use crate::Inputs;
use crate::model::{Event, Model, RefusedEvent, Vendor};
use crate::parallel;
use context::Lowerer;

/// What is known of one event.
#[derive(Default)]
struct Known<'a> {
    row: Option<&'a EventRow>,
    /// Sorted by case.
    samples: Vec<&'a Sample>,
}

/// What came in about one vendor.
#[derive(Default)]
struct Material {
    rows: Vec<EventRow>,
    samples: Vec<Sample>,
    /// The definitions that the rows refer to beyond their own.
    shared_definitions: Map<String, Value>,
}

impl Material {
    fn events(&self) -> BTreeMap<&EventName, Known<'_>> {
        let mut events: BTreeMap<&EventName, Known<'_>> = BTreeMap::new();
        for row in &self.rows {
            events.entry(&row.event_name).or_default().row = Some(row);
        }
        for sample in &self.samples {
            let known = events.entry(&sample.event_name).or_default();
            known.samples.push(sample);
        }
        for known in events.values_mut() {
            known
                .samples
                .sort_by(|one, other| one.case.cmp(&other.case));
        }
        events
    }
}

/// Rows, samples and profiles to the model, before any pass. Rust names are left empty.
///
/// An event that cannot be lowered is left out, with an error that names it; everything is collected. What is known of a
/// vendor takes more room than its model, and goes when that is there.
pub(crate) fn lower(inputs: Inputs) -> Checked<Model> {
    let Inputs {
        rows,
        mut shared_definitions,
        samples,
        profiles,
    } = inputs;
    let mut vendors: BTreeMap<VendorId, Material> = BTreeMap::new();
    for row in rows {
        let material = vendors.entry(row.vendor.clone()).or_default();
        material.rows.push(row);
    }
    for (vendor, material) in &mut vendors {
        material.shared_definitions = shared_definitions.0.remove(vendor).unwrap_or_default();
    }
    for sample in samples {
        let material = vendors.entry(sample.vendor.clone()).or_default();
        material.samples.push(sample);
    }
    let mut model = Model {
        vendors: Vec::new(),
        refused: Vec::new(),
    };
    let mut diagnostics = Vec::new();
    let lowered = parallel::map(vendors, |(id, material)| {
        let (mut vendor, found) = vendor::lower_vendor(&id, &material, profiles.0.get(&id));
        let refused = refused_events(&id, &material.events(), vendor.as_ref());
        if let Some(vendor) = &mut vendor {
            move_samples(material.samples, &mut vendor.events);
        }
        (vendor, refused, found)
    });
    for (vendor, refused, found) in lowered {
        model.vendors.extend(vendor);
        model.refused.extend(refused);
        diagnostics.extend(found);
    }
    Checked {
        value: model,
        diagnostics,
    }
}

/// Moves a vendor's samples to its events, sorted by case. Those of events that could not be lowered are dropped.
fn move_samples(samples: Vec<Sample>, events: &mut [Event]) {
    let mut by_event: BTreeMap<EventName, Vec<Sample>> = BTreeMap::new();
    for sample in samples {
        let of_event = by_event.entry(sample.event_name.clone()).or_default();
        of_event.push(sample);
    }
    for event in events {
        event.samples = by_event.remove(&event.name).unwrap_or_default();
        event
            .samples
            .sort_by(|one, other| one.case.cmp(&other.case));
    }
}

/// The events that the vendor's model lacks.
fn refused_events(
    id: &VendorId,
    events: &BTreeMap<&EventName, Known<'_>>,
    vendor: Option<&Vendor>,
) -> Vec<RefusedEvent> {
    let lowered: BTreeSet<&EventName> = vendor
        .into_iter()
        .flat_map(|vendor| vendor.events.iter().map(|event| &event.name))
        .collect();
    let missing = events.iter().filter(|(name, _)| !lowered.contains(*name));
    missing
        .map(|(name, known)| RefusedEvent {
            vendor: id.clone(),
            name: (*name).clone(),
            by_row: known.row.is_some(),
        })
        .collect()
}
