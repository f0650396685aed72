//! The model: the contents of the emitted crate as plain data.
//!
//! Lowering makes it from schemas and samples, passes refine it, emitters print it. It holds no schema types. Everything
//! is keyed by vendor, event name and JSON pointer; Rust names are derived from these by the `assign_names` pass, and
//! empty before it.

mod api;
mod event;
#[cfg(test)]
pub(crate) mod fixtures;
mod grade;
mod note;
mod presence;
mod rust_type;
mod templates;
mod type_ids;
mod types;

use std::collections::BTreeMap;

use webhook_catalog::{
    BodyFormat, DeliveryId, EventName, MemberAccessor, Naming, OtherRequests, Signature,
    VendorDocs, VendorFeatures, VendorId, Wrapper,
};

pub use api::{
    Accessor, AccessorField, AccessorSource, EventAccessor, EventRead, EventTag, EventView,
    ExampleArm, MemberRead, NameMember, ReadStep, SharedFile, Topic, VendorApi,
};
pub(crate) use event::is_of_one_event;
pub use event::{DeclaredName, Described, Event, RefusedEvent, Variant};
pub use grade::Grade;
pub use note::{DependentRequired, Docs, Fallback, Note};
pub use presence::{DeclaredPresence, Evidence, Presence};
pub use rust_type::RustType;
pub use templates::{EventTemplates, MessageTemplates, Placeholder};
pub use types::{
    Alternative, Choice, EnumValue, Guard, Item, JsonType, MemberValues, ModulePath, Object,
    OtherMembers, PathStep, Property, Shape, StringEnum, Tag, TextType, Tuple, TuplePlace, TypeDef,
    TypeId, TypeKind, Union, UntypedValues,
};

pub(crate) use types::Section;

use crate::ident::RustIdent;

/// All vendors of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// One module of the emitted crate each, sorted by slug.
    pub vendors: Vec<Vendor>,
    /// Events that could not be lowered, sorted by vendor and name. An error gives the reason of each.
    pub refused: Vec<RefusedEvent>,
}

/// One vendor: its events, their types, and the naming and signing of its deliveries.
#[derive(Debug, Clone, PartialEq)]
pub struct Vendor {
    /// The vendor's slug.
    pub id: VendorId,
    /// The vendor's name as people write it.
    pub display_name: String,
    /// The noun for its deliveries in titles, if the profile gives it.
    pub deliveries: Option<String>,
    /// The kind of product, if the catalogue or the profile gives it.
    pub category: Option<String>,
    /// True if a row comes from the public data set, whose licence asks for attribution.
    pub is_published: bool,
    /// The vendor's own documentation, if the profile gives it.
    pub docs_url: Option<String>,
    /// The fields around the event; `None` if the body is the event.
    pub envelope: Option<Envelope>,
    /// The format of bodies.
    pub body: BodyFormat,
    /// The way a delivery names its event; `None` if the profile does not give it.
    pub naming: Option<Naming>,
    /// Place of a delivery's id; `None` if the profile does not give it.
    pub delivery_id: Option<DeliveryId>,
    /// The answer that the vendor expects to a request that is no delivery and checks the receiver, as prose.
    pub handshake_request: Option<String>,
    /// The requests that the vendor sends besides its events, and the wrapper around some, as the profile lists them.
    pub other_requests: OtherRequests,
    /// The features among which users choose, as the profile lists them.
    pub features: VendorFeatures,
    /// The topics and the example of the docs, as the profile lists them.
    pub docs: VendorDocs,
    /// The members that people read of many events, as the profile lists them.
    pub accessors: Vec<MemberAccessor>,
    /// The message templates, if deliveries are named by these and any event has a sample.
    pub message_templates: Option<MessageTemplates>,
    /// The signature scheme, or the reason why it cannot be checked.
    pub signature: Signature,
    /// The events, sorted by event name.
    pub events: Vec<Event>,
    /// Every named type of this vendor. A [`TypeId`] is an index into it.
    pub types: Vec<TypeDef>,
    /// The types of the vendor's ids, by name, with the docs of their definitions.
    pub ids: BTreeMap<RustIdent, Docs>,
    /// The module's name.
    pub module: RustIdent,
    /// The API of the module beyond its types.
    pub api: VendorApi,
}

impl Vendor {
    /// The wrapper in which events may come.
    pub(crate) fn event_wrapper(&self) -> Option<&Wrapper> {
        let wrapper = self.other_requests.wrapper.as_ref();
        wrapper.filter(|wrapper| !wrapper.events.is_empty())
    }

    /// The variants of the event enum, sorted by the names that they are named after.
    pub fn variants(&self) -> Vec<Variant<'_>> {
        let mut variants: BTreeMap<&EventName, Vec<&Event>> = BTreeMap::new();
        for event in &self.events {
            variants.entry(&event.arrives_as).or_default().push(event);
        }
        let variants = variants.into_iter();
        variants
            .map(|(name, events)| Variant { name, events })
            .collect()
    }

    /// The type behind newtypes of named types, and the number of these newtypes. Newtypes alone never make a circle.
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

    /// The type's name as `Debug` prints it: that of the type that is emitted for it.
    pub(crate) fn debug_name(&self, id: TypeId) -> &str {
        let emitted = self.types[id.0].same_as.unwrap_or(id);
        self.types[emitted.0].name.unraw()
    }

    /// True if values of both shapes have the same type in the emitted crate.
    pub(crate) fn are_alike(&self, one: &Shape, other: &Shape) -> bool {
        let [one, other] = [one, other].map(|shape| {
            let mut shape = shape.clone();
            shape.remap_type_ids(&|id| self.types[id.0].same_as.unwrap_or(id));
            shape
        });
        one == other
    }

    /// The tag's member, if the type is a tagged union or a newtype of one.
    pub fn tag_member(&self, id: TypeId) -> Option<&str> {
        let (id, _) = self.behind_names(id);
        match &self.types[id.0].kind {
            TypeKind::Union(union) => Some(&union.tag.as_ref()?.member),
            TypeKind::Newtype(_)
            | TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::Tuple(_) => None,
        }
    }

    /// The shared type that a newtype of this item wraps.
    pub fn wrapped_shared_type(&self, item: &Item) -> Option<TypeId> {
        match item {
            Item {
                shape: Shape::Named(id),
                nullable: false,
            } => (self.types[id.0].module_path == ModulePath::Shared).then_some(*id),
            _ => None,
        }
    }
}

/// The fields around the event.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// The member of the body that holds the event; no other member names it.
    pub event_member: String,
    /// An object with every member of the body but the event.
    pub fields: TypeId,
    /// Docs of that member.
    pub event_docs: Docs,
}
