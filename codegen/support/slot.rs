//! Slots that values are decoded into, by code that does not depend on their types.
//!
//! All functions that own a slot are in this module, since each codegen unit with such a function has a copy of the code that drops
//! the types in it.

use super::context::{Expected, Failure};
use super::decode::Decode;
use super::reader::{DecodeError, JsonReader};

/// A slot that a value can be decoded into.
pub(crate) trait DecodeSlot {
    /// True if a value has been decoded.
    fn is_filled(&self) -> bool;

    /// Decodes the next value.
    fn fill(&mut self, reader: &mut JsonReader<'_>) -> Result<(), DecodeError>;

    /// The expected type.
    fn expected(&self) -> Expected;
}

impl<T: Decode> DecodeSlot for Option<T> {
    fn is_filled(&self) -> bool {
        self.is_some()
    }

    fn fill(&mut self, reader: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        *self = Some(T::decode(reader)?);
        Ok(())
    }

    fn expected(&self) -> Expected {
        Expected {
            what: T::EXPECTED,
            or_null: T::NULLABLE,
        }
    }
}

/// The value that `read` decodes into a slot. All else is compiled once for all types of deliveries.
pub(super) fn filled<T: Decode, E>(
    read: impl FnOnce(&mut dyn DecodeSlot) -> Result<(), E>,
) -> Result<T, E> {
    let mut slot: Option<T> = None;
    read(&mut slot)?;
    Ok(slot.expect("a successful read fills the slot"))
}

/// Decodes a value if a check says that it can be decoded; otherwise returns why not.
pub(super) fn decode_checked<T>(
    reader: &mut JsonReader<'_>,
    mut decode: impl FnMut(&mut JsonReader<'_>) -> Result<T, DecodeError>,
) -> Result<Result<T, Failure>, DecodeError> {
    let mut value = None;
    let fill = &mut |reader: &mut JsonReader<'_>| {
        value = Some(decode(reader)?);
        Ok(())
    };
    if let Err(failure) = reader.check(fill) {
        return Ok(Err(failure));
    }
    fill(reader)?;
    value.map(Ok).ok_or(DecodeError)
}
