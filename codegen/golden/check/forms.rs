//! Payloads of vendors whose bodies are forms.

use std::fmt::Write as _;

use serde_json::Value;

use super::json;

/// A payload as a form in a vendor's spelling, with the brackets of names as they are.
pub(crate) fn encode(payload: &str) -> String {
    let mut fields = Vec::new();
    if let Value::Object(members) = json(payload) {
        for (name, value) in &members {
            push_fields(percent_encoded(name), value, &mut fields);
        }
    }
    fields.join("&")
}

fn push_fields(name: String, value: &Value, fields: &mut Vec<String>) {
    match value {
        Value::String(text) => fields.push(format!("{name}={}", percent_encoded(text))),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            for item in items {
                push_fields(name.clone(), item, fields);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                push_fields(format!("{name}[{index}]"), item, fields);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                push_fields(
                    format!("{name}[{}]", percent_encoded(member)),
                    value,
                    fields,
                );
            }
        }
        // No form has these, but payloads of an earlier crate may.
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => fields.push(format!("{name}={value}")),
    }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'*' | b'-' | b'.' | b'_' => {
                encoded.push(byte.into())
            }
            _ => write!(encoded, "%{byte:02X}").expect("a string takes any text"),
        }
    }
    encoded
}

/// Asserts that two forms have the same fields. Those of one name must have the same order.
#[track_caller]
pub(super) fn assert_same_fields(found: &str, expected: &str) {
    let fields = |form: &str| {
        let fields = form.split('&').filter(|field| !field.is_empty());
        let mut fields: Vec<String> = fields
            .map(|field| field.replace("%5B", "[").replace("%5D", "]"))
            .collect();
        fields.sort_by(|one, other| one.split('=').next().cmp(&other.split('=').next()));
        fields
    };
    assert_eq!(fields(found), fields(expected));
}
