//! The trait `Decode`, and its impls for the types that events are built of.

use std::collections::BTreeMap;

use super::list::{read_entries, read_list};
use super::reader::{DecodeError, JsonReader};
use super::{Integer, Json, JsonObject, Number, Value};

/// A type that can be decoded from JSON text.
pub(crate) trait Decode: Sized {
    /// The expected type as an error names it. Most types are objects.
    const EXPECTED: &'static str = "an object";
    /// True if `null` is a value of this type.
    const NULLABLE: bool = false;

    /// Decodes the next value. On a failure, cause and path are in the reader's context.
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError>;

    /// Takes the members of the wrapper around a delivery. Other types have none.
    fn set_wrapper(&mut self, members: JsonObject) {
        drop(members);
    }
}

impl Decode for String {
    const EXPECTED: &'static str = "a string";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match reader.peek() {
            Some(b'"') => Ok(reader.text()?.into_owned()),
            _ => Err(reader.mismatch(Self::EXPECTED)),
        }
    }
}

impl Decode for bool {
    const EXPECTED: &'static str = "a boolean";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match reader.peek() {
            Some(b't') => reader.literal("true").map(|()| true),
            Some(b'f') => reader.literal("false").map(|()| false),
            _ => Err(reader.mismatch(Self::EXPECTED)),
        }
    }
}

impl Decode for Number {
    const EXPECTED: &'static str = "a number";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match reader.peek() {
            Some(b'-' | b'0'..=b'9') => reader.number(),
            _ => Err(reader.mismatch(Self::EXPECTED)),
        }
    }
}

impl Decode for Integer {
    const EXPECTED: &'static str = "an integer";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        if !matches!(reader.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(reader.mismatch(Self::EXPECTED));
        }
        let start = reader.checkpoint();
        Self::from_number(reader.number()?).map_err(|_| {
            reader.reset(start);
            reader.mismatch(Self::EXPECTED)
        })
    }
}

impl Decode for Value {
    const EXPECTED: &'static str = "a JSON value";
    const NULLABLE: bool = true;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        if reader.only_checks() {
            return reader.skip().map(|()| Self::Null);
        }
        reader.enter_untyped();
        reader.value()
    }
}

impl Decode for Json {
    const EXPECTED: &'static str = Value::EXPECTED;
    const NULLABLE: bool = true;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        reader.enter_untyped();
        reader.json().map(Self::from_valid_text)
    }
}

impl Decode for JsonObject {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        if reader.only_checks() && reader.peek() == Some(b'{') {
            return reader.skip().map(|()| Self::new());
        }
        reader.enter_untyped();
        reader.object()
    }
}

impl<T: Decode> Decode for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const NULLABLE: bool = T::NULLABLE;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        T::decode(reader).map(Box::new)
    }
}

impl<T: Decode> Decode for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const NULLABLE: bool = true;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        if reader.peek() == Some(b'n') {
            return reader.literal("null").map(|()| None);
        }
        T::decode(reader)
            .map(Some)
            .inspect_err(|_| reader.context.or_null())
    }
}

impl<T: Decode> Decode for Vec<T> {
    const EXPECTED: &'static str = "an array";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        let mut list = Self::new();
        read_list(reader, &mut list)?;
        Ok(list)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        let mut map = Self::new();
        read_entries(reader, &mut map)?;
        Ok(map)
    }
}
