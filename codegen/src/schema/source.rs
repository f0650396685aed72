//! The JSON that a document is parsed from.

use std::collections::BTreeMap;

use serde_json::Value;
use webhook_catalog::pointer;

/// Definitions by name.
pub(crate) type Definitions<'a> = BTreeMap<&'a str, &'a Value>;

static NO_DEFINITIONS: Definitions<'static> = BTreeMap::new();

/// A schema, and definitions that stand beside it as if they were in its `$defs`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) schema: &'a Value,
    pub(crate) shared: &'a Definitions<'a>,
}

impl<'a> From<&'a Value> for Source<'a> {
    fn from(schema: &'a Value) -> Self {
        let shared = &NO_DEFINITIONS;
        Self { schema, shared }
    }
}

impl<'a> Source<'a> {
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
        };
        assert_eq!(source.pointer("/$defs/a"), Some(&json!(true)));
        assert_eq!(source.pointer("/$defs/b~1c"), Some(&b));
        assert_eq!(source.pointer("/$defs/b~1c/title"), Some(&json!("B")));
        assert_eq!(source.pointer("/$defs/b"), None);
    }
}
