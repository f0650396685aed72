//! Names of a row's columns.

use crate::cell::Presence;
use crate::facts::FACT_COLUMNS;

/// The columns that are not facts.
const OWN_COLUMNS: [(&str, Presence); 9] = [
    ("vendor", Presence::Required),
    ("vendor_display_name", Presence::Required),
    ("category", Presence::Required),
    ("event_name", Presence::Required),
    ("payload_schema", Presence::Required),
    ("last_introspected_at", Presence::Required),
    ("source_extractor_version", Presence::Required),
    ("extraction_method", Presence::Required),
    ("extraction_confidence", Presence::Optional),
];

fn columns() -> impl Iterator<Item = (&'static str, Presence)> {
    OWN_COLUMNS.into_iter().chain(FACT_COLUMNS.iter().copied())
}

/// The names of all columns.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    columns().map(|(name, _)| name)
}

/// True if rows have a column of this name.
pub(crate) fn is_column(name: &str) -> bool {
    names().any(|column| column == name)
}

/// The names of the columns that every row has a value in.
pub(crate) fn required() -> impl Iterator<Item = &'static str> {
    columns()
        .filter(|(_, presence)| *presence == Presence::Required)
        .map(|(name, _)| name)
}
