//! The reason why a cell of a Parquet column is not read.

use arrow_schema::DataType;

/// Reason why a cell has no JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CellError {
    /// The type has no JSON counterpart.
    Type { pointer: String, found: String },
    /// This value has no JSON counterpart; others of its type have.
    Value {
        pointer: String,
        message: String,
        found: String,
        help: &'static str,
    },
}

impl CellError {
    pub(crate) fn value(message: &str, found: String, help: &'static str) -> Self {
        Self::Value {
            pointer: String::new(),
            message: message.to_owned(),
            found,
            help,
        }
    }

    pub(super) fn of_type(found: &DataType) -> Self {
        Self::Type {
            pointer: String::new(),
            found: found.to_string(),
        }
    }

    /// The same error, relative to the enclosing value.
    pub(super) fn within(mut self, segment: &str) -> Self {
        let (Self::Type { pointer, .. } | Self::Value { pointer, .. }) = &mut self;
        pointer.insert_str(0, segment);
        self
    }
}
