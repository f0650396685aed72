//! Event names and beginnings of names, as profiles list them.

use std::fmt;

use super::lists::read_texts;
use crate::ids::EventName;
use crate::toml_file::{Entry, TomlTable};

/// An event name, or the beginning of several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventPattern {
    /// The name, or its beginning.
    pub text: String,
    /// True if names may go on after the text.
    pub is_prefix: bool,
}

impl EventPattern {
    /// True if the pattern stands for this event.
    pub fn matches(&self, event: &EventName) -> bool {
        match self.is_prefix {
            true => event.as_str().starts_with(&self.text),
            false => event.as_str() == self.text,
        }
    }
}

impl fmt::Display for EventPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        f.write_str(if self.is_prefix { "*" } else { "" })
    }
}

/// The key of the longest pattern that matches the event.
pub(super) fn longest_match<'l, K>(
    listed: impl Iterator<Item = (&'l K, &'l Vec<EventPattern>)>,
    event: &EventName,
) -> Option<&'l K> {
    let patterns =
        listed.flat_map(|(key, patterns)| patterns.iter().map(move |pattern| (pattern, key)));
    let matching = patterns.filter(|(pattern, _)| pattern.matches(event));
    // The exact name is longer than any beginning of it that is another pattern.
    let longest = matching.max_by_key(|(pattern, _)| (pattern.text.len(), !pattern.is_prefix));
    longest.map(|(_, key)| key)
}

/// Reads a list of patterns.
pub(super) fn read_patterns(listed: &TomlTable<'_>, entry: &Entry<'_>) -> Vec<EventPattern> {
    let texts = read_texts(listed, entry).unwrap_or_default();
    let pattern = |(text, _): &(&str, _)| match text.strip_suffix('*') {
        Some(start) => EventPattern {
            text: start.to_owned(),
            is_prefix: true,
        },
        None => EventPattern {
            text: (*text).to_owned(),
            is_prefix: false,
        },
    };
    texts.iter().map(pattern).collect()
}
