//! The model: what the emitted crate will contain, as plain data.
//!
//! Lowering makes it from schemas and samples, passes refine it, emitters print it. It holds no logic, no tokens and no
//! schema types. Everything is keyed by vendor, event name and JSON pointer; Rust names are derived and filled in by the
//! `assign_names` pass, so they are empty before it.

use std::collections::BTreeMap;

use webhook_catalog::{
    AuthMethod, Category, DeliveryGuarantee, EventName, Naming, Piece, Provenance, RetryPolicy,
    Signature, Transport, VendorId,
};

use crate::ident::RustIdent;

/// Everything one run emits, vendors sorted by their slug.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// One module of the emitted crate each.
    pub vendors: Vec<Vendor>,
}

/// One vendor: the types of its events and how its deliveries name them.
#[derive(Debug, Clone, PartialEq)]
pub struct Vendor {
    /// The vendor's slug.
    pub id: VendorId,
    /// The vendor's name as people write it.
    pub display_name: String,
    /// What kind of product it is, where the catalogue or the profile says so.
    pub category: Option<Category>,
    /// The vendor's own documentation, where the profile names it.
    pub docs_url: Option<String>,
    /// The fields around the event; `None` where the body is the event.
    pub envelope: Option<Envelope>,
    /// How a delivery names its event; `None` where nobody has said so.
    pub naming: Option<Naming>,
    /// What its events say, where their wording tells them apart and any of them has a sample.
    pub message_template: Option<MessageTemplates>,
    /// How its deliveries are signed, or why that cannot be checked.
    pub signature: Signature,
    /// The events, sorted by event name.
    pub events: Vec<Event>,
    /// Every named type of this vendor. A [`TypeId`] is an index into it.
    pub types: Vec<TypeDef>,
    /// The module's name.
    pub module: RustIdent,
}

impl Vendor {
    /// The type that a type only gives another name, and through how many such names it is reached. No circle is made of
    /// names alone.
    pub fn behind_names(&self, mut id: TypeId) -> (TypeId, usize) {
        let mut names = 0;
        while let TypeKind::Newtype(Item {
            shape: Shape::Named(inner),
            nullable: false,
        }) = self.types[id.0].kind
        {
            id = inner;
            names += 1;
        }
        (id, names)
    }
}

/// How a vendor words its events, as learned from their samples.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageTemplates {
    /// JSON pointers to the texts that are worded.
    pub texts: Vec<String>,
    /// What varies in them and beside them, in the profile's order.
    pub placeholders: Vec<Placeholder>,
    /// The events that have samples, sorted by event name.
    pub events: Vec<EventTemplates>,
}

/// Something that varies from body to body.
#[derive(Debug, Clone, PartialEq)]
pub struct Placeholder {
    /// What the profile says of it.
    pub profile: webhook_catalog::Placeholder,
    /// Whether the texts of every event say it.
    pub presence: Presence,
    /// The field's name.
    pub ident: RustIdent,
}

/// How one event is worded.
#[derive(Debug, Clone, PartialEq)]
pub struct EventTemplates {
    /// The event.
    pub event: EventName,
    /// One template for each text: literals, with holes that no other hole touches.
    pub templates: Vec<Vec<Piece>>,
    /// Placeholders that repeat another one in this event, and that other one.
    pub repeats: Vec<(String, String)>,
    /// What the placeholders stand for in each sample, by name; those that repeat another are left out.
    pub words: Vec<BTreeMap<String, String>>,
}

/// The fields around the event.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// The member of the body that holds the event; no other member names it.
    pub event_member: String,
    /// An object with every member of the body but the event.
    pub fields: TypeId,

    /// What the schema says about that member.
    pub event_docs: Docs,
}

/// One event: its facts, its payload's type, and the payloads that prove it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The vendor's own name for it, byte for byte.
    pub name: EventName,
    /// What the catalogue knows apart from the payload.
    pub facts: Facts,
    /// The payload's type, always a type of its own, homed in this event.
    pub root: TypeId,
    /// What tells of the payload, besides the samples.
    pub described: Described,
    /// Stored payloads (whole bodies), sorted by case.
    pub samples: Vec<Sample>,
    /// The module and file name.
    pub module: RustIdent,
    /// The variant of the vendor's event enum; also the name of the root type.
    pub variant: RustIdent,
}

/// What tells of an event's payload, besides its samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    /// A row of the catalogue does.
    pub by_row: bool,
    /// An overlay for this event's row does, rather than one for all rows of the vendor.
    pub by_overlay: bool,
}

/// What the catalogue knows of an event apart from its payload.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// What makes the vendor send it.
    pub trigger: Option<String>,
    /// Where the vendor documents it.
    pub docs_url: Option<String>,
    /// The vendor's group of events it belongs to.
    pub namespace: Option<String>,
    /// How the delivery authenticates itself.
    pub auth_method: Option<AuthMethod>,
    /// The HTTP header with the signature or token.
    pub signature_header: Option<String>,
    /// The signature scheme, in the catalogue's words.
    pub signature_detail: Option<String>,
    /// How often a delivery may arrive.
    pub delivery_guarantee: Option<DeliveryGuarantee>,
    /// How it is carried; `None` means an HTTP POST.
    pub transport: Option<Transport>,
    /// What happens when the receiver does not answer.
    pub retry: Option<RetryPolicy>,
    /// OAuth scopes the receiving app needs.
    pub scopes: Option<Vec<String>>,
    /// The subscription that brings this event, where it is named differently.
    pub subscription_event: Option<String>,
    /// The largest payload the vendor sends, in bytes.
    pub max_payload_bytes: Option<u64>,
    /// The HTTP header with an idempotency key.
    pub idempotency_key_header: Option<String>,
    /// The HTTP header with the delivery's id.
    pub event_id_header: Option<String>,
    /// Caveats, in the catalogue's words.
    pub notes: Option<String>,
}

/// A stored payload: a whole body as it is delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its case: the file's name without `.json`.
    pub case: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// The same, parsed.
    pub value: serde_json::Value,
    /// Where it comes from, where that is known.
    pub provenance: Option<Provenance>,
}

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

/// What speaks for a property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Whether a schema declares it, and if so whether as required; `None` where only samples show it.
    pub schema: Option<Presence>,
    /// How many sample objects at this place have it.
    pub samples_with: usize,
    /// How many sample objects at this place there are.
    pub samples: usize,
}

/// A value of some shape, perhaps `null`.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What a value that is not `null` looks like.
    pub shape: Shape,
    /// Whether `null` is allowed beside it.
    pub nullable: bool,
}

/// What a value looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Any JSON value, `null` among them. The reason is told in the docs where a schema said more than we model.
    Any {
        /// Why it is not modelled further; `None` where the schema allows anything.
        reason: Option<String>,
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
#[derive(Debug, Clone, PartialEq)]
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

/// What a schema says about a type or a member, apart from its form. Vendor text, to be made safe when emitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Constraints that the type does not enforce and fallbacks that were taken, one sentence each, without a full stop.
    pub notes: Vec<String>,
    /// `deprecated`.
    pub deprecated: bool,
}
