//! Entry points that the emitted functions and impls call.

use std::borrow::Cow;

use serde::de::{Deserializer, Error};
use serde::ser::Serialize;
use serde_json::Value;

use super::context::Failure;
use super::error::describe;
use super::misfit::{Misfits, Pointer};
use super::syntax::syntax_failure;
use super::tolerant::TolerantPass;
use super::transcode::to_json;
use super::{Context, Decode, DecodeError, EventNaming, JsonReader, MessageTemplates, ParseError};

/// Treatment of values that do not fit their types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnMisfit {
    /// The first one is an error.
    Refuse,
    /// They are kept as they came.
    Keep,
}

/// Parses a body that names its event.
pub(crate) fn parse<T: Decode>(
    vendor: &'static str,
    naming: &'static EventNaming,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    if let Some(delivery) = parse_peeked(vendor, naming, body) {
        return Ok(delivery);
    }
    let unnamed = || ParseError::unnamed(vendor, body, naming.first_missing(body));
    let named = match serde_json::from_slice(body) {
        Ok(value) => naming.find(&value),
        // An error before the one in the syntax may be the first.
        Err(_) => naming.peek(vendor, body)?,
    };
    let named = named.ok_or_else(unnamed)?;
    read_delivery(
        vendor,
        &named.event_name,
        !named.is_unenveloped,
        on_misfit,
        body,
    )
}

/// Parses a body that names its event and fits its type, as most bodies do. `None` if the body has to be read another way.
fn parse_peeked<T: Decode>(
    vendor: &'static str,
    naming: &'static EventNaming,
    body: &[u8],
) -> Option<T> {
    let text = std::str::from_utf8(body).ok()?;
    if naming.event_member.is_some() {
        // The event's name can be looked up when the event is reached.
        return read_strictly(text, Context::before_event(naming)).ok();
    }
    let named = naming.peek(vendor, body).ok()??;
    read_strictly(text, Context::for_event(&named)).ok()
}

/// Parses a body whose event is recognised by message templates. A body that fits no template is an unknown event, not an error.
pub(crate) fn parse_by_template<T: Decode>(
    vendor: &'static str,
    templates: &MessageTemplates,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    let event_name = templates.name(vendor, body)?;
    read_delivery(vendor, &event_name, true, on_misfit, body)
}

/// Parses a body whose event is named by the caller.
pub(crate) fn parse_named<T: Decode>(
    vendor: &'static str,
    event_name: &str,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    read_delivery(vendor, event_name, true, on_misfit, body)
}

/// Parses a body whose event is named by the caller, with or without an envelope.
pub(crate) fn parse_named_or_unenveloped<T: Decode>(
    vendor: &'static str,
    naming: &EventNaming,
    event_name: &str,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    let peeked = naming.peek(vendor, body)?;
    if let Some(named) = &peeked
        && named.event_name == event_name
        && let Ok(text) = std::str::from_utf8(body)
        && let Ok(delivery) = read_strictly(text, Context::for_event(named))
    {
        return Ok(delivery);
    }
    let is_unenveloped = match serde_json::from_slice(body) {
        Ok(value) => match naming.find(&value) {
            Some(named) => named.is_unenveloped,
            None => naming.is_unenveloped(&value),
        },
        Err(_) => peeked.is_some_and(|named| named.is_unenveloped),
    };
    read_delivery(vendor, event_name, !is_unenveloped, on_misfit, body)
}

/// Reads a delivery of a known event.
fn read_delivery<T: Decode>(
    vendor: &'static str,
    event_name: &str,
    has_envelope: bool,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    // Checked once for the whole body rather than for each string.
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            // The invalid byte is replaced by a character that JSON does not allow, so that decoding stops there unless it
            // has failed before.
            let valid = String::from_utf8_lossy(&body[..error.valid_up_to()]);
            Cow::Owned(format!("{valid}\u{1}"))
        }
    };
    let context = || Context::new(event_name).with_envelope(has_envelope);
    let mut reader = match read_strictly(&text, context()) {
        Ok(delivery) => return Ok(delivery),
        Err(reader) => reader,
    };
    let failure = if on_misfit == OnMisfit::Refuse && !reader.context.is_exhausted {
        reader.context.take_failure()
    } else {
        match read_delivery_again(vendor, &text, context(), on_misfit) {
            Ok(delivery) => return Ok(delivery),
            Err(failure) => failure,
        }
    };
    Err(ParseError::new(vendor, event_name, failure, body))
}

/// Decodes a whole text strictly. The reader that has failed holds the failure.
fn read_strictly<'t, T: Decode>(text: &'t str, context: Context<'t>) -> Result<T, JsonReader<'t>> {
    let mut reader = JsonReader::new(text, context);
    let read = T::decode(&mut reader);
    let read = read.and_then(|value| reader.end().map(|()| value));
    read.map_err(|DecodeError| reader)
}

/// Decodes a delivery in a tolerant pass. If the envelope does not fit, the event is the whole body, and malformed.
#[cold]
fn read_delivery_again<'t, T: Decode>(
    vendor: &'static str,
    text: &'t str,
    context: Context<'t>,
    on_misfit: OnMisfit,
) -> Result<T, Failure> {
    let mut reader = tolerant_reader(vendor, text, context, on_misfit)?;
    if let Err(failure) = reader.check(T::decode) {
        if on_misfit == OnMisfit::Refuse {
            return Err(failure);
        }
        reader.context.leave_out_envelope();
        reader.pass().set_malformed_body(failure);
    }
    T::decode(&mut reader).map_err(|DecodeError| reader.context.take_failure())
}

/// A reader for a tolerant pass over a text, which must be valid JSON.
fn tolerant_reader<'t>(
    vendor: &'static str,
    text: &'t str,
    context: Context<'t>,
    on_misfit: OnMisfit,
) -> Result<JsonReader<'t>, Failure> {
    let mut reader = JsonReader::new(text, context);
    let start = reader.checkpoint();
    if reader.skip().and_then(|()| reader.end()).is_err() {
        return Err(syntax_failure(text));
    }
    reader.reset(start);
    let is_strict = on_misfit == OnMisfit::Refuse;
    reader.tolerant = Some(Box::new(TolerantPass::new(vendor, text, is_strict)));
    Ok(reader)
}

/// Decodes a whole text into a value, with the error type of a `Deserializer`. Misfits are kept where that is possible.
pub(super) fn read_as_custom<T: Decode, E: Error>(text: &str) -> Result<T, E> {
    if let Ok(value) = read_strictly(text, Context::default()) {
        return Ok(value);
    }
    let read = || {
        let mut reader = tolerant_reader("", text, Context::default(), OnMisfit::Keep)?;
        reader.check(T::decode)?;
        T::decode(&mut reader).map_err(|DecodeError| reader.context.take_failure())
    };
    read().map_err(|failure| E::custom(describe(failure, text)))
}

/// Deserializes a delivery that names its event.
pub(crate) fn deserialize_delivery<'de, T: Decode, D: Deserializer<'de>>(
    vendor: &'static str,
    naming: &'static EventNaming,
    deserializer: D,
) -> Result<T, D::Error> {
    let text = to_json(deserializer)?;
    parse(vendor, naming, OnMisfit::Keep, text.as_bytes()).map_err(D::Error::custom)
}

/// Deserializes a delivery whose event is recognised by message templates.
pub(crate) fn deserialize_by_template<'de, T: Decode, D: Deserializer<'de>>(
    vendor: &'static str,
    templates: &MessageTemplates,
    deserializer: D,
) -> Result<T, D::Error> {
    let text = to_json(deserializer)?;
    parse_by_template(vendor, templates, OnMisfit::Keep, text.as_bytes()).map_err(D::Error::custom)
}

/// Pointers to the members of a delivery that its types do not declare.
pub(crate) fn unknown_members<T: Decode + Serialize>(
    delivery: &T,
    event_name: &str,
    has_envelope: bool,
    misfits: &Misfits,
) -> Vec<Pointer> {
    if misfits.is_body_malformed() {
        return Vec::new();
    }
    let Ok(text) = serde_json::to_string(delivery) else {
        return Vec::new();
    };
    let context = Context::new(event_name).with_envelope(has_envelope);
    let Ok(mut reader) = tolerant_reader("", &text, context, OnMisfit::Keep) else {
        return Vec::new();
    };
    reader.pass().collect_undeclared();
    let decoded = reader
        .check(T::decode)
        .map(|()| T::decode(&mut reader).is_ok());
    match decoded {
        Ok(true) => reader.pass().take_undeclared(),
        Ok(false) | Err(_) => Vec::new(),
    }
}
