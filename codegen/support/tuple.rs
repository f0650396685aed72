//! Tuples: arrays whose first items have types of their own.

use super::context::{Cause, Expected};
use super::decode::Decode;
use super::reader::{DecodeError, JsonReader};

/// An array whose first items have types of their own.
pub(crate) trait Tuple: Sized {
    /// Decodes the items in order.
    fn read(items: &mut TupleReader<'_, '_>) -> Result<Self, DecodeError>;
}

/// Decodes a tuple. Called by the emitted `Decode` impls.
pub(crate) fn decode_tuple<T: Tuple>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    reader.enter(b'[', "an array")?;
    T::read(&mut TupleReader {
        reader,
        index: 0,
        is_over: false,
    })
}

/// Reader of the items of an array.
pub(crate) struct TupleReader<'r, 't> {
    reader: &'r mut JsonReader<'t>,
    index: usize,
    is_over: bool,
}

impl TupleReader<'_, '_> {
    /// Decodes the next item; the array is rejected without it.
    pub(crate) fn required<T: Decode>(&mut self) -> Result<T, DecodeError> {
        match self.optional()? {
            Some(item) => Ok(item),
            None => {
                let context = &mut self.reader.context;
                context.fail(Cause::Missing(Expected {
                    what: T::EXPECTED,
                    or_null: T::NULLABLE,
                }));
                context.in_item(self.index);
                Err(DecodeError)
            }
        }
    }

    /// Decodes the next item, if there is one.
    pub(crate) fn optional<T: Decode>(&mut self) -> Result<Option<T>, DecodeError> {
        if self.is_over || !self.reader.next(b']', self.index == 0)? {
            self.is_over = true;
            return Ok(None);
        }
        let item = T::decode(self.reader);
        let item = item.inspect_err(|_| self.reader.context.in_item(self.index))?;
        self.index += 1;
        Ok(Some(item))
    }

    /// Decodes all further items.
    pub(crate) fn rest<T: Decode>(&mut self) -> Result<Vec<T>, DecodeError> {
        let mut rest = Vec::new();
        while let Some(item) = self.optional()? {
            rest.push(item);
        }
        Ok(rest)
    }
}
