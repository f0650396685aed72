//! Entry points that the emitted functions and impls call.

use std::borrow::Cow;

use serde::de::{Deserializer, Error};
use serde::ser::Serialize;
use serde_json::Value;

use super::context::Failure;
use super::error::describe;
use super::misfit::{Misfits, Pointer};
use super::slot::{DecodeSlot, Owned};
use super::syntax::syntax_failure;
use super::tolerant::TolerantPass;
use super::transcode::to_json;
use super::{
    Context, Decode, DecodeError, EventNaming, JsonObject, JsonReader, MessageTemplates, ParseError,
};

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
    let mut wrapper = None;
    let delivery =
        T::filled(|delivery| parse_into(delivery, vendor, naming, on_misfit, body, &mut wrapper));
    in_wrapper(delivery, wrapper)
}

/// Puts the members of its wrapper into a delivery.
fn in_wrapper<T: Decode>(
    delivery: Result<T, ParseError>,
    wrapper: Option<JsonObject>,
) -> Result<T, ParseError> {
    match (delivery, wrapper) {
        (Ok(mut delivery), Some(members)) => {
            delivery.set_wrapper(members);
            Ok(delivery)
        }
        (delivery, _) => delivery,
    }
}

/// Takes a delivery out of its wrapper, whose other members go to `wrapper`. `None` if it has none.
#[cold]
fn unwrap(
    vendor: &'static str,
    naming: &'static EventNaming,
    on_misfit: OnMisfit,
    body: &[u8],
    wrapper: &mut Option<JsonObject>,
) -> Result<Option<Vec<u8>>, ParseError> {
    // A delivery has one wrapper at most.
    let others = naming.other_requests.as_ref();
    let others = others.filter(|_| wrapper.is_none());
    let Some(unwrapped) = others.and_then(|others| others.unwrap(body)) else {
        return Ok(None);
    };
    unwrapped.check(vendor, on_misfit, body)?;
    let text = unwrapped.text(body);
    *wrapper = Some(unwrapped.members);
    Ok(Some(text))
}

fn parse_into(
    delivery: &mut dyn DecodeSlot,
    vendor: &'static str,
    naming: &'static EventNaming,
    on_misfit: OnMisfit,
    body: &[u8],
    wrapper: &mut Option<JsonObject>,
) -> Result<(), ParseError> {
    let is_costly = match parse_peeked(delivery, vendor, naming, body) {
        Ok(()) => return Ok(()),
        Err(NotRead { is_costly }) => is_costly,
    };
    if let Some(inside) = unwrap(vendor, naming, on_misfit, body, wrapper)? {
        return parse_into(delivery, vendor, naming, on_misfit, &inside, wrapper);
    }
    let unnamed = || ParseError::unnamed(vendor, body, naming.first_missing(body));
    let named = match serde_json::from_slice(body) {
        Ok(value) => Ok(naming.find(&value)),
        // An error before the one in the syntax may be the first.
        Err(_) => naming.peek(vendor, body),
    };
    if let Some(others) = &naming.other_requests
        && !matches!(&named, Ok(Some(named)) if naming.is_surely_event(named))
    {
        others.refuse(vendor, body)?;
    }
    let named = named?.ok_or_else(unnamed)?;
    let repeat = match naming.peek(vendor, body)? {
        // Of repeated members a search finds the first, while the last one counts.
        Some(first) if first.event_name != named.event_name => naming.repeat_in(body),
        _ => None,
    };
    let known = KnownEvent {
        name: &named.event_name,
        has_envelope: !named.is_unenveloped,
        repeat,
        is_costly,
    };
    read_delivery(delivery, vendor, known, on_misfit, body)
}

/// Facts about a body that are known before it is decoded.
struct KnownEvent<'n> {
    /// The event's name.
    name: &'n str,
    has_envelope: bool,
    /// A repeated member that makes the name ambiguous.
    repeat: Option<Failure>,
    /// True if a strict read is known to read too much of the text again.
    is_costly: bool,
}

impl<'n> KnownEvent<'n> {
    fn named(name: &'n str) -> Self {
        Self {
            name,
            has_envelope: true,
            repeat: None,
            is_costly: false,
        }
    }

    fn context(&self) -> Context<'n> {
        Context::new(self.name).with_envelope(self.has_envelope)
    }
}

/// A body that has to be read another way.
struct NotRead {
    /// True if a strict read would read too much of the text again.
    is_costly: bool,
}

/// Parses a body that names its event and fits its type, as most bodies do.
fn parse_peeked(
    delivery: &mut dyn DecodeSlot,
    vendor: &'static str,
    naming: &'static EventNaming,
    body: &[u8],
) -> Result<(), NotRead> {
    let is_costly = false;
    let text = std::str::from_utf8(body).map_err(|_| NotRead { is_costly })?;
    let read = if naming.event_member.is_some() {
        // The event's name can be looked up when the event is reached.
        read_strictly(delivery, text, Context::before_event(naming))
    } else {
        let named = naming.peek(vendor, body).ok().flatten();
        let named = named.filter(|named| naming.is_surely_event(named));
        let named = named.ok_or(NotRead { is_costly })?;
        read_strictly(delivery, text, Context::for_event(naming, &named))
    };
    read.map_err(|failure| NotRead {
        is_costly: failure.is_none(),
    })
}

/// Parses a body whose event is recognised by message templates. A body that fits no template is an unknown event, not an error.
pub(crate) fn parse_by_template<T: Decode>(
    vendor: &'static str,
    templates: &MessageTemplates,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    let event_name = templates.name(vendor, body)?;
    T::filled(|delivery| {
        let known = KnownEvent::named(&event_name);
        read_delivery(delivery, vendor, known, on_misfit, body)
    })
}

/// Parses a body whose event is named by the caller.
pub(crate) fn parse_named<T: Decode>(
    vendor: &'static str,
    event_name: &str,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    T::filled(|delivery| {
        let known = KnownEvent::named(event_name);
        read_delivery(delivery, vendor, known, on_misfit, body)
    })
}

/// Parses a body whose event is named by the caller, with or without an envelope.
pub(crate) fn parse_named_or_unenveloped<T: Decode>(
    vendor: &'static str,
    naming: &'static EventNaming,
    event_name: &str,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<T, ParseError> {
    let mut wrapper = None;
    let delivery = T::filled(|delivery| {
        parse_named_into(
            delivery,
            vendor,
            naming,
            event_name,
            on_misfit,
            body,
            &mut wrapper,
        )
    });
    in_wrapper(delivery, wrapper)
}

fn parse_named_into(
    delivery: &mut dyn DecodeSlot,
    vendor: &'static str,
    naming: &'static EventNaming,
    event_name: &str,
    on_misfit: OnMisfit,
    body: &[u8],
    wrapper: &mut Option<JsonObject>,
) -> Result<(), ParseError> {
    let peeked = naming.peek(vendor, body)?;
    if let Some(named) = &peeked
        && named.event_name == event_name
        && let Ok(text) = std::str::from_utf8(body)
        && read_strictly(delivery, text, Context::for_event(naming, named)).is_ok()
    {
        return Ok(());
    }
    if let Some(inside) = unwrap(vendor, naming, on_misfit, body, wrapper)? {
        return parse_named_into(
            delivery, vendor, naming, event_name, on_misfit, &inside, wrapper,
        );
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
    read_delivery(delivery, vendor, known, on_misfit, body)
}

/// Reads a delivery of a known event.
fn read_delivery(
    delivery: &mut dyn DecodeSlot,
    vendor: &'static str,
    known: KnownEvent<'_>,
    on_misfit: OnMisfit,
    body: &[u8],
) -> Result<(), ParseError> {
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
    let read = read_text(delivery, vendor, &text, known, on_misfit);
    read.map_err(|failure| ParseError::new(vendor, event_name, failure, body))
}

/// Decodes a delivery of a known event: strictly, and then tolerantly if that fails.
fn read_text(
    delivery: &mut dyn DecodeSlot,
    vendor: &'static str,
    text: &str,
    known: KnownEvent<'_>,
    on_misfit: OnMisfit,
) -> Result<(), Failure> {
    match (&known.repeat, on_misfit) {
        (Some(repeat), OnMisfit::Refuse) => return Err(repeat.clone()),
        (Some(_), OnMisfit::Keep) => {}
        (None, _) if known.is_costly => {}
        (None, _) => match read_strictly(delivery, text, known.context()) {
            Ok(()) => return Ok(()),
            Err(Some(failure)) if on_misfit == OnMisfit::Refuse => return Err(failure),
            Err(_) => {}
        },
    }
    let mut reader = tolerant_reader(vendor, text, known.context(), on_misfit)?;
    if let Err(failure) = reader.check(&mut |reader| delivery.fill(reader)) {
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
    fill(delivery, &mut reader)
}

/// Decodes the next value into a slot.
fn fill(slot: &mut dyn DecodeSlot, reader: &mut JsonReader<'_>) -> Result<(), Failure> {
    slot.fill(reader)
        .map_err(|DecodeError| reader.context.take_failure())
}

/// Decodes a whole text strictly. The error is `None` if too much of the text would have to be read again.
fn read_strictly(
    slot: &mut dyn DecodeSlot,
    text: &str,
    context: Context<'_>,
) -> Result<(), Option<Failure>> {
    let mut reader = JsonReader::new(text, context);
    let read = slot.fill(&mut reader).and_then(|()| reader.end());
    let read = read.and_then(|()| match reader.may_be_misnamed() {
        true => Err(DecodeError),
        false => Ok(()),
    });
    read.map_err(|DecodeError| {
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
    T::filled(|value| read_value(value, text)).map_err(|failure| E::custom(describe(failure, text)))
}

fn read_value(value: &mut dyn DecodeSlot, text: &str) -> Result<(), Failure> {
    if read_strictly(value, text, Context::default()).is_ok() {
        return Ok(());
    }
    let mut reader = tolerant_reader("", text, Context::default(), OnMisfit::Keep)?;
    reader.check(&mut |reader| value.fill(reader))?;
    fill(value, &mut reader)
}

/// Decodes the kept text of a value.
pub(super) fn look(
    value: &mut dyn DecodeSlot,
    text: &str,
    on_misfit: OnMisfit,
) -> Result<(), ParseError> {
    let read = match on_misfit {
        OnMisfit::Keep => read_value(value, text),
        OnMisfit::Refuse => read_text(value, "", text, KnownEvent::named(""), on_misfit),
    };
    read.map_err(|failure| ParseError::new("", "", failure, text.as_bytes()))
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

/// Pointers to the members of a delivery that its types do not declare; `delivery` is serialized without its wrapper.
pub(crate) fn unknown_members<T: Decode>(
    delivery: &impl Serialize,
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
    let mut undeclared = Vec::new();
    T::lend_slot(&mut |slot| {
        let checked = reader.check(&mut |reader| slot.fill(reader));
        if checked.and_then(|()| fill(slot, &mut reader)).is_ok() {
            undeclared = reader.pass().take_undeclared();
        }
    });
    undeclared
}
