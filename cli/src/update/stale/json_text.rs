//! JSON text without one of its values, otherwise as it was written.

use std::ops::Range;

use serde_json::{Deserializer, Value};

/// A member of an object, or an item of an array, by its bytes.
struct Child {
    /// The key, or the position.
    name: String,
    /// The whole of it.
    span: Range<usize>,
    value: Range<usize>,
}

/// The text without the value at `path`. An array that would be left without items goes too. `None` if there is no such value.
pub(super) fn without(text: &str, path: &[&str]) -> Option<String> {
    let (name, below) = path.split_first()?;
    let children = children(text)?;
    let index = children.iter().position(|child| child.name == *name)?;
    let child = &children[index];
    let value = &text[child.value.clone()];
    let is_only_item =
        || value.starts_with('[') && self::children(value).is_some_and(|items| items.len() == 1);
    if !below.is_empty() && (below != ["0"] || !is_only_item()) {
        let inner = without(value, below)?;
        return Some(replaced(text, child.value.clone(), &inner));
    }
    let gone = match (index.checked_sub(1), children.get(index + 1)) {
        (Some(before), _) => children[before].span.end..child.span.end,
        (None, Some(next)) => child.span.start..next.span.start,
        // The brackets are left.
        (None, None) => 1..text.rfind(['}', ']'])?,
    };
    Some(replaced(text, gone, ""))
}

fn replaced(text: &str, range: Range<usize>, new: &str) -> String {
    [&text[..range.start], new, &text[range.end..]].concat()
}

/// The children of an object or array, whose text begins and ends with its brackets but for spaces around it.
fn children(text: &str) -> Option<Vec<Child>> {
    let is_object = match text.as_bytes().first()? {
        b'{' => true,
        b'[' => false,
        _ => return None,
    };
    let mut children = Vec::new();
    let mut at = skip_spaces(text, 1);
    while !text.get(at..)?.starts_with(['}', ']']) {
        let start = at;
        let mut name = children.len().to_string();
        if is_object {
            let (key, end) = value_at(text, at)?;
            let colon = skip_spaces(text, end);
            text[colon..].starts_with(':').then_some(())?;
            key.as_str()?.clone_into(&mut name);
            at = skip_spaces(text, colon + 1);
        }
        let (_, end) = value_at(text, at)?;
        children.push(Child {
            name,
            span: start..end,
            value: at..end,
        });
        at = skip_spaces(text, end);
        if text[at..].starts_with(',') {
            at = skip_spaces(text, at + 1);
        }
    }
    Some(children)
}

/// The value that begins here, and its end.
fn value_at(text: &str, start: usize) -> Option<(Value, usize)> {
    let mut values = Deserializer::from_str(&text[start..]).into_iter::<Value>();
    let value = values.next()?.ok()?;
    Some((value, start + values.byte_offset()))
}

fn skip_spaces(text: &str, start: usize) -> usize {
    text.len() - text[start..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "a": {"b": [1, "x, }", null], "c/d": {"}": 1}},
  "e": 2.5e3,
  "f": ["only"]
}
"#;

    #[track_caller]
    fn expect(path: &[&str], gone: &str, left: &str) {
        assert_eq!(TEXT.matches(gone).count(), 1, "{gone}");
        let expected = TEXT.replace(gone, left);
        assert_eq!(without(TEXT, path), Some(expected), "{path:?}");
    }

    #[test]
    fn the_rest_of_the_text_stays() {
        expect(&["e"], ",\n  \"e\": 2.5e3", "");
        expect(
            &["a"],
            "\"a\": {\"b\": [1, \"x, }\", null], \"c/d\": {\"}\": 1}},\n  ",
            "",
        );
        expect(&["a", "b"], "\"b\": [1, \"x, }\", null], ", "");
        expect(&["a", "b", "0"], "1, ", "");
        expect(&["a", "b", "2"], ", null", "");
        expect(&["a", "c/d", "}"], "{\"}\": 1}", "{}");
        expect(&["f", "0"], ",\n  \"f\": [\"only\"]", "");
    }

    #[test]
    fn there_is_no_such_value() {
        for path in [&["z"][..], &["a", "b", "3"], &["e", "x"], &[]] {
            assert_eq!(without(TEXT, path), None, "{path:?}");
        }
    }
}
