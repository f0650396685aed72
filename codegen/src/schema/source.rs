//! The JSON that a document is parsed from.

use std::collections::BTreeMap;

use serde_json::Value;
use webhook_catalog::pointer;

/// Definitions by name.
pub(crate) type Definitions<'a> = BTreeMap<&'a str, &'a Value>;

/// The keywords `required` and `minItems` that an overlay wrote, by JSON pointer, with the overlay's label.
pub(crate) type OverlayKeywords = BTreeMap<String, String>;

static NO_DEFINITIONS: Definitions<'static> = BTreeMap::new();
static NO_KEYWORDS: OverlayKeywords = BTreeMap::new();

/// A schema, and definitions that stand beside it as if they were in its `$defs`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) schema: &'a Value,
    pub(crate) shared: &'a Definitions<'a>,
    pub(crate) presence_by_overlay: &'a OverlayKeywords,
}

impl<'a> From<&'a Value> for Source<'a> {
    fn from(schema: &'a Value) -> Self {
        Self {
            schema,
            shared: &NO_DEFINITIONS,
            presence_by_overlay: &NO_KEYWORDS,
        }
    }
}

impl<'a> Source<'a> {
    /// The name of the shared definition at a pointer.
    pub(crate) fn shared_name(&self, at: &str) -> Option<&'a str> {
        let name = pointer::unescape(at.strip_prefix("/$defs/")?);
        let (name, _) = self.shared.get_key_value(&*name)?;
        Some(name)
    }

    /// The value at a pointer; below `/$defs`, the schema's own definitions hide shared ones.
    pub(crate) fn pointer(&self, at: &str) -> Option<&'a Value> {
        self.schema.pointer(at).or_else(|| {
            let rest = at.strip_prefix("/$defs/")?;
            let (name, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            self.shared.get(&*pointer::unescape(name))?.pointer(rest)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn shared_definitions_are_found_below_defs() {
        let schema = json!({"$defs": {"a": true}});
        let (a, b) = (json!(false), json!({"title": "B"}));
        let shared = BTreeMap::from([("a", &a), ("b/c", &b)]);
        let source = Source {
            schema: &schema,
            shared: &shared,
            presence_by_overlay: &NO_KEYWORDS,
        };
        assert_eq!(source.pointer("/$defs/a"), Some(&json!(true)));
        assert_eq!(source.pointer("/$defs/b~1c"), Some(&b));
        assert_eq!(source.pointer("/$defs/b~1c/title"), Some(&json!("B")));
        assert_eq!(source.pointer("/$defs/b"), None);
    }
}
