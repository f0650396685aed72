//! Recognising an event by the wording of its texts, where a body is written for people and names no event.
//!
//! A text fits a template in one way or not at all: what could be read in two ways is not recognised. So whoever chooses
//! a part of the text, such as a customer's id, cannot make it say something else.

use std::borrow::Cow;

use serde_json::Value;

use super::{Integer, Money, ParseError, parse_named};

/// What an event is called whose wording is not known; the first of its texts follows. No event has a name like this.
const UNKNOWN: &str = "unknown wording";

/// A way into a body. A number steps into an array, and so does `key=text`: to the only item whose member `key` is `text`.
type BodyPath = &'static [&'static str];

/// How a vendor words its events.
pub(crate) struct MessageTemplates {
    /// Paths to the texts that tell the events apart.
    pub(crate) texts: &'static [BodyPath],
    /// What varies in them.
    pub(crate) placeholders: &'static [Placeholder],
    /// The events.
    pub(crate) events: &'static [EventTemplates],
}

/// Something that varies from body to body.
pub(crate) struct Placeholder {
    /// What templates call it.
    pub(crate) name: &'static str,
    /// Where the body says it apart from the texts.
    pub(crate) path: Option<BodyPath>,
    /// What it must look like.
    pub(crate) kind: CaptureKind,
}

/// What the text of a placeholder must look like.
pub(crate) enum CaptureKind {
    /// Any text.
    Text,
    /// A web address. Its last segment, percent-encoded or not, is the text of the placeholder named here.
    Url { last_segment: Option<&'static str> },
}

/// How one event is worded.
pub(crate) struct EventTemplates {
    /// The event.
    pub(crate) event_name: &'static str,
    /// What each text looks like.
    pub(crate) templates: &'static [&'static [Piece]],
    /// Placeholders whose place says the same as another placeholder in this event, and that other one.
    pub(crate) repeats: &'static [(&'static str, &'static str)],
}

/// A piece of a template. Between two holes there is always a literal.
pub(crate) enum Piece {
    /// Text that is the same in every body.
    Literal(&'static str),
    /// The text of a placeholder, which is never empty.
    Capture(&'static str),
}

impl MessageTemplates {
    /// The event of a body; `None` if `body` is JSON whose wording is not known.
    pub(crate) fn peek(
        &self,
        vendor: &'static str,
        body: &[u8],
    ) -> Result<Option<Cow<'static, str>>, ParseError> {
        Ok(self
            .recognise(&read_value(vendor, body)?)
            .map(Cow::Borrowed))
    }

    /// The event of a body, or what an event of unknown wording is called.
    pub(crate) fn name(
        &self,
        vendor: &'static str,
        body: &[u8],
    ) -> Result<Cow<'static, str>, ParseError> {
        Ok(self.find(&read_value(vendor, body)?))
    }

    /// The same from a body that is already a value.
    pub(crate) fn find(&self, body: &Value) -> Cow<'static, str> {
        if let Some(event_name) = self.recognise(body) {
            return Cow::Borrowed(event_name);
        }
        let first = self.texts.first().and_then(|path| text_at(body, path));
        Cow::Owned(match first {
            Some(text) => format!("{UNKNOWN}: {text}"),
            None => UNKNOWN.to_owned(),
        })
    }

    /// What the placeholders stand for in a body of this event; `None` if it is worded in another way.
    pub(crate) fn captures<'v>(
        &self,
        event_name: &str,
        body: &'v Value,
    ) -> Option<CapturedTexts<'_, 'v>> {
        let mut events = self.events.iter();
        let event = events.find(|event| event.event_name == event_name)?;
        CapturedTexts::read(self, event, body)
    }

    /// The only event whose wording the body has.
    fn recognise(&self, body: &Value) -> Option<&'static str> {
        let mut fitting = self
            .events
            .iter()
            .filter(|event| CapturedTexts::read(self, event, body).is_some());
        let event = fitting.next()?;
        fitting.next().is_none().then_some(event.event_name)
    }
}

fn read_value(vendor: &'static str, body: &[u8]) -> Result<Value, ParseError> {
    parse_named(vendor, "", body)
}

/// The value that a path leads to.
fn at<'v>(body: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(body, |value, step| match value {
        Value::Array(items) => match step.split_once('=') {
            Some((key, text)) => {
                let is_it = |item: &&Value| item.get(key).and_then(Value::as_str) == Some(text);
                let mut found = items.iter().filter(is_it);
                found.next().filter(|_| found.next().is_none())
            }
            None => items.get(step.parse::<usize>().ok()?),
        },
        value => value.get(step),
    })
}

/// The text that a path leads to, unless it is empty.
fn text_at<'v>(body: &'v Value, path: &[&str]) -> Option<&'v str> {
    at(body, path)?.as_str().filter(|text| !text.is_empty())
}

/// What the placeholders stand for in one body.
pub(crate) struct CapturedTexts<'w, 'v> {
    templates: &'w MessageTemplates,
    body: &'v Value,
    /// One for each placeholder.
    words: Vec<Option<&'v str>>,
}

/// How a text fits a template.
enum TemplateMatch {
    /// In exactly one way, which the words now say.
    Unique,
    /// Perhaps in several ways; more words may decide.
    Ambiguous,
    /// In no way.
    None,
}

impl<'w, 'v> CapturedTexts<'w, 'v> {
    /// Reads the texts of a body as those of `event`.
    fn read(
        templates: &'w MessageTemplates,
        event: &EventTemplates,
        body: &'v Value,
    ) -> Option<Self> {
        let mut words = Self {
            templates,
            body,
            words: vec![None; templates.placeholders.len()],
        };
        words.take_places(event)?;
        let mut open = Vec::new();
        for (template, path) in event.templates.iter().zip(templates.texts) {
            open.push((*template, text_at(body, path)?));
        }
        while !open.is_empty() {
            let mut still_open = Vec::new();
            for (template, text) in &open {
                match words.fit(template, text) {
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
        words.have_their_form().then_some(words)
    }

    /// Takes over what stands apart from the texts. `None` where the body contradicts itself.
    fn take_places(&mut self, event: &EventTemplates) -> Option<()> {
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
        self.words[self.index(name)?]
    }

    /// Says what a placeholder stands for; `None` if it already stands for something else.
    fn set(&mut self, name: &str, text: &'v str) -> Option<()> {
        let index = self.index(name)?;
        (*self.words[index].get_or_insert(text) == text).then_some(())
    }

    /// Holds a text against a template in which the words known so far are filled in.
    fn fit(&mut self, template: &[Piece], text: &'v str) -> TemplateMatch {
        let (mut first, mut between, mut holes) = (String::new(), Vec::new(), Vec::new());
        for piece in template {
            let known = match piece {
                Piece::Literal(literal) => literal,
                Piece::Capture(name) => match self.get(name) {
                    Some(word) => word,
                    None => {
                        holes.push(*name);
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
        let Some(words) = inner.and_then(|inner| split_early(inner, &between)) else {
            return TemplateMatch::None;
        };
        if inner.and_then(|inner| split_late(inner, &between)).as_ref() != Some(&words) {
            return TemplateMatch::Ambiguous;
        }
        let mut found = holes.iter().zip(words);
        match found.try_for_each(|(name, word)| self.set(name, word)) {
            Some(()) => TemplateMatch::Unique,
            None => TemplateMatch::None,
        }
    }

    fn have_their_form(&self) -> bool {
        let mut words = self.templates.placeholders.iter().zip(&self.words);
        words.all(|(placeholder, word)| match (&placeholder.kind, word) {
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

    /// The text of a placeholder as an amount of money.
    pub(crate) fn money(&self, name: &str) -> Option<Money> {
        self.get(name).map(Money::of)
    }

    /// The whole number at the place of a placeholder.
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

/// Splits `text` at each of `between` as early as can be. No part is empty.
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

/// The same as late as can be.
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
