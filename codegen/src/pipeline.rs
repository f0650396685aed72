//! The road through the crate: inputs to a [`Model`], once per side; the model to files, payloads, findings or answers.

use std::collections::BTreeMap;

use webhook_catalog::{
    Checked, Diagnostic, EventRow, Profiles, Sample, SharedDefinitions, VendorId,
};

use crate::model::Model;
use crate::output::OutputTree;
use crate::{files, golden, lower, passes};

/// Everything the emitted crate is made from.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The catalogue's rows, overlays applied.
    pub rows: Vec<EventRow>,
    /// The definitions that rows refer to beyond their own.
    pub shared_definitions: SharedDefinitions,
    /// Stored payloads.
    pub samples: Vec<Sample>,
    /// Naming and signing of each vendor's deliveries.
    pub profiles: Profiles,
}

/// Settings of the emitted crate.
#[derive(Debug, Clone)]
pub struct Options {
    /// The package's name, which must be one that Cargo accepts.
    pub crate_name: String,
}

impl Options {
    /// The crate's name as it is written in Rust paths.
    pub(crate) fn crate_ident(&self) -> String {
        self.crate_name.replace('-', "_")
    }
}

/// The emitted crate and its coverage of the inputs.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Its files.
    pub tree: OutputTree,
    /// Counts of events per vendor.
    pub summary: Summary,
}

/// Counts of emitted and refused events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Sorted by slug.
    pub vendors: Vec<VendorSummary>,
}

/// One vendor's counts: `rows + sample_only == emitted + refused.len()`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VendorSummary {
    /// The vendor's slug.
    pub vendor: String,
    /// Rows of the catalogue.
    pub rows: usize,
    /// Events known by samples alone.
    pub sample_only: usize,
    /// Events that got a type.
    pub emitted: usize,
    /// Names of events that got none; a diagnostic gives the reason.
    pub refused: Vec<String>,
}

/// A payload of the golden tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The vendor's slug.
    pub vendor: String,
    /// The event's name.
    pub event: String,
    /// The name of its test.
    pub case: String,
    /// The whole body.
    pub body: String,
}

impl Model {
    /// Lowers the inputs and runs every pass. The value is `None` if there is an error among the diagnostics.
    ///
    /// Takes the inputs by value because each vendor's part of them is dropped as soon as it is lowered.
    pub fn build(inputs: Inputs) -> Checked<Option<Self>> {
        let Checked {
            value: mut model,
            mut diagnostics,
        } = lower::lower(inputs);
        passes::run(&mut model, &mut diagnostics);
        let is_sound = !diagnostics.iter().any(Diagnostic::is_error);
        Checked {
            value: is_sound.then_some(model),
            diagnostics,
        }
    }

    /// Emits the crate. Takes the model by value because each vendor's part of it is dropped as soon as it is emitted.
    pub fn emit(self, options: &Options) -> Generated {
        Generated {
            summary: self.summary(),
            tree: files::emit(self, options),
        }
    }

    /// The payloads of all golden tests: samples, and composed ones for events without samples.
    pub fn payloads(&self) -> Vec<Payload> {
        golden::all_payloads(self)
    }

    /// Counts of emitted and refused events per vendor.
    pub fn summary(&self) -> Summary {
        let Self { vendors, refused } = self;
        let emitted = vendors.iter().flat_map(|vendor| {
            let events = vendor.events.iter();
            events.map(|event| (&vendor.id, event.described.by_row, None))
        });
        let refused = refused
            .iter()
            .map(|event| (&event.vendor, event.by_row, Some(&event.name)));
        let mut summaries: BTreeMap<&VendorId, VendorSummary> = BTreeMap::new();
        for (vendor, by_row, refused) in emitted.chain(refused) {
            let summary = summaries.entry(vendor).or_default();
            if by_row {
                summary.rows += 1;
            } else {
                summary.sample_only += 1;
            }
            match refused {
                Some(name) => summary.refused.push(name.to_string()),
                None => summary.emitted += 1,
            }
        }
        let vendors = summaries
            .into_iter()
            .map(|(vendor, summary)| VendorSummary {
                vendor: vendor.to_string(),
                ..summary
            });
        Summary {
            vendors: vendors.collect(),
        }
    }
}
