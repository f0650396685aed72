//! Arrays whose first places have types of their own.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};

use super::context::{Cause, Context, Expected};
use super::decode::{Decode, Seed};

/// An array whose first places have types of their own.
pub(crate) trait Tuple: Sized {
    /// Reads the places in order.
    fn read<'de, A: SeqAccess<'de>>(places: &mut Places<'_, '_, A>) -> Result<Self, A::Error>;
}

/// Reads such an array; what the emitted `Decode` impls call.
pub(crate) fn decode_tuple<'de, T: Tuple, D: Deserializer<'de>>(
    deserializer: D,
    context: &mut Context<'_>,
) -> Result<T, D::Error> {
    let visitor = TupleVisitor::<T> {
        context,
        tuple: PhantomData,
    };
    deserializer
        .deserialize_seq(visitor)
        .inspect_err(|_| context.mismatch("an array"))
}

struct TupleVisitor<'c, 'n, T> {
    context: &'c mut Context<'n>,
    tuple: PhantomData<T>,
}

impl<'de, T: Tuple> Visitor<'de> for TupleVisitor<'_, '_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        T::read(&mut Places {
            items,
            context: self.context,
            index: 0,
        })
    }
}

/// The items of an array, one after the other.
pub(crate) struct Places<'c, 'n, A> {
    items: A,
    context: &'c mut Context<'n>,
    index: usize,
}

impl<'de, A: SeqAccess<'de>> Places<'_, '_, A> {
    /// The next item, without which the array is refused.
    pub(crate) fn required<T: Decode<'de>>(&mut self) -> Result<T, A::Error> {
        match self.optional()? {
            Some(item) => Ok(item),
            None => {
                self.context.fail(Cause::Missing(Expected {
                    what: T::EXPECTED,
                    or_null: T::NULLABLE,
                }));
                self.context.in_item(self.index);
                Err(A::Error::custom("the array is too short"))
            }
        }
    }

    /// The next item, if there is one.
    pub(crate) fn optional<T: Decode<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        let item = self.items.next_element_seed(Seed::new(self.context));
        let item = item.inspect_err(|_| self.context.in_item(self.index))?;
        self.index += usize::from(item.is_some());
        Ok(item)
    }

    /// All that follows.
    pub(crate) fn rest<T: Decode<'de>>(&mut self) -> Result<Vec<T>, A::Error> {
        let mut rest = Vec::new();
        while let Some(item) = self.optional()? {
            rest.push(item);
        }
        Ok(rest)
    }
}
