//! From a body to a delivery: what the emitted `parse` functions call.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::Value;

use super::{Context, Decode, Found, Named, Naming, ParseError, Wordings};

/// An event that this crate does not know, kept whole.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// What the body or the caller calls it. `unknown wording` and a text of the body where a vendor's events are recognised
    /// by their wording.
    pub name: String,
    /// The event's payload: the body without its envelope.
    pub payload: Value,
}

impl<'de> Decode<'de> for UnknownEvent {
    const EXPECTED: &'static str = Value::EXPECTED;
    const NULLABLE: bool = true;

    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Self, D::Error> {
        let payload = Value::decode(deserializer, context)?;
        Ok(Self {
            name: context.event_name().to_owned(),
            payload,
        })
    }
}

/// Reads a body that names its event.
pub(crate) fn parse<'de, T: Decode<'de>>(
    vendor: &'static str,
    naming: &Naming,
    body: &'de [u8],
) -> Result<T, ParseError> {
    match naming.peek(vendor, body)? {
        Some(named) => read(vendor, Context::of(&named), body),
        None => Err(ParseError::unnamed(
            vendor,
            body,
            naming.first_lacking(body),
        )),
    }
}

/// Reads a body whose wording tells its event. Wording that is not known is no error: the event is unknown then.
pub(crate) fn parse_worded<'de, T: Decode<'de>>(
    vendor: &'static str,
    wordings: &Wordings,
    body: &'de [u8],
) -> Result<T, ParseError> {
    let event_name = wordings.name(vendor, body)?;
    read(vendor, Context::new(&event_name), body)
}

/// Reads a body whose event the caller names.
pub(crate) fn parse_named<'de, T: Decode<'de>>(
    vendor: &'static str,
    event_name: &str,
    body: &'de [u8],
) -> Result<T, ParseError> {
    read(vendor, Context::new(event_name), body)
}

/// Reads a body whose event the caller names, and which may have an envelope or none.
pub(crate) fn parse_named_or_bare<'de, T: Decode<'de>>(
    vendor: &'static str,
    naming: &Naming,
    event_name: &str,
    body: &'de [u8],
) -> Result<T, ParseError> {
    let named = match naming.peek(vendor, body)? {
        Some(named) if named.event_name == event_name => named,
        other => Named {
            event_name: event_name.into(),
            is_bare: match other {
                Some(named) => named.is_bare,
                None => naming.is_bare(&serde_json::from_slice(body).unwrap_or_default()),
            },
            tag: Found::Unknown,
        },
    };
    read(vendor, Context::of(&named), body)
}

fn read<'de, T: Decode<'de>>(
    vendor: &'static str,
    mut context: Context<'_>,
    body: &'de [u8],
) -> Result<T, ParseError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let outcome =
        T::decode(&mut reader, &mut context).and_then(|delivery| reader.end().map(|()| delivery));
    outcome.map_err(|error| ParseError::new(vendor, context, body, error))
}

/// Reads a delivery from any format. The event's name may come after what it decides about, so the body is built as a
/// value first; [`parse`] does without.
pub(crate) fn deserialize_delivery<'de, T, D>(
    naming: &Naming,
    deserializer: D,
) -> Result<T, D::Error>
where
    T: for<'v> Decode<'v>,
    D: Deserializer<'de>,
{
    let body = Value::deserialize(deserializer)?;
    let named = naming.find(&body).ok_or_else(|| {
        let place = naming.places[0].join("/");
        D::Error::custom(format_args!("`/{place}` does not name the event"))
    })?;
    T::decode(&body, &mut Context::of(&named)).map_err(D::Error::custom)
}

/// Reads a delivery whose wording tells its event from any format.
pub(crate) fn deserialize_worded<'de, T, D>(
    wordings: &Wordings,
    deserializer: D,
) -> Result<T, D::Error>
where
    T: for<'v> Decode<'v>,
    D: Deserializer<'de>,
{
    let body = Value::deserialize(deserializer)?;
    let event_name = wordings.find(&body);
    T::decode(&body, &mut Context::new(&event_name)).map_err(D::Error::custom)
}

/// Reads a value straight into a box.
///
/// A function of its own, so that the one big `match` over all events has no room on its stack for each of them.
#[inline(never)]
pub(crate) fn boxed<'de, T: Decode<'de>, D: Deserializer<'de>>(
    deserializer: D,
    context: &mut Context<'_>,
) -> Result<Box<T>, D::Error> {
    T::decode(deserializer, context).map(Box::new)
}

/// Reads an event that comes in several forms straight into a box.
#[inline(never)]
pub(crate) fn boxed_tagged<'de, T: Decode<'de>, D: Deserializer<'de>>(
    deserializer: D,
    context: &mut Context<'_>,
) -> Result<Box<T>, D::Error> {
    context.enter_event();
    boxed(deserializer, context)
}
