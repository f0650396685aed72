//! Bodies that are forms (`application/x-www-form-urlencoded`), read and written by way of JSON.
//!
//! Values are strings, and a field that is repeated is a list of strings. Brackets in a field's name make objects: `data[email]` is the
//! member `email` of the object `data`. Objects whose names are `0`, `1` and so on without a gap are the items of a list. JSON made
//! from fields has all of their names and values, so that it is written as the same fields.

use std::borrow::Cow;
use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use percent_encoding::percent_decode;
use serde::de::IgnoredAny;
use serde::ser::Serialize;
use serde_json::Value;

use super::ParseError;

/// Reads a form through its JSON. Errors have no position, since that JSON is not the body.
pub(crate) fn read_form<T>(
    vendor: &'static str,
    body: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, ParseError>,
) -> Result<T, ParseError> {
    let json = form_to_json(body).map_err(|found| ParseError::not_form(vendor, found))?;
    read(json.as_bytes()).map_err(|mut error| {
        error.remove_position();
        error
    })
}

/// A form as JSON text. The error is what the body is instead.
pub(crate) fn form_to_json(body: &[u8]) -> Result<String, &'static str> {
    let is_json = match body.trim_ascii_start().first() {
        // No encoder leaves it as it is.
        Some(b'{') => true,
        Some(b'[' | b'"') => serde_json::from_slice::<IgnoredAny>(body).is_ok(),
        _ => false,
    };
    if is_json {
        return Err("JSON");
    }
    // Bytes that are not UTF-8 could not be written back.
    if percent_decode(body).decode_utf8().is_err() {
        return Err("not UTF-8");
    }
    let mut form = Fields::default();
    for (name, text) in form_urlencoded::parse(body) {
        form.insert(&name, text);
    }
    let mut json = String::with_capacity(body.len() * 2);
    form.write_root(&mut json);
    Ok(json)
}

/// Writes a delivery as a form: a field for each string, number and boolean. Null and empty lists and objects have none.
pub(crate) fn to_form(delivery: &impl Serialize) -> String {
    let mut form = Serializer::new(String::new());
    if let Ok(Value::Object(members)) = serde_json::to_value(delivery) {
        for (name, value) in &members {
            append(&mut form, name, value);
        }
    }
    form.finish()
}

fn append(form: &mut Serializer<'_, String>, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::String(text) => {
            form.append_pair(name, text);
        }
        Value::Bool(_) | Value::Number(_) => {
            form.append_pair(name, &value.to_string());
        }
        Value::Array(items) => {
            let is_repeated = !items.iter().any(|item| item.is_object() || item.is_array());
            for (index, item) in items.iter().enumerate() {
                match is_repeated {
                    true => append(form, name, item),
                    false => append(form, &format!("{name}[{index}]"), item),
                }
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                append(form, &format!("{name}[{member}]"), value);
            }
        }
    }
}

/// Limit of the brackets in a name. One that has more is a member of that name.
const MAX_BRACKETS: usize = 32;

/// The first step of a field's name and those in brackets: `a[b][c]` is `a`, `b`, `c`. `None` if brackets are not of this form.
fn steps(name: &str) -> Option<(&str, Vec<&str>)> {
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if first.is_empty() && !rest.is_empty() {
        return None;
    }
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = rest.strip_prefix('[')?.split_once(']')?;
        if step.contains('[') || steps.len() == MAX_BRACKETS {
            return None;
        }
        steps.push(step);
        rest = after;
    }
    Some((first, steps))
}

/// Fields by the next step of their names.
#[derive(Default)]
struct Fields<'b>(BTreeMap<String, Field<'b>>);

#[derive(Default)]
struct Field<'b> {
    /// Values of the fields whose names end here.
    texts: Vec<Cow<'b, str>>,
    /// Fields whose names have more steps.
    fields: Fields<'b>,
}

impl<'b> Fields<'b> {
    fn insert(&mut self, name: &str, text: Cow<'b, str>) {
        let (first, steps) = steps(name).unwrap_or((name, Vec::new()));
        let field = self.0.entry(first.to_owned()).or_default();
        let field = steps.into_iter().fold(field, |field, step| {
            field.fields.0.entry(step.to_owned()).or_default()
        });
        field.texts.push(text);
    }

    /// Appends a whole form as a JSON object.
    ///
    /// A name with a value of its own cannot be an object too. The fields below it are members by their full names.
    fn write_root(&self, json: &mut String) {
        let mut below_texts = Vec::new();
        json.push('{');
        for (name, field) in &self.0 {
            write_name(name, json);
            field.write(&mut name.clone(), &mut below_texts, json);
        }
        while let Some((parent, fields)) = below_texts.pop() {
            for (step, field) in &fields.0 {
                let name = format!("{parent}[{step}]");
                if !field.texts.is_empty() {
                    write_name(&name, json);
                    field.write_texts(json);
                }
                below_texts.push((name, &field.fields));
            }
        }
        json.push('}');
    }

    /// The items, if the names are the indices of a list.
    fn items(&self) -> Option<Vec<&Field<'b>>> {
        let item = |index: usize| self.0.get(&index.to_string());
        let is_item = |field: &&Field<'_>| field.texts.is_empty();
        (0..self.0.len())
            .map(|index| item(index).filter(is_item))
            .collect()
    }
}

impl<'b> Field<'b> {
    /// Appends the value of the field `name`, and collects the fields below names with texts.
    fn write<'f>(
        &'f self,
        name: &mut String,
        below_texts: &mut Vec<(String, &'f Fields<'b>)>,
        json: &mut String,
    ) {
        if !self.texts.is_empty() {
            self.write_texts(json);
            below_texts.push((name.clone(), &self.fields));
            return;
        }
        let length = name.len();
        let mut write_below = |step: &str, field: &'f Self, json: &mut String| {
            name.extend(["[", step, "]"]);
            field.write(name, below_texts, json);
            name.truncate(length);
        };
        if let Some(items) = self.fields.items() {
            json.push('[');
            for (index, item) in items.into_iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                write_below(&index.to_string(), item, json);
            }
            json.push(']');
            return;
        }
        json.push('{');
        for (step, field) in &self.fields.0 {
            write_name(step, json);
            write_below(step, field, json);
        }
        json.push('}');
    }

    /// Appends the field's own values: one as a string, several as a list.
    fn write_texts(&self, json: &mut String) {
        if let [text] = &*self.texts {
            return write_text(text, json);
        }
        let mut separator = '[';
        for text in &self.texts {
            json.push(separator);
            separator = ',';
            write_text(text, json);
        }
        json.push(']');
    }
}

/// Appends the name of an object's member, after a comma if it is not the first.
fn write_name(name: &str, json: &mut String) {
    if !json.ends_with('{') {
        json.push(',');
    }
    write_text(name, json);
    json.push(':');
}

fn write_text(text: &str, json: &mut String) {
    json.push_str(&Value::from(text).to_string());
}
