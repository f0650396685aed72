//! Equality of JSON values.

use serde_json::Value;

/// True if two values may be equal in the sense of JSON Schema. Numbers are compared as floats.
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

/// True if one of the values is the same JSON value.
pub(crate) fn contains(values: &[Value], value: &Value) -> bool {
    values.iter().any(|other| is_same(other, value))
}
