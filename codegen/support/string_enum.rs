//! Strings with known values. A value that is not known is kept, never refused.

use serde::de::{Deserialize, Deserializer};

use super::context::Context;

/// A string with known values.
pub(crate) trait StringEnum: Sized {
    /// The known value that reads `value`, or the variant that keeps it.
    fn from_string(value: String) -> Self;
}

/// Reads a string with known values; what the emitted `Decode` impls call.
pub(crate) fn decode_string_enum<'de, T: StringEnum, D: Deserializer<'de>>(
    deserializer: D,
    context: &mut Context<'_>,
) -> Result<T, D::Error> {
    let value = String::deserialize(deserializer).inspect_err(|_| context.mismatch("a string"))?;
    Ok(T::from_string(value))
}
