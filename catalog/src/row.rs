//! A checked row of the catalogue, which describes one event of a vendor.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::applied::AppliedOverlay;
use crate::facts::Facts;
use crate::ids::{EventName, VendorId};
use crate::source::Origin;
use crate::values::{Category, ExtractionMethod};

/// One (vendor, event name) of the catalogue. Fields are the columns; absent and null are both `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Place where the row was read.
    pub origin: Origin,
    /// The company that sends the event.
    pub vendor: VendorId,
    /// The vendor's name in its usual spelling.
    pub vendor_display_name: String,
    /// Kind of product that the vendor sells.
    pub category: Category,
    /// The vendor's own name of the event.
    pub event_name: EventName,
    /// The JSON Schema (2020-12) of the body; always an object.
    pub payload_schema: Value,
    /// The columns that describe the event and its deliveries, apart from the payload.
    pub facts: Facts,
    /// Date and time of the last visit to the vendor's page, as an RFC 3339 date-time.
    pub last_introspected_at: String,
    /// The version of the publisher's extractor, such as `v1.0`.
    pub source_extractor_version: String,
    /// Method by which the row was obtained.
    pub extraction_method: ExtractionMethod,
    /// The publisher's confidence in the row, from 0 to 1.
    pub extraction_confidence: Option<f64>,
    /// The overlays that were applied to this row, in order.
    pub overlays: Vec<AppliedOverlay>,
    /// Names of the vendor's [`SharedDefinitions`](crate::SharedDefinitions) that the payload schema refers to, directly or
    /// through others. They are not in the schema itself.
    pub shared_definitions: BTreeSet<String>,
    /// The keywords `required` and `minItems` that an overlay wrote, with the overlay's label: by JSON pointer into the
    /// payload schema, below `/$defs/name` for a shared definition.
    pub presence_by_overlay: BTreeMap<String, String>,
    /// Set if the vendor has no event of this name, as an overlay says: how that is known, as prose for the docs.
    pub unmatched: Option<String>,
}
