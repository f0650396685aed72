//! JSON values as text, shortened where they are long.

use serde_json::Value;

use super::MAX_DEPTH;

/// Length limit of a value or text in a note, in characters.
pub(super) const MAX_NOTED_VALUE: usize = 120;

/// The start of a text, as long as a note may show.
pub(super) fn shorten_text(text: &str) -> String {
    text.chars().take(MAX_NOTED_VALUE).collect()
}

/// The text of a string; empty for any other value.
pub(super) fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The strings in an array.
pub(super) fn texts_of(value: &Value) -> impl Iterator<Item = &str> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str)
}

/// True if arrays and objects are nested more than `limit` levels deep.
pub(crate) fn is_deeper(value: &Value, limit: usize) -> bool {
    match value {
        Value::Array(items) => limit == 0 || items.iter().any(|item| is_deeper(item, limit - 1)),
        Value::Object(members) => {
            limit == 0 || members.values().any(|item| is_deeper(item, limit - 1))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A value as compact JSON of at most about `limit` characters. Members are sorted, so equal values give equal texts.
pub(crate) fn shorten(value: &Value, limit: usize) -> String {
    let mut text = String::new();
    let complete = write_json(value, limit, 0, &mut text);
    if complete && text.chars().count() <= limit {
        return text;
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// A value as compact JSON with sorted members: equal values give equal texts.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_json(value, usize::MAX / 8, 0, &mut text);
    text
}

/// Writes compact JSON. Stops at some length above `limit` or below [`MAX_DEPTH`]; returns true if all was written.
fn write_json(value: &Value, limit: usize, depth: usize, out: &mut String) -> bool {
    if out.len() > limit * 4 || depth > MAX_DEPTH {
        return false;
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => write_text(text, limit, out),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                if !write_json(item, limit, depth + 1, out) {
                    return false;
                }
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            for (index, (name, item)) in sorted.into_iter().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                write_text(name, limit, out);
                out.push(':');
                if !write_json(item, limit, depth + 1, out) {
                    return false;
                }
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
    true
}

/// Writes the first `limit + 1` characters of a text as JSON.
fn write_text(text: &str, limit: usize, out: &mut String) {
    let head = if text.len() > limit {
        let rest = text.char_indices().nth(limit + 1);
        rest.map_or(text, |(end, _)| &text[..end])
    } else {
        text
    };
    out.push_str(&Value::from(head).to_string());
}
