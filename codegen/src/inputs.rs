//! Inputs of the generator.

use webhook_catalog::{EventRow, Profiles, Sample, SharedDefinitions};

/// Everything the emitted crate is made from.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The catalogue's rows and our additions, overlays applied.
    pub rows: Vec<EventRow>,
    /// The definitions that rows refer to beyond their own.
    pub shared_definitions: SharedDefinitions,
    /// Stored payloads.
    pub samples: Vec<Sample>,
    /// Naming and signing of each vendor's deliveries.
    pub profiles: Profiles,
}
