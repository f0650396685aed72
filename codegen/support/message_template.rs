//! Recognition of events by message templates, for bodies that are written for people and do not name their event.
//!
//! A text matches a template only if the match is unique; an ambiguous match is rejected. Therefore a third party that chooses a
//! part of the text, such as a customer's id, cannot turn one event into another.

use std::borrow::Cow;

use serde_json::Value;

use super::path_trie::{BodyPath, child};
use super::{Integer, Money, OnMisfit, OtherRequests, ParseError, parse_named};

/// Name of an event that fits no template, followed by its first text. No event of a vendor has such a name.
const UNKNOWN: &str = "unknown wording";

/// Message templates of a vendor's events.
///
/// In paths, a number selects an item of an array, and `key=text` the only item whose member `key` is `text`.
pub(crate) struct MessageTemplates {
    /// Paths to the texts that identify the event.
    pub(crate) texts: &'static [BodyPath],
    /// Variable parts of the texts.
    pub(crate) placeholders: &'static [Placeholder],
    /// Templates of each event.
    pub(crate) events: &'static [EventTemplates],
    /// The requests that the vendor sends besides its events, if the profile lists any.
    pub(crate) other_requests: Option<OtherRequests>,
}

/// A variable part of the texts.
pub(crate) struct Placeholder {
    /// Its name in the templates.
    pub(crate) name: &'static str,
    /// Path to its value outside the texts.
    pub(crate) path: Option<BodyPath>,
    /// Syntax of its text.
    pub(crate) kind: CaptureKind,
}

/// Syntax of a placeholder's text.
pub(crate) enum CaptureKind {
    /// Any text.
    Text,
    /// HTTP URL. Its last segment, percent-encoded or not, equals the text of the placeholder `last_segment`.
    Url { last_segment: Option<&'static str> },
}

/// Templates of one event.
pub(crate) struct EventTemplates {
    /// Name of the event.
    pub(crate) event_name: &'static str,
    /// Template of each of the vendor's texts.
    pub(crate) templates: &'static [&'static [Piece]],
    /// Pairs of a placeholder and the placeholder that its path repeats in this event.
    pub(crate) repeats: &'static [(&'static str, &'static str)],
}

/// A piece of a template. There is a literal between any two captures.
pub(crate) enum Piece {
    /// Constant text.
    Literal(&'static str),
    /// Text of the placeholder of this name; never empty.
    Capture(&'static str),
}

impl MessageTemplates {
    /// Name of a body's event; `None` if the body fits no template.
    pub(crate) fn peek(
        &self,
        vendor: &'static str,
        body: &[u8],
    ) -> Result<Option<Cow<'static, str>>, ParseError> {
        let read = read_value(vendor, body);
        let name = read.as_ref().ok().and_then(|value| self.recognise(value));
        if name.is_none() {
            self.refuse_other_request(vendor, body)?;
        }
        read.map(|_| name.map(Cow::Borrowed))
    }

    /// Name of a body's event, or a name for an unknown event.
    pub(crate) fn name(
        &self,
        vendor: &'static str,
        body: &[u8],
    ) -> Result<Cow<'static, str>, ParseError> {
        let read = read_value(vendor, body);
        let name = read.as_ref().ok().and_then(|value| self.recognise(value));
        if let Some(name) = name {
            return Ok(Cow::Borrowed(name));
        }
        self.refuse_other_request(vendor, body)?;
        let name = self.unknown_name(&read?);
        name.ok_or_else(|| ParseError::unnamed(vendor, body, self.texts[0]))
    }

    /// Name for an event that fits no template; `None` for a body without any of the texts, which is no message.
    fn unknown_name(&self, body: &Value) -> Option<Cow<'static, str>> {
        let mut texts = self.texts.iter().map(|path| text_at(body, path));
        match texts.next().flatten() {
            Some(text) => Some(Cow::Owned(format!("{UNKNOWN}: {text}"))),
            None => texts
                .any(|text| text.is_some())
                .then_some(Cow::Borrowed(UNKNOWN)),
        }
    }

    fn refuse_other_request(&self, vendor: &'static str, body: &[u8]) -> Result<(), ParseError> {
        match &self.other_requests {
            Some(others) => others.refuse(vendor, body),
            None => Ok(()),
        }
    }

    /// Texts of the placeholders in a body of this event; `None` if the body does not fit the event's templates.
    pub(crate) fn captures<'v>(
        &self,
        event_name: &str,
        body: &'v Value,
    ) -> Option<CapturedTexts<'_, 'v>> {
        let mut events = self.events.iter();
        let event = events.find(|event| event.event_name == event_name)?;
        CapturedTexts::extract(self, event, body)
    }

    /// Name of the only event whose templates the body fits.
    fn recognise(&self, body: &Value) -> Option<&'static str> {
        let mut fitting = self
            .events
            .iter()
            .filter(|event| CapturedTexts::extract(self, event, body).is_some());
        let event = fitting.next()?;
        fitting.next().is_none().then_some(event.event_name)
    }
}

fn read_value(vendor: &'static str, body: &[u8]) -> Result<Value, ParseError> {
    parse_named(vendor, "", OnMisfit::Refuse, body)
}

/// The value at a path.
fn at<'v>(body: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(body, |value, step| match value {
        Value::Array(items) => match step.split_once('=') {
            Some((key, text)) => {
                let has_text = |item: &&Value| item.get(key).and_then(Value::as_str) == Some(text);
                let mut matching = items.iter().filter(has_text);
                matching.next().filter(|_| matching.next().is_none())
            }
            None => child(value, step),
        },
        value => value.get(step),
    })
}

/// The text at a path, unless it is empty.
fn text_at<'v>(body: &'v Value, path: &[&str]) -> Option<&'v str> {
    at(body, path)?.as_str().filter(|text| !text.is_empty())
}

/// Texts of the placeholders in one body.
pub(crate) struct CapturedTexts<'w, 'v> {
    templates: &'w MessageTemplates,
    body: &'v Value,
    /// One per placeholder.
    texts: Vec<Option<&'v str>>,
}

/// Result of matching a text with a template.
enum TemplateMatch {
    /// There is one match, and its captures have been recorded.
    Unique,
    /// There may be several matches; more known captures may leave one.
    Ambiguous,
    /// There is no match.
    None,
}

impl<'w, 'v> CapturedTexts<'w, 'v> {
    /// Matches the texts of a body with the templates of `event`.
    fn extract(
        templates: &'w MessageTemplates,
        event: &EventTemplates,
        body: &'v Value,
    ) -> Option<Self> {
        let mut captured = Self {
            templates,
            body,
            texts: vec![None; templates.placeholders.len()],
        };
        captured.set_from_paths(event)?;
        let mut open = Vec::new();
        for (template, path) in event.templates.iter().zip(templates.texts) {
            open.push((*template, text_at(body, path)?));
        }
        while !open.is_empty() {
            let mut still_open = Vec::new();
            for (template, text) in &open {
                match captured.match_text(template, text) {
                    TemplateMatch::Unique => {}
                    TemplateMatch::Ambiguous => still_open.push((*template, *text)),
                    TemplateMatch::None => return None,
                }
            }
            if still_open.len() == open.len() {
                return None;
            }
            open = still_open;
        }
        captured.have_valid_syntax().then_some(captured)
    }

    /// Records the values outside the texts. `None` if they contradict each other.
    fn set_from_paths(&mut self, event: &EventTemplates) -> Option<()> {
        for placeholder in self.templates.placeholders {
            let Some(text) = placeholder.path.and_then(|path| text_at(self.body, path)) else {
                continue;
            };
            let mut repeats = event.repeats.iter();
            let name = repeats
                .find(|(name, _)| *name == placeholder.name)
                .map_or(placeholder.name, |(_, repeated)| repeated);
            self.set(name, text)?;
        }
        Some(())
    }

    fn index(&self, name: &str) -> Option<usize> {
        let mut placeholders = self.templates.placeholders.iter();
        placeholders.position(|placeholder| placeholder.name == name)
    }

    fn get(&self, name: &str) -> Option<&'v str> {
        self.texts[self.index(name)?]
    }

    /// Records the text of a placeholder; `None` if it has another text already.
    fn set(&mut self, name: &str, text: &'v str) -> Option<()> {
        let index = self.index(name)?;
        (*self.texts[index].get_or_insert(text) == text).then_some(())
    }

    /// Matches a text with a template after replacing the captures that are known.
    fn match_text(&mut self, template: &[Piece], text: &'v str) -> TemplateMatch {
        // Literal text before the first unknown capture, literal text after each of them, and their names.
        let (mut first, mut between, mut unknown) = (String::new(), Vec::new(), Vec::new());
        for piece in template {
            let known = match piece {
                Piece::Literal(literal) => literal,
                Piece::Capture(name) => match self.get(name) {
                    Some(text) => text,
                    None => {
                        unknown.push(*name);
                        between.push(String::new());
                        continue;
                    }
                },
            };
            between.last_mut().unwrap_or(&mut first).push_str(known);
        }
        let Some(last) = between.pop() else {
            return if text == first {
                TemplateMatch::Unique
            } else {
                TemplateMatch::None
            };
        };
        let inner = text
            .strip_prefix(first.as_str())
            .and_then(|rest| rest.strip_suffix(last.as_str()));
        let Some(texts) = inner.and_then(|inner| split_early(inner, &between)) else {
            return TemplateMatch::None;
        };
        if inner.and_then(|inner| split_late(inner, &between)).as_ref() != Some(&texts) {
            return TemplateMatch::Ambiguous;
        }
        let mut captures = unknown.iter().zip(texts);
        match captures.try_for_each(|(name, text)| self.set(name, text)) {
            Some(()) => TemplateMatch::Unique,
            None => TemplateMatch::None,
        }
    }

    fn have_valid_syntax(&self) -> bool {
        let mut captures = self.templates.placeholders.iter().zip(&self.texts);
        captures.all(|(placeholder, text)| match (&placeholder.kind, text) {
            (CaptureKind::Text, _) | (CaptureKind::Url { .. }, None) => true,
            (CaptureKind::Url { last_segment }, Some(url)) => {
                let segment = last_segment.and_then(|name| self.get(name));
                is_web_url(url) && segment.is_none_or(|segment| ends_with_segment(url, segment))
            }
        })
    }

    /// The text of a placeholder.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The text of a placeholder, interpreted as an amount of money.
    pub(crate) fn money(&self, name: &str) -> Option<Money> {
        self.get(name).map(Money::from_text)
    }

    /// The integer at the path of a placeholder.
    pub(crate) fn integer(&self, name: &str) -> Option<Integer> {
        let path = self.templates.placeholders[self.index(name)?].path?;
        match at(self.body, path)? {
            Value::Number(number) => Integer::from_number(number.clone()).ok(),
            Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        }
    }
}

/// Splits `text` at each of `between`, at the first possible position. No part is empty.
fn split_early<'t>(mut text: &'t str, between: &[String]) -> Option<Vec<&'t str>> {
    let mut parts = Vec::new();
    for literal in between {
        let least = text.chars().next()?.len_utf8();
        let at = least + text[least..].find(literal)?;
        parts.push(&text[..at]);
        text = &text[at + literal.len()..];
    }
    parts.push(text);
    (!text.is_empty()).then_some(parts)
}

/// The same at the last possible position.
fn split_late<'t>(mut text: &'t str, between: &[String]) -> Option<Vec<&'t str>> {
    let mut parts = Vec::new();
    for literal in between.iter().rev() {
        let most = text.char_indices().next_back()?.0;
        let at = text[..most].rfind(literal)?;
        parts.push(&text[at + literal.len()..]);
        text = &text[..at];
    }
    parts.push(text);
    parts.reverse();
    (!text.is_empty()).then_some(parts)
}

fn is_web_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn ends_with_segment(url: &str, segment: &str) -> bool {
    let is_plain = url
        .strip_suffix(segment)
        .is_some_and(|rest| rest.ends_with('/'));
    let last = url.rsplit('/').next().unwrap_or_default();
    is_plain || percent_decoded(last) == segment.as_bytes()
}

fn percent_decoded(segment: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut decoded = Vec::new();
    let mut bytes = segment.as_bytes();
    while let Some((&first, rest)) = bytes.split_first() {
        let escaped = match *rest {
            [high, low, ..] if first == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        match escaped.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) => {
                decoded.push(byte);
                bytes = &rest[2..];
            }
            None => {
                decoded.push(first);
                bytes = rest;
            }
        }
    }
    decoded
}
