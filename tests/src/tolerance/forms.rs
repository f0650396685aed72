//! The rules by which a body that is a form is read.

use form_urlencoded::{Serializer, parse};
use serde_json::Value;
use webhook_events::ParseError;

/// Name and value of a field.
pub type Field = (String, String);

/// A JSON value as a form, which is read as this value if it has what forms have.
pub fn encoded(value: &Value) -> String {
    let mut form = Serializer::new(String::new());
    if let Value::Object(members) = value {
        for (name, value) in members {
            append(&mut form, name, value);
        }
    }
    form.finish()
}

fn append(form: &mut Serializer<'_, String>, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => {
            form.append_pair(name, &value.to_string());
        }
        Value::String(text) => {
            form.append_pair(name, text);
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            for item in items {
                append(form, name, item);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                append(form, &format!("{name}[{index}]"), item);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                append(form, &format!("{name}[{member}]"), value);
            }
        }
    }
}

/// The fields of a form, sorted by name. Those of one name keep their order.
pub fn sorted_fields(form: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = parse(form.as_bytes()).into_owned().collect();
    fields.sort_by(|one, other| one.0.cmp(&other.0));
    fields
}

/// A form that is read is written back with the same fields. `read_and_write` gives the written form.
pub fn check_form(
    form: &str,
    read_and_write: impl FnOnce(&[u8]) -> Result<String, ParseError>,
) -> Result<(), ParseError> {
    let written = read_and_write(form.as_bytes())?;
    assert_eq!(sorted_fields(&written), sorted_fields(form), "{form}");
    Ok(())
}
