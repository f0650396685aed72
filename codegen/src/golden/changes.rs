//! Changes to payloads, in the notation that `codegen/golden/check/json_edit.rs` applies.

use serde_json::Value;
use webhook_catalog::pointer;

use crate::docs;

/// Takes the member at `path` out of its object.
pub(super) fn remove(path: &[String]) -> String {
    format!("remove {}", pointer_string(path))
}

/// Puts `json` in place of the value at `path`.
pub(super) fn replace(path: &[String], json: &str) -> String {
    format!("replace {} with {json}", pointer_string(path))
}

/// Adds a member to the front of its object.
pub(super) fn insert(path: &[String], json: &str) -> String {
    format!("insert {} with {json}", pointer_string(path))
}

/// A JSON pointer as a JSON string, on one line and without invisible characters.
fn pointer_string(path: &[String]) -> String {
    let pointer = pointer::from_steps(path);
    let mut text = String::new();
    for char in Value::from(pointer).to_string().chars() {
        if docs::is_unsafe(char) {
            text.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            text.push(char);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::json_edit::{Span, edit};

    fn edited(text: &str, change: &str) -> String {
        let span = Span::of(text).expect("it is JSON");
        edit(text, &span, change).unwrap_or_else(|| panic!("not applicable: {change}"))
    }

    fn path<const N: usize>(steps: [&str; N]) -> Vec<String> {
        steps.map(str::to_owned).to_vec()
    }

    #[test]
    fn members_are_removed_with_a_comma() {
        let text = r#"{"a": [1, {"b": "x\"]"}], "c": true}"#;
        assert_eq!(edited(text, &remove(&path(["a"]))), r#"{ "c": true}"#);
        let c = remove(&path(["c"]));
        assert_eq!(edited(text, &c), r#"{"a": [1, {"b": "x\"]"}]}"#);
        let b = remove(&path(["a", "1", "b"]));
        assert_eq!(edited(text, &b), r#"{"a": [1, {}], "c": true}"#);
    }

    #[test]
    fn values_are_replaced_and_members_inserted() {
        let text = r#"{"a": [1, {}]}"#;
        assert_eq!(edited(text, &replace(&[], "true")), "true");
        let item = replace(&path(["a", "0"]), "{}");
        assert_eq!(edited(text, &item), r#"{"a": [{}, {}]}"#);
        let first = insert(&path(["a", "1", "b"]), r#""x""#);
        assert_eq!(edited(text, &first), r#"{"a": [1, {"b": "x"}]}"#);
        let another = insert(&path(["b"]), "true");
        assert_eq!(edited(text, &another), r#"{"b": true, "a": [1, {}]}"#);
    }

    #[test]
    fn any_name_is_found_again() {
        for name in ["a/b~1", "\" with ", "\n\u{202e}\u{7f}", " with {}", ""] {
            let text = serde_json::json!({ name: 1 }).to_string();
            let change = replace(&path([name]), "{}");
            assert_eq!(change.lines().count(), 1);
            assert_eq!(edited(&text, &change), text.replace(":1}", ":{}}"));
            assert_eq!(edited(&text, &remove(&path([name]))), "{}");
            let twice = edited("{}", &insert(&path([name]), "1"));
            assert_eq!(
                serde_json::from_str::<Value>(&twice).ok(),
                Some(serde_json::json!({ name: 1 }))
            );
        }
    }
}
