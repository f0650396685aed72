//! From a body to a delivery: what the emitted `parse` functions call.

use serde::de::{Deserializer, Error};
use serde_json::Value;

use super::context::Failure;
use super::error::complaint;
use super::transcode::to_json;
use super::{
    Context, Decode, DecodeError, EventNaming, JsonReader, Lookup, MessageTemplates, ParseError,
    PeekedEvent,
};

/// An event that this crate does not know, kept whole.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// What the body or the caller calls it. `unknown message_template` and a text of the body where a vendor's events are recognised
    /// by their wording.
    pub name: String,
    /// The event's payload: the body without its envelope.
    pub payload: Value,
}

impl Decode for UnknownEvent {
    const EXPECTED: &'static str = Value::EXPECTED;
    const NULLABLE: bool = true;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        let payload = reader.value()?;
        Ok(Self {
            name: reader.context.event_name().to_owned(),
            payload,
        })
    }
}

/// Reads a body that names its event.
pub(crate) fn parse<T: Decode>(
    vendor: &'static str,
    naming: &'static EventNaming,
    body: &[u8],
) -> Result<T, ParseError> {
    // Most bodies have an envelope and are right: then the event need not be looked into before it is reached.
    if naming.event_member.is_some()
        && let Ok(text) = std::str::from_utf8(body)
        && let Ok(delivery) = read_text(text, Context::before_event(naming))
    {
        return Ok(delivery);
    }
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
pub(crate) fn parse_by_template<T: Decode>(
    vendor: &'static str,
    templates: &MessageTemplates,
    body: &[u8],
) -> Result<T, ParseError> {
    let event_name = templates.name(vendor, body)?;
    read(vendor, Context::new(&event_name), body)
}

/// Reads a body whose event the caller names.
pub(crate) fn parse_named<T: Decode>(
    vendor: &'static str,
    event_name: &str,
    body: &[u8],
) -> Result<T, ParseError> {
    read(vendor, Context::new(event_name), body)
}

/// Reads a body whose event the caller names, and which may have an envelope or none.
pub(crate) fn parse_named_or_unenveloped<T: Decode>(
    vendor: &'static str,
    naming: &EventNaming,
    event_name: &str,
    body: &[u8],
) -> Result<T, ParseError> {
    let named = match naming.peek(vendor, body)? {
        Some(named) if named.event_name == event_name => named,
        other => PeekedEvent {
            event_name: event_name.into(),
            is_unenveloped: match other {
                Some(named) => named.is_unenveloped,
                None => naming.is_unenveloped(&serde_json::from_slice(body).unwrap_or_default()),
            },
            tag: Lookup::NotSeen,
        },
    };
    read(vendor, Context::of(&named), body)
}

fn read<T: Decode>(
    vendor: &'static str,
    context: Context<'_>,
    body: &[u8],
) -> Result<T, ParseError> {
    let event_name = context.event_name();
    // Looked at once for the whole body rather than for each of its strings.
    let read = match std::str::from_utf8(body) {
        Ok(text) => read_text(text, context),
        Err(error) => {
            // A character that JSON has no place for takes the place of the byte, so that reading stops right there, if
            // nothing else was wrong before.
            let valid = String::from_utf8_lossy(&body[..error.valid_up_to()]);
            read_text(&format!("{valid}\u{1}"), context)
        }
    };
    read.map_err(|failure| ParseError::new(vendor, event_name, failure, body))
}

/// Reads all of a text.
fn read_text<'t, T: Decode>(text: &'t str, context: Context<'t>) -> Result<T, Failure> {
    let mut reader = JsonReader::new(text, context);
    let read = T::decode(&mut reader);
    match read.and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(DecodeError) => Err(reader.context.take_failure()),
    }
}

/// The same for the text of what another format holds.
pub(super) fn read_or_complain<'t, T: Decode, E: Error>(
    text: &'t str,
    context: Context<'t>,
) -> Result<T, E> {
    read_text(text, context).map_err(|failure| E::custom(complaint(failure, text)))
}

/// Reads a delivery from any format; its event is looked up in its text.
pub(crate) fn deserialize_delivery<'de, T: Decode, D: Deserializer<'de>>(
    naming: &EventNaming,
    deserializer: D,
) -> Result<T, D::Error> {
    let text = to_json(deserializer)?;
    let named = naming.peek("", text.as_bytes()).map_err(D::Error::custom)?;
    let named = named.ok_or_else(|| {
        let place = naming.paths[0].join("/");
        D::Error::custom(format_args!("`/{place}` does not name the event"))
    })?;
    read_or_complain(&text, Context::of(&named))
}

/// Reads a delivery whose wording tells its event from any format.
pub(crate) fn deserialize_by_template<'de, T: Decode, D: Deserializer<'de>>(
    templates: &MessageTemplates,
    deserializer: D,
) -> Result<T, D::Error> {
    let text = to_json(deserializer)?;
    let body = serde_json::from_str(&text).map_err(D::Error::custom)?;
    let event_name = templates.find(&body);
    read_or_complain(&text, Context::new(&event_name))
}

/// Reads a value straight into a box.
///
/// A function of its own, so that the one big `match` over all events has no room on its stack for each of them.
#[inline(never)]
pub(crate) fn boxed<T: Decode>(reader: &mut JsonReader<'_>) -> Result<Box<T>, DecodeError> {
    T::decode(reader).map(Box::new)
}

/// Reads an event that comes in several forms straight into a box.
#[inline(never)]
pub(crate) fn boxed_tagged<T: Decode>(reader: &mut JsonReader<'_>) -> Result<Box<T>, DecodeError> {
    reader.context.enter_event();
    boxed(reader)
}
