//! Text utilities for diagnostics.

use serde_json::{Map, Value};
use strsim::osa_distance;

/// The candidate most similar to `found`, if any is similar enough.
pub(crate) fn nearest<'a>(
    found: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    nearest_few(found, candidates, 1).first().copied()
}

/// Up to `most` candidates that are similar to `found`, the most similar first.
pub fn nearest_few<'a>(
    found: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let length = found.chars().count();
    if length > 64 {
        return Vec::new();
    }
    let lower = found.to_lowercase();
    let mut nearest: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= length.min(candidate.chars().count()) / 3)
        .collect();
    nearest.sort_unstable();
    nearest.dedup();
    nearest
        .into_iter()
        .map(|(_, candidate)| candidate)
        .take(most)
        .collect()
}

/// A help text with the most similar allowed value, if any, and then all of them.
pub(crate) fn one_of<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    let allowed: Vec<&str> = allowed.into_iter().collect();
    let list = quoted_list(allowed.iter().copied());
    match nearest(found, allowed) {
        Some(nearest) => format!("did you mean `{nearest}`? allowed: {list}"),
        None => format!("allowed: {list}"),
    }
}

/// Names in backticks with commas between.
pub(crate) fn quoted_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// Name of a JSON value's type in messages.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Appends at most `limit` characters of `text`, escaped, with an ellipsis if some are left out.
pub(crate) fn push_shortened(out: &mut String, text: &str, limit: usize) {
    match text.char_indices().nth(limit) {
        Some((cut, _)) => {
            push_escaped(out, &text[..cut]);
            out.push('…');
        }
        None => push_escaped(out, text),
    }
}

/// Vendor text ends up in terminals and logs, so characters that move the cursor or reorder the line are escaped.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        let reorders = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control()
            || reorders
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
        {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
}

/// A piece of input within a message: escaped, shortened, in backticks.
pub fn shown(text: &str) -> String {
    let mut out = String::from("`");
    push_shortened(&mut out, text, 60);
    out.push('`');
    out
}

/// The members of an object as a sorted list; the order of the map does not matter.
pub(crate) fn sorted_members(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut members: Vec<_> = object.iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_value_is_named_only_when_it_is_near() {
        let allowed = ["hmac-sha256", "hmac-sha1", "none", "other"];
        assert_eq!(nearest("HMAC-SHA-256", allowed), Some("hmac-sha256"));
        assert_eq!(nearest("nome", allowed), Some("none"));
        assert_eq!(nearest("oauth2", allowed), None);
        assert_eq!(nearest("", allowed), None);
        let nearest = nearest_few("hmac-sha25", ["none", "hmac-sha1", "hmac-sha256"], 3);
        assert_eq!(nearest, ["hmac-sha256", "hmac-sha1"]);
    }

    #[test]
    fn help_lists_all_allowed_values() {
        assert_eq!(
            one_of("nne", ["none", "other"]),
            "did you mean `none`? allowed: `none`, `other`"
        );
        assert_eq!(one_of("x", ["none", "other"]), "allowed: `none`, `other`");
    }
}
