//! Tagged unions: objects with a member that selects the alternative.

use std::borrow::Cow;

use super::context::{Cause, Expected};
use super::locate::PathStep;
use super::reader::{DecodeError, JsonReader};

/// A union of objects whose alternative is selected by a member.
pub(crate) trait Tagged: Sized {
    /// Name of the tag member.
    const TAG: &'static str;

    /// Decodes the alternative for `tag`, or the one without a tag. Unknown tags are kept.
    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError>;
}

/// Decodes a tagged union. Called by the emitted `Decode` impls.
///
/// The tag may stand after the other members, so it is looked up first, unless that was done together with the event's name.
pub(crate) fn decode_tagged<T: Tagged>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    if let Some(tag) = reader.context.take_tag() {
        return T::decode_as(tag, reader);
    }
    match find_tag(T::TAG, reader)? {
        Some(tag) => T::decode_as(Some(&tag), reader),
        None => T::decode_as(None, reader),
    }
}

/// Looks up the tag of the current object.
fn find_tag<'t>(
    name: &'static str,
    reader: &mut JsonReader<'t>,
) -> Result<Option<Cow<'t, str>>, DecodeError> {
    if reader.peek() != Some(b'{') {
        return Err(reader.mismatch("an object"));
    }
    let mut members = reader.scanner().members();
    let Some((_, tag)) = members.find(|(found, _)| found == name) else {
        return Ok(None);
    };
    match reader.scanner_at(tag.start).string() {
        Some(tag) => Ok(Some(tag)),
        None => {
            let cause = Cause::Mismatch(TAG);
            Err(reader.reject_inside(vec![PathStep::Member(name.into())], cause))
        }
    }
}

/// The expected type of a tag.
const TAG: Expected = Expected {
    what: "a string",
    or_null: false,
};

/// Rejects an object without a tag, if every alternative has one.
#[cold]
pub(crate) fn missing_tag<T: Tagged>(reader: &mut JsonReader<'_>) -> DecodeError {
    reader.reject_inside(vec![PathStep::Member(T::TAG.into())], Cause::Missing(TAG))
}
