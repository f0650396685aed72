//! Slots that values are decoded into, by code that does not depend on their types.

use super::Nullable;
use super::context::Expected;
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

impl<T: Decode> DecodeSlot for Nullable<T> {
    fn is_filled(&self) -> bool {
        !self.is_absent()
    }

    fn fill(&mut self, reader: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        *self = Option::decode(reader)?.map_or(Self::Null, Self::Value);
        Ok(())
    }

    fn expected(&self) -> Expected {
        Expected {
            what: T::EXPECTED,
            or_null: true,
        }
    }
}

/// Functions that own a value of the type.
///
/// They are methods because a method is compiled in the codegen unit of its type, which has the code that drops the type anyway.
/// The codegen unit of a function's own module would need a copy of that code.
pub(crate) trait Owned: Decode {
    /// The value that `read` decodes into a slot. All else is compiled once for all types of deliveries.
    fn filled<E>(read: impl FnOnce(&mut dyn DecodeSlot) -> Result<(), E>) -> Result<Self, E> {
        let mut slot: Option<Self> = None;
        read(&mut slot)?;
        Ok(slot.expect("a successful read fills the slot"))
    }

    /// Lends an empty slot.
    fn lend_slot(borrow: &mut dyn FnMut(&mut dyn DecodeSlot)) {
        let mut slot: Option<Self> = None;
        borrow(&mut slot);
    }

    /// Decodes the next value into a box.
    ///
    /// Never inlined, so that the stack frame of the `match` over all events does not hold a value of each of them.
    #[inline(never)]
    fn decode_boxed(reader: &mut JsonReader<'_>) -> Result<Box<Self>, DecodeError> {
        Self::decode(reader).map(Box::new)
    }
}

impl<T: Decode> Owned for T {}
