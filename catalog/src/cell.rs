//! Access to the columns of a record, with diagnostics for invalid cells.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::codes;
use crate::columns::{ColumnPresence, RowForm};
use crate::diagnostic::{Diagnostic, DiagnosticCode, Excerpt};
use crate::record::Record;
use crate::text::{kind, one_of, shown};

/// A record whose columns are being checked.
pub(crate) struct Cells<'a> {
    pub(crate) record: &'a Record,
    pub(crate) form: RowForm,
    /// Required columns that were reported for the file as a whole.
    pub(crate) reported: &'a BTreeSet<&'a str>,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
    /// Set by the first error; warnings leave it alone.
    pub(crate) refused: bool,
}

impl Cells<'_> {
    /// The checked value of a column. `None` if it is absent, null or refused; the last one is reported.
    pub(crate) fn read<T>(
        &mut self,
        column: &'static str,
        presence: ColumnPresence,
        check: impl FnOnce(&mut Cell<'_>) -> Option<T>,
    ) -> Option<T> {
        if presence.is_required_of(self.form) {
            self.required(column, check)
        } else {
            self.optional(column, check)
        }
    }

    /// As [`Self::read`]. An absent value or null is an error.
    pub(crate) fn required<T>(
        &mut self,
        column: &'static str,
        check: impl FnOnce(&mut Cell<'_>) -> Option<T>,
    ) -> Option<T> {
        let found = self.record.columns.get(column);
        if found.is_some_and(|value| !value.is_null()) || self.record.broken.contains(column) {
            return self.optional(column, check);
        }
        self.refused = true;
        if !self.reported.contains(column) {
            let (code, message) = match found {
                None => (
                    codes::MISSING_COLUMN,
                    format!("the row lacks the required column `{column}`"),
                ),
                Some(_) => (
                    codes::NULL_IN_REQUIRED,
                    format!("null in the required column `{column}`"),
                ),
            };
            let help = format!("give `{column}` a value: every row has one");
            self.diagnostics.push(
                Diagnostic::error(code, self.record.place_of(column), message).with_help(help),
            );
        }
        None
    }

    /// As [`Self::read`]. An absent value or null is fine.
    pub(crate) fn optional<T>(
        &mut self,
        column: &'static str,
        check: impl FnOnce(&mut Cell<'_>) -> Option<T>,
    ) -> Option<T> {
        if self.record.broken.contains(column) {
            self.refused = true;
            return None;
        }
        let value = self
            .record
            .columns
            .get(column)
            .filter(|value| !value.is_null())?;
        let mut cell = Cell {
            record: self.record,
            form: self.form,
            column,
            value,
            diagnostics: self.diagnostics,
        };
        let checked = check(&mut cell);
        self.refused |= checked.is_none();
        checked
    }
}

/// One value that is neither absent nor null.
pub(crate) struct Cell<'a> {
    pub(crate) record: &'a Record,
    pub(crate) form: RowForm,
    pub(crate) column: &'static str,
    pub(crate) value: &'a Value,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Cell<'_> {
    /// Reports the value as an error.
    pub(crate) fn refuse<T>(
        &mut self,
        code: DiagnosticCode,
        message: String,
        help: impl Into<String>,
    ) -> Option<T> {
        self.refuse_at("", code, message, self.value, help)
    }

    /// Reports a part of the value as an error: `found`, at `pointer` within the cell.
    pub(crate) fn refuse_at<T>(
        &mut self,
        pointer: &str,
        code: DiagnosticCode,
        message: String,
        found: &Value,
        help: impl Into<String>,
    ) -> Option<T> {
        let mut place = self.record.place_of(self.column);
        if !pointer.is_empty() {
            place.pointer = Some(place.pointer.unwrap_or_default() + pointer);
        }
        let excerpt = Excerpt::whole(&found.to_string());
        self.diagnostics.push(
            Diagnostic::error(code, place, message)
                .with_help(help)
                .with_excerpt(excerpt),
        );
        None
    }

    /// A text of any length.
    pub(crate) fn any_text(&mut self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.clone()),
            other => {
                let message = format!("`{}` is text, found {}", self.column, kind(other));
                self.refuse(codes::WRONG_TYPE, message, "write the value as text")
            }
        }
    }

    /// A text of `min` to `max` characters; the maximum is the publisher's, and holds for its rows.
    pub(crate) fn text(&mut self, min: usize, max: usize) -> Option<String> {
        let text = self.any_text()?;
        let column = self.column;
        let length = text.chars().count();
        if length < min {
            return self.refuse(
                codes::WRONG_LENGTH,
                format!("`{column}` is empty"),
                "write at least one character",
            );
        }
        if length > max && self.form == RowForm::Published {
            let message = format!("`{column}` has {length} characters, at most {max} are allowed");
            return self.refuse(codes::WRONG_LENGTH, message, "shorten the text");
        }
        Some(text)
    }

    /// A value of a closed list.
    pub(crate) fn listed<T: Copy>(
        &mut self,
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.any_text()?;
        if let Some(value) = all.iter().copied().find(|value| as_str(*value) == text) {
            return Some(value);
        }
        let message = format!("unknown {} {}", self.column, shown(&text));
        self.refuse(
            codes::NOT_LISTED,
            message,
            one_of(&text, all.iter().copied().map(as_str)),
        )
    }
}
