//! Entry points: inputs to a [`Model`], and the model to files and payloads.

use std::collections::BTreeMap;

use webhook_catalog::{Checked, Diagnostic, RowKind, VendorId};

use crate::golden::GoldenPayload;
use crate::inputs::Inputs;
use crate::model::Model;
use crate::options::Options;
use crate::output::OutputTree;
use crate::watch::{Unwatched, Watch};
use crate::{files, golden, lower, passes, unprofiled};

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
    /// Additions to the catalogue.
    pub additions: usize,
    /// Events known by samples alone.
    pub sample_only: usize,
    /// Events that got a type.
    pub emitted: usize,
    /// Names of events that got none; a diagnostic gives the reason.
    pub refused: Vec<String>,
}

impl Model {
    /// Lowers the inputs and runs every pass. The value is `None` if there is an error among the diagnostics.
    ///
    /// Takes the inputs by value because each vendor's part of them is dropped as soon as it is lowered.
    pub fn build(inputs: Inputs) -> Checked<Option<Self>> {
        Self::build_watched(inputs, &Unwatched)
    }

    /// As [`Model::build`], and tells of progress.
    pub fn build_watched(inputs: Inputs, watch: &dyn Watch) -> Checked<Option<Self>> {
        let unprofiled = unprofiled::check(&inputs);
        let Checked {
            value: mut model,
            mut diagnostics,
        } = lower::lower(inputs, watch);
        diagnostics.extend(unprofiled);
        passes::run(&mut model, &mut diagnostics);
        let is_sound = !diagnostics.iter().any(Diagnostic::is_error);
        Checked {
            value: is_sound.then_some(model),
            diagnostics,
        }
    }

    /// Emits the crate. Takes the model by value because each vendor's part of it is dropped as soon as it is emitted.
    pub fn emit(self, options: &Options) -> Generated {
        self.emit_watched(options, &Unwatched)
    }

    /// As [`Model::emit`], and tells of progress.
    pub fn emit_watched(self, options: &Options, watch: &dyn Watch) -> Generated {
        Generated {
            summary: self.summary(),
            tree: files::emit(self, options, watch),
        }
    }

    /// The payloads of all golden tests: samples, and composed ones for events without samples.
    pub fn payloads(&self) -> Vec<GoldenPayload> {
        golden::all_payloads(self)
    }

    /// Counts of emitted and refused events per vendor.
    pub fn summary(&self) -> Summary {
        let Self { vendors, refused } = self;
        let emitted = vendors.iter().flat_map(|vendor| {
            let events = vendor.events.iter();
            events.map(|event| (&vendor.id, event.described.row, None))
        });
        let refused = refused
            .iter()
            .map(|event| (&event.vendor, event.row, Some(&event.name)));
        let mut summaries: BTreeMap<&VendorId, VendorSummary> = BTreeMap::new();
        for (vendor, row, refused) in emitted.chain(refused) {
            let summary = summaries.entry(vendor).or_default();
            match row {
                Some(RowKind::Catalogue) => summary.rows += 1,
                Some(RowKind::Addition) => summary.additions += 1,
                None => summary.sample_only += 1,
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
