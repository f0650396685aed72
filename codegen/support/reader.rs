//! Pull parser of JSON text.
//!
//! It accepts exactly the texts that `serde_json` accepts, including the limit on depth. It is faster, and has no type parameter
//! for the format, so that the decoders of events are compiled once, in this crate. Other numbers than short integers and `\u`
//! escapes are left to `serde_json`, and so are the messages of syntax errors.

use std::borrow::Cow;
use std::ops::Range;

use super::context::{Cause, Context, Expected, FailurePath};
use super::locate::json_type;
use super::scan::{Scanner, to_end_of_plain};
use super::tolerant::TolerantPass;
use super::{JsonObject, Number, Value};

/// Maximum depth of nested arrays and objects, as in `serde_json`.
const MAX_DEPTH: u8 = 127;

/// A position in a JSON text, and the state of the decoder.
pub(crate) struct JsonReader<'t> {
    text: &'t str,
    at: usize,
    /// Number of further arrays and objects that may be entered.
    depth_left: u8,
    /// Number of arrays and objects around the outermost array or object that was read without a type.
    untyped_depth: u8,
    /// Number of further bytes that may be read ahead or again.
    rereads_left: usize,
    /// Name of the event, and cause and path of a failure.
    pub(crate) context: Context<'t>,
    /// State of a tolerant pass; `None` while decoding strictly.
    pub(super) tolerant: Option<Box<TolerantPass>>,
}

/// Decoding failed. Cause and path are in the reader's context; if it has no cause, the text is not JSON.
#[derive(Debug)]
pub(crate) struct DecodeError;

/// The error where the text is not JSON. A call marks its path as unlikely, so that the compiler optimises the others.
#[cold]
#[inline(never)]
fn not_json() -> DecodeError {
    DecodeError
}

/// A position to return to.
#[derive(Clone, Copy)]
pub(crate) struct Checkpoint {
    at: usize,
    depth_left: u8,
}

impl Checkpoint {
    /// The byte offset.
    pub(super) fn at(self) -> usize {
        self.at
    }
}

impl<'t> JsonReader<'t> {
    pub(crate) fn new(text: &'t str, context: Context<'t>) -> Self {
        Self {
            text,
            at: 0,
            depth_left: MAX_DEPTH,
            untyped_depth: MAX_DEPTH,
            rereads_left: 4 * text.len() + 4096,
            context,
            tolerant: None,
        }
    }

    /// Counts bytes that were read ahead or have to be read again for a union. Nested unions could repeat this without bound, so
    /// decoding fails after some multiple of the text, and a tolerant pass, which needs no rereading, takes over.
    pub(super) fn reread(&mut self, bytes: usize) -> Result<(), DecodeError> {
        match self.rereads_left.checked_sub(bytes) {
            _ if self.tolerant.is_some() => Ok(()),
            Some(left) => {
                self.rereads_left = left;
                Ok(())
            }
            None => {
                self.rereads_left = 0;
                self.context.is_exhausted = true;
                Err(DecodeError)
            }
        }
    }

    /// Name of the current event, which is looked up if that has not been done.
    pub(crate) fn event_name(&mut self) -> Result<&'t str, DecodeError> {
        if let Some(naming) = self.context.take_naming() {
            let named = naming.peek_enveloped(self.scanner());
            let set = named.and_then(|named| self.context.set_event(&named));
            set.ok_or(DecodeError)?;
        }
        Ok(self.context.event_name())
    }

    /// The next byte that is not white space, without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte.copied(),
            }
        }
    }

    /// Consumes this byte, which must be next.
    #[inline]
    fn eat(&mut self, byte: u8) -> Result<(), DecodeError> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(not_json())
        }
    }

    /// Records that the next value is read without a type, which takes the last of repeated members and does not notice the others.
    pub(super) fn enter_untyped(&mut self) {
        if matches!(self.peek(), Some(b'{' | b'[')) {
            self.untyped_depth = self.untyped_depth.min(MAX_DEPTH - self.depth_left);
        }
    }

    /// True if the search for the event's name, which takes the first of repeated members, may have found another one than counts.
    pub(super) fn may_be_misnamed(&self) -> bool {
        self.context.naming().is_some_and(|naming| {
            usize::from(self.untyped_depth) < naming.depth()
                && !naming.is_unambiguous(self.text.as_bytes())
        })
    }

    /// Requires the end of the text.
    pub(crate) fn end(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(DecodeError),
        }
    }

    /// The current position.
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            at: self.at,
            depth_left: self.depth_left,
        }
    }

    /// Returns to a position.
    pub(crate) fn reset(&mut self, checkpoint: Checkpoint) {
        Checkpoint {
            at: self.at,
            depth_left: self.depth_left,
        } = checkpoint;
    }

    /// The current byte offset.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Moves to a byte offset at the same depth.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The whole text.
    pub(super) fn whole_text(&self) -> &'t str {
        self.text
    }

    /// A scanner from the current position, for looking ahead without validation.
    pub(crate) fn scanner(&self) -> Scanner<'t> {
        self.scanner_at(self.at)
    }

    /// A scanner from another position.
    pub(crate) fn scanner_at(&self, at: usize) -> Scanner<'t> {
        Scanner::new(self.text.as_bytes(), at)
    }

    /// Enters an array or an object; any other value is a mismatch with `what`.
    #[inline]
    pub(crate) fn enter(&mut self, bracket: u8, what: &'static str) -> Result<(), DecodeError> {
        if self.peek() != Some(bracket) {
            return Err(self.mismatch(what));
        }
        self.at += 1;
        self.depth_left = self.depth_left.checked_sub(1).ok_or_else(not_json)?;
        Ok(())
    }

    /// Advances to the next item or member; `false` if `bracket` closes the array or object.
    #[inline]
    pub(crate) fn next(&mut self, bracket: u8, is_first: bool) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(byte) if byte == bracket => {
                self.at += 1;
                self.depth_left += 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if is_first => Ok(true),
            _ => Err(not_json()),
        }
    }

    /// Advances to the next member's value and returns its name; `None` after the last member.
    pub(crate) fn next_name(
        &mut self,
        is_first: bool,
    ) -> Result<Option<Cow<'t, str>>, DecodeError> {
        if !self.next(b'}', is_first)? {
            return Ok(None);
        }
        let name = self.text()?;
        self.eat(b':')?;
        Ok(Some(name))
    }

    /// The current object's first member, if it is called `name` and is a string without escapes. Nothing is consumed.
    pub(super) fn first_text(&self, name: &str) -> Option<&'t str> {
        let members = self.text.get(self.at..)?.strip_prefix('{')?;
        let rest = members.trim_ascii_start().strip_prefix('"')?;
        let rest = rest.strip_prefix(name)?.strip_prefix('"')?;
        let value = rest.trim_ascii_start().strip_prefix(':')?;
        let value = value.trim_ascii_start().strip_prefix('"')?;
        let (text, end) = value.split_at_checked(to_end_of_plain(value.as_bytes(), 0))?;
        end.starts_with('"').then_some(text)
    }

    /// Reads a string, borrowed if it has no escapes.
    #[inline(always)]
    pub(crate) fn text(&mut self) -> Result<Cow<'t, str>, DecodeError> {
        self.eat(b'"')?;
        let (start, bytes) = (self.at, self.text.as_bytes());
        let end = to_end_of_plain(bytes, start);
        match bytes.get(end) {
            Some(b'"') => {
                self.at = end + 1;
                let text = self.text.get(start..end).ok_or_else(not_json)?;
                Ok(Cow::Borrowed(text))
            }
            Some(b'\\') => self.escaped_text(start, end).map(Cow::Owned),
            _ => Err(not_json()),
        }
    }

    /// Reads a string that starts after its quote at `start` and has its first escape at `at`.
    #[inline(never)]
    fn escaped_text(&mut self, start: usize, mut at: usize) -> Result<String, DecodeError> {
        let bytes = self.text.as_bytes();
        // Enough capacity for most URLs, whose slashes some vendors escape; finding the end first takes longer.
        let mut text = String::with_capacity(at - start + 64);
        let mut copied = start;
        while bytes.get(at) == Some(&b'\\') {
            text.push_str(&self.text[copied..at]);
            let escape = bytes.get(at + 1).ok_or(DecodeError)?;
            at += 2;
            copied = at;
            match escape {
                // The character itself, copied with the text after it.
                b'"' | b'\\' | b'/' => copied = at - 1,
                b'n' => text.push('\n'),
                b't' => text.push('\t'),
                b'r' => text.push('\r'),
                b'b' => text.push('\u{8}'),
                b'f' => text.push('\u{c}'),
                b'u' => return self.unicode_text(start - 1),
                _ => return Err(DecodeError),
            }
            at = to_end_of_plain(bytes, at);
        }
        if bytes.get(at) != Some(&b'"') {
            return Err(DecodeError);
        }
        text.push_str(&self.text[copied..at]);
        self.at = at + 1;
        Ok(text)
    }

    /// Reads a string with `\u` escapes whose opening quote is at `start`.
    fn unicode_text(&mut self, start: usize) -> Result<String, DecodeError> {
        let mut scanner = Scanner::new(self.text.as_bytes(), start);
        let range = scanner.skip_string().ok_or(DecodeError)?;
        self.at = range.end;
        serde_json::from_str(&self.text[range]).map_err(|_| DecodeError)
    }

    /// Reads a number.
    pub(crate) fn number(&mut self) -> Result<Number, DecodeError> {
        let rest = &self.text.as_bytes()[self.at..];
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let length = rest.iter().take_while(|byte| is_part(byte)).count();
        let number = &self.text[self.at..self.at + length];
        self.at += length;
        match short_integer(number) {
            Some(integer) => Ok(Number::from(integer)),
            None => serde_json::from_str(number).map_err(|_| DecodeError),
        }
    }

    /// Consumes `null`, `true` or `false`, which must be next.
    pub(crate) fn literal(&mut self, literal: &str) -> Result<(), DecodeError> {
        let rest = &self.text.as_bytes()[self.at..];
        if !rest.starts_with(literal.as_bytes()) {
            return Err(DecodeError);
        }
        self.at += literal.len();
        Ok(())
    }

    /// Reads a value of any type.
    pub(crate) fn value(&mut self) -> Result<Value, DecodeError> {
        match self.peek() {
            Some(b'"') => self.text().map(|text| Value::String(text.into_owned())),
            Some(b'{') => self.object().map(Value::Object),
            Some(b'[') => self.array().map(Value::Array),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b't') => self.literal("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.literal("false").map(|()| Value::Bool(false)),
            Some(b'n') => self.literal("null").map(|()| Value::Null),
            _ => Err(DecodeError),
        }
    }

    fn array(&mut self) -> Result<Vec<Value>, DecodeError> {
        self.enter(b'[', "an array")?;
        let mut items = Vec::new();
        while self.next(b']', items.is_empty())? {
            items.push(self.value()?);
        }
        Ok(items)
    }

    /// Reads an object. Of repeated members the last counts, as in `serde_json`.
    pub(crate) fn object(&mut self) -> Result<JsonObject, DecodeError> {
        self.enter(b'{', "an object")?;
        let mut members = JsonObject::new();
        let mut is_first = true;
        while let Some(name) = self.next_name(is_first)? {
            is_first = false;
            let value = self.value()?;
            members.insert(name.into_owned(), value);
        }
        Ok(members)
    }

    /// The text of the next value, validated.
    pub(crate) fn json(&mut self) -> Result<&'t str, DecodeError> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }

    /// Skips and validates a value: accepts what [`JsonReader::value`] accepts.
    pub(super) fn skip(&mut self) -> Result<(), DecodeError> {
        if self.is_tolerant_pass() {
            // The text has been validated, and unions within unions would read what they skip once each.
            self.skip_valid()
        } else {
            self.skip_validating()
        }
    }

    /// The same in a strict pass.
    fn skip_validating(&mut self) -> Result<(), DecodeError> {
        let outside = self.depth_left;
        // One bit per open array or object, the innermost lowest; set for objects.
        let mut objects = 0_u128;
        loop {
            let mut is_first = false;
            match self.peek() {
                Some(b'"') => self.skip_text()?,
                Some(bracket @ (b'{' | b'[')) => {
                    self.enter(bracket, "")?;
                    objects = objects << 1 | u128::from(bracket == b'{');
                    is_first = true;
                }
                Some(b'-' | b'0'..=b'9') => self.number().map(|_| ())?,
                Some(b't') => self.literal("true")?,
                Some(b'f') => self.literal("false")?,
                Some(b'n') => self.literal("null")?,
                _ => return Err(DecodeError),
            }
            // Advance to the next value, leaving all arrays and objects that end here.
            loop {
                if self.depth_left == outside {
                    return Ok(());
                }
                let is_object = objects & 1 == 1;
                if self.next(if is_object { b'}' } else { b']' }, is_first)? {
                    if is_object {
                        self.skip_text()?;
                        self.eat(b':')?;
                    }
                    break;
                }
                objects >>= 1;
                is_first = false;
            }
        }
    }

    /// Skips and validates a string.
    fn skip_text(&mut self) -> Result<(), DecodeError> {
        self.eat(b'"')?;
        let (start, bytes) = (self.at, self.text.as_bytes());
        loop {
            self.at = to_end_of_plain(bytes, self.at);
            match bytes.get(self.at..) {
                Some([b'"', ..]) => {
                    self.at += 1;
                    return Ok(());
                }
                Some(
                    [
                        b'\\',
                        b'"' | b'\\' | b'/' | b'n' | b't' | b'r' | b'b' | b'f',
                        ..,
                    ],
                ) => {
                    self.at += 2;
                }
                Some([b'\\', b'u', ..]) => return self.unicode_text(start - 1).map(|_| ()),
                _ => return Err(DecodeError),
            }
        }
    }

    /// Rejects the current value, which is not `what`.
    #[cold]
    pub(crate) fn mismatch(&mut self, what: &'static str) -> DecodeError {
        self.peek();
        self.reject(Cause::Mismatch {
            expected: Expected {
                what,
                or_null: false,
            },
            found: json_type(self.text.as_bytes(), self.at),
        })
    }

    /// Rejects the current value. If it is not valid JSON, that is the failure instead.
    #[cold]
    pub(crate) fn reject(&mut self, cause: Cause) -> DecodeError {
        self.reject_inside(FailurePath::default(), cause)
    }

    /// Rejects the current value because of a value inside it. If it is not valid JSON, that is the failure instead.
    #[cold]
    pub(crate) fn reject_inside(&mut self, path: FailurePath, cause: Cause) -> DecodeError {
        // Before a tolerant pass the whole text has been validated.
        if self.tolerant.is_some() || self.skip().is_ok() {
            self.context.fail_inside(path, cause);
        }
        DecodeError
    }
}

/// Parses an integer of at most 18 digits, which always fits an `i64`.
fn short_integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_zero = text == "0";
    if !is_plain || digits.len() > 18 || digits.starts_with('0') && !is_zero {
        return None;
    }
    text.parse().ok()
}
