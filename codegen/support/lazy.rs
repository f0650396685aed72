//! Values that are kept as text, and decoded when they are looked at.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::delivery::{OnMisfit, look};
use super::slot::Owned;
use super::transcode::deserialize;
use super::{Decode, DecodeError, Json, JsonReader, ParseError, Value};

/// A JSON value that has a type, such as a block of a message, and is decoded as that type only by [`Lazy::get`].
///
/// Until then it is a [`Json`], to which it dereferences: reading a delivery checks that it is JSON and keeps its text. Any value
/// fits, so that it never costs the delivery or the values beside it. Two are equal if their JSON is.
///
/// A value of the type converts into it by `From`. A list of them has a method that decodes one after the other; see
/// [`LazyItems`].
pub struct Lazy<T> {
    json: Json,
    /// It owns no `T`, so that nothing of a type is compiled for those who do not look at it.
    of: PhantomData<fn() -> T>,
}

impl<T> Lazy<T> {
    /// Wraps JSON, which need not fit the type.
    pub fn from_json(json: Json) -> Self {
        Self {
            json,
            of: PhantomData,
        }
    }

    /// The value as JSON.
    pub fn as_json(&self) -> &Json {
        &self.json
    }

    /// Converts into the value as JSON.
    pub fn into_json(self) -> Json {
        self.json
    }
}

#[allow(
    private_bounds,
    reason = "the types that can be decoded are those of this crate"
)]
impl<T: Decode> Lazy<T> {
    /// Decodes the value. A member inside that does not fit and may be absent is kept in `extra`, as by `parse`.
    ///
    /// Each call decodes the text again. The pointer and the position in an error are those within the text.
    ///
    /// # Errors
    ///
    /// The first misfit that no member around it can give way to.
    pub fn get(&self) -> Result<T, ParseError> {
        T::filled(|slot| look(slot, self.json.as_text(), OnMisfit::Keep))
    }

    /// Decodes the value, with no tolerance.
    ///
    /// # Errors
    ///
    /// The first misfit.
    pub fn get_strict(&self) -> Result<T, ParseError> {
        T::filled(|slot| look(slot, self.json.as_text(), OnMisfit::Refuse))
    }
}

#[allow(
    private_bounds,
    reason = "the types that can be decoded are those of this crate"
)]
impl<T: Decode + Serialize> From<T> for Lazy<T> {
    fn from(value: T) -> Self {
        let text = serde_json::to_string(&value).expect("the names of members are text");
        Self::from_json(Json::from_valid_text(&text))
    }
}

impl<T> Deref for Lazy<T> {
    type Target = Json;

    fn deref(&self) -> &Json {
        &self.json
    }
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Self::from_json(self.json.clone())
    }
}

impl<T> PartialEq for Lazy<T> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl<T> PartialEq<Value> for Lazy<T> {
    fn eq(&self, other: &Value) -> bool {
        self.json == *other
    }
}

/// Writes the decoded value, or the JSON if that does not fit.
#[allow(
    private_bounds,
    reason = "the types that can be decoded are those of this crate"
)]
impl<T: Decode + fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("Lazy");
        match self.get() {
            Ok(value) => tuple.field(&value).finish(),
            Err(_) => tuple.field(&self.json).finish(),
        }
    }
}

impl<T> Decode for Lazy<T> {
    const EXPECTED: &'static str = Json::EXPECTED;
    const NULLABLE: bool = true;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        Json::decode(reader).map(Self::from_json)
    }
}

impl<'de, T> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T> Serialize for Lazy<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

/// The decoded values of a list, one after the other; see [`Lazy::get`].
///
/// A value that cannot be decoded is an error with its pointer from the member, such as `/blocks/2/type`, and costs none of the
/// others: `.flatten()` leaves it out, and `.collect::<Result<Vec<_>, _>>()` returns it.
///
/// ```
/// # #[cfg(feature = "slack")] {
/// use webhook_events::slack::shared::{Block, BlockElement};
/// use webhook_events::slack::{self, Event};
///
/// # let body = br#"{"type": "event_callback", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1515449522, "event": {"type": "message", "channel": "C1", "ts": "1515449522.000016",
/// #     "user": "U1", "text": "", "blocks": [
/// #     {"type": "section", "text": {"type": "mrkdwn", "text": "Deploy?"}},
/// #     {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}, "value": "go_1"}]}
/// # ]}}"#;
/// # let (mut texts, mut values) = (Vec::new(), Vec::new());
/// let delivery = slack::parse(body)?;
/// if let Event::Message(message) = &delivery.event {
///     for block in message.blocks() {
///         match block? {
///             Block::Section(section) => texts.extend(section.text.map(|text| text.text)),
///             Block::Actions(row) => {
///                 for element in row.elements.into_iter().flatten() {
///                     if let BlockElement::Button(button) = element {
///                         values.extend(button.value);
///                     }
///                 }
///             }
///             other => println!("{other:?}"),
///         }
///     }
/// }
/// assert_eq!((texts, values), (vec!["Deploy?".to_owned()], vec!["go_1".to_owned()]));
/// # }
/// # Ok::<(), webhook_events::ParseError>(())
/// ```
pub struct LazyItems<'l, T> {
    member: &'static str,
    items: std::iter::Enumerate<std::slice::Iter<'l, Lazy<T>>>,
}

impl<'l, T> LazyItems<'l, T> {
    /// The items of a member; none if it is absent.
    pub(crate) fn of(member: &'static str, items: Option<&'l [Lazy<T>]>) -> Self {
        Self {
            member,
            items: items.unwrap_or_default().iter().enumerate(),
        }
    }
}

impl<T: Decode> Iterator for LazyItems<'_, T> {
    type Item = Result<T, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (index, item) = self.items.next()?;
        let read = item.get();
        Some(read.map_err(|error| error.in_item_of(self.member, index)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<T> Clone for LazyItems<'_, T> {
    fn clone(&self) -> Self {
        Self {
            member: self.member,
            items: self.items.clone(),
        }
    }
}

impl<T> fmt::Debug for LazyItems<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.items.clone().map(|(_, item)| &item.json);
        f.debug_list().entries(items).finish()
    }
}
