//! Lowers rows, samples and profiles to the model, before any pass.
//!
//! Types may accept more than a schema, never less. Constraints that a type does not express become notes in the docs.
//!
//! For every place in a schema, `all_of` collects the subschemas that apply, `merge` merges their keywords, `candidates`
//! and `alternatives` list the shapes that these allow, `combine` orders them, and `build` makes types of them.

mod all_of;
mod alternatives;
mod build;
mod candidates;
mod combine;
mod context;
mod declared_names;
mod envelope;
mod event;
mod guards;
mod ids;
mod merge;
mod offered;
mod parts;
mod same_definitions;
mod shared;
mod size_limits;
#[cfg(test)]
pub(crate) mod tests;
mod types;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use webhook_catalog::{Checked, EventName, EventRow, Sample, VendorId};

use crate::inputs::Inputs;
use crate::model::{Event, Model, RefusedEvent, Vendor};
use crate::parallel;
use crate::watch::{Stage, Watch};

/// The row and the samples of one event.
#[derive(Default)]
struct EventInput<'a> {
    row: Option<&'a EventRow>,
    /// Sorted by case.
    samples: Vec<&'a Sample>,
}

/// The rows and the samples of one vendor.
#[derive(Default)]
struct VendorInput {
    rows: Vec<EventRow>,
    samples: Vec<Sample>,
    /// Definitions that several rows may refer to.
    shared_definitions: Map<String, Value>,
}

impl VendorInput {
    fn events(&self) -> BTreeMap<&EventName, EventInput<'_>> {
        let mut events: BTreeMap<&EventName, EventInput<'_>> = BTreeMap::new();
        for row in &self.rows {
            events.entry(&row.event_name).or_default().row = Some(row);
        }
        for sample in &self.samples {
            let input = events.entry(&sample.event_name).or_default();
            input.samples.push(sample);
        }
        for input in events.values_mut() {
            input
                .samples
                .sort_by(|one, other| one.case.cmp(&other.case));
        }
        events
    }
}

/// Lowers rows, samples and profiles to the model. Rust names are left empty.
///
/// An event that cannot be lowered is left out, with an error. The rows of a vendor take more memory than its model, so
/// they are dropped as soon as that is made.
pub(crate) fn lower(inputs: Inputs, watch: &dyn Watch) -> Checked<Model> {
    let Inputs {
        rows,
        mut shared_definitions,
        samples,
        profiles,
    } = inputs;
    let mut vendors: BTreeMap<VendorId, VendorInput> = BTreeMap::new();
    for row in rows {
        let input = vendors.entry(row.vendor.clone()).or_default();
        input.rows.push(row);
    }
    for (vendor, input) in &mut vendors {
        input.shared_definitions = shared_definitions.0.remove(vendor).unwrap_or_default();
    }
    for sample in samples {
        let input = vendors.entry(sample.vendor.clone()).or_default();
        input.samples.push(sample);
    }
    let mut model = Model {
        vendors: Vec::new(),
        refused: Vec::new(),
    };
    let mut diagnostics = Vec::new();
    let events = vendors.values().map(|input| input.events().len()).sum();
    watch.begin(Stage::Lower, events);
    let lowered = parallel::map(vendors, |(id, input)| {
        let (mut vendor, found) = vendor::lower_vendor(&id, &input, profiles.0.get(&id));
        let events = input.events();
        watch.done(events.len());
        let refused = refused_events(&id, &events, vendor.as_ref());
        if let Some(vendor) = &mut vendor {
            move_samples(input.samples, &mut vendor.events);
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
    events: &BTreeMap<&EventName, EventInput<'_>>,
    vendor: Option<&Vendor>,
) -> Vec<RefusedEvent> {
    let lowered: BTreeSet<&EventName> = vendor
        .into_iter()
        .flat_map(|vendor| vendor.events.iter().map(|event| &event.name))
        .collect();
    let missing = events.iter().filter(|(name, _)| !lowered.contains(*name));
    missing
        .map(|(name, input)| RefusedEvent {
            vendor: id.clone(),
            name: (*name).clone(),
            row: input.row.map(|row| row.origin.kind),
        })
        .collect()
}
