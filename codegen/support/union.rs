//! Values of one of several forms, tried one after the other.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::context::Failure;
use super::decode::Decode;
use super::reader::{Checkpoint, DecodeError, JsonReader};

/// A value of one of several forms.
pub(crate) trait Union: Sized {
    /// Tries the forms in order.
    fn choose(alternatives: &mut UnionReader<'_, '_>) -> Option<Self>;
}

/// The value at hand, and how the attempts to read it went.
pub(crate) struct UnionReader<'r, 't> {
    reader: &'r mut JsonReader<'t>,
    start: Checkpoint,
    /// The members of an object and where their values stand, looked up when first asked for.
    members: OnceCell<Vec<(Cow<'t, str>, Range<usize>)>>,
    failures: Vec<Failure>,
}

impl UnionReader<'_, '_> {
    /// The first byte of the value, which tells its JSON type.
    fn first_byte(&mut self) -> Option<u8> {
        self.reader.peek()
    }

    /// Whether the value is a string.
    pub(crate) fn is_string(&mut self) -> bool {
        self.first_byte() == Some(b'"')
    }

    /// Whether the value is a number.
    pub(crate) fn is_number(&mut self) -> bool {
        matches!(self.first_byte(), Some(b'-' | b'0'..=b'9'))
    }

    /// Whether the value is `true` or `false`.
    pub(crate) fn is_boolean(&mut self) -> bool {
        matches!(self.first_byte(), Some(b't' | b'f'))
    }

    /// Whether the value is an array.
    pub(crate) fn is_array(&mut self) -> bool {
        self.first_byte() == Some(b'[')
    }

    /// Whether the value is an object.
    pub(crate) fn is_object(&mut self) -> bool {
        self.first_byte() == Some(b'{')
    }

    /// Whether the member `name` is the string `text`.
    pub(crate) fn member_equals(&self, name: &str, text: &str) -> bool {
        let found = self.member(name);
        let found = found.and_then(|place| self.reader.scanner_at(place.start).string());
        found.as_deref() == Some(text)
    }

    /// Whether there is a member `name`.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.member(name).is_some()
    }

    fn member(&self, name: &str) -> Option<&Range<usize>> {
        let look_up = || self.reader.scanner().members().collect();
        let mut members = self.members.get_or_init(look_up).iter();
        members.find_map(|(found, place)| (found == name).then_some(place))
    }

    /// Tries to read the value as a `T`.
    pub(crate) fn attempt<T: Decode, U>(&mut self, form: impl FnOnce(T) -> U) -> Option<U> {
        match T::decode(self.reader) {
            Ok(value) => Some(form(value)),
            Err(DecodeError) => {
                self.failures.push(self.reader.context.take_failure());
                self.reader.reset(self.start);
                None
            }
        }
    }
}

/// Reads a value of one of several forms; what the emitted `Decode` impls call.
pub(crate) fn decode_union<T: Union>(reader: &mut JsonReader<'_>) -> Result<T, DecodeError> {
    let mut alternatives = UnionReader {
        start: reader.mark(),
        reader,
        members: OnceCell::new(),
        failures: Vec::new(),
    };
    let chosen = T::choose(&mut alternatives);
    let failures = alternatives.failures;
    chosen.ok_or_else(|| refuse(reader, failures))
}

#[cold]
fn refuse(reader: &mut JsonReader<'_>, mut failures: Vec<Failure>) -> DecodeError {
    // Where only one form was likely, its own complaint says more than that none fits.
    match failures.pop() {
        Some(Failure {
            path,
            cause: Some(cause),
        }) if failures.is_empty() => reader.refuse_inside(path, cause),
        _ => reader.mismatch("one of several forms"),
    }
}
