//! JSON without a schema, kept as text.

use std::cell::RefCell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::Value;
use super::context::Context;
use super::reader::{DecodeError, JsonReader};
use super::transcode::deserialize;

/// A JSON value without a schema, such as the blocks of a message.
///
/// It dereferences to [`Value`], so that `json["key"]` and `json.as_str()` work. The value is built from the original text on first
/// use: validating a text takes a fraction of the time of building a value, and most receivers never use it.
///
/// ```
/// # use webhook_events::{Json, Value};
/// # let block = Json::from(serde_json::json!({
/// #     "type": "actions",
/// #     "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}, "value": "go_1"}],
/// # }));
/// assert_eq!(block["type"], "actions");
/// let button = &block["elements"][0];
/// assert_eq!(button["text"]["text"].as_str(), Some("Go"));
/// let value = block.pointer("/elements/0/value").and_then(Value::as_str);
/// assert_eq!(value, Some("go_1"));
/// // A member that is absent is null.
/// assert!(button["style"].is_null());
/// ```
///
/// A type of your own reads the same by [`deserialize`](Self::deserialize). Values that have a type in this crate are [`Lazy`]
/// ones.
///
/// [`Lazy`]: super::Lazy
///
/// Two `Json`s are equal if their values are; white space, order of members and escapes do not matter.
#[derive(Clone)]
pub struct Json {
    /// Valid JSON, so that building the value cannot fail.
    text: Box<str>,
    value: OnceLock<Box<Value>>,
}

impl Json {
    /// Wraps a text that is known to be valid JSON.
    pub(crate) fn from_valid_text(text: &str) -> Self {
        Self {
            text: text.into(),
            value: OnceLock::new(),
        }
    }

    /// The original text.
    pub fn as_text(&self) -> &str {
        &self.text
    }

    /// The value; the first call builds it.
    pub fn value(&self) -> &Value {
        self.value.get_or_init(|| Box::new(self.build()))
    }

    /// Deserializes the text into a type of your own, which may borrow from it.
    ///
    /// ```
    /// # use webhook_events::{Json, Value};
    /// # let json = Json::from(serde_json::json!({"type": "divider"}));
    /// #[derive(serde::Deserialize)]
    /// struct Block<'j> {
    ///     r#type: &'j str,
    /// }
    ///
    /// let block: Block<'_> = json.deserialize()?;
    /// assert_eq!(block.r#type, "divider");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the value does not fit the type.
    pub fn deserialize<'j, T: Deserialize<'j>>(&'j self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.text)
    }

    /// Converts into the value.
    pub fn into_value(mut self) -> Value {
        match self.value.take() {
            Some(value) => *value,
            None => self.build(),
        }
    }

    fn build(&self) -> Value {
        serde_json::from_str(&self.text).expect("the text has been validated")
    }
}

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        self.value()
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        json.into_value()
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self {
            text: value.to_string().into(),
            value: OnceLock::from(Box::new(value)),
        }
    }
}

/// Compares the values, not the texts.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text || self.value() == other.value()
    }
}

impl PartialEq<Value> for Json {
    fn eq(&self, other: &Value) -> bool {
        self.value() == other
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value().hash(state);
    }
}

/// Writes the text as `Json(…)` on one line, without white space between the tokens.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json(")?;
        let mut is_string = false;
        let mut is_escaped = false;
        let mut start = 0;
        for (at, byte) in self.text.bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = is_string,
                b'"' => is_string = !is_string,
                b' ' | b'\t' | b'\r' | b'\n' if !is_string => {
                    f.write_str(&self.text[start..at])?;
                    start = at + 1;
                }
                _ => {}
            }
        }
        f.write_str(&self.text[start..])?;
        f.write_str(")")
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reader = JsonReader::new(&self.text, Context::default());
        NextValue(RefCell::new(&mut reader)).serialize(serializer)
    }
}

/// The next value of a reader; serializing it decodes it from the text.
struct NextValue<'r, 't>(RefCell<&'r mut JsonReader<'t>>);

impl Serialize for NextValue<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let invalid = |_: DecodeError| S::Error::custom("the text is not valid JSON");
        let reader = &mut **self.0.borrow_mut();
        match reader.peek() {
            Some(b'"') => serializer.serialize_str(&reader.text().map_err(invalid)?),
            Some(b'{') => {
                reader.enter(b'{', "an object").map_err(invalid)?;
                let mut members = serializer.serialize_map(None)?;
                let mut is_first = true;
                while let Some(name) = reader.next_name(is_first).map_err(invalid)? {
                    is_first = false;
                    members.serialize_entry(&name, &NextValue(RefCell::new(reader)))?;
                }
                members.end()
            }
            Some(b'[') => {
                reader.enter(b'[', "an array").map_err(invalid)?;
                let mut items = serializer.serialize_seq(None)?;
                let mut is_first = true;
                while reader.next(b']', is_first).map_err(invalid)? {
                    is_first = false;
                    items.serialize_element(&NextValue(RefCell::new(reader)))?;
                }
                items.end()
            }
            _ => reader.value().map_err(invalid)?.serialize(serializer),
        }
    }
}
