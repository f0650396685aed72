//! Extracts the captures from a sample's texts.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use webhook_catalog::{Piece, PlaceholderKind, PlaceholderProfile, TemplateNaming, pointer};

/// The captured text of each placeholder in a sample.
pub(super) type Captures = BTreeMap<String, String>;

/// A range of a text, and the placeholder that captures it.
type Capture<'p> = (Range<usize>, &'p str);

/// Finds the captures at the placeholders' own pointers and by the patterns. The error describes an ambiguity.
pub(super) fn captures_of(profile: &TemplateNaming, body: &Value) -> Result<Captures, String> {
    let mut captures = Captures::new();
    for placeholder in &profile.placeholders {
        let value = placeholder.at.as_ref().and_then(|at| value_at(body, at));
        let captured = match (placeholder.kind, value) {
            (PlaceholderKind::UnixTime, Some(Value::Number(number))) => Some(number.to_string()),
            (
                PlaceholderKind::Text | PlaceholderKind::Url | PlaceholderKind::Money,
                Some(Value::String(text)),
            ) => Some(text.clone()).filter(|text| !text.is_empty()),
            (
                PlaceholderKind::Text
                | PlaceholderKind::Url
                | PlaceholderKind::Money
                | PlaceholderKind::UnixTime,
                _,
            ) => None,
        };
        captures.extend(captured.map(|captured| (placeholder.name.clone(), captured)));
    }
    for text in profile.texts.iter().filter_map(|at| text_at(body, at)) {
        for (range, name) in captures_by_patterns(profile, text)? {
            let known = captures.entry(name.to_owned());
            let known = known.or_insert_with(|| text[range.clone()].to_owned());
            if *known != text[range] {
                return Err(format!("`{name}` stands for two different texts"));
            }
        }
    }
    Ok(captures)
}

/// A description of the first URL placeholder whose capture is no URL.
pub(super) fn find_bad_url(profile: &TemplateNaming, captures: &Captures) -> Option<String> {
    let is_url = |placeholder: &&PlaceholderProfile| placeholder.kind == PlaceholderKind::Url;
    let mut urls = profile.placeholders.iter().filter(is_url);
    urls.find_map(|placeholder| {
        let (name, url) = captures.get_key_value(&placeholder.name)?;
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            return Some(format!("`{name}` is no web address"));
        }
        let segment = placeholder.last_segment.as_ref()?;
        let last = captures.get(segment)?;
        // The run-time code compares percent-encoded segments.
        let is_last = url.ends_with(&format!("/{last}")) || url.contains('%');
        (!is_last).then(|| format!("`{name}` does not end with `{segment}`"))
    })
}

/// Splits a text into literals and captures. The error names a placeholder that could be captured at two places.
pub(super) fn extract(
    profile: &TemplateNaming,
    captures: &Captures,
    text: &str,
) -> Result<Vec<Piece>, String> {
    let mut found = captures_by_patterns(profile, text)?;
    let is_text = |name: &str| {
        let mut placeholders = profile.placeholders.iter();
        placeholders.any(|placeholder| {
            placeholder.name == name && placeholder.kind != PlaceholderKind::UnixTime
        })
    };
    // The longest first: `annual` may be a part of `annual plan`.
    let mut by_length: Vec<(&String, &String)> =
        captures.iter().filter(|(name, _)| is_text(name)).collect();
    by_length.sort_by(|(_, one), (_, other)| (other.len(), one).cmp(&(one.len(), other)));
    for (name, captured) in by_length {
        let occurrences = free_occurrences(text, captured, &found);
        let Some(first) = occurrences.first() else {
            continue;
        };
        let is_placed = found.iter().any(|(_, placed)| placed == name);
        if is_placed || occurrences.len() > 1 {
            return Err(format!("the text of `{name}` stands there twice"));
        }
        let mut others = captures.iter();
        if let Some((other, _)) =
            others.find(|(other, same)| *other != name && *same == captured && is_text(other))
        {
            return Err(format!("`{name}` and `{other}` stand for the same text"));
        }
        found.push((first.clone(), name));
    }
    found.sort_by_key(|(range, _)| range.start);
    Ok(split(text, found))
}

/// Splits a text at these captures, which are sorted and do not overlap.
fn split(text: &str, captures: Vec<Capture<'_>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for (range, name) in captures {
        if range.start > end {
            pieces.push(Piece::Literal(text[end..range.start].to_owned()));
        }
        pieces.push(Piece::Capture(name.to_owned()));
        end = range.end;
    }
    if end < text.len() {
        pieces.push(Piece::Literal(text[end..].to_owned()));
    }
    pieces
}

/// The captures that the profile's patterns find in a text.
fn captures_by_patterns<'p>(
    profile: &'p TemplateNaming,
    text: &str,
) -> Result<Vec<Capture<'p>>, String> {
    let mut captures: Vec<Capture<'p>> = Vec::new();
    for pattern in &profile.patterns {
        let Some((found, end)) = match_pattern(pattern, text, 0) else {
            continue;
        };
        let overlaps =
            |capture: &Capture<'_>| captures.iter().any(|(range, _)| overlap(range, &capture.0));
        if match_pattern(pattern, text, end).is_some() || found.iter().any(overlaps) {
            return Err("patterns fit a text at two places".to_owned());
        }
        captures.extend(found);
    }
    Ok(captures)
}

/// The first match of a pattern from `start` on: its captures, as short as possible, and its end.
fn match_pattern<'p>(
    pattern: &'p [Piece],
    text: &str,
    start: usize,
) -> Option<(Vec<Capture<'p>>, usize)> {
    let mut captures: Vec<Capture<'p>> = Vec::new();
    let mut at = start;
    let mut open = None;
    for piece in pattern {
        match piece {
            Piece::Capture(name) => open = Some(name.as_str()),
            Piece::Literal(literal) => {
                let found = at + text[at..].find(literal.as_str())?;
                if let Some(name) = open.take() {
                    if found == at {
                        return None;
                    }
                    captures.push((at..found, name));
                }
                at = found + literal.len();
            }
        }
    }
    Some((captures, at))
}

/// The occurrences of `searched` in `text` that split no word and do not overlap `taken`.
fn free_occurrences(text: &str, searched: &str, taken: &[Capture<'_>]) -> Vec<Range<usize>> {
    let is_letter = |char: char| char.is_alphanumeric() || char == '_';
    let splits_a_word =
        |left: &str, right: &str| left.ends_with(is_letter) && right.starts_with(is_letter);
    text.match_indices(searched)
        .map(|(start, _)| start..start + searched.len())
        .filter(|range| {
            let (before, after) = (&text[..range.start], &text[range.end..]);
            !splits_a_word(before, searched)
                && !splits_a_word(searched, after)
                && !taken.iter().any(|(other, _)| overlap(other, range))
        })
        .collect()
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The text at a pointer, unless it is empty.
pub(super) fn text_at<'v>(body: &'v Value, at: &str) -> Option<&'v str> {
    value_at(body, at)?.as_str().filter(|text| !text.is_empty())
}

/// The value at a pointer. A step `key=text` selects the only item of an array with that text at that key, as in the
/// run-time code.
fn value_at<'v>(body: &'v Value, at: &str) -> Option<&'v Value> {
    let steps = pointer::steps(at);
    steps.iter().try_fold(body, |value, step| match value {
        Value::Array(items) => match step.split_once('=') {
            Some((key, text)) => {
                let is_selected =
                    |item: &&Value| item.get(key).and_then(Value::as_str) == Some(text);
                let mut found = items.iter().filter(is_selected);
                found.next().filter(|_| found.next().is_none())
            }
            None => items.get(step.parse::<usize>().ok()?),
        },
        value => value.get(step),
    })
}
