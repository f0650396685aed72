//! Changes to payloads, in the notation that `codegen/golden/check/json_edit.rs` applies.

use std::fmt;

use serde_json::{Map, Value};
use webhook_catalog::pointer;

use crate::docs;

/// A change to one value. It displays in that notation.
#[derive(Debug, Clone)]
pub(super) struct Change<'j> {
    /// Path of the value.
    pub(super) path: Vec<String>,
    /// The change.
    pub(super) edit: Edit<'j>,
}

/// A change without its place. New values are JSON text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Edit<'j> {
    /// Takes a member out of its object.
    Remove,
    /// Puts another value in place of one.
    Replace(&'j str),
    /// Adds a member to the front of its object.
    Insert(&'j str),
}

impl Change<'_> {
    /// The changed body; `None` if the change is not applicable.
    pub(super) fn applied(&self, body: &Value) -> Option<Value> {
        let mut body = body.clone();
        let value = |json| serde_json::from_str(json).ok();
        match self.edit {
            Edit::Remove => {
                let (members, name) = self.members(&mut body)?;
                members.remove(name)?;
            }
            Edit::Insert(json) => {
                let (members, name) = self.members(&mut body)?;
                members.insert(name.to_owned(), value(json)?);
            }
            Edit::Replace(json) => {
                *body.pointer_mut(&pointer::from_steps(&self.path))? = value(json)?;
            }
        }
        Some(body)
    }

    /// The members of the object that has the member, and the member's name.
    fn members<'b>(&self, body: &'b mut Value) -> Option<(&'b mut Map<String, Value>, &str)> {
        let (name, object) = self.path.split_last()?;
        let object = body.pointer_mut(&pointer::from_steps(object))?;
        Some((object.as_object_mut()?, name))
    }
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = pointer_string(&self.path);
        match self.edit {
            Edit::Remove => write!(f, "remove {pointer}"),
            Edit::Replace(json) => write!(f, "replace {pointer} with {json}"),
            Edit::Insert(json) => write!(f, "insert {pointer} with {json}"),
        }
    }
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
    use crate::golden::json_edit::{self, Span};

    /// The changed text, which holds the changed value.
    fn edited<const N: usize>(text: &str, path: [&str; N], edit: Edit<'_>) -> String {
        let path = path.map(str::to_owned).to_vec();
        let (change, body) = (Change { path, edit }, json(text));
        let span = Span::of(text).expect("it is JSON");
        let line = change.to_string();
        assert_eq!(line.lines().count(), 1);
        let edited = json_edit::edit(text, &span, &line);
        let edited = edited.unwrap_or_else(|| panic!("not applicable: {line}"));
        assert_eq!(change.applied(&body), Some(json(&edited)), "{line}");
        edited
    }

    fn json(text: &str) -> Value {
        serde_json::from_str(text).expect("it is JSON")
    }

    #[test]
    fn members_are_removed_with_a_comma() {
        let text = r#"{"a": [1, {"b": "x\"]"}], "c": true}"#;
        assert_eq!(edited(text, ["a"], Edit::Remove), r#"{ "c": true}"#);
        let without_c = edited(text, ["c"], Edit::Remove);
        assert_eq!(without_c, r#"{"a": [1, {"b": "x\"]"}]}"#);
        let without_b = edited(text, ["a", "1", "b"], Edit::Remove);
        assert_eq!(without_b, r#"{"a": [1, {}], "c": true}"#);
    }

    #[test]
    fn values_are_replaced_and_members_inserted() {
        let text = r#"{"a": [1, {}]}"#;
        assert_eq!(edited(text, [], Edit::Replace("true")), "true");
        let item = edited(text, ["a", "0"], Edit::Replace("{}"));
        assert_eq!(item, r#"{"a": [{}, {}]}"#);
        let first = edited(text, ["a", "1", "b"], Edit::Insert(r#""x""#));
        assert_eq!(first, r#"{"a": [1, {"b": "x"}]}"#);
        let another = edited(text, ["b"], Edit::Insert("true"));
        assert_eq!(another, r#"{"b": true, "a": [1, {}]}"#);
    }

    #[test]
    fn any_name_is_found_again() {
        for name in ["a/b~1", "\" with ", "\n\u{202e}\u{7f}", " with {}", ""] {
            let text = serde_json::json!({ name: 1 }).to_string();
            let replaced = edited(&text, [name], Edit::Replace("{}"));
            assert_eq!(replaced, text.replace(":1}", ":{}}"));
            assert_eq!(edited(&text, [name], Edit::Remove), "{}");
            let again = edited("{}", [name], Edit::Insert("1"));
            assert_eq!(json(&again), serde_json::json!({ name: 1 }));
        }
    }
}
