//! Reads subschemas into a table, with every keyword of each.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};
use webhook_catalog::{codes, pointer};

use super::keywords::Current;
use super::resources::{Reference, Resources};
use crate::schema::json_text::{MAX_NOTED_VALUE, shorten_text};
use crate::schema::keyword::Keyword;
use crate::schema::value_kind::describe;
use crate::schema::{Keywords, Node, OnceNotice, Report, Schema, SchemaId, Source};

/// Limit of all pointers together, in bytes.
const MAX_POINTERS: usize = 64 << 20;

/// The subschemas read so far, and what their references may name.
pub(super) struct Parser<'a, 'r> {
    pub(super) source: Source<'a>,
    pub(super) report: &'r mut Report,
    draft_4: bool,
    /// Length of all pointers so far.
    pointer_bytes: usize,
    pub(super) nodes: Vec<Node>,
    pub(super) by_pointer: BTreeMap<String, SchemaId>,
    pub(super) references: Vec<(SchemaId, Reference)>,
    pub(super) resources: Resources,
}

impl<'a, 'r> Parser<'a, 'r> {
    pub(super) fn new(source: Source<'a>, report: &'r mut Report) -> Self {
        let uri = source.schema.get("$schema").and_then(Value::as_str);
        Self {
            source,
            report,
            draft_4: uri.is_some_and(|uri| uri.contains("draft-04")),
            pointer_bytes: 0,
            nodes: Vec::new(),
            by_pointer: BTreeMap::new(),
            references: Vec::new(),
            resources: Resources::default(),
        }
    }

    /// Parses the subschema at `pointer`, with `base` as the URI that its references are relative to.
    pub(super) fn schema(&mut self, value: &'a Value, pointer: &str, base: &Rc<str>) -> SchemaId {
        let id = SchemaId(self.nodes.len());
        self.nodes.push(Node {
            pointer: pointer.to_owned(),
            schema: Schema::Anything,
        });
        self.by_pointer.insert(pointer.to_owned(), id);
        if self.are_names_too_long(pointer) {
            return id;
        }
        let members = match value {
            Value::Bool(true) => return id,
            Value::Bool(false) => {
                self.nodes[id.0].schema = Schema::Nothing;
                return id;
            }
            Value::Object(members) => members,
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                let message = format!("{} stands where a schema belongs", describe(value));
                self.report.error(
                    codes::NOT_A_SCHEMA,
                    pointer,
                    message,
                    "write an object, `true` or `false`",
                    Some(value),
                );
                return id;
            }
        };
        let base = &self.resource(id, pointer, members, base);
        let mut current = Current {
            id,
            pointer,
            base,
            members,
            keywords: Keywords::default(),
        };
        if pointer.is_empty() && !members.contains_key("$defs") {
            self.named_schemas(&current, Keyword::Defs, &Value::Null);
        }
        let mut sorted: Vec<_> = members.iter().collect();
        sorted.sort_by_key(|(name, _)| name.as_str());
        for (name, value) in sorted {
            match Keyword::from_text(name) {
                Some(keyword) => self.keyword(&mut current, keyword, value),
                None => self.unknown_keyword(pointer, name),
            }
        }
        let Current { keywords, .. } = current;
        if !members.is_empty() {
            self.nodes[id.0].schema = Schema::Keywords(Box::new(keywords));
        }
        id
    }

    /// True if the pointers of all subschemas are too long together, as below a long name with many members. Reported
    /// once.
    fn are_names_too_long(&mut self, pointer: &str) -> bool {
        let before = self.pointer_bytes;
        self.pointer_bytes += pointer.len();
        if before <= MAX_POINTERS && self.pointer_bytes > MAX_POINTERS {
            let message = "the names of members are too long for how many there are below them";
            let help = "describe the object with the long name as one without further keywords";
            let pointer: String = pointer.chars().take(MAX_NOTED_VALUE).collect();
            self.report.error(
                codes::TEXT_TOO_LONG,
                &pointer,
                message.to_owned(),
                help,
                None,
            );
        }
        self.pointer_bytes > MAX_POINTERS
    }

    fn unknown_keyword(&mut self, pointer: &str, name: &str) {
        let message = format!("`{}` is no keyword of JSON Schema", shorten_text(name));
        let help =
            "it is left out like any annotation; correct it by an overlay if it is a misspelling"
                .to_owned();
        let pointer = pointer::join(pointer, name);
        self.report.once(
            &pointer,
            OnceNotice {
                code: codes::UNKNOWN_KEYWORD,
                message,
                help,
            },
        );
    }

    /// The base URI below this subschema, which `$id` changes.
    fn resource(
        &mut self,
        id: SchemaId,
        pointer: &str,
        members: &Map<String, Value>,
        base: &Rc<str>,
    ) -> Rc<str> {
        if pointer.is_empty() {
            self.resources.add_resource("", pointer);
        }
        let key = if self.draft_4 { "id" } else { "$id" };
        let Some(Value::String(uri)) = members.get(key) else {
            return Rc::clone(base);
        };
        if let Some(anchor) = uri.strip_prefix('#') {
            // Up to draft 7 an `$id` that is a fragment alone was what `$anchor` is today.
            self.anchor(id, base, anchor, false);
            return Rc::clone(base);
        }
        let (uri, _) = super::uri::split_fragment(uri);
        let absolute: Rc<str> = Rc::from(super::uri::join(base, uri));
        if !self.resources.add_resource(&absolute, pointer) {
            let help = "give each subschema an `$id` of its own";
            self.report.error(
                codes::DUPLICATE_ANCHOR,
                pointer,
                format!("another subschema has the `$id` `{absolute}` too"),
                help,
                None,
            );
        }
        absolute
    }

    pub(super) fn anchor(&mut self, id: SchemaId, base: &Rc<str>, name: &str, dynamic: bool) {
        if !self.resources.add_anchor(base, name, id, dynamic) {
            let help = "give each subschema an anchor of its own";
            let pointer = self.nodes[id.0].pointer.clone();
            self.report.error(
                codes::DUPLICATE_ANCHOR,
                &pointer,
                format!("another subschema has the anchor `{name}` too"),
                help,
                None,
            );
        }
    }
}
