//! `Deserialize` by way of JSON text, so that every type has one decoder for all formats.

use std::fmt;

use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::Value;

use super::decode::Decode;
use super::delivery::read_as_custom;

/// Deserializes a value from any format. Called by the emitted `Deserialize` impls.
pub(crate) fn deserialize<'de, T: Decode, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let text = to_json(deserializer)?;
    read_as_custom(&text)
}

/// Converts the content of a `Deserializer` into JSON text, including repeated members.
pub(crate) fn to_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut text = Vec::new();
    let is_binary = !deserializer.is_human_readable();
    let written = deserializer.deserialize_any(JsonWriter(&mut text));
    if let Err(error) = written {
        // A format that cannot tell the type of the value has not written any.
        return Err(if is_binary && text.is_empty() {
            D::Error::custom(format_args!("{error}; {NOT_SELF_DESCRIBING}"))
        } else {
            error
        });
    }
    String::from_utf8(text).map_err(D::Error::custom)
}

/// The reason why some formats cannot be read.
const NOT_SELF_DESCRIBING: &str = "events are read from formats that describe their values, such as JSON, CBOR and MessagePack, \
                                   and not from bincode or postcard";

/// Appends JSON text to a buffer.
struct JsonWriter<'w>(&'w mut Vec<u8>);

impl JsonWriter<'_> {
    fn write<E: Error>(self, value: impl Serialize) -> Result<(), E> {
        serde_json::to_writer(self.0, &value).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for JsonWriter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonWriter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.write(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.write(value)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.write(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.write(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.push(b'[');
        let start = self.0.len();
        loop {
            let end = self.0.len();
            if end > start {
                self.0.push(b',');
            }
            if items.next_element_seed(JsonWriter(self.0))?.is_none() {
                self.0.truncate(end);
                self.0.push(b']');
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut name = members.next_key::<String>()?;
        self.0.push(b'{');
        let start = self.0.len();
        while let Some(current) = name {
            if self.0.len() > start {
                self.0.push(b',');
            }
            let before = self.0.len();
            JsonWriter(self.0).write::<A::Error>(&current)?;
            self.0.push(b':');
            if !current.starts_with(PRIVATE) {
                members.next_value_seed(JsonWriter(self.0))?;
                name = members.next_key()?;
                continue;
            }
            let value = members.next_value::<Value>()?;
            name = members.next_key()?;
            if before == start && name.is_none() {
                self.0.truncate(start - 1);
                return JsonWriter(self.0)
                    .write(unwrapped(current, value).map_err(A::Error::custom)?);
            }
            JsonWriter(self.0).write::<A::Error>(value)?;
        }
        self.0.push(b'}');
        Ok(())
    }
}

/// Prefix of the member names by which `serde_json` represents types that serde lacks, such as numbers of arbitrary precision.
const PRIVATE: &str = "$serde_json::private::";

/// The value that `serde_json` represents by an object with this one member, or the object itself.
fn unwrapped(name: String, value: Value) -> Result<Value, serde_json::Error> {
    Value::deserialize(MapDeserializer::new(std::iter::once((name, value))))
}
