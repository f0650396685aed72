//! Arrays whose first places have types of their own.

use super::context::{Cause, Expected};
use super::decode::Decode;
use super::reader::{DecodeError, JsonReader};

/// An array whose first places have types of their own.
pub(crate) trait Tuple: Sized {
    /// Reads the places in order.
    fn read(items: &mut TupleReader<'_, '_>) -> Result<Self, DecodeError>;
}

/// Reads such an array; what the emitted `Decode` impls call.
pub(crate) fn decode_tuple<T: Tuple>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    reader.enter(b'[', "an array")?;
    T::read(&mut TupleReader {
        reader,
        index: 0,
        is_over: false,
    })
}

/// The items of an array, one after the other.
pub(crate) struct TupleReader<'r, 't> {
    reader: &'r mut JsonReader<'t>,
    index: usize,
    is_over: bool,
}

impl TupleReader<'_, '_> {
    /// The next item, without which the array is refused.
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

    /// The next item, if there is one.
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

    /// All that follows.
    pub(crate) fn rest<T: Decode>(&mut self) -> Result<Vec<T>, DecodeError> {
        let mut rest = Vec::new();
        while let Some(item) = self.optional()? {
            rest.push(item);
        }
        Ok(rest)
    }
}
