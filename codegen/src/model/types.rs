//! Types: objects, string enums, unions, tuples, and the shapes of the values in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use webhook_catalog::EventName;

use super::{Accessor, Docs, Evidence, Fallback, Presence};
use crate::equality::contains;
use crate::ident::RustIdent;
use crate::schema::TimeFormat;

/// Index of a type in [`Vendor::types`](super::Vendor::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The module of a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModulePath {
    /// The vendor's module, with the envelope.
    Envelope,
    /// The module of the types that the vendor's events share.
    Shared,
    /// The module of the variant that is named after this name.
    Event(EventName),
    /// The private module of the types that stand for several equal ones. It has no place in a delivery.
    Common,
}

impl ModulePath {
    /// The name that the variant is named after whose module this is.
    pub fn event(&self) -> Option<&EventName> {
        match self {
            Self::Envelope | Self::Shared | Self::Common => None,
            Self::Event(name) => Some(name),
        }
    }
}

/// A type that gets a name.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// The module in which it is emitted.
    pub module_path: ModulePath,
    /// Path from the module's root type to the values of this type; empty for the root. It is unique within the module and
    /// the only source of the type's name.
    pub path: Vec<PathStep>,
    /// JSON pointer of the subschema it comes from, for docs and diagnostics; empty if it was inferred from samples.
    pub schema_pointer: String,
    /// Docs from the schema.
    pub docs: Docs,
    /// Its kind.
    pub kind: TypeKind,
    /// The number of JSON values in the smallest value of this type, itself included. Set by `check_inhabited`.
    pub smallest: u64,
    /// True if values of this type are decoded only when a lazy value that holds them is looked at. Set by `mark_lazy`.
    pub is_lazy: bool,
    /// The Rust name.
    pub name: RustIdent,
    /// The type that is emitted for this one and reexported under its name, in the module of shared or of common types; `None`
    /// if it is emitted itself. Set by `join_equal_types`.
    pub same_as: Option<TypeId>,
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
    /// An alternative of a union, by its label.
    Alternative(String),
    /// A definition that several places refer to; it starts the path anew.
    Definition(String),
}

/// The kind of a named type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with known members. Members that are not known are kept.
    Object(Object),
    /// A string with known values. Values that are not known are kept.
    StringEnum(StringEnum),
    /// One of several shapes, distinguished when reading.
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
    /// What the schema says of other members. Their values are kept as they are, and no emitted type shows it.
    pub others: Vec<OtherMembers>,
}

/// A subschema's description of the members that an object may have beside its known ones.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherMembers {
    /// Members that must not be there.
    pub forbidden: BTreeSet<String>,
    /// The values of members whose names match a pattern, by pattern.
    pub patterns: Vec<(String, Arc<UntypedValues>)>,
    /// The values of members that match none of the patterns; `None` if these may be anything.
    pub additional: Option<Arc<UntypedValues>>,
}

impl OtherMembers {
    /// The descriptions of a member of this name, which may be one of several where a pattern is beyond us.
    pub(crate) fn values_of(&self, name: &str) -> Vec<&UntypedValues> {
        let mut is_open = true;
        let mut values = Vec::new();
        for (pattern, described) in &self.patterns {
            // Patterns are those of JavaScript, which has some that Rust lacks.
            let is_match = regex_lite::Regex::new(pattern).map(|pattern| pattern.is_match(name));
            if is_match != Ok(false) {
                values.push(&**described);
            }
            is_open &= is_match != Ok(true);
        }
        if is_open {
            values.extend(self.additional.as_deref());
        }
        values
    }
}

/// Values that a schema describes without a type of the emitted crate for them.
#[derive(Debug, Clone, PartialEq)]
pub struct UntypedValues {
    /// The types in it, which it numbers by itself.
    pub types: Vec<TypeDef>,
    /// Its values.
    pub item: Item,
}

/// A known member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The member's name, byte for byte.
    pub name: String,
    /// True if the property holds all other members whose names start with `name`, as a map. It is then optional.
    pub is_prefix: bool,
    /// Required or optional.
    pub presence: Presence,
    /// Its value.
    pub item: Item,
    /// True if the value is behind a `Box`. Set by `break_cycles` and `box_large`.
    pub boxed: bool,
    /// Docs from the schema.
    pub docs: Docs,
    /// The evidence for its presence.
    pub evidence: Evidence,
    /// The field's name.
    pub ident: RustIdent,
}

/// A section of the members of an object, in the order in which values are written and formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// Always there.
    Required,
    /// An `Option`.
    Optional,
    /// A `Nullable`.
    OptionalOrNull,
    /// A map of all members whose names start alike.
    Prefixed,
}

impl Section {
    /// All sections.
    pub(crate) const ALL: [Self; 4] = [
        Self::Required,
        Self::Optional,
        Self::OptionalOrNull,
        Self::Prefixed,
    ];

    /// Its keyword in `object!`.
    pub(crate) const fn keyword(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::OptionalOrNull => "optional_or_null",
            Self::Prefixed => "prefixed",
        }
    }
}

impl Property {
    /// True if it holds the member of this name in an object that has no property for that name alone.
    pub(crate) fn holds(&self, name: &str) -> bool {
        if self.is_prefix {
            name.starts_with(&self.name)
        } else {
            self.name == name
        }
    }

    /// The section of `object!` that lists the property.
    pub(crate) fn section(&self) -> Section {
        match (self.presence, self.item.nullable) {
            _ if self.is_prefix => Section::Prefixed,
            (Presence::Required, _) => Section::Required,
            (Presence::Optional, false) => Section::Optional,
            (Presence::Optional, true) => Section::OptionalOrNull,
        }
    }

    /// The value of a member: of each one, if the property holds several.
    pub(crate) fn member_item(&self) -> &Item {
        match &self.item.shape {
            Shape::Map(item) if self.is_prefix => item,
            _ => &self.item,
        }
    }
}

impl Object {
    /// The properties in the order of the struct's fields: those that are always there come first.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Property> {
        let is_required = |property: &&Property| property.presence == Presence::Required;
        let required = self.properties.iter().filter(is_required);
        let optional = self.properties.iter();
        required.chain(optional.filter(move |property| !is_required(property)))
    }

    /// The properties in the order in which values are written and formatted: by presence first.
    pub(crate) fn written(&self) -> Vec<&Property> {
        let mut properties: Vec<&Property> = self.properties.iter().collect();
        properties.sort_by_key(|property| property.section());
        properties
    }

    /// The property that holds the member of this name.
    pub(crate) fn property(&self, name: &str) -> Option<&Property> {
        let named = |property: &&Property| !property.is_prefix && property.name == name;
        let mut properties = self.properties.iter();
        let holds = |property: &&Property| property.is_prefix && property.holds(name);
        let found = properties.clone().find(named);
        found.or_else(|| properties.find(holds))
    }
}

/// A shape, and whether `null` is allowed too.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The shape of values other than `null`.
    pub shape: Shape,
    /// True if `null` is allowed.
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

    /// The item as which a lazy one is decoded when it is looked at; any other item is itself.
    pub(crate) fn looked_at(&self) -> &Self {
        match &self.shape {
            Shape::Lazy(item) => item.looked_at(),
            _ => self,
        }
    }
}

/// The shape of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Any JSON value, `null` among them.
    Any {
        /// The reason why it is not modelled further; `None` if the schema allows anything.
        reason: Option<Fallback>,
    },
    /// `true` or `false`.
    Boolean,
    /// A number without a fractional part, of any size and in any spelling (`1`, `1.0`, `1e3`).
    Integer,
    /// Any number, in the spelling it came in.
    Number,
    /// A number without a fractional part: seconds since 1970.
    UnixTime,
    /// Text without a type for its meaning.
    String,
    /// Text with a type for its meaning.
    Text(TextType),
    /// Text that is always this according to the schema. Any other text is kept all the same.
    Constant(String),
    /// An array of one kind of items.
    List(Box<Item>),
    /// An object whose members are all of one kind.
    Map(Box<Item>),
    /// Any JSON value, kept as text and decoded as this when it is looked at.
    Lazy(Box<Item>),
    /// A type of its own.
    Named(TypeId),
}

impl Shape {
    /// The shape of the same values without a type for their meaning.
    pub(crate) fn without_meaning(&self) -> &Self {
        match self {
            Self::Text(_) => &Self::String,
            Self::UnixTime => &Self::Integer,
            shape => shape,
        }
    }
}

/// The type of a text whose meaning is known. It reads and keeps any text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextType {
    /// An id of the vendor, whose type [`Vendor::ids`](super::Vendor::ids) lists under this name.
    Id(RustIdent),
    /// A date and a time of day.
    DateTime,
    /// Seconds since 1970, with decimal places.
    Ts,
}

impl TextType {
    /// The type of texts of this format.
    pub(crate) fn of(format: TimeFormat) -> Self {
        match format {
            TimeFormat::DateTime => Self::DateTime,
            TimeFormat::UnixTime => Self::Ts,
        }
    }
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

/// One of several alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The member that decides the alternative; `None` if the alternatives are tried in turn.
    pub tag: Option<Tag>,
    /// The alternatives, in the order in which they are tried.
    pub alternatives: Vec<Alternative>,
    /// Name of the variant that keeps values that no alternative reads; `None` with a tag, and if the JSON type of a value
    /// decides its alternative.
    pub unknown: Option<RustIdent>,
    /// Methods, empty without a tag. Set by `choose_api`.
    pub accessors: Vec<Accessor>,
}

/// The alternative that a tag selects for a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Choice<'u> {
    /// It must be this alternative.
    Known(&'u Alternative),
    /// No alternative is for its tag, or for its lack of one, so it is kept as it is.
    Unknown,
    /// It is no object, or its tag is no string.
    Refused,
}

impl Union {
    /// The variant that keeps values that the union does not know.
    pub(crate) fn unknown_variant(&self) -> Option<&RustIdent> {
        let by_tag = self.tag.as_ref().map(|tag| &tag.unknown);
        by_tag.or(self.unknown.as_ref())
    }

    /// Selects the alternative of `value` by its tag; `None` if the union has no tag.
    pub fn choose(&self, value: &serde_json::Value) -> Option<Choice<'_>> {
        let tag = self.tag.as_ref()?;
        let text = match (value, value.get(&tag.member)) {
            (serde_json::Value::Object(_), None) => None,
            (_, Some(serde_json::Value::String(text))) => Some(text),
            _ => return Some(Choice::Refused),
        };
        let mut alternatives = self.alternatives.iter();
        let known = alternatives.find(|alternative| alternative.tag.as_ref() == text);
        Some(known.map_or(Choice::Unknown, Choice::Known))
    }
}

/// The member that selects an object's alternative. Objects that no alternative is for are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The member's name.
    pub member: String,
    /// Name of the variant that keeps them: `Unknown`, unless an alternative has that name.
    pub unknown: RustIdent,
}

/// An alternative of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Its shape. `null` belongs to the union's item.
    pub shape: Shape,
    /// The condition for trying this alternative.
    pub guard: Guard,
    /// The text of the union's tag; `None` for the alternative of objects without the member, and without a tag.
    pub tag: Option<String>,
    /// The words that name its type and variant, unique within the union and independent of the order of alternatives.
    pub label: String,
    /// True if the value is behind a `Box`. Set by `break_cycles` and `box_large`.
    pub boxed: bool,
    /// Docs from the schema.
    pub docs: Docs,
    /// The variant's name.
    pub ident: RustIdent,
}

/// A cheap necessary condition for an alternative.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guard {
    /// The JSON type a value must have; `None` for any.
    pub json_type: Option<JsonType>,
    /// Members whose values are listed.
    pub values: Vec<MemberValues>,
    /// Other members that must be there.
    pub required: Vec<String>,
}

/// The values that a guard allows for a member.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberValues {
    /// Path to the member, from the object down.
    pub path: Vec<String>,
    /// True if the member must be there.
    pub is_required: bool,
    /// The allowed values.
    pub values: Vec<serde_json::Value>,
}

impl Guard {
    /// True if there is no condition.
    pub(crate) fn is_open(&self) -> bool {
        let Self {
            json_type,
            values,
            required,
        } = self;
        json_type.is_none() && values.is_empty() && required.is_empty()
    }

    /// True if no value passes both guards.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        let differ = |one: Option<JsonType>, other: Option<JsonType>| {
            one.is_some() && other.is_some() && one != other
        };
        let mut values = self.values.iter();
        differ(self.json_type, other.json_type)
            || values.any(|one| other.values.iter().any(|other| one.excludes(other)))
    }

    /// True if every value that passes `other` passes this guard, as far as the conditions show.
    pub(crate) fn includes(&self, other: &Self) -> bool {
        let requires = |name: &String| {
            let is_path = |path: &[String]| path.first() == Some(name);
            other.required.contains(name)
                || other
                    .values
                    .iter()
                    .any(|one| one.is_required && is_path(&one.path))
        };
        let json_type = self.json_type.is_none() || self.json_type == other.json_type;
        json_type
            && self.required.iter().all(requires)
            && self
                .values
                .iter()
                .all(|one| other.values.iter().any(|other| one.includes(other)))
    }
}

impl MemberValues {
    /// The only value, if that is a string which must be there in the object itself.
    pub(crate) fn constant(&self) -> Option<(&str, &str)> {
        match (&self.path[..], &self.values[..]) {
            ([name], [serde_json::Value::String(text)]) if self.is_required => Some((name, text)),
            _ => None,
        }
    }

    fn excludes(&self, other: &Self) -> bool {
        let mut values = self.values.iter();
        self.path == other.path
            && (self.is_required || other.is_required)
            && !values.any(|value| contains(&other.values, value))
    }

    fn includes(&self, other: &Self) -> bool {
        let mut values = other.values.iter();
        self.path == other.path
            && (other.is_required || !self.is_required)
            && values.all(|value| contains(&self.values, value))
    }
}

/// A JSON type, for guards.
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
    /// The items after the places.
    pub rest: Item,
}

/// A place of a tuple.
#[derive(Debug, Clone, PartialEq)]
pub struct TuplePlace {
    /// Required if an array too short for it is refused.
    pub presence: Presence,
    /// Its value.
    pub item: Item,
    /// True if the value is behind a `Box`. Set by `break_cycles` and `box_large`.
    pub boxed: bool,
    /// Docs from the schema.
    pub docs: Docs,
    /// The field's name.
    pub ident: RustIdent,
}
