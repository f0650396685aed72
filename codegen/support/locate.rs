//! Positions of values in a JSON text. Used for errors only, so that decoding does not count lines.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::scan::Scanner;

/// One step from a JSON value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum PathStep {
    /// Member of an object, by name.
    Member(Cow<'static, str>),
    /// Item of an array, by index.
    Item(usize),
}

/// Displays a step as the token of a JSON pointer (RFC 6901), with its slash.
impl fmt::Display for PathStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")),
            Self::Item(index) => write!(f, "/{index}"),
        }
    }
}

/// Displays a path as a JSON pointer.
pub(crate) struct JsonPointer<'a>(pub(crate) &'a [PathStep]);

impl fmt::Display for JsonPointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| step.fmt(f))
    }
}

/// Byte range of a value in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValueSpan {
    /// Range of the member's name, quotes included, if the value is a member of an object.
    pub(crate) key: Option<Range<usize>>,
    /// Range of the value.
    pub(crate) value: Range<usize>,
}

/// Locates the value at `path`. Of repeated members the first is taken. `text` need not be valid JSON beyond the value.
pub(crate) fn locate(text: &[u8], path: &[PathStep]) -> Option<ValueSpan> {
    let mut scanner = Scanner::new(text, 0);
    let mut key = None;
    for step in path {
        key = match step {
            PathStep::Member(name) => Some(scanner.enter_member(name, 1)?),
            PathStep::Item(index) => {
                scanner.enter_item(*index)?;
                None
            }
        };
    }
    scanner.skip_space();
    let start = scanner.at();
    scanner.skip_value()?;
    Some(ValueSpan {
        key,
        value: start..scanner.at(),
    })
}

/// Locates the second member called `name` in the object at `path`; returns the offset of its name.
pub(crate) fn locate_repeat(text: &[u8], path: &[PathStep], name: &str) -> Option<usize> {
    let object = locate(text, path)?.value;
    let mut scanner = Scanner::new(&text[..object.end], object.start);
    Some(scanner.enter_member(name, 2)?.start)
}

/// Line and column of a byte offset, both counted from 1, columns in bytes.
pub(crate) fn line_and_column(text: &[u8], at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    (line, before.len() - start + 1)
}

/// JSON type of the value that starts at `at`, with its article.
pub(crate) fn json_type(text: &[u8], at: usize) -> &'static str {
    match text.get(at) {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(b'-' | b'0'..=b'9') => "a number",
        _ => "something else",
    }
}
