//! Names of a row's columns.

use crate::cell::ColumnPresence;
use crate::facts::FACT_COLUMNS;

/// The columns that are not facts.
const OWN_COLUMNS: [(&str, ColumnPresence); 9] = [
    ("vendor", ColumnPresence::Required),
    ("vendor_display_name", ColumnPresence::Required),
    ("category", ColumnPresence::Required),
    ("event_name", ColumnPresence::Required),
    ("payload_schema", ColumnPresence::Required),
    ("last_introspected_at", ColumnPresence::Required),
    ("source_extractor_version", ColumnPresence::Required),
    ("extraction_method", ColumnPresence::Required),
    ("extraction_confidence", ColumnPresence::Optional),
];

fn columns() -> impl Iterator<Item = (&'static str, ColumnPresence)> {
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
        .filter(|(_, presence)| *presence == ColumnPresence::Required)
        .map(|(name, _)| name)
}
