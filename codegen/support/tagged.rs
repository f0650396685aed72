//! Tagged unions: objects with a member that selects the alternative.

use super::context::{Cause, Expected, FailurePath};
use super::decode::Decode;
use super::locate::{PathStep, json_type};
use super::reader::{DecodeError, JsonReader};
use super::tolerant::OddTag;

/// A union of objects whose alternative is selected by a member.
pub(crate) trait Tagged: Sized {
    /// Name of the tag member.
    const TAG: &'static str;

    /// Decodes the alternative for `tag`, or the one without a tag. Objects that no alternative is for are kept.
    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError>;
}

/// Decodes a tagged union. Called by the emitted `Decode` impls.
///
/// The tag is mostly the first member, but may stand after the others, so it is looked up first, unless that was done together with
/// the event's name.
pub(crate) fn decode_tagged<T: Tagged>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    if reader.is_tolerant_pass() {
        return decode_tolerantly(reader);
    }
    if let Some(tag) = reader.context.take_tag() {
        return T::decode_as(tag, reader);
    }
    if reader.peek() != Some(b'{') {
        return Err(reader.mismatch("an object"));
    }
    if let Some(tag) = reader.first_text(T::TAG) {
        return T::decode_as(Some(tag), reader);
    }
    let start = reader.at();
    let mut members = reader.scanner().members();
    let mut end = start;
    let member = members.find(|(name, value)| {
        end = value.end;
        name == T::TAG
    });
    // A scan is several times faster than decoding.
    reader.reread((end - start) / 4)?;
    let Some((_, tag)) = member else {
        return T::decode_as(None, reader);
    };
    match reader.scanner_at(tag.start).string() {
        Some(tag) => T::decode_as(Some(&tag), reader),
        None => Err(reject_tag::<T>(reader, tag.start)),
    }
}

/// The same in a tolerant pass: a tag that is no string counts as absent, if there is an alternative without a tag.
#[cold]
fn decode_tolerantly<T: Tagged>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    let Some(tag) = reader.member(T::TAG)? else {
        return T::decode_as(None, reader);
    };
    let at = tag.start;
    if let Some(tag) = reader.scanner_at(at).string() {
        return T::decode_as(Some(&tag), reader);
    }
    if reader.is_strict() {
        return Err(reject_tag::<T>(reader, at));
    }
    if reader.only_checks() {
        return T::decode_as(None, reader);
    }
    let (name, cause) = (T::TAG, reader.tag_mismatch(at));
    reader.pass().add_odd_tag(OddTag { name, at, cause });
    let value = T::decode_as(None, reader)?;
    // An alternative without declared members leaves it.
    for tag in reader.pass().take_odd_tags() {
        reader.pass().record_at(tag.name.into(), tag.cause);
    }
    Ok(value)
}

/// Decodes a value that no alternative is for as a `V`, which has no declared members.
#[cold]
pub(crate) fn decode_unknown<T: Tagged, V: Decode>(
    reader: &mut JsonReader<'_>,
) -> Result<V, DecodeError> {
    reader.peek();
    let at = reader.at();
    if reader.only_checks() {
        reader.pass().set_unknown_at(Some(at));
    }
    let tags = reader.scanner().members();
    if tags.filter(|(name, _)| name == T::TAG).count() > 1 {
        // Parsers that take different ones would not agree on the alternative.
        if reader.is_strict() {
            return Err(reader.reject_inside(tag_path::<T>(), Cause::Repeated));
        }
        if !reader.only_checks() {
            reader.pass().record_at(T::TAG.into(), Cause::Repeated);
        }
    }
    V::decode(reader)
}

/// Rejects a tag that is no string.
#[cold]
fn reject_tag<T: Tagged>(reader: &mut JsonReader<'_>, at: usize) -> DecodeError {
    let cause = reader.tag_mismatch(at);
    reader.reject_inside(tag_path::<T>(), cause)
}

/// The path to the tag.
fn tag_path<T: Tagged>() -> FailurePath {
    FailurePath::from_iter([PathStep::Member(T::TAG.into())])
}

impl JsonReader<'_> {
    /// The cause of the failure at a tag that is no string.
    fn tag_mismatch(&self, at: usize) -> Cause {
        Cause::Mismatch {
            expected: TAG,
            found: json_type(self.whole_text().as_bytes(), at),
        }
    }
}

/// The expected type of a tag.
const TAG: Expected = Expected {
    what: "a string",
    or_null: false,
};

/// Decodes an object without a tag like one with an unknown tag, if every alternative has one.
#[cold]
pub(crate) fn decode_untagged<T: Tagged, V: Decode>(
    reader: &mut JsonReader<'_>,
) -> Result<V, DecodeError> {
    // In a tolerant pass a tag that is no string counts as absent, but is a misfit.
    if reader.is_tolerant_pass()
        && let Some(tag) = reader.member(T::TAG)?
    {
        return Err(reject_tag::<T>(reader, tag.start));
    }
    decode_unknown::<T, V>(reader)
}
