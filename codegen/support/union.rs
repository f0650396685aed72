//! Untagged unions: alternatives are tried in order.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::Value;
use super::context::Failure;
use super::decode::Decode;
use super::reader::{Checkpoint, DecodeError, JsonReader};

/// A union whose alternatives are tried in order.
pub(crate) trait Union: Sized {
    /// Tries the alternatives in order.
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self>;
}

/// Reader of a union's value, with the failures of the alternatives tried so far.
pub(crate) struct UnionReader<'r, 't> {
    reader: &'r mut JsonReader<'t>,
    start: Checkpoint,
    /// Names and value ranges of an object's members; the first use scans them.
    members: OnceCell<Vec<(Cow<'t, str>, Range<usize>)>>,
    failures: Vec<Failure>,
}

impl UnionReader<'_, '_> {
    /// The first byte of the value, which determines its JSON type.
    fn first_byte(&mut self) -> Option<u8> {
        self.reader.peek()
    }

    /// Returns true if the value is a string.
    pub(crate) fn is_string(&mut self) -> bool {
        self.first_byte() == Some(b'"')
    }

    /// Returns true if the value is a number.
    pub(crate) fn is_number(&mut self) -> bool {
        matches!(self.first_byte(), Some(b'-' | b'0'..=b'9'))
    }

    /// Returns true if the value is a boolean.
    pub(crate) fn is_boolean(&mut self) -> bool {
        matches!(self.first_byte(), Some(b't' | b'f'))
    }

    /// Returns true if the value is an array.
    pub(crate) fn is_array(&mut self) -> bool {
        self.first_byte() == Some(b'[')
    }

    /// Returns true if the value is an object.
    pub(crate) fn is_object(&mut self) -> bool {
        self.first_byte() == Some(b'{')
    }

    /// Returns true if the member `name` is the string `text`.
    pub(crate) fn member_equals(&self, name: &str, text: &str) -> bool {
        let found = self.member(name);
        let found = found.and_then(|place| self.reader.scanner_at(place.start).string());
        found.as_deref() == Some(text)
    }

    /// Returns true if there is a member `name`.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.member(name).is_some()
    }

    /// Returns true if the member at `path` is one of these strings.
    pub(crate) fn member_in(&self, path: &[&str], texts: &[&str]) -> bool {
        let found = self.member_at(path);
        let found = found.and_then(|place| self.reader.scanner_at(place.start).string());
        found.is_some_and(|found| texts.contains(&&*found))
    }

    /// Returns true if the member at `path` is one of these values, each given as JSON. Numbers are compared as floats.
    pub(crate) fn member_is_json(&self, path: &[&str], texts: &[&str]) -> bool {
        let Some(place) = self.member_at(path) else {
            return false;
        };
        let Some(found) = self.reader.value_at(place) else {
            return false;
        };
        let mut texts = texts.iter();
        texts.any(|text| serde_json::from_str(text).is_ok_and(|value| is_same(&found, &value)))
    }

    /// Returns true if there is no member at `path`.
    pub(crate) fn lacks_member(&self, path: &[&str]) -> bool {
        self.member_at(path).is_none()
    }

    fn member_at(&self, path: &[&str]) -> Option<Range<usize>> {
        let (first, rest) = path.split_first()?;
        let mut place = self.member(first)?.clone();
        for name in rest {
            let mut members = self.reader.scanner_at(place.start).members();
            place = members.find_map(|(found, place)| (found == *name).then_some(place))?;
        }
        Some(place)
    }

    fn member(&self, name: &str) -> Option<&Range<usize>> {
        let look_up = || self.reader.scanner().members().collect();
        let mut members = self.members.get_or_init(look_up).iter();
        members.find_map(|(found, place)| (found == name).then_some(place))
    }

    /// Tries to decode the value as a `T`.
    pub(crate) fn attempt<T: Decode, U>(&mut self, variant: impl FnOnce(T) -> U) -> Option<U> {
        match T::decode(self.reader) {
            Ok(value) => Some(variant(value)),
            Err(DecodeError) => {
                self.failures.push(self.reader.context.take_failure());
                self.reader.reset(self.start);
                None
            }
        }
    }

    /// Tries to decode the value as a union `T`, whose variant for values that it does not know does not count.
    pub(crate) fn attempt_known<T: Decode, U>(
        &mut self,
        variant: impl FnOnce(T) -> U,
        is_unknown: impl FnOnce(&T) -> bool,
    ) -> Option<U> {
        let value = self.attempt(|value: T| value)?;
        if is_unknown(&value) {
            self.reader.reset(self.start);
            return None;
        }
        Some(variant(value))
    }
}

/// Returns true if two values are equal in the sense of JSON Schema.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

/// Decodes a union. Called by the emitted `Decode` impls.
pub(crate) fn decode_union<T: Union>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    let mut union_reader = UnionReader {
        start: reader.checkpoint(),
        reader,
        members: OnceCell::new(),
        failures: Vec::new(),
    };
    let chosen = T::choose(&mut union_reader);
    let failures = union_reader.failures;
    chosen.ok_or_else(|| reject(reader, failures))
}

#[cold]
fn reject(reader: &mut JsonReader<'_>, mut failures: Vec<Failure>) -> DecodeError {
    // If only one alternative was tried, its failure is more precise.
    match failures.pop() {
        Some(Failure {
            path,
            cause: Some(cause),
        }) if failures.is_empty() => reader.reject_inside(path, cause),
        _ => reader.mismatch("one of several forms"),
    }
}
