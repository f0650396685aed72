//! Lowering: rows, samples and profiles to the model, before any pass.
//!
//! Types may accept more than a schema, never less. What a schema says beyond its type becomes notes in the docs. An
//! event that cannot be lowered is left out with an error; everything is collected.

mod array;
mod envelope;
mod forms;
mod groups;
mod home;
mod item;
mod merge;
mod object;
mod place;
mod root;
mod shared;
#[cfg(test)]
pub(crate) mod tests;
mod union;
mod vendor;
mod wording;

use std::collections::BTreeMap;

use webhook_catalog::{Checked, EventName, EventRow, Profiles, Sample, VendorId};

use crate::model::Model;
use crate::parallel;
use home::Lowerer;

/// What is known of one event.
#[derive(Default)]
struct Known<'a> {
    row: Option<&'a EventRow>,
    /// Sorted by case.
    samples: Vec<&'a Sample>,
}

/// Rows, samples and profiles to the model, before any pass. Rust names are left empty.
///
/// An event that cannot be lowered is left out, with an error that names it; everything is collected.
pub(crate) fn lower(rows: &[EventRow], samples: &[Sample], profiles: &Profiles) -> Checked<Model> {
    let mut vendors: BTreeMap<&VendorId, BTreeMap<&EventName, Known<'_>>> = BTreeMap::new();
    for row in rows {
        vendors
            .entry(&row.vendor)
            .or_default()
            .entry(&row.event_name)
            .or_default()
            .row = Some(row);
    }
    for sample in samples {
        let known = vendors
            .entry(&sample.vendor)
            .or_default()
            .entry(&sample.event_name)
            .or_default();
        known.samples.push(sample);
    }
    let mut model = Model {
        vendors: Vec::new(),
    };
    let mut diagnostics = Vec::new();
    for known in vendors.values_mut().flat_map(BTreeMap::values_mut) {
        known
            .samples
            .sort_by(|one, other| one.case.cmp(&other.case));
    }
    let vendors: Vec<_> = vendors.into_iter().collect();
    let lowered = parallel::map(&vendors, |(id, events)| {
        vendor::lower_vendor(id, events, profiles.0.get(id))
    });
    for (vendor, found) in lowered {
        model.vendors.extend(vendor);
        diagnostics.extend(found);
    }
    Checked {
        value: model,
        diagnostics,
    }
}
