//! Changes to payloads, in the notation that `codegen/golden/check/json_edit.rs` applies.

use std::fmt;

use serde_json::Value;
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
    /// Reads the changed body, and undoes the change; `None` if the change is not applicable. A payload has hundreds of changes, so
    /// it is not copied for each.
    pub(super) fn read_applied<R>(
        &self,
        body: &mut Value,
        read: impl FnOnce(&Value) -> R,
    ) -> Option<R> {
        let json = match self.edit {
            Edit::Replace(json) => {
                let new = serde_json::from_str(json).ok()?;
                let old = std::mem::replace(value_at_mut(body, &self.path)?, new);
                let found = read(body);
                *value_at_mut(body, &self.path)? = old;
                return Some(found);
            }
            Edit::Insert(json) => Some(json),
            Edit::Remove => None,
        };
        let (name, object) = self.path.split_last()?;
        let members = value_at_mut(body, object)?.as_object_mut()?;
        let old = match json {
            Some(json) => members.insert(name.clone(), serde_json::from_str(json).ok()?),
            None => Some(members.remove(name)?),
        };
        let found = read(body);
        let members = value_at_mut(body, object)?.as_object_mut()?;
        match old {
            Some(old) => members.insert(name.clone(), old),
            None => members.remove(name),
        };
        Some(found)
    }
}

/// The value at the end of a path.
fn value_at_mut<'b>(body: &'b mut Value, path: &[String]) -> Option<&'b mut Value> {
    path.iter().try_fold(body, |value, step| match value {
        Value::Object(members) => members.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
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
        let mut changed = body.clone();
        let applied = change.read_applied(&mut changed, Value::clone);
        assert_eq!(applied, Some(json(&edited)), "{line}");
        assert_eq!(changed, body, "the change is undone: {line}");
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
