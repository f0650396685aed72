//! Names of a row's columns, and the form of a row.

use crate::facts::FACT_COLUMNS;

/// Presence of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnPresence {
    /// Every row has a value.
    Required,
    /// Every row in the publisher's form has a value.
    Published,
    /// A row may lack a value.
    Optional,
}

impl ColumnPresence {
    /// True if rows of a form have a value.
    pub(crate) fn is_required_of(self, form: RowForm) -> bool {
        match self {
            Self::Required => true,
            Self::Published => form == RowForm::Published,
            Self::Optional => false,
        }
    }
}

/// The rules that a row is checked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowForm {
    /// A row of one's own: vendor, event name and payload schema suffice.
    Short,
    /// A row of the publisher, or an addition to its rows: its columns, closed lists and limits apply.
    Published,
}

/// The columns by which the publisher says how it obtained a row. A row with one of them is in the publisher's form.
pub(crate) const EXTRACTION_COLUMNS: [&str; 4] = [
    "last_introspected_at",
    "source_extractor_version",
    "extraction_method",
    "extraction_confidence",
];

/// The columns that are not facts.
const OWN_COLUMNS: [(&str, ColumnPresence); 9] = [
    ("vendor", ColumnPresence::Required),
    ("vendor_display_name", ColumnPresence::Published),
    ("category", ColumnPresence::Published),
    ("event_name", ColumnPresence::Required),
    ("payload_schema", ColumnPresence::Required),
    ("last_introspected_at", ColumnPresence::Published),
    ("source_extractor_version", ColumnPresence::Published),
    ("extraction_method", ColumnPresence::Published),
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

/// The names of the columns that every row of a form has a value in.
pub(crate) fn required(form: RowForm) -> impl Iterator<Item = &'static str> {
    columns()
        .filter(move |(_, presence)| presence.is_required_of(form))
        .map(|(name, _)| name)
}
