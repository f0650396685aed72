//! Objects of one of several forms, with a member that alone decides which.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::Value;
use super::context::{Cause, Context, Expected};
use super::decode::Decode;
use super::locate::Step;

/// An object of one of several forms.
pub(crate) trait Tagged: Sized {
    /// The member that decides.
    const TAG: &'static str;

    /// Reads the form that `tag` stands for, or the one without a tag. What no form knows is kept.
    fn decode_as<'de, D: Deserializer<'de>>(
        tag: Option<&str>,
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Self, D::Error>;
}

/// Reads an object of one of several forms; what the emitted `Decode` impls call.
///
/// The tag may come after what it decides about, so the object is built as a value first, unless the tag was looked up
/// together with the event's name.
pub(crate) fn decode_tagged<'de, T: Tagged, D: Deserializer<'de>>(
    deserializer: D,
    context: &mut Context<'_>,
) -> Result<T, D::Error> {
    if let Some(tag) = context.take_tag() {
        return T::decode_as(tag, deserializer, context);
    }
    let value = Value::deserialize(deserializer)?;
    let tag = match (&value, value.get(T::TAG)) {
        (Value::Object(_), None) => None,
        (Value::Object(_), Some(Value::String(tag))) => Some(tag.as_str()),
        (Value::Object(_), Some(_)) => {
            let cause = Cause::Mismatch(TAG);
            context.fail_inside(vec![Step::Member(T::TAG.into())], cause);
            return Err(D::Error::custom("the tag is no string"));
        }
        _ => {
            context.mismatch("an object");
            return Err(D::Error::custom("the value is no object"));
        }
    };
    T::decode_as(tag, &value, context).map_err(D::Error::custom)
}

/// What a tag must be.
const TAG: Expected = Expected {
    what: "a string",
    or_null: false,
};

/// The error of an object without the tag that all its forms have.
#[cold]
pub(crate) fn missing_tag<'de, T: Tagged, D: Deserializer<'de>>(
    context: &mut Context<'_>,
) -> D::Error {
    context.fail(Cause::Missing(TAG));
    context.in_member(T::TAG);
    D::Error::missing_field(T::TAG)
}
