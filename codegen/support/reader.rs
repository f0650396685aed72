//! Reading JSON text in one pass: values as they are asked for.
//!
//! What is read here is exactly what `serde_json` reads, bounds on depth included; only faster, and without a type parameter
//! for the format, so that what reads an event is compiled once, in this crate. Numbers and escapes that are not plain are
//! left to `serde_json`, and so is the word on what is wrong with a text that is no JSON.

use std::borrow::Cow;

use super::context::{Cause, Context, Expected};
use super::locate::PathStep;
use super::scan::{Scanner, to_end_of_plain};
use super::{JsonObject, Number, Value};

/// How many arrays and objects may stand in each other: as many as `serde_json` lets.
const MAX_DEPTH: u8 = 127;

/// A place in a text, and what is known of the body it belongs to.
pub(crate) struct JsonReader<'t> {
    text: &'t str,
    at: usize,
    /// How many more arrays and objects may be entered.
    depth_left: u8,
    /// The event being read, and why and where reading failed.
    pub(crate) context: Context<'t>,
}

/// Reading failed. The reader's context says why and where; if it has no cause, the text is no JSON.
#[derive(Debug)]
pub(crate) struct DecodeError;

/// A place to come back to.
#[derive(Clone, Copy)]
pub(crate) struct Checkpoint {
    at: usize,
    depth_left: u8,
}

impl<'t> JsonReader<'t> {
    pub(crate) fn new(text: &'t str, context: Context<'t>) -> Self {
        Self {
            text,
            at: 0,
            depth_left: MAX_DEPTH,
            context,
        }
    }

    /// The name of the event at hand.
    pub(crate) fn event_name(&mut self) -> Result<&'t str, DecodeError> {
        if let Some(naming) = self.context.take_naming() {
            let named = naming.look_into_event(self.scanner());
            let learnt = named.and_then(|named| self.context.learn(named));
            learnt.ok_or(DecodeError)?;
        }
        Ok(self.context.event_name())
    }

    /// The next byte that is no space, which stays where it is.
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

    /// Goes past this byte, which must come next.
    #[inline]
    fn eat(&mut self, byte: u8) -> Result<(), DecodeError> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(DecodeError)
        }
    }

    /// Makes sure that nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(DecodeError),
        }
    }

    /// The place at hand, to come back to.
    pub(crate) fn mark(&self) -> Checkpoint {
        Checkpoint {
            at: self.at,
            depth_left: self.depth_left,
        }
    }

    /// Goes back to a place.
    pub(crate) fn reset(&mut self, mark: Checkpoint) {
        Checkpoint {
            at: self.at,
            depth_left: self.depth_left,
        } = mark;
    }

    /// Looks ahead from the place at hand without checking what is skipped.
    pub(crate) fn scanner(&self) -> Scanner<'t> {
        self.scanner_at(self.at)
    }

    /// The same from another place.
    pub(crate) fn scanner_at(&self, at: usize) -> Scanner<'t> {
        Scanner::new(self.text.as_bytes(), at)
    }

    /// Enters an array or an object, which is what was expected here.
    #[inline]
    pub(crate) fn enter(&mut self, bracket: u8, what: &'static str) -> Result<(), DecodeError> {
        if self.peek() != Some(bracket) {
            return Err(self.mismatch(what));
        }
        self.at += 1;
        self.depth_left = self.depth_left.checked_sub(1).ok_or(DecodeError)?;
        Ok(())
    }

    /// Goes to the next item or member; `false` behind the last one, where `bracket` closes what was entered.
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
            _ => Err(DecodeError),
        }
    }

    /// Goes to the next member's value and gives its name; `None` behind the last one.
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

    /// The string that comes next, borrowed where it holds no escape.
    #[inline]
    pub(crate) fn text(&mut self) -> Result<Cow<'t, str>, DecodeError> {
        self.eat(b'"')?;
        let (start, bytes) = (self.at, self.text.as_bytes());
        let end = to_end_of_plain(bytes, start);
        match bytes.get(end) {
            Some(b'"') => {
                self.at = end + 1;
                Ok(Cow::Borrowed(&self.text[start..end]))
            }
            Some(b'\\') => self.escaped_text(start, end).map(Cow::Owned),
            _ => Err(DecodeError),
        }
    }

    /// The string that starts behind its quote at `start` and has its first escape at `at`.
    #[inline(never)]
    fn escaped_text(&mut self, start: usize, mut at: usize) -> Result<String, DecodeError> {
        let bytes = self.text.as_bytes();
        // Room for most addresses, whose slashes some vendors escape; to look for the end first takes longer.
        let mut text = String::with_capacity(at - start + 64);
        let mut copied = start;
        while bytes.get(at) == Some(&b'\\') {
            text.push_str(&self.text[copied..at]);
            let escape = bytes.get(at + 1).ok_or(DecodeError)?;
            at += 2;
            copied = at;
            match escape {
                // They stand for themselves.
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

    /// The string whose quote is at `start`, with characters in it that are written as numbers.
    fn unicode_text(&mut self, start: usize) -> Result<String, DecodeError> {
        let mut scanner = Scanner::new(self.text.as_bytes(), start);
        let range = scanner.skip_string().ok_or(DecodeError)?;
        self.at = range.end;
        serde_json::from_str(&self.text[range]).map_err(|_| DecodeError)
    }

    /// The number that comes next.
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

    /// Goes past `null`, `true` or `false`, which must come next.
    pub(crate) fn literal(&mut self, literal: &str) -> Result<(), DecodeError> {
        let rest = &self.text.as_bytes()[self.at..];
        if !rest.starts_with(literal.as_bytes()) {
            return Err(DecodeError);
        }
        self.at += literal.len();
        Ok(())
    }

    /// The value that comes next, whatever it is.
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

    /// The object that comes next. Of members with the same name the last one counts, as in any JSON value.
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

    /// The text of the value that comes next, which is made sure to be JSON.
    pub(crate) fn json(&mut self) -> Result<&'t str, DecodeError> {
        self.peek();
        let start = self.at;
        self.pass()?;
        Ok(&self.text[start..self.at])
    }

    /// Goes past the value that comes next, if it is one that [`JsonReader::value`] would read.
    fn pass(&mut self) -> Result<(), DecodeError> {
        let outside = self.depth_left;
        // A bit for each array and object that is open, the innermost lowest; set for objects.
        let mut objects = 0_u128;
        loop {
            let mut is_first = false;
            match self.peek() {
                Some(b'"') => self.pass_text()?,
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
            // On to the next value, out of all that ends here.
            loop {
                if self.depth_left == outside {
                    return Ok(());
                }
                let is_object = objects & 1 == 1;
                if self.next(if is_object { b'}' } else { b']' }, is_first)? {
                    if is_object {
                        self.pass_text()?;
                        self.eat(b':')?;
                    }
                    break;
                }
                objects >>= 1;
                is_first = false;
            }
        }
    }

    /// Goes past the string that comes next.
    fn pass_text(&mut self) -> Result<(), DecodeError> {
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

    /// Refuses the value at hand, which is not `what`.
    #[cold]
    pub(crate) fn mismatch(&mut self, what: &'static str) -> DecodeError {
        self.refuse(Cause::Mismatch(Expected {
            what,
            or_null: false,
        }))
    }

    /// Refuses the value at hand, unless it is no JSON at all.
    #[cold]
    pub(crate) fn refuse(&mut self, cause: Cause) -> DecodeError {
        self.refuse_inside(Vec::new(), cause)
    }

    /// Refuses the value at hand for what is inside it, unless it is no JSON at all.
    #[cold]
    pub(crate) fn refuse_inside(&mut self, steps: Vec<PathStep>, cause: Cause) -> DecodeError {
        if self.pass().is_ok() {
            self.context.fail_inside(steps, cause);
        }
        DecodeError
    }
}

/// A number that an `i64` holds whatever its digits, if it is spelled as one.
fn short_integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_zero = text == "0";
    if !is_plain || digits.len() > 18 || digits.starts_with('0') && !is_zero {
        return None;
    }
    text.parse().ok()
}
