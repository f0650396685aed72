//! JSON Schema: parses a payload schema into a checked [`Document`] with resolved references.
//!
//! All problems are reported, not only the first. The types that a schema gives are up to lowering.

pub(crate) mod infer;
mod json_text;
pub(crate) mod keyword;
mod notes;
mod parse;
mod report;
mod source;
mod text_values;
mod typed_members;
mod value_kind;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ident::RustIdent;
use crate::model::{Fallback, Note};
pub(crate) use json_text::{canonical, is_deeper, shorten};
pub(crate) use parse::parse;
pub(crate) use report::{OnceNotice, Report};
pub(crate) use source::{Definitions, OverlayKeywords, Source};

/// The draft that schemas are read as, as `$schema` names it.
pub(crate) const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Nesting limit of JSON. The catalogue's readers have it too; this is for callers without them.
pub(crate) const MAX_DEPTH: usize = 128;

/// Index of a subschema in a [`Document`]. Parents come before children, siblings in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SchemaId(pub(crate) usize);

/// One payload schema, its subschemas in a table so that references may point anywhere.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// The JSON it was parsed from.
    pub(crate) source: Source<'a>,
    /// Every subschema; the first is the root.
    pub(crate) nodes: Vec<Node>,
}

impl Document<'_> {
    /// The whole schema.
    pub(crate) const ROOT: SchemaId = SchemaId(0);

    /// A subschema.
    pub(crate) fn node(&self, id: SchemaId) -> &Node {
        &self.nodes[id.0]
    }

    /// The keywords of a subschema that is no boolean.
    pub(crate) fn keywords(&self, id: SchemaId) -> Option<&Keywords> {
        match &self.nodes[id.0].schema {
            Schema::Keywords(keywords) => Some(keywords),
            Schema::Anything | Schema::Nothing => None,
        }
    }

    /// A subschema as JSON.
    pub(crate) fn json(&self, id: SchemaId) -> Option<&Value> {
        self.source.pointer(&self.node(id).pointer)
    }
}

/// A subschema and its pointer.
#[derive(Debug)]
pub(crate) struct Node {
    /// JSON pointer from the document's root.
    pub(crate) pointer: String,
    /// Its keywords.
    pub(crate) schema: Schema,
}

/// A subschema.
#[derive(Debug)]
pub(crate) enum Schema {
    /// `true`, or an object without keywords.
    Anything,
    /// `false`.
    Nothing,
    /// An object with keywords.
    Keywords(Box<Keywords>),
}

/// The keywords of one subschema that shape a type or its docs.
#[derive(Debug, Default)]
pub(crate) struct Keywords {
    /// Targets of `$ref`, `$recursiveRef`, and a `$dynamicRef` with one candidate.
    pub(crate) references: Vec<SchemaId>,
    /// `type`.
    pub(crate) types: Option<TypeSet>,
    /// `type` before a form wrote its numbers and booleans as text; `None` in JSON.
    pub(crate) unwritten: Option<TypeSet>,
    /// `nullable: true`.
    pub(crate) nullable: bool,
    /// `x-lazy: true`.
    pub(crate) lazy: bool,
    /// The type that `x-id: true` names.
    pub(crate) id: Option<RustIdent>,
    /// True if `x-id: false` keeps `x-members` away.
    pub(crate) is_untyped: bool,
    /// `format`, if it gives a type.
    pub(crate) time: Option<TimeFormat>,
    /// `x-members`.
    pub(crate) members: Vec<String>,
    /// `enum` and `const`, each a list of allowed values.
    pub(crate) values: Vec<Vec<Value>>,
    /// True if one of them is a `const`.
    pub(crate) is_constant: bool,
    /// Keywords about objects.
    pub(crate) object: Option<Box<ObjectKeywords>>,
    /// Keywords about arrays.
    pub(crate) array: Option<Box<ArrayKeywords>>,
    /// `allOf`.
    pub(crate) all_of: Vec<SchemaId>,
    /// `anyOf`; empty where it is absent.
    pub(crate) any_of: Vec<SchemaId>,
    /// `oneOf`; empty where it is absent.
    pub(crate) one_of: Vec<SchemaId>,
    /// `propertyName` of `discriminator`.
    pub(crate) discriminator: Option<String>,
    /// `then`, `else` and the schemas of `dependentSchemas`: they hold under a condition.
    pub(crate) conditional: Vec<SchemaId>,
    /// `if` and `not`: they apply to the same value, which matters only for reference cycles.
    pub(crate) in_place: Vec<SchemaId>,
    /// `title`.
    pub(crate) title: Option<String>,
    /// `description`.
    pub(crate) description: Option<String>,
    /// `deprecated: true`.
    pub(crate) deprecated: bool,
    /// Constraints and other annotations.
    pub(crate) notes: Vec<Note>,
    /// The reason why a part of it is not modelled.
    pub(crate) fallback: Option<Fallback>,
}

/// A `format` whose values have a type of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeFormat {
    /// `date-time`, for texts.
    DateTime,
    /// `unix-time`: seconds since 1970, as an integer, or as a text that may have decimal places.
    UnixTime,
}

impl TimeFormat {
    /// The format of this name.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        match text {
            "date-time" => Some(Self::DateTime),
            "unix-time" => Some(Self::UnixTime),
            _ => None,
        }
    }

    /// Its name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::UnixTime => "unix-time",
        }
    }
}

/// Keywords about objects.
#[derive(Debug, Default)]
pub(crate) struct ObjectKeywords {
    /// `properties`.
    pub(crate) properties: BTreeMap<String, SchemaId>,
    /// `required`.
    pub(crate) required: BTreeSet<String>,
    /// True if an overlay wrote `required`.
    pub(crate) is_required_by_overlay: bool,
    /// `patternProperties`, by pattern.
    pub(crate) patterns: BTreeMap<String, SchemaId>,
    /// `additionalProperties`.
    pub(crate) additional: Option<SchemaId>,
}

/// Keywords about arrays.
#[derive(Debug, Default)]
pub(crate) struct ArrayKeywords {
    /// `prefixItems`.
    pub(crate) prefix: Vec<SchemaId>,
    /// `items`, for the items after the prefix.
    pub(crate) items: Option<SchemaId>,
    /// `minItems`.
    pub(crate) min_items: usize,
    /// True if an overlay wrote `minItems`.
    pub(crate) is_min_items_by_overlay: bool,
}

/// A set of JSON types. Numbers are two: those without a fractional part, and the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TypeSet(u8);

impl TypeSet {
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const INTEGER: Self = Self(4);
    pub(crate) const FRACTION: Self = Self(8);
    pub(crate) const NUMBER: Self = Self(12);
    pub(crate) const STRING: Self = Self(16);
    pub(crate) const ARRAY: Self = Self(32);
    pub(crate) const OBJECT: Self = Self(64);
    pub(crate) const EMPTY: Self = Self(0);
    pub(crate) const ALL: Self = Self(127);

    /// The types that a name in `type` stands for.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        Some(match text {
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

    /// The type of one value.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) => {
                let is_whole = number.is_i64()
                    || number.is_u64()
                    || number.as_f64().is_none_or(|float| float.fract() == 0.0);
                if is_whole {
                    Self::INTEGER
                } else {
                    Self::FRACTION
                }
            }
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Types in both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Types in either.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if any type is in both.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// True if every type is in `other` too.
    pub(crate) const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}
