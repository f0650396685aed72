//! The one error type: which event, where in the body, what was expected.

use std::fmt;

use serde::de::Error as _;
use serde_json::{Error, Value};

use super::context::{Cause, Expected, Failure};
use super::locate::{JsonPointer, PathStep, json_type, line_and_column, locate, locate_repeat};

/// Why a body was refused: which event, where, what was expected and what was found.
///
/// An event that this crate does not know is no error: it becomes the `Unknown` variant of the vendor's `Event`.
#[derive(Debug)]
pub struct ParseError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    vendor: &'static str,
    event_name: Option<String>,
    pointer: String,
    line: usize,
    column: usize,
    kind: ErrorKind,
    expected: String,
    found: Option<&'static str>,
    source: Option<Error>,
}

/// What kind of fault a [`ParseError`] reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The body is not JSON, or ends too early.
    Syntax,
    /// A value has another JSON type than the event's schema says.
    Mismatch,
    /// A required member is not there.
    Missing,
    /// A member of an object is there twice.
    Repeated,
    /// The body does not say which event it carries.
    Unnamed,
}

impl ParseError {
    /// The vendor's slug, such as `slack`.
    pub fn vendor(&self) -> &'static str {
        self.0.vendor
    }

    /// The event's name, where the body or the caller named it.
    pub fn event_name(&self) -> Option<&str> {
        self.0.event_name.as_deref()
    }

    /// JSON pointer (RFC 6901) into the body: the value that is wrong, the member that is missing or repeated, or the
    /// value being read where the text stops being JSON.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// Line in the body, counted from 1: where the wrong value starts, or the object that lacks a member.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// Column in that line, in bytes, counted from 1.
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// What kind of fault it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What would have been right, such as `a string` or `an integer or null`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// The JSON type of what stands there instead, such as `a number`; `None` where nothing does.
    pub fn found(&self) -> Option<&str> {
        self.0.found
    }

    /// Makes sense of a failed read of `body`.
    #[cold]
    pub(crate) fn new(
        vendor: &'static str,
        event_name: &str,
        failure: Failure,
        body: &[u8],
    ) -> Self {
        let event_name = (!event_name.is_empty()).then(|| event_name.to_owned());
        Self(Box::new(Inner::new(vendor, event_name, failure, body)))
    }

    /// The body is JSON, but does not name its event at `path`.
    #[cold]
    pub(crate) fn unnamed(vendor: &'static str, body: &[u8], path: &[&'static str]) -> Self {
        let path = steps_in(body, path);
        let mut inner = Inner {
            vendor,
            event_name: None,
            pointer: JsonPointer(&path).to_string(),
            line: 1,
            column: 1,
            kind: ErrorKind::Unnamed,
            expected: "a string that names the event".to_owned(),
            found: None,
            source: None,
        };
        // Either something else stands there, or the place is the innermost object on the way that exists.
        inner.found = locate(body, &path).map(|found| json_type(body, found.value.start));
        for length in (0..=path.len()).rev() {
            if let Some(found) = locate(body, &path[..length]) {
                (inner.line, inner.column) = line_and_column(body, found.value.start);
                break;
            }
        }
        Self(Box::new(inner))
    }
}

/// A path of plain steps as it leads through `body`, where a number is a place in an array and a name in an object.
fn steps_in(body: &[u8], path: &[&'static str]) -> Vec<PathStep> {
    let mut steps = Vec::new();
    for step in path {
        let inside = locate(body, &steps).and_then(|found| body.get(found.value.start));
        steps.push(match (inside, step.parse()) {
            (Some(b'['), Ok(index)) => PathStep::Item(index),
            _ => PathStep::Member((*step).into()),
        });
    }
    steps
}

/// What is wrong with `text`, without where it comes from.
#[cold]
pub(crate) fn complaint(failure: Failure, text: &str) -> String {
    let inner = Inner::new("", None, failure, text.as_bytes());
    Description(&inner, None).to_string()
}

impl Inner {
    fn new(
        vendor: &'static str,
        event_name: Option<String>,
        failure: Failure,
        body: &[u8],
    ) -> Self {
        let Failure { path, cause } = failure;
        let mut inner = Self {
            vendor,
            event_name,
            pointer: JsonPointer(&path).to_string(),
            line: 1,
            column: 1,
            kind: ErrorKind::Syntax,
            expected: "valid JSON".to_owned(),
            found: None,
            source: None,
        };
        match cause {
            Some(cause) => inner.explain(cause, body, &path),
            None => inner.blame_syntax(body),
        }
        inner
    }

    /// The body is no JSON: `serde_json` says why.
    fn blame_syntax(&mut self, body: &[u8]) {
        let read = serde_json::from_slice::<Value>(body);
        let error = read
            .err()
            .unwrap_or_else(|| Error::custom("cannot be read"));
        (self.line, self.column) = (error.line(), error.column());
        self.source = Some(error);
    }

    fn explain(&mut self, cause: Cause, body: &[u8], path: &[PathStep]) {
        let parent = &path[..path.len().saturating_sub(1)];
        let at = match cause {
            Cause::Mismatch(expected) => {
                (self.kind, self.expected) = (ErrorKind::Mismatch, expected.to_string());
                let at = locate(body, path).map(|found| found.value.start);
                self.found = at.map(|at| json_type(body, at));
                at
            }
            Cause::Missing(expected) => {
                (self.kind, self.expected) = (ErrorKind::Missing, expected.to_string());
                locate(body, parent).map(|found| found.value.start)
            }
            Cause::Repeated => {
                (self.kind, self.expected) = (ErrorKind::Repeated, "the member once".to_owned());
                match path.last() {
                    Some(PathStep::Member(name)) => locate_repeat(body, parent, name),
                    _ => None,
                }
            }
        };
        if let Some(at) = at {
            (self.line, self.column) = line_and_column(body, at);
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        if self.or_null {
            f.write_str(" or null")
        } else {
            Ok(())
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            vendor,
            event_name,
            line,
            column,
            ..
        } = &*self.0;
        f.write_str(vendor)?;
        if let Some(name) = event_name {
            // The name may come from the body: keep it short and printable.
            let shown: String = name
                .chars()
                .take(100)
                .flat_map(char::escape_debug)
                .collect();
            write!(f, " event `{shown}`")?;
        }
        write!(f, ": {}", Description(&self.0, Some((*line, *column))))
    }
}

/// What is wrong, and with a line and a column if they are to be told.
struct Description<'i>(&'i Inner, Option<(usize, usize)>);

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(inner, place) = self;
        let pointer = inner.pointer.escape_debug();
        let expected = &inner.expected;
        match (inner.kind, inner.found, &inner.source) {
            (ErrorKind::Syntax, _, Some(source)) => {
                return write!(f, "not valid JSON at `{pointer}`: {source}");
            }
            (ErrorKind::Missing, ..) | (ErrorKind::Unnamed, None, _) => {
                write!(f, "`{pointer}` is missing, expected {expected}")?;
            }
            (ErrorKind::Repeated, ..) => write!(f, "`{pointer}` is there twice")?,
            (_, Some(found), _) => {
                write!(f, "expected {expected} at `{pointer}`, found {found}")?;
            }
            (_, None, _) => write!(f, "expected {expected} at `{pointer}`")?,
        }
        match place {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ParseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
