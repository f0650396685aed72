//! Strict parsing of JSON text to `serde_json::Value`: a duplicate key is an error, where `serde_json` keeps the last value.
//! Errors have a pointer, line and column.

use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Number, Value};

use crate::diagnostic::Excerpt;
use crate::pointer;
use crate::text::shown;

/// Error of parsing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// A fragment such as ``expected `,` or `}` ``.
    pub(crate) message: String,
    /// Line within the text, counted from 1.
    pub(crate) line: u64,
    /// Column within the line, in characters, counted from 1.
    pub(crate) column: u64,
    /// Byte range of the fault in the text.
    pub(crate) range: Range<usize>,
    /// JSON pointer to the value that was being read.
    pub(crate) pointer: String,
    /// True if the text ends too early.
    pub(crate) cut_short: bool,
}

impl SyntaxError {
    /// Excerpt of the text around the fault. `first_line` as in [`Excerpt::of`].
    pub(crate) fn excerpt(&self, text: &str, first_line: Option<u64>) -> Excerpt {
        Excerpt::of(text, self.range.clone(), first_line)
    }

    /// The row of a top-level array in which the fault lies, counted from 1.
    pub(crate) fn array_row(&self) -> Option<u64> {
        let first = self.pointer.strip_prefix('/')?.split('/').next()?;
        first.parse::<u64>().ok().map(|index| index + 1)
    }
}

/// Reads one JSON text.
pub(crate) fn parse(text: &str) -> Result<Value, SyntaxError> {
    let mut trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = Strict { trail: &mut trail }
        .deserialize(&mut deserializer)
        .and_then(|value| {
            trail.0.clear();
            deserializer.end().map(|()| value)
        });
    result.map_err(|error| describe(text, &error, &trail))
}

fn describe(text: &str, error: &serde_json::Error, trail: &Trail) -> SyntaxError {
    let line = error.line().max(1);
    let line_start = match line {
        1 => 0,
        _ => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(text.len(), |(at, _)| at + 1),
    };
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    // The error of a text that ends too early is at its end, one past the last byte.
    let cut_short = error.classify() == Category::Eof;
    if cut_short {
        at = text.len();
    }
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    // `serde_json` gives the kind of a syntax error only as text.
    let text_of_error = error.to_string();
    let message = text_of_error
        .split_once(" at line ")
        .map_or(text_of_error.as_str(), |(message, _)| message);
    let message = match message.strip_prefix("EOF while parsing ") {
        Some(_) if text.trim().is_empty() => "there is no value".to_owned(),
        Some(what) => format!("the text ends in the middle of {what}"),
        None if message == "recursion limit exceeded" => {
            "it is nested more than 127 levels deep".to_owned()
        }
        None => message.to_owned(),
    };
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    let here = &text[text[..at].rfind('\n').map_or(0, |newline| newline + 1)..at];
    SyntaxError {
        message,
        line: text[..at].matches('\n').count() as u64 + 1,
        column: here.chars().count() as u64 + 1,
        range: at..at + width,
        pointer: trail.pointer(),
        cut_short,
    }
}

/// Path from the root to the value being read. It is kept when reading fails, and gives the place of the error.
#[derive(Debug, Default)]
struct Trail(Vec<Step>);

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Trail {
    fn pointer(&self) -> String {
        let segment = |step: &Step| match step {
            Step::Key(key) => pointer::segment(key),
            Step::Index(index) => format!("/{index}"),
        };
        self.0.iter().map(segment).collect()
    }
}

struct Strict<'a> {
    trail: &'a mut Trail,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// An element is added to the path only when it begins: an array that ends too early has no next element.
struct Element<'a> {
    trail: &'a mut Trail,
    index: usize,
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.trail.0.push(Step::Index(self.index));
        let value = Strict { trail: self.trail }.deserialize(deserializer)?;
        self.trail.0.pop();
        Ok(value)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(Element {
            trail: self.trail,
            index: array.len(),
        })? {
            array.push(element);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            self.trail.0.push(Step::Key(key.clone()));
            if object.contains_key(&key) {
                return Err(de::Error::custom(format_args!(
                    "the key {} stands twice in one object",
                    shown(&key)
                )));
            }
            let value = members.next_value_seed(Strict { trail: self.trail })?;
            self.trail.0.pop();
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fault(text: &str) -> (String, u64, u64, String) {
        let fault = parse(text).expect_err("the text is wrong");
        (fault.message, fault.line, fault.column, fault.pointer)
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let text = r#" {"a": [null, true, -1, 18446744073709551615, 1.5, "\u00e4\ud83d\ude00", {}], "b": "\/"} "#;
        let value = json!({"a": [null, true, -1, 18_446_744_073_709_551_615_u64, 1.5, "ä😀", {}], "b": "/"});
        assert_eq!(parse(text), Ok(value));
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_at_any_depth() {
        let (message, line, column, pointer) = fault("{\"a\": [0, {\"x/y\": 1,\n \"x/y\": 2}]}");
        assert_eq!(message, "the key `x/y` stands twice in one object");
        assert_eq!((line, column, pointer.as_str()), (2, 6, "/a/1/x~1y"));
    }

    #[test]
    fn a_text_that_ends_too_early_says_so() {
        let fault = parse("{\"a\": \"b").expect_err("cut short");
        assert_eq!(fault.message, "the text ends in the middle of a string");
        assert!(fault.cut_short);
        assert_eq!(
            (
                fault.line,
                fault.column,
                fault.range,
                fault.pointer.as_str()
            ),
            (1, 9, 8..8, "/a")
        );
        assert_eq!(
            super::parse("[1,").expect_err("cut short").message,
            "the text ends in the middle of a value"
        );
    }

    #[test]
    fn columns_count_characters() {
        let (message, line, column, pointer) = fault("{\"ä\": \"ö\" x}");
        assert_eq!(
            (message.as_str(), line, column, pointer.as_str()),
            ("expected `,` or `}`", 1, 11, "")
        );
    }

    #[test]
    fn what_json_cannot_hold_is_refused() {
        assert_eq!(fault("[1, 1e999]").0, "number out of range");
        assert_eq!(fault(r#"["\ud800"]"#).3, "/0");
        assert_eq!(fault("[NaN]").0, "expected value");
        assert_eq!(fault("{} {}").0, "trailing characters");
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parse(&nested(127)).is_ok());
        assert_eq!(
            fault(&nested(128)).0,
            "it is nested more than 127 levels deep"
        );
        assert_eq!(fault(" ").0, "there is no value");
    }
}
