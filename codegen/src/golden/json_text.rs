//! JSON text with sorted keys, independent of the features of `serde_json`.

use serde_json::Value;

/// Pretty-prints with two spaces, keys sorted.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Array(items) if items.is_empty() => text.push_str("[]"),
        Value::Array(items) => {
            let items = items.iter().map(|item| (None, item));
            block(('[', ']'), items, depth, text);
        }
        Value::Object(members) if members.is_empty() => text.push_str("{}"),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            block(
                ('{', '}'),
                members.into_iter().map(|(name, value)| (Some(name), value)),
                depth,
                text,
            );
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            text.push_str(&value.to_string())
        }
    }
}

fn block<'v>(
    (open, close): (char, char),
    entries: impl Iterator<Item = (Option<&'v String>, &'v Value)>,
    depth: usize,
    text: &mut String,
) {
    let indent = |depth: usize| format!("\n{}", "  ".repeat(depth));
    text.push(open);
    for (index, (name, value)) in entries.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&indent(depth + 1));
        if let Some(name) = name {
            text.push_str(&Value::String(name.clone()).to_string());
            text.push_str(": ");
        }
        write(value, depth + 1, text);
    }
    text.push_str(&indent(depth));
    text.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value = serde_json::json!({"b": [1, {"d": null, "c": "x"}], "a": {}, "e": []});
        let expected = "{\n  \"a\": {},\n  \"b\": [\n    1,\n    {\n      \"c\": \"x\",\n      \"d\": null\n    }\n  ],\n  \"e\": []\n}";
        assert_eq!(pretty(&value), expected);
    }
}
