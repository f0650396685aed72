//! Random edits of schemas and profiles, one place at a time.

use proptest::prelude::Rng;
use proptest::test_runner::TestRng;
use serde_json::{Map, Value, json};

use super::bases::Base;

/// A number below `bound`.
pub(super) fn below(rng: &mut TestRng, bound: usize) -> usize {
    rng.next_u32() as usize % bound.max(1)
}

fn pick<'v, T>(rng: &mut TestRng, items: &'v [T]) -> Option<&'v T> {
    items.get(below(rng, items.len()))
}

/// Changes one place of the base, and says what was done. Many edits change nothing that can be read.
pub(super) fn edit(base: &mut Base, rng: &mut TestRng) -> String {
    if below(rng, 12) == 0
        && let Some(profile) = pick(rng, base.other_profiles)
    {
        base.profile = profile;
        return format!("profile {}", profile.trim_end().replace('\n', "; "));
    }
    if !base.overlays.is_empty() && below(rng, 4) == 0 {
        let index = below(rng, base.overlays.len());
        let (event, patch) = &mut base.overlays[index];
        return format!("overlay of {event}: {}", edit_schema(patch, rng));
    }
    if base.is_group {
        // All events are edited alike.
        let seed = rng.next_u32().to_le_bytes();
        let mut text = String::new();
        for (event, schema) in &mut base.rows {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&seed);
            let mut own = TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &bytes);
            text = format!(
                "all events, such as {event}: {}",
                edit_schema(schema, &mut own)
            );
        }
        return text;
    }
    let index = below(rng, base.rows.len());
    let (event, schema) = &mut base.rows[index];
    format!("{event}: {}", edit_schema(schema, rng))
}

/// Edits one of the schemas in a schema.
fn edit_schema(root: &mut Value, rng: &mut TestRng) -> String {
    let mut places = Vec::new();
    collect(root, "", &mut places);
    let place = pick(rng, &places).cloned().unwrap_or_default();
    let Some(schema) = root.pointer_mut(&place) else {
        return "nothing".to_owned();
    };
    // Objects have more to edit than a type.
    let edit = match schema.get("properties").is_some() && below(rng, 3) > 0 {
        true => edit_object(schema, rng),
        false => edit_value(schema, rng),
    };
    format!("{edit} at {place:?}")
}

/// The places of all schemas.
fn collect(schema: &Value, at: &str, places: &mut Vec<String>) {
    let Value::Object(keywords) = schema else {
        return;
    };
    places.push(at.to_owned());
    for keyword in ["properties", "$defs"] {
        for (name, schema) in keywords
            .get(keyword)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            collect(schema, &format!("{at}/{keyword}/{name}"), places);
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(schema) = keywords.get(keyword) {
            collect(schema, &format!("{at}/{keyword}"), places);
        }
    }
    for keyword in ["oneOf", "anyOf", "allOf", "prefixItems"] {
        let schemas = keywords.get(keyword).and_then(Value::as_array);
        for (index, schema) in schemas.into_iter().flatten().enumerate() {
            collect(schema, &format!("{at}/{keyword}/{index}"), places);
        }
    }
}

/// Types that a value may get.
fn any_type(rng: &mut TestRng) -> Value {
    let types = [
        json!({ "type": "string" }),
        json!({ "type": "integer" }),
        json!({ "type": "number" }),
        json!({ "type": "boolean" }),
        json!({ "type": "null" }),
        json!({ "type": ["string", "null"] }),
        json!({ "type": ["string", "integer"] }),
        json!({ "type": "array", "items": { "type": "string" } }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }], "minItems": 1, "items": false }),
        json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        json!({ "type": "object", "properties": { "sku": { "type": "string" } } }),
        json!({ "type": "object", "properties": {}, "additionalProperties": false }),
        json!({ "enum": ["new", "done", "lost"] }),
        json!({ "enum": ["NEW", "done"] }),
        json!({ "const": "paid" }),
        json!({}),
    ];
    types[below(rng, types.len())].clone()
}

fn edit_value(schema: &mut Value, rng: &mut TestRng) -> String {
    let Value::Object(keywords) = schema else {
        return "nothing".to_owned();
    };
    match below(rng, 9) {
        0 => {
            keywords.insert("description".to_owned(), json!("Another text."));
            "description".to_owned()
        }
        1 => {
            *schema = json!({ "allOf": [schema.take()] });
            "in allOf".to_owned()
        }
        2 => {
            let other = any_type(rng);
            let text = format!("or {other}");
            *schema = json!({ "anyOf": [schema.take(), other] });
            text
        }
        3 => {
            *schema = json!({ "type": "array", "items": schema.take() });
            "in a list".to_owned()
        }
        4 => nullable(keywords),
        5 => edit_list(keywords, rng),
        6 => edit_list(keywords, rng),
        _ => {
            *schema = any_type(rng);
            format!("becomes {schema}")
        }
    }
}

/// Allows null, or does not any more.
fn nullable(keywords: &mut Map<String, Value>) -> String {
    match keywords.get("type") {
        Some(Value::String(name)) => {
            let types = json!([name, "null"]);
            keywords.insert("type".to_owned(), types);
            "nullable".to_owned()
        }
        Some(Value::Array(types)) => {
            let first = types.first().cloned().unwrap_or_default();
            keywords.insert("type".to_owned(), first);
            "one type".to_owned()
        }
        _ => "nothing".to_owned(),
    }
}

/// Changes a list of values, branches or places.
fn edit_list(keywords: &mut Map<String, Value>, rng: &mut TestRng) -> String {
    for keyword in ["enum", "oneOf", "prefixItems"] {
        let Some(Value::Array(list)) = keywords.get_mut(keyword) else {
            continue;
        };
        match below(rng, 4) {
            0 if list.len() > 1 => {
                list.remove(below(rng, list.len()));
                return format!("{keyword} shorter");
            }
            1 => list.reverse(),
            2 if keyword == "enum" => list.push(json!("more")),
            2 => list.push(any_type(rng)),
            _ => {
                let index = below(rng, list.len());
                match &mut list[index] {
                    Value::String(text) => *text = text.to_uppercase(),
                    schema => *schema = any_type(rng),
                }
            }
        }
        return format!("{keyword} {}", json!(list));
    }
    if let Some(value) = keywords.get_mut("const") {
        *value = json!("other");
        return "const other".to_owned();
    }
    "nothing".to_owned()
}

fn edit_object(schema: &mut Value, rng: &mut TestRng) -> String {
    let names: Vec<String> = match &schema["properties"] {
        Value::Object(properties) => properties.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let Some(name) = pick(rng, &names).cloned() else {
        return "nothing".to_owned();
    };
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let without: Vec<Value> = required
        .iter()
        .filter(|one| **one != name)
        .cloned()
        .collect();
    match below(rng, 8) {
        0 | 1 if without.len() < required.len() => {
            schema["required"] = json!(without);
            format!("{name} not required")
        }
        0 | 1 => {
            schema["required"] = json!([required, vec![json!(name)]].concat());
            format!("{name} required")
        }
        2 => {
            schema["required"] = json!(without);
            remove(schema, &name);
            format!("{name} gone")
        }
        3 => {
            let added = any_type(rng);
            let text = format!("added {added}");
            schema["properties"]["added"] = added;
            text
        }
        4 => {
            let renamed = match below(rng, 3) {
                0 => name.to_uppercase(),
                1 => format!("{name}_2"),
                _ => names[below(rng, names.len())].clone(),
            };
            if let Some(member) = remove(schema, &name) {
                schema["properties"][&renamed] = member;
            }
            if without.len() < required.len() {
                schema["required"] = json!([without, vec![json!(renamed)]].concat());
            }
            format!("{name} renamed to {renamed}")
        }
        5 => {
            schema["additionalProperties"] = json!(false);
            "closed".to_owned()
        }
        6 => {
            schema["additionalProperties"] = any_type(rng);
            format!("others {}", schema["additionalProperties"])
        }
        _ => {
            let becomes = any_type(rng);
            let text = format!("{name} becomes {becomes}");
            schema["properties"][&name] = becomes;
            text
        }
    }
}

fn remove(schema: &mut Value, name: &str) -> Option<Value> {
    schema["properties"].as_object_mut()?.remove(name)
}
