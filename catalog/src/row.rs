//! A checked row of the catalogue, which describes one event of a vendor.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::applied::{AppliedOverlay, BeforeOverlays};
use crate::facts::{Fact, FactValue, Facts};
use crate::ids::{EventName, VendorId};
use crate::source::{Origin, RowKind};
use crate::values::ExtractionMethod;

/// The publisher's account of the origin of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// Date and time of the last visit to the vendor's page, as an RFC 3339 date-time.
    pub last_introspected_at: String,
    /// The version of the publisher's extractor, such as `v1.0`.
    pub source_extractor_version: String,
    /// Method by which the row was obtained.
    pub method: ExtractionMethod,
    /// The publisher's confidence in the row, from 0 to 1.
    pub confidence: Option<f64>,
}

/// One (vendor, event name) of the catalogue. Fields are the columns; absent and null are both `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Place where the row was read.
    pub origin: Origin,
    /// The company that sends the event.
    pub vendor: VendorId,
    /// The vendor's name in its usual spelling.
    pub vendor_display_name: Option<String>,
    /// Kind of product that the vendor sells: in a row of the publisher, one of [`Category`](crate::values::Category).
    pub category: Option<String>,
    /// The vendor's own name of the event.
    pub event_name: EventName,
    /// The JSON Schema (2020-12) of the body; always an object.
    pub payload_schema: Value,
    /// The columns that describe the event and its deliveries, apart from the payload.
    pub facts: Facts,
    /// The publisher's account of how it obtained the row; `None` in a row that is not in the publisher's form.
    pub extraction: Option<Extraction>,
    /// The overlays that were applied to this row, in order.
    pub overlays: Vec<AppliedOverlay>,
    /// The row before overlays were applied; `None` if no patch concerns it.
    pub before_overlays: Option<Box<BeforeOverlays>>,
    /// Names of the vendor's [`SharedDefinitions`](crate::SharedDefinitions) that the payload schema refers to, directly or
    /// through others. They are not in the schema itself.
    pub shared_definitions: BTreeSet<String>,
    /// The keywords `required` and `minItems` that an overlay wrote, with the overlay's label: by JSON pointer into the
    /// payload schema, below `/$defs/name` for a shared definition.
    pub presence_by_overlay: BTreeMap<String, String>,
    /// Set if the vendor has no event of this name, as an overlay says: how that is known, as prose for the docs.
    pub unmatched: Option<String>,
}

impl EventRow {
    /// True if the row is one of the public data set, whose licence asks for attribution.
    pub fn is_published(&self) -> bool {
        self.extraction.is_some() && self.origin.kind == RowKind::Catalogue
    }

    /// The columns as the publisher writes them in JSON, with null where the row has no value. The payload schema is as the
    /// overlays left it.
    pub fn to_json(&self) -> Value {
        let extraction = self.extraction.as_ref();
        let own = [
            ("vendor", json!(self.vendor.as_str())),
            ("vendor_display_name", json!(self.vendor_display_name)),
            ("category", json!(self.category)),
            ("event_name", json!(self.event_name.as_str())),
            ("payload_schema", self.payload_schema.clone()),
            (
                "last_introspected_at",
                json!(extraction.map(|extraction| &extraction.last_introspected_at)),
            ),
            (
                "source_extractor_version",
                json!(extraction.map(|extraction| &extraction.source_extractor_version)),
            ),
            (
                "extraction_method",
                json!(extraction.map(|extraction| extraction.method.as_str())),
            ),
            (
                "extraction_confidence",
                json!(extraction.and_then(|extraction| extraction.confidence)),
            ),
        ];
        let facts = Fact::ALL.iter().map(|fact| {
            let value = self.facts.get(*fact);
            (fact.column(), value.map_or(Value::Null, FactValue::to_json))
        });
        let columns = own.into_iter().chain(facts);
        columns
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}
