//! One object for a body's schema that is spread over `allOf` and `$ref`, so that it joins with the plain objects of other events.

use serde_json::{Map, Value};

use super::DEFINITIONS;
use crate::schema::Source;

/// Keywords that only describe. The first of several is kept.
const DESCRIBING: [&str; 7] = [
    "$schema",
    "$comment",
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
];

/// Maximum number of references and `allOf` in each other.
const MAX_DEPTH: usize = 8;

/// The schema as one object. `None` if it is one already, or if its parts have more than members and their presence.
pub(super) fn flattened(source: &Source<'_>) -> Option<Value> {
    let Value::Object(schema) = source.schema else {
        return None;
    };
    if !schema.contains_key("allOf") && !schema.contains_key("$ref") {
        return None;
    }
    // Overlays say by pointer what they prove, and references may lead into the parts.
    let keywords = source.presence_by_overlay.keys();
    let mut outer = keywords.filter(|keyword| !keyword.starts_with("/properties/"));
    if outer.next().is_some()
        || super::references_in(source.schema)
            .iter()
            .any(|reference| reference.starts_with("#/allOf"))
    {
        return None;
    }
    let mut flat = Map::new();
    add_parts(schema, source, MAX_DEPTH, &mut flat)?;
    for keyword in DEFINITIONS {
        if let Some(definitions) = schema.get(*keyword) {
            flat.insert((*keyword).to_owned(), definitions.clone());
        }
    }
    Some(Value::Object(flat))
}

/// Adds the members of a schema and of its parts. `None` if it has other keywords, or if a part says another thing of a member.
fn add_parts(
    schema: &Map<String, Value>,
    source: &Source<'_>,
    depth: usize,
    flat: &mut Map<String, Value>,
) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("type", Value::String(name)) if name == "object" => {
                flat.insert(keyword.clone(), value.clone());
            }
            ("properties", Value::Object(members)) => add_members(members, flat)?,
            ("required", Value::Array(names)) => add_required(names, flat)?,
            ("allOf", Value::Array(parts)) => {
                for part in parts {
                    add_parts(part.as_object()?, source, depth, flat)?;
                }
            }
            ("$ref", Value::String(reference)) => {
                let definition = definition(reference, source)?;
                add_parts(definition.as_object()?, source, depth, flat)?;
            }
            (keyword, value) if DESCRIBING.contains(&keyword) => {
                flat.entry(keyword).or_insert_with(|| value.clone());
            }
            (keyword, _) if DEFINITIONS.contains(&keyword) => {}
            _ => return None,
        }
    }
    Some(())
}

fn add_members(members: &Map<String, Value>, flat: &mut Map<String, Value>) -> Option<()> {
    let known = flat
        .entry("properties")
        .or_insert_with(|| Value::Object(Map::new()));
    let known = known.as_object_mut()?;
    for (name, member) in members {
        match known.get(name) {
            Some(other) if other != member => return None,
            Some(_) => {}
            None => {
                known.insert(name.clone(), member.clone());
            }
        }
    }
    Some(())
}

fn add_required(names: &[Value], flat: &mut Map<String, Value>) -> Option<()> {
    let known = flat
        .entry("required")
        .or_insert_with(|| Value::Array(Vec::new()));
    let known = known.as_array_mut()?;
    for name in names {
        if !known.contains(name) {
            known.push(name.clone());
        }
    }
    Some(())
}

/// The definition of the row or of the vendor that a reference names.
fn definition<'s>(reference: &str, source: &'s Source<'_>) -> Option<&'s Value> {
    let (keyword, name) = reference.strip_prefix("#/")?.split_once('/')?;
    if !DEFINITIONS.contains(&keyword) || name.contains(['/', '~', '%']) {
        return None;
    }
    let own = source.schema.get(keyword).and_then(|own| own.get(name));
    own.or_else(|| source.shared.get(name).copied())
}
