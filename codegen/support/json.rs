//! JSON that no schema describes, kept as text.

use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::Value;
use super::context::Context;
use super::reader::{DecodeError, JsonReader};
use super::transcode::deserialize;

/// A JSON value that no schema describes, such as the blocks of a message.
///
/// Use it as the [`Value`] that it is. It is kept as the text it came in until it is first looked at, because building a value
/// takes several times as long as making sure that a text is JSON, and most receivers never look.
#[derive(Clone)]
pub struct Json {
    /// Known to be JSON, so that looking cannot fail.
    text: Box<str>,
    value: OnceLock<Box<Value>>,
}

impl Json {
    /// Of a text that is known to be JSON.
    pub(crate) fn of_text(text: &str) -> Self {
        Self {
            text: text.into(),
            value: OnceLock::new(),
        }
    }

    /// The text as it came.
    pub fn as_text(&self) -> &str {
        &self.text
    }

    /// The value, built when it is first asked for.
    pub fn value(&self) -> &Value {
        self.value.get_or_init(|| Box::new(self.build()))
    }

    /// The value itself.
    pub fn into_value(mut self) -> Value {
        match self.value.take() {
            Some(value) => *value,
            None => self.build(),
        }
    }

    fn build(&self) -> Value {
        serde_json::from_str(&self.text).expect("what was read as JSON is JSON")
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

/// The same value, however it is spelled.
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

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
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

/// The value that comes next in a text, written straight from there.
struct NextValue<'r, 't>(RefCell<&'r mut JsonReader<'t>>);

impl Serialize for NextValue<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let no_json = |_: DecodeError| S::Error::custom("the text is no JSON");
        let reader = &mut **self.0.borrow_mut();
        match reader.peek() {
            Some(b'"') => serializer.serialize_str(&reader.text().map_err(no_json)?),
            Some(b'{') => {
                reader.enter(b'{', "an object").map_err(no_json)?;
                let mut members = serializer.serialize_map(None)?;
                let mut is_first = true;
                while let Some(name) = reader.next_name(is_first).map_err(no_json)? {
                    is_first = false;
                    members.serialize_entry(&name, &NextValue(RefCell::new(reader)))?;
                }
                members.end()
            }
            Some(b'[') => {
                reader.enter(b'[', "an array").map_err(no_json)?;
                let mut items = serializer.serialize_seq(None)?;
                let mut is_first = true;
                while reader.next(b']', is_first).map_err(no_json)? {
                    is_first = false;
                    items.serialize_element(&NextValue(RefCell::new(reader)))?;
                }
                items.end()
            }
            _ => reader.value().map_err(no_json)?.serialize(serializer),
        }
    }
}
