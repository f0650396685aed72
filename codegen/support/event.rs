//! Decoding of an event: of its type, as unknown or as malformed.

use std::hash::{Hash, Hasher};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

use super::context::Failure;
use super::decode::Decode;
use super::error::ParseError;
use super::object::read_object;
use super::reader::{DecodeError, JsonReader};
use super::slot::Owned;
use super::transcode::deserialize;

/// An event that this crate does not know, with its complete payload.
///
/// It is the content of the `Unknown` variant of a vendor's `Event`: a vendor may add events at any time, and a receiver should
/// answer them as it answers the known ones.
///
/// ```
/// # #[cfg(feature = "slack")] {
/// use webhook_events::slack::{self, Event};
///
/// let body = br#"{
///     "type": "event_callback", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1515449522,
///     "event": {"type": "of_tomorrow", "user": "U1"}
/// }"#;
/// let Event::Unknown(event) = slack::parse(body)?.event else {
///     panic!("the event is known");
/// };
/// assert_eq!(event.name, "of_tomorrow");
/// assert_eq!(event.payload["user"], "U1");
/// # }
/// # Ok::<(), webhook_events::ParseError>(())
/// ```
///
/// By itself it is serialized as an object with `name` and `payload`; within an `Event` as the payload alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// The event's name as the body or the caller gives it. For vendors whose events are recognised by message templates it is
    /// `unknown wording`, followed by a colon and the first of the texts, where there is one.
    pub name: String,
    /// The event's payload: the body without its envelope.
    pub payload: Value,
}

/// A known event whose payload does not fit its type, and has no smaller part that could be kept instead.
///
/// It is the content of the `Malformed` variant of a vendor's `Event`. Two malformed events are equal if name and payload are.
///
/// ```
/// # #[cfg(feature = "slack")] {
/// use webhook_events::slack::{self, Event};
///
/// let body = br#"{
///     "type": "event_callback", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1515449522,
///     "event": {"type": "team_rename", "name": 7}
/// }"#;
/// let Event::Malformed(event) = slack::parse(body)?.event else {
///     panic!("the event fits");
/// };
/// assert_eq!(event.name, "team_rename");
/// assert_eq!(event.error.pointer(), "/event/name");
/// assert_eq!(event.payload["name"], 7);
/// # }
/// # Ok::<(), webhook_events::ParseError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Malformed {
    /// The event's name as the body or the caller gives it.
    pub name: String,
    /// The event's payload. It is the whole body if the delivery has no `envelope`.
    pub payload: Value,
    /// The first value that does not fit, with its position in the body.
    pub error: ParseError,
}

impl PartialEq for Malformed {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.payload == other.payload
    }
}

impl Eq for Malformed {}

impl Hash for Malformed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.name, &self.payload).hash(state);
    }
}

impl Decode for UnknownEvent {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        let (mut name, mut payload) = (None, None);
        read_object(
            reader,
            &mut [("name", &mut name), ("payload", &mut payload)],
            &mut [],
        )?;
        let (Some(name), Some(payload)) = (name, payload) else {
            return Err(DecodeError);
        };
        Ok(Self { name, payload })
    }
}

impl<'de> Deserialize<'de> for UnknownEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Serialize for UnknownEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("UnknownEvent", 2)?;
        members.serialize_field("name", &self.name)?;
        members.serialize_field("payload", &self.payload)?;
        members.end()
    }
}

/// Implements the conversions between the types of events and the vendor's `Event`, whose variants have the types' names.
///
/// They are inlined, so that a program compiles those that it uses.
#[cfg(feature = "constructors")]
macro_rules! event_conversions {
    ($($name:ident)*) => {$(
        impl From<$name> for Event {
            #[inline]
            fn from(event: $name) -> Self {
                Self::$name(Box::new(event))
            }
        }

        /// Fails with the event itself if it is another one.
        impl ::std::convert::TryFrom<Event> for $name {
            type Error = Event;

            #[inline]
            fn try_from(event: Event) -> Result<Self, Event> {
                match event {
                    Event::$name(event) => Ok(*event),
                    other => Err(other),
                }
            }
        }
    )*};
}
#[cfg(feature = "constructors")]
pub(crate) use event_conversions;

/// Implements the conversions of the kinds of an event into the union of them.
#[cfg(feature = "constructors")]
macro_rules! kind_conversions {
    ($union:ident { $($variant:ident($kind:ty))* }) => {$(
        impl From<$kind> for $union {
            #[inline]
            fn from(kind: $kind) -> Self {
                Self::$variant(kind.into())
            }
        }
    )*};
}
#[cfg(feature = "constructors")]
pub(crate) use kind_conversions;

/// Implements the conversions of the kinds of an event, and of the union of them, into the event.
#[cfg(feature = "constructors")]
macro_rules! newtype_conversions {
    ($event:ident { $($kind:ty,)* }) => {$(
        impl From<$kind> for $event {
            #[inline]
            fn from(kind: $kind) -> Self {
                Self(kind.into())
            }
        }
    )*};
}
#[cfg(feature = "constructors")]
pub(crate) use newtype_conversions;

/// A vendor's enum of events.
pub(crate) trait EventEnum: Sized {
    /// Decodes the event of this name.
    fn decode_as(event_name: &str, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError>;

    /// The same, without the event. A method for the reason that [`Owned`] gives.
    fn check_as(event_name: &str, reader: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        Self::decode_as(event_name, reader).map(drop)
    }

    /// The variant for malformed events.
    fn malformed(event: Box<Malformed>) -> Self;
}

/// Decodes an event. Called by the emitted `Decode` impls.
pub(crate) fn decode_event<T: EventEnum>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    let event_name = reader.event_name()?;
    if reader.is_tolerant_pass() && !reader.is_strict() {
        return decode_tolerantly(event_name, reader);
    }
    T::decode_as(event_name, reader)
}

/// The same in a tolerant pass.
#[cold]
fn decode_tolerantly<T: EventEnum>(
    event_name: &str,
    reader: &mut JsonReader<'_>,
) -> Result<T, DecodeError> {
    if reader.only_checks() {
        // A value that does not fit becomes a malformed event.
        reader.skip()?;
        return Err(reader.fits());
    }
    let failure = match reader.pass().take_malformed_body() {
        Some(failure) => failure,
        None => match reader.check(&mut |reader| T::check_as(event_name, reader)) {
            Ok(()) => return T::decode_as(event_name, reader),
            Err(failure) => failure,
        },
    };
    keep_malformed(event_name, failure, reader).map(T::malformed)
}

#[cold]
fn keep_malformed(
    event_name: &str,
    failure: Failure,
    reader: &mut JsonReader<'_>,
) -> Result<Box<Malformed>, DecodeError> {
    let body = reader.whole_text().as_bytes();
    let pass = reader.pass();
    let in_body = Failure {
        path: pass.path_of(&failure).into_iter().collect(),
        cause: failure.cause,
    };
    let error = ParseError::new(pass.vendor, event_name, in_body, body);
    Ok(Box::new(Malformed {
        name: event_name.to_owned(),
        payload: reader.keep(failure)?,
        error,
    }))
}

/// Decodes an event into a box.
pub(crate) fn boxed<T: Decode>(reader: &mut JsonReader<'_>) -> Result<Box<T>, DecodeError> {
    T::decode_boxed(reader)
}

/// Decodes an event that is a tagged union into a box.
pub(crate) fn boxed_tagged<T: Decode>(reader: &mut JsonReader<'_>) -> Result<Box<T>, DecodeError> {
    reader.context.enter_event();
    T::decode_boxed(reader)
}

/// Decodes an unknown event into a box.
pub(crate) fn boxed_unknown(reader: &mut JsonReader<'_>) -> Result<Box<UnknownEvent>, DecodeError> {
    let name = reader.context.event_name().to_owned();
    let payload = Value::decode(reader)?;
    Ok(Box::new(UnknownEvent { name, payload }))
}
