//! Reads the schemas of documents into closed types, without annotations and constraints. Equal schemas are stored once.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::{Map, Value};

use super::document::Document;
use crate::codes;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::pointer;
use crate::text::{kind, quoted_list, shown, sorted_members};

/// An index into [`Schemas::schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SchemaId(usize);

/// An index into [`Schemas::references`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ReferenceId(usize);

/// A set of JSON types.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOLEAN: Self = Self(2);
    pub(super) const INTEGER: Self = Self(4);
    /// Numbers that are no integers.
    pub(super) const FRACTION: Self = Self(8);
    pub(super) const NUMBER: Self = Self(4 + 8);
    pub(super) const STRING: Self = Self(16);
    pub(super) const ARRAY: Self = Self(32);
    pub(super) const OBJECT: Self = Self(64);

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True if some type is in both.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() => Self::NUMBER,
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }
}

/// What a schema says of names, types, presence, null and the values of strings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Schema {
    /// The types that it lists or implies; empty if it says nothing of types.
    pub(super) kinds: Kinds,
    /// True if null is allowed beside all else.
    pub(super) is_nullable: bool,
    /// The strings that it lists; `None` if it allows any.
    pub(super) values: Option<BTreeSet<String>>,
    pub(super) members: BTreeMap<String, SchemaId>,
    pub(super) required: BTreeSet<String>,
    /// Values of members that have no name in the schema.
    pub(super) others: BTreeSet<SchemaId>,
    pub(super) items: BTreeSet<SchemaId>,
    pub(super) reference: Option<ReferenceId>,
    pub(super) all_of: Vec<SchemaId>,
    /// The alternatives of `oneOf` and of `anyOf`.
    pub(super) alternatives: Vec<Vec<SchemaId>>,
}

/// The target of a `$ref`, or a schema that the mapping names.
#[derive(Debug)]
pub(super) struct Reference {
    /// The last step of its pointer, or the name in the document.
    pub(super) name: String,
    /// The schema; set as soon as it is read.
    pub(super) target: Option<SchemaId>,
}

/// The schemas that were read.
#[derive(Default)]
pub(super) struct Schemas {
    schemas: Vec<Schema>,
    ids: HashMap<Schema, SchemaId>,
    /// Document and pointer of the first schema of each id.
    origins: Vec<(usize, String)>,
    references: Vec<Reference>,
    /// References by document and pointer.
    targets: HashMap<(usize, String), ReferenceId>,
    waiting: VecDeque<(ReferenceId, usize, String)>,
}

impl Schemas {
    pub(super) fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0]
    }

    pub(super) fn reference(&self, id: ReferenceId) -> &Reference {
        &self.references[id.0]
    }

    /// Index of the document that has a schema, and the pointer to it there.
    pub(super) fn origin(&self, id: SchemaId) -> (usize, &str) {
        let (document, pointer) = &self.origins[id.0];
        (*document, pointer)
    }

    /// The schema that refers to a place of a document, which is read later, by [`read_all`](Self::read_all).
    pub(super) fn refer(&mut self, document: usize, at: &str, name: &str) -> SchemaId {
        let reference = self.reference_to(document, at, name);
        self.store(
            Schema {
                reference: Some(reference),
                ..Schema::default()
            },
            document,
            at,
        )
    }

    fn reference_to(&mut self, document: usize, at: &str, name: &str) -> ReferenceId {
        let key = (document, at.to_owned());
        if let Some(known) = self.targets.get(&key) {
            return *known;
        }
        let id = ReferenceId(self.references.len());
        self.references.push(Reference {
            name: name.to_owned(),
            target: None,
        });
        self.targets.insert(key, id);
        self.waiting.push_back((id, document, at.to_owned()));
        id
    }

    fn store(&mut self, schema: Schema, document: usize, at: &str) -> SchemaId {
        if let Some(known) = self.ids.get(&schema) {
            return *known;
        }
        let id = SchemaId(self.schemas.len());
        self.schemas.push(schema.clone());
        self.origins.push((document, at.to_owned()));
        self.ids.insert(schema, id);
        id
    }

    /// Reads everything that has been referred to.
    pub(super) fn read_all(&mut self, documents: &[Document], diagnostics: &mut Vec<Diagnostic>) {
        while let Some((id, document, at)) = self.waiting.pop_front() {
            let Some(value) = documents[document].root.pointer(&at) else {
                let place = documents[document].place(&at);
                let message = format!("a `$ref` leads to {}, where nothing is", shown(&at));
                let help = "correct the document, or report it to the vendor";
                diagnostics.push(
                    Diagnostic::error(codes::DANGLING_REFERENCE, place, message).with_help(help),
                );
                continue;
            };
            let mut reader = Reader {
                schemas: self,
                document,
                documents,
                diagnostics,
            };
            let target = reader.read(value, &at);
            self.references[id.0].target = Some(target);
        }
    }
}

struct Reader<'a> {
    schemas: &'a mut Schemas,
    document: usize,
    documents: &'a [Document],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads a schema and those in it. The depth of documents is limited, so this may recurse.
    fn read(&mut self, value: &Value, at: &str) -> SchemaId {
        let schema = match value {
            Value::Object(keywords) => self.keywords(keywords, at),
            Value::Bool(_) => Schema::default(),
            other => {
                let message = format!("a schema is an object or a boolean, found {}", kind(other));
                self.refuse(codes::NOT_A_SCHEMA, at, message);
                Schema::default()
            }
        };
        self.schemas.store(schema, self.document, at)
    }

    fn keywords(&mut self, keywords: &Map<String, Value>, at: &str) -> Schema {
        let mut schema = Schema::default();
        for (keyword, value) in sorted_members(keywords) {
            let at = pointer::join(at, keyword);
            self.keyword(&mut schema, keyword, value, &at);
        }
        if schema.kinds.is_empty() {
            schema.kinds = implied_kinds(keywords, &schema);
        } else if keywords.get("enum").is_some_and(has_null) {
            // Documents list null among the values, and forget it among the types.
            schema.kinds = schema.kinds.or(Kinds::NULL);
        }
        schema
    }

    fn keyword(&mut self, schema: &mut Schema, keyword: &str, value: &Value, at: &str) {
        match keyword {
            "type" => schema.kinds = self.kinds(value, at),
            "nullable" => schema.is_nullable = value == &Value::Bool(true),
            "enum" => match value {
                Value::Array(values) => schema.values = strings(values.iter()),
                other => self.mistyped(at, "an array", other),
            },
            "const" => schema.values = strings([value]),
            "properties" => {
                for (name, member, at) in self.members(value, at) {
                    // `false` forbids a member.
                    if member != &Value::Bool(false) {
                        let member = self.read(member, &at);
                        schema.members.insert(name.clone(), member);
                    }
                }
            }
            "required" => match value {
                Value::Array(names) => {
                    let names = names.iter().filter_map(Value::as_str);
                    schema.required = names.map(str::to_owned).collect();
                }
                // A boolean in the property itself, as in drafts before 4.
                Value::Bool(_) => {}
                other => self.mistyped(at, "an array", other),
            },
            "additionalProperties" if !value.is_boolean() => {
                schema.others.insert(self.read(value, at));
            }
            "patternProperties" => {
                for (_, member, at) in self.members(value, at) {
                    schema.others.insert(self.read(member, &at));
                }
            }
            "items" | "prefixItems" => match value {
                Value::Array(items) => {
                    let items = self.list(items, at);
                    schema.items.extend(items);
                }
                Value::Bool(_) => {}
                item => {
                    schema.items.insert(self.read(item, at));
                }
            },
            "allOf" => schema.all_of = self.subschemas(value, at),
            "oneOf" | "anyOf" => {
                let alternatives = self.subschemas(value, at);
                schema.alternatives.push(alternatives);
            }
            "$ref" => schema.reference = self.reference(value, at),
            "$dynamicRef" | "$recursiveRef" | "dependentSchemas" | "then" | "else" => {
                let message = format!("{} is not adopted", shown(keyword));
                let help = "its members have no types; describe them in an overlay";
                let place = self.documents[self.document].place(at);
                self.diagnostics.push(
                    Diagnostic::warning(codes::UNKNOWN_KEYWORD, place, message).with_help(help),
                );
            }
            // Annotations, and constraints that leave names and types alone.
            _ => {}
        }
    }

    fn kinds(&mut self, value: &Value, at: &str) -> Kinds {
        let names: Vec<&Value> = match value {
            Value::Array(names) => names.iter().collect(),
            name => vec![name],
        };
        let mut kinds = Kinds::default();
        for name in names {
            match name.as_str().and_then(Kinds::of_name) {
                Some(kind) => kinds = kinds.or(kind),
                None => {
                    let message = format!("{} is no JSON type", shown(&name.to_string()));
                    self.refuse(codes::BAD_KEYWORD_VALUE, at, message);
                }
            }
        }
        kinds
    }

    /// The members of an object of schemas, with the pointer of each.
    fn members<'v>(&mut self, value: &'v Value, at: &str) -> Vec<(&'v String, &'v Value, String)> {
        let Value::Object(members) = value else {
            self.mistyped(at, "an object", value);
            return Vec::new();
        };
        let members = sorted_members(members).into_iter();
        members
            .map(|(name, member)| (name, member, pointer::join(at, name)))
            .collect()
    }

    fn subschemas(&mut self, value: &Value, at: &str) -> Vec<SchemaId> {
        let Value::Array(items) = value else {
            self.mistyped(at, "an array", value);
            return Vec::new();
        };
        self.list(items, at)
    }

    fn list(&mut self, items: &[Value], at: &str) -> Vec<SchemaId> {
        let items = items.iter().enumerate();
        items
            .map(|(index, item)| self.read(item, &format!("{at}/{index}")))
            .collect()
    }

    fn reference(&mut self, value: &Value, at: &str) -> Option<ReferenceId> {
        let Some(reference) = value.as_str() else {
            self.mistyped(at, "text", value);
            return None;
        };
        let Some(target) = reference.strip_prefix('#') else {
            let message = format!("{} is in another document", shown(reference));
            self.refuse(codes::REMOTE_REFERENCE, at, message);
            return None;
        };
        let target = target.replace("%24", "$");
        let Ok(steps) = pointer::parse(&target) else {
            let message = format!("{} is no JSON pointer", shown(reference));
            self.refuse(codes::DANGLING_REFERENCE, at, message);
            return None;
        };
        let name = steps.last().map_or("root", String::as_str);
        Some(self.schemas.reference_to(self.document, &target, name))
    }

    fn mistyped(&mut self, at: &str, wanted: &str, found: &Value) {
        let message = format!("the keyword's value is {wanted}, found {}", kind(found));
        self.refuse(codes::BAD_KEYWORD_VALUE, at, message);
    }

    fn refuse(&mut self, code: DiagnosticCode, at: &str, message: String) {
        let help = match code {
            codes::REMOTE_REFERENCE => {
                "nothing is fetched; bundle the documents into one, and give that"
            }
            _ => "correct the document, or report it to the vendor",
        };
        let place = self.documents[self.document].place(at);
        self.diagnostics
            .push(Diagnostic::error(code, place, message).with_help(help));
    }
}

fn has_null(values: &Value) -> bool {
    values
        .as_array()
        .is_some_and(|values| values.contains(&Value::Null))
}

/// The types of a schema without `type`, by its other keywords.
fn implied_kinds(keywords: &Map<String, Value>, schema: &Schema) -> Kinds {
    let listed = keywords.get("enum").and_then(Value::as_array);
    let values = listed.into_iter().flatten().chain(keywords.get("const"));
    let kinds = values
        .map(Kinds::of_value)
        .fold(Kinds::default(), Kinds::or);
    if !kinds.is_empty() {
        kinds
    } else if !schema.members.is_empty() || !schema.others.is_empty() {
        Kinds::OBJECT
    } else if !schema.items.is_empty() {
        Kinds::ARRAY
    } else {
        Kinds::default()
    }
}

/// The strings among listed values; `None` if there are none.
fn strings<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<BTreeSet<String>> {
    let strings: BTreeSet<String> = values
        .into_iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    (!strings.is_empty()).then_some(strings)
}

/// Names of a set of types, in messages.
pub(super) fn kind_names(kinds: Kinds) -> String {
    quoted_list(kind_list(kinds))
}

/// Names of a set of types, sorted.
pub(super) fn kind_list(kinds: Kinds) -> Vec<&'static str> {
    let numbers = if kinds.has(Kinds::FRACTION) {
        "number"
    } else {
        "integer"
    };
    let names = [
        (Kinds::ARRAY, "array"),
        (Kinds::BOOLEAN, "boolean"),
        (Kinds::NUMBER, numbers),
        (Kinds::NULL, "null"),
        (Kinds::OBJECT, "object"),
        (Kinds::STRING, "string"),
    ];
    let mut names: Vec<&str> = names
        .into_iter()
        .filter(|(kind, _)| kinds.has(*kind))
        .map(|(_, name)| name)
        .collect();
    names.sort_unstable();
    names
}
