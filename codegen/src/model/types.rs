//! Types: objects, string enums, unions, tuples, and the shapes of the values in them.

use webhook_catalog::EventName;

use super::{Accessor, Docs, Evidence, Fallback};
use crate::ident::RustIdent;

/// Index of a type in [`Vendor::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The module a type is emitted in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModulePath {
    /// With the vendor's envelope.
    Envelope,
    /// Where the types are that the vendor's events share.
    Shared,
    /// In the file of the event with this name.
    Event(EventName),
}

impl ModulePath {
    /// The event, where it is one's.
    pub fn event(&self) -> Option<&EventName> {
        match self {
            Self::Envelope | Self::Shared => None,
            Self::Event(name) => Some(name),
        }
    }
}

/// A type that gets a name.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Where it is emitted.
    pub module_path: ModulePath,
    /// Path of the values of this type below the home's root: property names as JSON pointer steps, `*` for the items of
    /// an array or the values of a map, a number for a tuple's place, `|n` for the n-th alternative of a union. Empty for
    /// the root. Unique within a home, and all that the type's name is made of.
    pub path: Vec<PathStep>,
    /// JSON pointer of the subschema it comes from, for docs and diagnostics; empty where it was observed in samples.
    pub schema_pointer: String,
    /// What the schema says about it.
    pub docs: Docs,
    /// Its form.
    pub kind: TypeKind,
    /// How many values the smallest value of this type holds, itself included. Set by `check_inhabited`.
    pub smallest: u64,
    /// The Rust name.
    pub name: RustIdent,
}

/// One step from a type to a type inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathStep {
    /// A member of an object.
    Member(String),
    /// The items of an array, or the values of a map.
    Each,
    /// A place in a tuple.
    Place(usize),
    /// An alternative of a union.
    Alternative(usize),
    /// A definition that several places refer to; it starts the path anew.
    Definition(String),
}

/// The form of a named type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with known members. Members that are not known are kept.
    Object(Object),
    /// A string with known values. Values that are not known are kept.
    StringEnum(StringEnum),
    /// One of several forms, told apart when reading.
    Union(Union),
    /// An array whose first places have types of their own. Further items are kept.
    Tuple(Tuple),
    /// A payload that is no object, given a name because every event has a type.
    Newtype(Item),
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Known members, sorted by name.
    pub properties: Vec<Property>,
}

/// A known member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The member's name, byte for byte.
    pub name: String,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it holds, and whether it may be `null`.
    pub item: Item,
    /// Whether the value is kept behind a `Box`. Set by `break_cycles` and `box_large`.
    pub boxed: bool,
    /// What the schema says about it.
    pub docs: Docs,
    /// Why it is as it is.
    pub evidence: Evidence,
    /// The field's name.
    pub ident: RustIdent,
}

/// Whether a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A payload without it is refused.
    Required,
    /// It may be absent.
    Optional,
}

/// A value of some shape, perhaps `null`.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What a value that is not `null` looks like.
    pub shape: Shape,
    /// Whether `null` is allowed beside it.
    pub nullable: bool,
}

impl Item {
    /// Any JSON value, with the reason if the schema describes it further.
    pub(crate) fn any(reason: Option<Fallback>) -> Self {
        Self {
            shape: Shape::Any { reason },
            nullable: false,
        }
    }
}

/// What a value looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Any JSON value, `null` among them.
    Any {
        /// The reason why it is not modelled further; `None` where the schema allows anything.
        reason: Option<Fallback>,
    },
    /// `true` or `false`.
    Boolean,
    /// A number without a fractional part, of any size and in any spelling (`1`, `1.0`, `1e3`).
    Integer,
    /// Any number, in the spelling it came in.
    Number,
    /// Text. Dates and other formats stay text.
    String,
    /// Text that is always this, as far as the schema knows. Another text is kept all the same.
    Constant(String),
    /// An array of one kind of items.
    List(Box<Item>),
    /// An object whose members are all of one kind.
    Map(Box<Item>),
    /// A type of its own.
    Named(TypeId),
}

/// A string with known values.
#[derive(Debug, Clone, PartialEq)]
pub struct StringEnum {
    /// The known values, in the schema's order, without repeats.
    pub values: Vec<EnumValue>,
    /// Name of the variant that keeps any other value: `Unknown`, unless a known value has that name.
    pub unknown: RustIdent,
}

/// A known value of a string enum.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// The value, byte for byte.
    pub value: String,
    /// The variant's name.
    pub ident: RustIdent,
}

/// One of several forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The member that alone decides which alternative a value is; `None` where they are tried.
    pub tag: Option<Tag>,
    /// The alternatives, in the order in which they are tried.
    pub alternatives: Vec<Alternative>,
    /// Methods, empty without a tag. Set by `choose_api`.
    pub accessors: Vec<Accessor>,
}

/// What a union's tag makes of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Choice<'u> {
    /// It must be this alternative.
    Known(&'u Alternative),
    /// Its tag is not known, so it is kept as it is.
    Unknown,
    /// It has no tag, or one that is no text, which no alternative allows.
    Refused,
}

impl Union {
    /// What the tag of `value` makes of it; `None` where the union has no tag.
    pub fn choose(&self, value: &serde_json::Value) -> Option<Choice<'_>> {
        let tag = self.tag.as_ref()?;
        let said = match value.get(&tag.member) {
            None => None,
            Some(serde_json::Value::String(text)) => Some(text),
            Some(_) => return Some(Choice::Refused),
        };
        let mut alternatives = self.alternatives.iter();
        let known = alternatives.find(|one| one.tag.as_ref() == said);
        Some(match (known, said) {
            (Some(known), _) => Choice::Known(known),
            (None, Some(_)) => Choice::Unknown,
            (None, None) => Choice::Refused,
        })
    }
}

/// A member that says which alternative an object is. Objects with a text there that no alternative knows are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The member's name.
    pub member: String,
    /// Name of the variant that keeps such objects: `Unknown`, unless an alternative has that name.
    pub unknown: RustIdent,
}

/// An alternative of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Its form. Never nullable: `null` belongs to the union's item.
    pub shape: Shape,
    /// What a value must look like before this alternative is tried.
    pub guard: Guard,
    /// The text of the union's tag; `None` for the alternative of objects without it, and where there is no tag.
    pub tag: Option<String>,
    /// Whether the value is kept behind a `Box`. Set by `break_cycles` and `box_large`.
    pub boxed: bool,
    /// What the schema says about it.
    pub docs: Docs,
    /// The variant's name.
    pub ident: RustIdent,
}

/// A cheap necessary condition for an alternative.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guard {
    /// The JSON type a value must have; `None` for any.
    pub json_type: Option<JsonType>,
    /// Members that must hold these strings.
    pub constants: Vec<(String, String)>,
    /// Members that must be there.
    pub required: Vec<String>,
}

/// The JSON types that a value can be told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// Text.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// An array whose first places have types of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuple {
    /// The places. Each may be missing together with all that follow it.
    pub places: Vec<TuplePlace>,
    /// What items after the places look like.
    pub rest: Item,
}

/// A place of a tuple.
#[derive(Debug, Clone, PartialEq)]
pub struct TuplePlace {
    /// Whether an array too short for it is refused.
    pub presence: Presence,
    /// What it holds.
    pub item: Item,
    /// Whether the value is kept behind a `Box`. Set by `break_cycles` and `box_large`.
    pub boxed: bool,
    /// What the schema says about it.
    pub docs: Docs,
    /// The field's name.
    pub ident: RustIdent,
}
