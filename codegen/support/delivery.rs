//! Entry points that the emitted `parse` functions call.

use serde::de::{Deserializer, Error};
use serde_json::Value;

use super::context::Failure;
use super::error::describe;
use super::transcode::to_json;
use super::{
    Context, Decode, DecodeError, EventNaming, JsonReader, Lookup, MessageTemplates, ParseError,
    PeekedEvent,
};

/// An event that this crate does not know, with its complete payload.
///
/// It is the content of the `Unknown` variant of a vendor's `Event`: a vendor may add events at any time, and a receiver should
/// answer them as it answers the known ones.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// The event's name as the body or the caller gives it. For vendors whose events are recognised by message templates it is
    /// `unknown wording`, followed by a colon and the first of the texts, where there is one.
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

/// Parses a body that names its event.
pub(crate) fn parse<T: Decode>(
    vendor: &'static str,
    naming: &'static EventNaming,
    body: &[u8],
) -> Result<T, ParseError> {
    // Most bodies have an envelope and are valid: then the event's name can be looked up when the event is reached.
    if naming.event_member.is_some()
        && let Ok(text) = std::str::from_utf8(body)
        && let Ok(delivery) = read_text(text, Context::before_event(naming))
    {
        return Ok(delivery);
    }
    match naming.peek(vendor, body)? {
        Some(named) => read(vendor, Context::for_event(&named), body),
        None => Err(ParseError::unnamed(
            vendor,
            body,
            naming.first_missing(body),
        )),
    }
}

/// Parses a body whose event is recognised by message templates. A body that fits no template is an unknown event, not an error.
pub(crate) fn parse_by_template<T: Decode>(
    vendor: &'static str,
    templates: &MessageTemplates,
    body: &[u8],
) -> Result<T, ParseError> {
    let event_name = templates.name(vendor, body)?;
    read(vendor, Context::new(&event_name), body)
}

/// Parses a body whose event is named by the caller.
pub(crate) fn parse_named<T: Decode>(
    vendor: &'static str,
    event_name: &str,
    body: &[u8],
) -> Result<T, ParseError> {
    read(vendor, Context::new(event_name), body)
}

/// Parses a body whose event is named by the caller, with or without an envelope.
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
    read(vendor, Context::for_event(&named), body)
}

fn read<T: Decode>(
    vendor: &'static str,
    context: Context<'_>,
    body: &[u8],
) -> Result<T, ParseError> {
    let event_name = context.event_name();
    // Checked once for the whole body rather than for each string.
    let read = match std::str::from_utf8(body) {
        Ok(text) => read_text(text, context),
        Err(error) => {
            // The invalid byte is replaced by a character that JSON does not allow, so that decoding stops there unless it
            // has failed before.
            let valid = String::from_utf8_lossy(&body[..error.valid_up_to()]);
            read_text(&format!("{valid}\u{1}"), context)
        }
    };
    read.map_err(|failure| ParseError::new(vendor, event_name, failure, body))
}

/// Decodes a whole text.
fn read_text<'t, T: Decode>(text: &'t str, context: Context<'t>) -> Result<T, Failure> {
    let mut reader = JsonReader::new(text, context);
    let read = T::decode(&mut reader);
    match read.and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(DecodeError) => Err(reader.context.take_failure()),
    }
}

/// Decodes a whole text into a value, with the error type of another `Deserializer`.
pub(super) fn read_as_custom<'t, T: Decode, E: Error>(
    text: &'t str,
    context: Context<'t>,
) -> Result<T, E> {
    read_text(text, context).map_err(|failure| E::custom(describe(failure, text)))
}

/// Deserializes a delivery that names its event.
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
    read_as_custom(&text, Context::for_event(&named))
}

/// Deserializes a delivery whose event is recognised by message templates.
pub(crate) fn deserialize_by_template<'de, T: Decode, D: Deserializer<'de>>(
    templates: &MessageTemplates,
    deserializer: D,
) -> Result<T, D::Error> {
    let text = to_json(deserializer)?;
    let body = serde_json::from_str(&text).map_err(D::Error::custom)?;
    let event_name = templates.name_of(&body);
    read_as_custom(&text, Context::new(&event_name))
}

/// Decodes a value into a box.
///
/// A function of its own, so that the stack frame of the `match` over all events does not hold a value of each of them.
#[inline(never)]
pub(crate) fn boxed<T: Decode>(reader: &mut JsonReader<'_>) -> Result<Box<T>, DecodeError> {
    T::decode(reader).map(Box::new)
}

/// Decodes an event that is a tagged union into a box.
#[inline(never)]
pub(crate) fn boxed_tagged<T: Decode>(reader: &mut JsonReader<'_>) -> Result<Box<T>, DecodeError> {
    reader.context.enter_event();
    boxed(reader)
}
