//! Objects of one of several forms, with a member that alone decides which.

use std::borrow::Cow;

use super::context::{Cause, Expected};
use super::locate::PathStep;
use super::reader::{DecodeError, JsonReader};

/// An object of one of several forms.
pub(crate) trait Tagged: Sized {
    /// The member that decides.
    const TAG: &'static str;

    /// Reads the form that `tag` stands for, or the one without a tag. What no form knows is kept.
    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError>;
}

/// Reads an object of one of several forms; what the emitted `Decode` impls call.
///
/// The tag may come after what it decides about, so it is looked for first, unless that was done together with the event's
/// name.
pub(crate) fn decode_tagged<T: Tagged>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    if let Some(tag) = reader.context.take_tag() {
        return T::decode_as(tag, reader);
    }
    match find_tag(T::TAG, reader)? {
        Some(tag) => T::decode_as(Some(&tag), reader),
        None => T::decode_as(None, reader),
    }
}

/// The tag of the object at hand.
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
            Err(reader.refuse_inside(vec![PathStep::Member(name.into())], cause))
        }
    }
}

/// What a tag must be.
const TAG: Expected = Expected {
    what: "a string",
    or_null: false,
};

/// Refuses an object without the tag that all its forms have.
#[cold]
pub(crate) fn missing_tag<T: Tagged>(reader: &mut JsonReader<'_>) -> DecodeError {
    reader.refuse_inside(vec![PathStep::Member(T::TAG.into())], Cause::Missing(TAG))
}
