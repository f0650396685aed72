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
    let repeat = match naming.peek(vendor, body)? {
        // Of repeated members a search finds the first, while the last one counts.
        Some(first) if first.event_name != named.event_name => naming.repeat_in(body),
        _ => None,
    };
    let known = KnownEvent {
        name: &named.event_name,
        has_envelope: !named.is_unenveloped,
        repeat,
    };
    read_delivery(vendor, known, on_misfit, body)
}

/// Facts about a body that are known before it is decoded.
struct KnownEvent<'n> {
    /// The event's name.
    name: &'n str,
    has_envelope: bool,
    /// A repeated member that makes the name ambiguous.
    repeat: Option<Failure>,
}

impl<'n> KnownEvent<'n> {
    fn named(name: &'n str) -> Self {
        Self {
            name,
            has_envelope: true,
            repeat: None,
        }
    }

    fn context(&self) -> Context<'n> {
        Context::new(self.name).with_envelope(self.has_envelope)
    }
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
    read_strictly(text, Context::for_event(naming, &named)).ok()
}

/// Parses a body whose event is recognised by message templates. A body that fits no template is an unknown event, not an error.
pub(crate) fn parse_by_template<T: Decode>(
    vendor: &'static str,
    templates: &MessageTemplates,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    let event_name = templates.name(vendor, body)?;
    read_delivery(vendor, KnownEvent::named(&event_name), on_misfit, body)
}

/// Parses a body whose event is named by the caller.
pub(crate) fn parse_named<T: Decode>(
    vendor: &'static str,
    event_name: &str,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    read_delivery(vendor, KnownEvent::named(event_name), on_misfit, body)
}

/// Parses a body whose event is named by the caller, with or without an envelope.
pub(crate) fn parse_named_or_unenveloped<T: Decode>(
    vendor: &'static str,
    naming: &'static EventNaming,
    event_name: &str,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    let peeked = naming.peek(vendor, body)?;
    if let Some(named) = &peeked
        && named.event_name == event_name
        && let Ok(text) = std::str::from_utf8(body)
        && let Ok(delivery) = read_strictly(text, Context::for_event(naming, named))
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
    let known = KnownEvent {
        has_envelope: !is_unenveloped,
        ..KnownEvent::named(event_name)
    };
    read_delivery(vendor, known, on_misfit, body)
}

/// Reads a delivery of a known event.
fn read_delivery<T: Decode>(
    vendor: &'static str,
    known: KnownEvent<'_>,
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
    let event_name = known.name;
    let read = read_text(vendor, &text, known, on_misfit);
    read.map_err(|failure| ParseError::new(vendor, event_name, failure, body))
}

/// Decodes a delivery of a known event: strictly, and then tolerantly if that fails.
fn read_text<T: Decode>(
    vendor: &'static str,
    text: &str,
    known: KnownEvent<'_>,
    on_misfit: OnMisfit,
) -> Result<T, Failure> {
    match (&known.repeat, on_misfit) {
        (Some(repeat), OnMisfit::Refuse) => return Err(repeat.clone()),
        (Some(_), OnMisfit::Keep) => {}
        (None, _) => match read_strictly(text, known.context()) {
            Ok(delivery) => return Ok(delivery),
            Err(Some(failure)) if on_misfit == OnMisfit::Refuse => return Err(failure),
            Err(_) => {}
        },
    }
    let mut reader = tolerant_reader(vendor, text, known.context(), on_misfit)?;
    if let Err(failure) = reader.check(T::decode) {
        if on_misfit == OnMisfit::Refuse {
            return Err(failure);
        }
        // The envelope does not fit: the event is the whole body, and malformed.
        reader.context.leave_out_envelope();
        reader.pass().set_malformed_body(failure);
    }
    if let Some(repeat) = known.repeat {
        reader.pass().set_repeated_name(repeat);
    }
    T::decode(&mut reader).map_err(|DecodeError| reader.context.take_failure())
}

/// Decodes a whole text strictly. The error is `None` if too much of the text would have to be read again.
fn read_strictly<'t, T: Decode>(text: &'t str, context: Context<'t>) -> Result<T, Option<Failure>> {
    let mut reader = JsonReader::new(text, context);
    let read = T::decode(&mut reader);
    read.and_then(|value| reader.end().map(|()| value))
        .map_err(|DecodeError| {
            let failure = reader.context.take_failure();
            (!reader.context.is_exhausted).then_some(failure)
        })
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
