//! The keywords about presence that overlays write. An overlay has a source, so its word proves that a member is always there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer;

/// Keywords by which an overlay proves presence, also where the row says the same.
pub(super) const PROOFS: [&str; 2] = ["required", "minItems"];

/// True for a keyword that makes members of an object or places of an array required, with such a value.
fn is_about_presence(keyword: &str, value: &Value) -> bool {
    match keyword {
        "required" => value.is_array() || value.is_null(),
        "minItems" => value.is_number() || value.is_null(),
        _ => false,
    }
}

/// Notes the keywords `required` and `minItems` that a patch sets, and forgets those that it removes. A definition is a patch
/// onto nothing. The depth of patches is limited, so this may recurse.
pub(super) fn note_keywords(
    patch: &Value,
    at: &str,
    label: &str,
    keywords: &mut BTreeMap<String, String>,
) {
    match patch {
        Value::Object(members) => {
            for (name, value) in members {
                let at = pointer::join(at, name);
                if is_about_presence(name, value) && !value.is_null() {
                    keywords.insert(at, label.to_owned());
                } else {
                    note_keywords(value, &at, label, keywords);
                }
            }
        }
        Value::Array(items) => {
            forget_within(at, keywords);
            for (index, item) in items.iter().enumerate() {
                let at = pointer::join(at, &index.to_string());
                note_keywords(item, &at, label, keywords);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            forget_within(at, keywords);
        }
    }
}

fn forget_within(at: &str, keywords: &mut BTreeMap<String, String>) {
    keywords.retain(|keyword, _| !pointer::is_within(keyword, at));
}
