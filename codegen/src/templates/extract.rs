//! Cutting what varies out of a sample's texts.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use webhook_catalog::{MessageTemplates as Profile, Piece, Placeholder, PlaceholderKind};

use webhook_catalog::pointer;

/// What each placeholder stands for in a sample.
pub(super) type Words = BTreeMap<String, String>;

/// A part of a text that stands for a placeholder.
type Part<'p> = (Range<usize>, &'p str);

/// What the placeholders stand for, by their places and by the patterns in the texts. The error says what is in doubt.
pub(super) fn words_of(profile: &Profile, body: &Value) -> Result<Words, String> {
    let mut words = Words::new();
    for placeholder in &profile.placeholders {
        let value = placeholder.at.as_ref().and_then(|at| value_at(body, at));
        let word = match (placeholder.kind, value) {
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
        words.extend(word.map(|word| (placeholder.name.clone(), word)));
    }
    for text in profile.texts.iter().filter_map(|at| text_at(body, at)) {
        for (range, name) in parts_by_patterns(profile, text)? {
            let word = words.entry(name.to_owned());
            let word = word.or_insert_with(|| text[range.clone()].to_owned());
            if *word != text[range] {
                return Err(format!("`{name}` stands for two different texts"));
            }
        }
    }
    Ok(words)
}

/// What is wrong with the words that should be URLs.
pub(super) fn bad_url(profile: &Profile, words: &Words) -> Option<String> {
    let is_url = |placeholder: &&Placeholder| placeholder.kind == PlaceholderKind::Url;
    profile
        .placeholders
        .iter()
        .filter(is_url)
        .find_map(|placeholder| {
            let (name, url) = words.get_key_value(&placeholder.name)?;
            if !(url.starts_with("https://") || url.starts_with("http://")) {
                return Some(format!("`{name}` is no web address"));
            }
            let segment = placeholder.last_segment.as_ref()?;
            // An encoded one is left to the run-time code.
            let ends_with = |word: &String| url.ends_with(&format!("/{word}")) || url.contains('%');
            let is_wrong = words.get(segment).is_some_and(|word| !ends_with(word));
            is_wrong.then(|| format!("`{name}` does not end with `{segment}`"))
        })
}

/// A text as a template. The error says which placeholder may stand at two places.
pub(super) fn extract(profile: &Profile, words: &Words, text: &str) -> Result<Vec<Piece>, String> {
    let mut parts = parts_by_patterns(profile, text)?;
    let is_text = |name: &str| {
        let mut placeholders = profile.placeholders.iter();
        placeholders.any(|one| one.name == name && one.kind != PlaceholderKind::UnixTime)
    };
    // The longest first: `annual` may be a part of `annual plan`.
    let mut candidates: Vec<(&String, &String)> =
        words.iter().filter(|(name, _)| is_text(name)).collect();
    candidates.sort_by(|(_, one), (_, other)| (other.len(), one).cmp(&(one.len(), other)));
    for (name, word) in candidates {
        let found = free_occurrences(text, word, &parts);
        let Some(first) = found.first() else { continue };
        let is_placed = parts.iter().any(|(_, placed)| placed == name);
        if is_placed || found.len() > 1 {
            return Err(format!("the text of `{name}` stands there twice"));
        }
        if let Some((other, _)) = words
            .iter()
            .find(|(other, same)| *other != name && *same == word && is_text(other))
        {
            return Err(format!("`{name}` and `{other}` stand for the same text"));
        }
        parts.push((first.clone(), name));
    }
    parts.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::new();
    let mut end = 0;
    for (range, name) in parts {
        if range.start > end {
            pieces.push(Piece::Literal(text[end..range.start].to_owned()));
        }
        pieces.push(Piece::Capture(name.to_owned()));
        end = range.end;
    }
    if end < text.len() {
        pieces.push(Piece::Literal(text[end..].to_owned()));
    }
    Ok(pieces)
}

/// The parts of a text that patterns find.
fn parts_by_patterns<'p>(profile: &'p Profile, text: &str) -> Result<Vec<Part<'p>>, String> {
    let mut parts: Vec<Part<'p>> = Vec::new();
    for pattern in &profile.patterns {
        let Some((found, end)) = fit(pattern, text, 0) else {
            continue;
        };
        let overlaps = |part: &Part<'_>| parts.iter().any(|(range, _)| meet(range, &part.0));
        if fit(pattern, text, end).is_some() || found.iter().any(overlaps) {
            return Err("patterns fit a text at two places".to_owned());
        }
        parts.extend(found);
    }
    Ok(parts)
}

/// The first place from `start` on where a pattern fits: its holes, as short as can be, and its end.
fn fit<'p>(pattern: &'p [Piece], text: &str, start: usize) -> Option<(Vec<Part<'p>>, usize)> {
    let mut parts: Vec<Part<'p>> = Vec::new();
    let mut at = start;
    let mut hole = None;
    for piece in pattern {
        match piece {
            Piece::Capture(name) => hole = Some(name.as_str()),
            Piece::Literal(literal) => {
                let found = at + text[at..].find(literal.as_str())?;
                if let Some(name) = hole.take() {
                    if found == at {
                        return None;
                    }
                    parts.push((at..found, name));
                }
                at = found + literal.len();
            }
        }
    }
    Some((parts, at))
}

/// Where `word` stands in `text` as a word of its own, apart from what is taken already.
fn free_occurrences(text: &str, word: &str, taken: &[Part<'_>]) -> Vec<Range<usize>> {
    let is_letter = |char: char| char.is_alphanumeric() || char == '_';
    let splits_a_word =
        |left: &str, right: &str| left.ends_with(is_letter) && right.starts_with(is_letter);
    text.match_indices(word)
        .map(|(start, _)| start..start + word.len())
        .filter(|range| {
            let (before, after) = (&text[..range.start], &text[range.end..]);
            !splits_a_word(before, word)
                && !splits_a_word(word, after)
                && !taken.iter().any(|(other, _)| meet(other, range))
        })
        .collect()
}

fn meet(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The text at a pointer, unless it is empty.
pub(super) fn text_at<'v>(body: &'v Value, at: &str) -> Option<&'v str> {
    value_at(body, at)?.as_str().filter(|text| !text.is_empty())
}

/// The value at a pointer whose steps may be `key=text`, as the run-time code reads it.
fn value_at<'v>(body: &'v Value, at: &str) -> Option<&'v Value> {
    let steps = pointer::steps(at);
    steps.iter().try_fold(body, |value, step| match value {
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
