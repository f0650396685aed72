//! Schemas of forms, whose values are text, objects and arrays.

use serde_json::Value;
use webhook_catalog::BodyFormat;

use super::{Document, Keywords, Schema, TypeSet};

impl Document<'_> {
    /// The document for bodies of this format: in a form, numbers and booleans are written as text, and null is absent.
    pub(crate) fn of_body(mut self, format: BodyFormat) -> Self {
        if format == BodyFormat::Form {
            for node in &mut self.nodes {
                if let Schema::Keywords(keywords) = &mut node.schema {
                    keywords.write_as_text();
                }
            }
        }
        self
    }
}

impl Keywords {
    fn write_as_text(&mut self) {
        self.unwritten = self.types;
        self.types = self.types.map(TypeSet::written_as_text);
        self.nullable = false;
        for values in &mut self.values {
            let texts = values.iter().filter_map(written_as_text);
            *values = texts.collect();
        }
    }
}

impl TypeSet {
    fn written_as_text(self) -> Self {
        let containers = self.and(Self::ARRAY.or(Self::OBJECT));
        let scalars = Self::BOOLEAN.or(Self::NUMBER).or(Self::STRING);
        if self.meets(scalars) || containers == Self::EMPTY {
            containers.or(Self::STRING)
        } else {
            containers
        }
    }
}

/// A value as a form has it; `None` for null.
fn written_as_text(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Bool(_) | Value::Number(_) => Some(Value::String(value.to_string())),
        Value::String(_) | Value::Array(_) | Value::Object(_) => Some(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::{DRAFT, Report, parse};

    #[test]
    fn scalars_of_a_form_are_text() {
        let schema = json!({
            "$schema": DRAFT,
            "type": "object",
            "properties": {
                "count": {"type": "integer"},
                "list": {"type": ["array", "number"], "items": {"type": "boolean"}},
                "level": {"enum": [1, null, "high", true]},
                "open": {"title": "anything"},
            },
        });
        let types_of = |format: BodyFormat| {
            let document = parse(&schema, &mut Report::default());
            let document = document.expect("a sound schema").of_body(format);
            let keywords = |node: &super::super::Node| match &node.schema {
                Schema::Keywords(keywords) => (
                    node.pointer.clone(),
                    keywords.types,
                    keywords.values.clone(),
                ),
                Schema::Anything | Schema::Nothing => panic!("a schema without keywords"),
            };
            document.nodes.iter().map(keywords).collect::<Vec<_>>()
        };
        let at = |pointer: &str, types, values| (format!("/properties/{pointer}"), types, values);
        let text = Some(TypeSet::STRING);
        let level = vec![vec![json!("1"), json!("high"), json!("true")]];
        let mut found = types_of(BodyFormat::Form);
        found.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(
            found,
            [
                (String::new(), Some(TypeSet::OBJECT), vec![]),
                at("count", text, vec![]),
                at("level", None, level),
                at("list", Some(TypeSet::ARRAY.or(TypeSet::STRING)), vec![]),
                at("list/items", text, vec![]),
                at("open", None, vec![]),
            ]
        );
        let json = types_of(BodyFormat::Json);
        assert!(json.contains(&at("count", Some(TypeSet::INTEGER), vec![])));
    }
}
