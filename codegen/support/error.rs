//! The error of the `parse` functions.

use std::fmt;
use std::sync::Arc;

use serde::de::Error as _;
use serde_json::{Error, Value};

use super::NotEvent;
use super::context::{Cause, Failure};
use super::locate::{JsonPointer, PathStep, json_type, line_and_column, locate, locate_repeat};

/// Error of the `parse` and `peek` functions, and of malformed events: the vendor and the event, the position in the body, and the expected and the found
/// type.
///
/// An unknown event is not an error: it becomes the `Unknown` variant of the vendor's `Event`.
///
/// The message names the event and the JSON pointer, but holds no value of the body. It is one line, with control characters
/// escaped, so that it can be logged:
///
/// ```text
/// slack event `app_mention`: expected a string at `/event/user`, found a number (line 1, column 163)
/// ```
///
/// ```
/// # #[cfg(feature = "slack")] {
/// use webhook_events::{ErrorKind, slack};
///
/// let body = br#"{
///     "type": "event_callback", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1515449522,
///     "event": {"type": "team_rename", "name": "New", "team_id": 7}
/// }"#;
/// let error = slack::parse_strict(body).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Mismatch);
/// assert_eq!(error.event_name(), Some("team_rename"));
/// assert_eq!((error.pointer(), error.line()), ("/event/team_id", 3));
/// assert_eq!((error.expected(), error.found()), ("a string", Some("a number")));
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ParseError(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    vendor: &'static str,
    event_name: Option<String>,
    pointer: String,
    line: usize,
    column: usize,
    kind: ErrorKind,
    expected: String,
    found: Option<&'static str>,
    source: Option<Arc<Error>>,
    header: Option<HeaderProblem>,
    not_event: Option<&'static NotEvent>,
}

/// A header that should name the event, and the reason why it does not, as a predicate.
#[derive(Debug, Clone)]
struct HeaderProblem {
    name: &'static str,
    problem: &'static str,
}

/// Kind of a [`ParseError`] or of a [`Misfit`](super::Misfit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The body is not valid JSON, or not a form if the vendor sends forms.
    Syntax,
    /// A value does not have the type that it should have.
    Mismatch,
    /// A required member or item is missing.
    Missing,
    /// An object has the same member twice.
    Repeated,
    /// The event is not named: by the body, or by the header that should name it.
    Unnamed,
    /// The request is no event, but another one that the vendor sends to the same receivers, such as a slash command.
    NotEvent,
}

impl ParseError {
    /// The vendor's slug, such as `slack`; empty for a value that was decoded by itself.
    pub fn vendor(&self) -> &'static str {
        self.0.vendor
    }

    /// The event's name; `None` if the error occurred before the event was known.
    pub fn event_name(&self) -> Option<&str> {
        self.0.event_name.as_deref()
    }

    /// JSON pointer (RFC 6901) into the body: the wrong value, the missing or repeated member, or the value in which a syntax error
    /// occurred. It is empty for the whole body.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// Name of the request header that should name the event, if the error is about that header and not about the body.
    pub fn header(&self) -> Option<&'static str> {
        Some(self.0.header.as_ref()?.name)
    }

    /// The kind of request and the answer that the vendor expects, if the request is no event: the error's kind is
    /// [`ErrorKind::NotEvent`].
    pub fn not_event(&self) -> Option<&'static NotEvent> {
        self.0.not_event
    }

    /// Line of the wrong value, of the repeated member, or of the object that lacks a member. Counted from 1; 0 if the error has no
    /// position, such as one about a header.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// Column in that line, counted from 1, in bytes; 0 if the error has no position.
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The expected type, such as `a string` or `an integer or null`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// The JSON type of the value found instead, such as `a number`, or the format of a body that has another format; `None` if the
    /// value is missing or not valid JSON.
    pub fn found(&self) -> Option<&str> {
        self.0.found
    }

    /// Error for a failure to decode `body`.
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

    /// Error for a body that should be a form and is `found` instead.
    #[cold]
    pub(crate) fn not_form(vendor: &'static str, found: &'static str) -> Self {
        Self(Box::new(Inner {
            vendor,
            event_name: None,
            pointer: String::new(),
            line: 0,
            column: 0,
            kind: ErrorKind::Syntax,
            expected: "a form".to_owned(),
            found: Some(found),
            source: None,
            header: None,
            not_event: None,
        }))
    }

    /// The error of an item, as one of the object that has the list as a member.
    #[cold]
    pub(crate) fn in_item_of(mut self, member: &'static str, index: usize) -> Self {
        let path = [PathStep::Member(member.into()), PathStep::Item(index)];
        self.0.pointer = format!("{}{}", JsonPointer(&path), self.0.pointer);
        self.remove_position();
        self
    }

    /// Removes the position, for a body that is not the text in which it was located.
    pub(crate) fn remove_position(&mut self) {
        (self.0.line, self.0.column) = (0, 0);
    }

    /// Error for a header that should name the event; `problem` is a predicate of the header.
    #[cold]
    pub(crate) fn of_header(
        vendor: &'static str,
        name: &'static str,
        problem: &'static str,
    ) -> Self {
        Self(Box::new(Inner {
            vendor,
            event_name: None,
            pointer: String::new(),
            line: 0,
            column: 0,
            kind: ErrorKind::Unnamed,
            expected: "a header that names the event".to_owned(),
            found: None,
            source: None,
            header: Some(HeaderProblem { name, problem }),
            not_event: None,
        }))
    }

    /// Error for a request that is no event.
    #[cold]
    pub(crate) fn of_other_request(vendor: &'static str, kind: &'static NotEvent) -> Self {
        Self(Box::new(Inner {
            vendor,
            event_name: None,
            pointer: String::new(),
            line: 0,
            column: 0,
            kind: ErrorKind::NotEvent,
            expected: "an event".to_owned(),
            found: None,
            source: None,
            header: None,
            not_event: Some(kind),
        }))
    }

    /// Error for a body that is JSON but has no event name at `path`.
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
            header: None,
            not_event: None,
        };
        // A value of another type may stand at the path; otherwise the position is that of the innermost value that exists.
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

/// The kind of form that a body is instead of JSON, such as one that a browser sends; `None` if it does not look like one.
#[cold]
pub(super) fn form_in(body: &[u8]) -> Option<&'static str> {
    // Names and values of a form have these characters; all others are encoded. Brackets are often left as they are.
    let is_of_form =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"*-._+%&=[]~!'()@:/,;$|".contains(byte);
    let name_end = body.iter().position(|byte| *byte == b'=')?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"*-._+%[]".contains(byte);
    let is_form = body.iter().all(is_of_form) && body[..name_end].iter().all(is_name);
    let starts_as_form = body.first().is_some_and(|byte| *byte != b'[') && name_end > 0;
    if !is_form || !starts_as_form {
        return None;
    }
    Some(match body.strip_prefix(b"payload=%7B") {
        Some(_) => "a form with JSON in its field `payload`",
        None => "a form",
    })
}

/// Resolves a path in `body`: a number is an index in an array and a name in an object.
pub(super) fn steps_in(body: &[u8], path: &[&'static str]) -> Vec<PathStep> {
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

/// Message for a failure to decode `text`, without vendor, event and position.
#[cold]
pub(crate) fn describe(failure: Failure, text: &str) -> String {
    Inner::new("", None, failure, text.as_bytes()).description()
}

impl Inner {
    fn new(
        vendor: &'static str,
        event_name: Option<String>,
        failure: Failure,
        body: &[u8],
    ) -> Self {
        let Failure { path, cause } = failure;
        let path: Vec<PathStep> = path.steps().cloned().collect();
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
            header: None,
            not_event: None,
        };
        match cause {
            Some(cause) => inner.set_cause(cause, body, &path),
            None => inner.set_syntax_error(body),
        }
        inner
    }

    /// Takes message and position from `serde_json`, which rejects the body as well.
    fn set_syntax_error(&mut self, body: &[u8]) {
        let read = serde_json::from_slice::<Value>(body);
        let error = read
            .err()
            .unwrap_or_else(|| Error::custom("cannot be read"));
        (self.line, self.column) = (error.line(), error.column());
        if let Some(form) = form_in(body) {
            self.expected = "JSON".to_owned();
            self.found = Some(form);
        }
        self.source = Some(Arc::new(error));
    }

    /// The message without vendor, event and position.
    fn description(&self) -> String {
        let Self {
            kind,
            pointer,
            expected,
            found,
            source,
            header,
            not_event,
            ..
        } = self;
        if let Some(NotEvent { name, answer }) = not_event {
            return format!("not an event, but a request of the kind `{name}`: {answer}");
        }
        if let Some(HeaderProblem { name, problem }) = header {
            return format!("the header `{name}`, which names the event, {problem}");
        }
        if let (ErrorKind::Syntax, Some(found)) = (kind, found) {
            return format!("the body is {found}, expected {expected}");
        }
        if let Some(source) = source {
            return format!(
                "not valid JSON {}: {source}",
                place(&pointer.escape_debug())
            );
        }
        let description = Description {
            kind: *kind,
            pointer,
            expected,
            found: *found,
        };
        description.to_string()
    }

    fn set_cause(&mut self, cause: Cause, body: &[u8], path: &[PathStep]) {
        self.kind = cause.kind();
        self.expected = cause.expected().into_owned();
        self.found = cause.found();
        let parent = &path[..path.len().saturating_sub(1)];
        let at = match (cause, path.last()) {
            (Cause::Mismatch { .. }, _) => locate(body, path).map(|found| found.value.start),
            (Cause::Repeated, Some(PathStep::Member(name))) => locate_repeat(body, parent, name),
            (Cause::Missing(_) | Cause::Repeated, _) => {
                locate(body, parent).map(|found| found.value.start)
            }
        };
        if let Some(at) = at {
            (self.line, self.column) = line_and_column(body, at);
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
        f.write_str(if vendor.is_empty() { "value" } else { vendor })?;
        if let Some(name) = event_name {
            // The name may come from the body: truncate it and escape control characters.
            let name: String = name
                .chars()
                .take(100)
                .flat_map(char::escape_debug)
                .collect();
            write!(f, " event `{name}`")?;
        }
        write!(f, ": {}", self.0.description())?;
        match self.0.kind {
            // The message of a syntax error has the position.
            ErrorKind::Syntax => Ok(()),
            _ if *line == 0 => Ok(()),
            _ => write!(f, " (line {line}, column {column})"),
        }
    }
}

/// Message about a value that does not fit its type, or about a body that does not name its event.
pub(super) struct Description<'e> {
    pub(super) kind: ErrorKind,
    pub(super) pointer: &'e dyn fmt::Display,
    pub(super) expected: &'e str,
    pub(super) found: Option<&'e str>,
}

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            pointer,
            expected,
            found,
        } = self;
        // Names in the body may hold control characters.
        let pointer = pointer.to_string();
        let pointer = pointer.escape_debug();
        match (kind, found) {
            (ErrorKind::Missing, _) | (ErrorKind::Unnamed, None) => {
                write!(f, "`{pointer}` is missing, expected {expected}")
            }
            (ErrorKind::Repeated, _) => write!(f, "`{pointer}` is there twice"),
            (_, Some(found)) => write!(f, "expected {expected} {}, found {found}", place(&pointer)),
            (_, None) => write!(f, "expected {expected} {}", place(&pointer)),
        }
    }
}

/// The place that a pointer leads to.
fn place(pointer: &impl fmt::Display) -> String {
    let pointer = pointer.to_string();
    if pointer.is_empty() {
        "at the top level".to_owned()
    } else {
        format!("at `{pointer}`")
    }
}

impl std::error::Error for ParseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
