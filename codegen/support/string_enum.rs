//! Open string enums: unknown values are kept, not rejected.

use super::decode::Decode;
use super::reader::{DecodeError, JsonReader};

/// An enum of known strings with a variant for unknown ones.
pub(crate) trait StringEnum: Sized {
    /// The variant for `value`.
    fn from_string(value: String) -> Self;
}

/// Decodes a string enum. Called by the emitted `Decode` impls.
pub(crate) fn decode_string_enum<T: StringEnum>(
    reader: &mut JsonReader<'_>,
) -> Result<T, DecodeError> {
    String::decode(reader).map(T::from_string)
}
