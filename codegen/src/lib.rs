//! From a catalogue of webhook events to the source of a Rust crate: a pure function.
//!
//! Rows, samples and profiles are lowered to the [`mod@model`], passes refine it, emitters print it. Nothing here touches
//! disk, clock, network or environment.

pub mod diff;
mod docs;
mod emit;
mod event_routing;
mod expected;
pub mod explain;
mod files;
mod format;
mod golden;
mod ident;
mod lower;
pub mod model;
mod output;
mod parallel;
mod passes;
mod remap_type_ids;
mod schema;
mod templates;
#[cfg(test)]
mod test_support;

pub use ident::RustIdent;
pub use output::{HEADER, OutputTree};

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Checked, Diagnostic, EventName, EventRow, Profiles, Sample, VendorId};

/// All that the emitted crate is made from.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The catalogue's rows, overlays applied.
    pub rows: Vec<EventRow>,
    /// Stored payloads.
    pub samples: Vec<Sample>,
    /// How each vendor names and signs its deliveries.
    pub profiles: Profiles,
}

/// What the emitted crate is called.
#[derive(Debug, Clone)]
pub struct Options {
    /// The package's name, which must be one that Cargo accepts.
    pub crate_name: String,
}

impl Options {
    /// The crate's name as Rust paths spell it.
    fn crate_ident(&self) -> String {
        self.crate_name.replace('-', "_")
    }
}

/// The emitted crate, and what it covers.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Its files.
    pub tree: OutputTree,
    /// What was emitted and what was refused.
    pub summary: Summary,
}

/// What was emitted and what was refused, per vendor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Sorted by slug.
    pub vendors: Vec<VendorSummary>,
}

/// What became of one vendor's events: `rows + sample_only == emitted + refused.len()`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VendorSummary {
    /// The vendor's slug.
    pub vendor: String,
    /// Rows of the catalogue.
    pub rows: usize,
    /// Events that are known by samples alone.
    pub sample_only: usize,
    /// Events that got a type.
    pub emitted: usize,
    /// Names of events that got none; a diagnostic says why.
    pub refused: Vec<String>,
}

/// Makes the crate. The value is `None` when an error made that impossible; then the diagnostics say why.
///
/// Each stage consumes what the one before made: inputs, model and files of a large catalogue are never all there at once.
pub fn generate(inputs: Inputs, options: &Options) -> Checked<Option<Generated>> {
    let known = KnownEvents::of(&inputs);
    let Checked { value, diagnostics } = model(inputs);
    let value = value.map(|model| Generated {
        summary: known.summary(&model),
        tree: files::emit(model, options),
    });
    Checked { value, diagnostics }
}

/// Makes the model alone, refined by every pass and named: what [`generate`] prints, for whoever prints it otherwise.
///
/// The value is `None` when there is an error; then the diagnostics say why.
pub fn model(inputs: Inputs) -> Checked<Option<model::Model>> {
    let Checked { value, diagnostics } = refined(inputs);
    let is_sound = !diagnostics.iter().any(Diagnostic::is_error);
    Checked {
        value: is_sound.then_some(value),
        diagnostics,
    }
}

/// The model after every pass, without what had errors.
pub(crate) fn refined(inputs: Inputs) -> Checked<model::Model> {
    let lowered = lower::lower(inputs.rows, inputs.samples, &inputs.profiles);
    let (mut model, mut diagnostics) = (lowered.value, lowered.diagnostics);
    passes::run(&mut model, &mut diagnostics);
    Checked {
        value: model,
        diagnostics,
    }
}

/// A payload that golden tests are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The vendor's slug.
    pub vendor: String,
    /// The event's name.
    pub event: String,
    /// What its test is called.
    pub case: String,
    /// The whole body.
    pub body: String,
}

/// The payloads of all golden tests: samples, and what is composed for events without any. The value is `None` when an error
/// made that impossible.
pub fn payloads(inputs: Inputs) -> Checked<Option<Vec<Payload>>> {
    let Checked { value, diagnostics } = model(inputs);
    Checked {
        value: value.map(|model| golden::all_payloads(&model)),
        diagnostics,
    }
}

/// The events that rows and samples tell of.
struct KnownEvents {
    by_rows: BTreeSet<(VendorId, EventName)>,
    by_samples: BTreeSet<(VendorId, EventName)>,
}

impl KnownEvents {
    fn of(inputs: &Inputs) -> Self {
        let Inputs { rows, samples, .. } = inputs;
        let row = |row: &EventRow| (row.vendor.clone(), row.event_name.clone());
        let sample = |sample: &Sample| (sample.vendor.clone(), sample.event_name.clone());
        Self {
            by_rows: rows.iter().map(row).collect(),
            by_samples: samples.iter().map(sample).collect(),
        }
    }

    /// What became of them.
    fn summary(&self, model: &model::Model) -> Summary {
        let emitted: BTreeSet<_> = model
            .vendors
            .iter()
            .flat_map(|vendor| vendor.events.iter().map(|event| (&vendor.id, &event.name)))
            .collect();
        let mut vendors: BTreeMap<_, VendorSummary> = BTreeMap::new();
        for event in self.by_rows.union(&self.by_samples) {
            let (vendor, name) = event;
            let summary = vendors.entry(vendor).or_default();
            summary.vendor = vendor.to_string();
            if self.by_rows.contains(event) {
                summary.rows += 1;
            } else {
                summary.sample_only += 1;
            }
            if emitted.contains(&(vendor, name)) {
                summary.emitted += 1;
            } else {
                summary.refused.push(name.to_string());
            }
        }
        Summary {
            vendors: vendors.into_values().collect(),
        }
    }
}
