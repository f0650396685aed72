//! Choices about the emitted API that no type shows: methods, and what events have in common.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{EventName, Facts};

use super::{Grade, RustType};
use crate::ident::RustIdent;

/// The API of a vendor's module beyond its types. Empty before the passes that choose it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VendorApi {
    /// Methods of `Event` that return what several events share. Set by `choose_api`.
    pub views: Vec<EventView>,
    /// The tag that is found in one search together with the event's name. Set by `choose_api`.
    pub event_tag: Option<EventTag>,
    /// True if the event's name is always inside the envelope's event member. Set by `choose_api`.
    pub is_name_in_event: bool,
    /// The shared types that the vendor's module reexports, sorted by name, each with its definition. Set by `choose_api`.
    pub reexports: BTreeMap<RustIdent, String>,
    /// Methods of `Event` that return a member of many events, sorted by name. Set by `choose_accessors`.
    pub event_accessors: Vec<EventAccessor>,
    /// By the name of a variant that several events arrive as, the member that tells which one a payload is. Set by `tell_apart`.
    pub name_members: BTreeMap<EventName, NameMember>,
    /// The most frequent value of each fact; facts of a single event are left empty. Set by `hoist_common_facts`.
    pub common_facts: Facts,
    /// The grade that most events have. Set by `hoist_common_facts`.
    pub common_grade: Grade,
    /// The files of the module of shared types, by definition. Set by `split_module`.
    pub shared_files: BTreeMap<String, SharedFile>,
    /// The features that each compile a part of the events, sorted; empty if the vendor has a single feature. Set by `split_module`.
    pub features: Vec<String>,
    /// The feature of each event that only one of them compiles. Set by `split_module`.
    pub event_features: BTreeMap<EventName, String>,
    /// The events by topic, each once, in the order of the docs. Set by `choose_docs`.
    pub topics: Vec<Topic>,
    /// The events that the example of a receiver matches; at least one. Set by `choose_docs`.
    pub example: Vec<ExampleArm>,
}

/// Events about one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its title.
    pub title: String,
    /// The events, sorted by name; at least one.
    pub events: Vec<EventName>,
}

/// An arm of the example of a receiver.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleArm {
    /// The event that it matches.
    pub event: EventName,
    /// The fields and methods that lead from the event to the value to print, in Rust; empty for the event itself.
    pub path: String,
}

/// The file of a shared definition, with the types inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedFile {
    /// The name of its module.
    pub module: RustIdent,
    /// The features that it is compiled with; empty if with any.
    pub features: BTreeSet<String>,
}

/// A method of `Event` that returns the shared type behind several variants.
#[derive(Debug, Clone, PartialEq)]
pub struct EventView {
    /// The method's name.
    pub name: RustIdent,
    /// The method's return type.
    pub output: RustType,
    /// The events whose type wraps the shared type, sorted by name; at least two.
    pub events: Vec<EventName>,
}

/// A method of `Event` that returns a member of many events.
#[derive(Debug, Clone, PartialEq)]
pub struct EventAccessor {
    /// The method's name.
    pub name: RustIdent,
    /// The method's return type.
    pub output: RustType,
    /// The shared definition whose file has the type that it returns; `None` if the type needs none.
    pub definition: Option<String>,
    /// A sentence for the docs.
    pub description: String,
    /// The variants that have the member, sorted by name; at least one.
    pub reads: Vec<EventRead>,
}

/// The way from the payload of a variant to a member.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRead {
    /// The name that the variant is named after.
    pub variant: EventName,
    /// The steps; at least one.
    pub steps: Vec<ReadStep>,
}

/// A step from a value to one of its members. The value's type is behind this number of newtypes.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadStep {
    /// A field of an object.
    Field {
        /// The number of newtypes.
        newtypes: usize,
        /// The field's name.
        field: RustIdent,
        /// The field's type.
        rust_type: RustType,
    },
    /// An accessor of a tagged union.
    Accessor {
        /// The number of newtypes.
        newtypes: usize,
        /// The accessor's name.
        accessor: RustIdent,
    },
}

/// The tag of the unions that are a vendor's events.
#[derive(Debug, Clone, PartialEq)]
pub struct EventTag {
    /// The tag's member.
    pub member: String,
    /// The events whose type is a union with this tag, sorted by name; at least one.
    pub events: Vec<EventName>,
}

/// The member of a payload that tells which of several events it is.
#[derive(Debug, Clone, PartialEq)]
pub struct NameMember {
    /// The member's name.
    pub member: String,
    /// The way to its text.
    pub read: MemberRead,
    /// The event of each text.
    pub texts: BTreeMap<String, EventName>,
    /// The event of payloads without one of these texts, if there is one.
    pub other: Option<EventName>,
}

/// The way from a payload to the text of a member. The payload's type is behind this number of newtypes.
#[derive(Debug, Clone, PartialEq)]
pub enum MemberRead {
    /// A field of an object.
    Field {
        /// The number of newtypes.
        newtypes: usize,
        /// The field's name.
        field: RustIdent,
        /// The field's type.
        rust_type: RustType,
        /// True if the value is an enum of strings.
        is_enum: bool,
    },
    /// No field: it is among the members that the type does not declare.
    Extra {
        /// The number of newtypes.
        newtypes: usize,
    },
    /// An accessor of a tagged union, all of whose alternatives have the member.
    Accessor {
        /// The number of newtypes.
        newtypes: usize,
        /// The accessor's name.
        accessor: RustIdent,
        /// True if it returns an enum of strings, and nothing for an unknown alternative.
        is_enum: bool,
        /// The union.
        union: RustType,
        /// The variant that keeps unknown alternatives.
        unknown: RustIdent,
    },
}

/// A method of a tagged union that returns a member of the alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Accessor {
    /// The member's name, byte for byte.
    pub member: String,
    /// The method's name.
    pub name: RustIdent,
    /// The method's return type.
    pub output: RustType,
    /// The description of the member on which the alternatives agree; empty if they do not.
    pub description: Option<String>,
    /// The origin of the returned value.
    pub source: AccessorSource,
}

/// The origin of what an accessor returns.
#[derive(Debug, Clone, PartialEq)]
pub enum AccessorSource {
    /// The union's tag: the alternative's text, or the member of an unknown alternative.
    Tag,
    /// A field that some alternatives have in common.
    Fields {
        /// The fields, in the order of the alternatives; at least two.
        fields: Vec<AccessorField>,
        /// True if the member of an unknown alternative is returned too.
        reads_unknown: bool,
    },
}

/// A field that an accessor returns.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessorField {
    /// The variant whose value has the field.
    pub variant: RustIdent,
    /// The field's name.
    pub field: RustIdent,
    /// The field's type.
    pub rust_type: RustType,
}
