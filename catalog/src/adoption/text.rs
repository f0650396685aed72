//! JSON as text that is easy to compare: sorted, one member a line, and short values on one line.

use std::fmt::Write;

use serde_json::Value;

use crate::text::sorted_members;

/// Longest line of a value that is written on one line, without its indentation.
const MAX_WIDTH: usize = 90;

/// Appends a value. The depth of values is limited, so this may recurse.
pub(super) fn push(out: &mut String, value: &Value, indent: usize) {
    let start = out.len();
    push_short(out, value);
    if out.len() - start <= MAX_WIDTH && !has_members(value) {
        return;
    }
    out.truncate(start);
    let inner = "  ".repeat(indent + 1);
    let outer = "  ".repeat(indent);
    match value {
        Value::Object(members) => {
            let members = sorted_members(members);
            for (index, (name, value)) in members.into_iter().enumerate() {
                let before = if index == 0 { "{" } else { "," };
                write!(out, "{before}\n{inner}{}: ", Value::from(name.as_str()))
                    .expect("writing to a string cannot fail");
                push(out, value, indent + 1);
            }
            write!(out, "\n{outer}}}").expect("writing to a string cannot fail");
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let before = if index == 0 { "[" } else { "," };
                write!(out, "{before}\n{inner}").expect("writing to a string cannot fail");
                push(out, item, indent + 1);
            }
            write!(out, "\n{outer}]").expect("writing to a string cannot fail");
        }
        scalar => push_short(out, scalar),
    }
}

/// True if the value is an object with members, or has one, that is worth a line for each member.
fn has_members(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            let own = members.get("properties").is_some_and(Value::is_object);
            own || members.values().any(has_members)
        }
        Value::Array(items) => items.iter().any(has_members),
        _ => false,
    }
}

fn push_short(out: &mut String, value: &Value) {
    match value {
        Value::Object(members) => {
            out.push('{');
            for (index, (name, value)) in sorted_members(members).into_iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write!(out, "{}: ", Value::from(name.as_str()))
                    .expect("writing to a string cannot fail");
                push_short(out, value);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                push_short(out, item);
            }
            out.push(']');
        }
        scalar => write!(out, "{scalar}").expect("writing to a string cannot fail"),
    }
}
