//! Strings with known values. A value that is not known is kept, never refused.

use super::decode::Decode;
use super::reader::{DecodeError, JsonReader};

/// A string with known values.
pub(crate) trait StringEnum: Sized {
    /// The known value that reads `value`, or the variant that keeps it.
    fn from_string(value: String) -> Self;
}

/// Reads a string with known values; what the emitted `Decode` impls call.
pub(crate) fn decode_string_enum<T: StringEnum>(
    reader: &mut JsonReader<'_>,
) -> Result<T, DecodeError> {
    String::decode(reader).map(T::from_string)
}
