//! Unchecked rows, the common output of all readers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::applied::{AppliedOverlay, BeforeOverlays};
use crate::codes;
use crate::columns::{EXTRACTION_COLUMNS, RowForm};
use crate::diagnostic::{Diagnostic, Excerpt, Place};
use crate::pointer;
use crate::source::{Origin, RowKind};
use crate::strict;

/// Columns whose values are objects or arrays, which flat files contain as JSON text.
const NESTED: [&str; 3] = ["payload_schema", "retry_policy", "required_oauth_scopes"];

/// True for a column of nested values, which may stand in the file as JSON text.
#[cfg(feature = "parquet")]
pub(crate) fn is_nested(column: &str) -> bool {
    NESTED.contains(&column)
}

/// Content of one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    /// All columns of the file, in any row.
    pub(crate) columns: BTreeSet<String>,
    pub(crate) records: Vec<Record>,
}

/// One unchecked row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) origin: Origin,
    pub(crate) columns: Map<String, Value>,
    /// Columns that were already reported as unreadable; the rules ignore them.
    pub(crate) broken: BTreeSet<String>,
    /// The overlays that were applied to it, in order.
    pub(crate) overlays: Vec<AppliedOverlay>,
    /// As in [`EventRow`](crate::row::EventRow).
    pub(crate) before_overlays: Option<Box<BeforeOverlays>>,
    /// As in [`EventRow`](crate::row::EventRow).
    pub(crate) shared_definitions: BTreeSet<String>,
    /// As in [`EventRow`](crate::row::EventRow).
    pub(crate) presence_by_overlay: BTreeMap<String, String>,
    /// As in [`EventRow`](crate::row::EventRow).
    pub(crate) unmatched: Option<String>,
}

impl Record {
    pub(crate) fn new(source: &str, row: u64, columns: Map<String, Value>) -> Self {
        let origin = Origin {
            kind: RowKind::Catalogue,
            source: source.to_owned(),
            row,
        };
        Self {
            origin,
            columns,
            broken: BTreeSet::new(),
            overlays: Vec::new(),
            before_overlays: None,
            shared_definitions: BTreeSet::new(),
            presence_by_overlay: BTreeMap::new(),
            unmatched: None,
        }
    }

    /// The form that the row is in.
    pub(crate) fn form(&self) -> RowForm {
        let has = |column: &str| {
            let value = self.columns.get(column);
            value.is_some_and(|value| !value.is_null()) || self.broken.contains(column)
        };
        if self.origin.kind == RowKind::Addition || EXTRACTION_COLUMNS.into_iter().any(has) {
            RowForm::Published
        } else {
            RowForm::Short
        }
    }

    /// The text of a column, if it is text.
    pub(crate) fn text(&self, column: &str) -> Option<&str> {
        self.columns.get(column).and_then(Value::as_str)
    }

    /// The row, with vendor and event name as far as they are known.
    pub(crate) fn place(&self) -> Place {
        Place {
            source: Some(self.origin.source.clone()),
            row: Some(self.origin.row),
            vendor: self.text("vendor").map(str::to_owned),
            event: self
                .text("event_name")
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
            ..Place::default()
        }
    }

    /// The place of a column, which is in the overlay if one set the column.
    pub(crate) fn place_of(&self, column: &str) -> Place {
        let mut last_first = self.overlays.iter().rev();
        match last_first.find(|applied| applied.changes_column(column)) {
            Some(applied) => Place {
                source: Some(applied.note.label.clone()),
                row: None,
                pointer: Some(pointer::join("/patch", column)),
                ..self.place()
            },
            None => Place {
                column: Some(column.to_owned()),
                ..self.place()
            },
        }
    }

    /// Parses nested columns that the file contains as JSON text.
    pub(crate) fn parse_nested(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        for column in NESTED {
            let Some(Value::String(text)) = self.columns.get(column) else {
                continue;
            };
            match strict::parse(text) {
                Ok(value) => {
                    self.columns.insert(column.to_owned(), value);
                }
                Err(fault) => {
                    let mut place = self.place_of(column);
                    place.pointer =
                        Some(fault.pointer.clone()).filter(|pointer| !pointer.is_empty());
                    let excerpt = if text.is_empty() {
                        Excerpt::whole("\"\"")
                    } else {
                        fault.excerpt(text, None)
                    };
                    let message = format!(
                        "the text in `{column}` is not JSON: {}, at line {} column {}",
                        fault.message, fault.line, fault.column
                    );
                    let help = format!(
                        "write `{column}` as JSON text or as a nested column, or null where there is none"
                    );
                    diagnostics.push(
                        Diagnostic::error(codes::NESTED_NOT_JSON, place, message)
                            .with_excerpt(excerpt)
                            .with_help(help),
                    );
                    self.broken.insert(column.to_owned());
                }
            }
        }
        // A native struct column has all its members in every row, so null there means absent; the same holds for text.
        if let Some(Value::Object(policy)) = self.columns.get_mut("retry_policy") {
            policy.retain(|_, value| !value.is_null());
        }
    }
}
