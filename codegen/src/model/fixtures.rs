//! Small models for tests of passes.

use std::collections::BTreeMap;

use webhook_catalog::{
    BodyFormat, EventName, Facts, RowKind, Signature, VendorDocs, VendorFeatures, VendorId,
};

use super::{
    Alternative, Described, Docs, Event, Evidence, Grade, Guard, Item, ModulePath, Object,
    Presence, Property, Shape, TypeDef, TypeId, TypeKind, Vendor, VendorApi,
};
use crate::ident::{self, NameKind, RustIdent};

/// A vendor of a model, without events and types.
pub(crate) fn vendor() -> Vendor {
    Vendor {
        id: VendorId::new("acme").expect("a slug"),
        display_name: "Acme".to_owned(),
        category: None,
        is_published: false,
        docs_url: None,
        envelope: None,
        body: BodyFormat::Json,
        naming: None,
        message_templates: None,
        delivery_id: None,
        handshake_request: None,
        other_requests: webhook_catalog::OtherRequests::default(),
        deliveries: None,
        features: VendorFeatures::default(),
        docs: VendorDocs::default(),
        accessors: Vec::new(),
        signature: Signature::Unsupported { why: String::new() },
        events: Vec::new(),
        types: Vec::new(),
        ids: BTreeMap::new(),
        module: ident::single(NameKind::Module, "acme"),
        api: VendorApi::default(),
    }
}

/// Adds an event whose type is `kind`.
pub(crate) fn add_event<'v>(vendor: &'v mut Vendor, name: &str, kind: TypeKind) -> &'v mut Event {
    let event_name = EventName::new(name).expect("an event name");
    let root = add_type(vendor, ModulePath::Event(event_name.clone()), name, kind);
    vendor.events.push(Event {
        arrives_as: event_name.clone(),
        name: event_name,
        facts: Facts::default(),
        root,
        described: Described {
            row: Some(RowKind::Catalogue),
            by_overlay: false,
            by_shared_overlay: false,
        },
        unmatched: None,
        handshake: None,
        grade: Grade::default(),
        presence: None,
        declared_names: Vec::new(),
        samples: Vec::new(),
        folder: ident::single(NameKind::Module, name),
        module: ident::single(NameKind::Module, name),
        variant: ident::single(NameKind::Type, name),
    });
    vendor.events.last_mut().expect("an event was added")
}

/// Adds a type.
pub(crate) fn add_type(
    vendor: &mut Vendor,
    module_path: ModulePath,
    name: &str,
    kind: TypeKind,
) -> TypeId {
    vendor.types.push(TypeDef {
        module_path,
        path: Vec::new(),
        schema_pointer: String::new(),
        docs: Docs::default(),
        kind,
        smallest: 1,
        name: ident::single(NameKind::Type, name),
        is_lazy: false,
        same_as: None,
    });
    TypeId(vendor.types.len() - 1)
}

/// An object with optional members that are never `null`.
pub(crate) fn object_of<const N: usize>(members: [(&str, Shape); N]) -> TypeKind {
    let properties = members.map(|(name, shape)| Property {
        name: name.to_owned(),
        is_prefix: false,
        presence: Presence::Optional,
        item: Item {
            shape,
            nullable: false,
        },
        boxed: false,
        docs: Docs::default(),
        evidence: Evidence::default(),
        ident: ident::single(NameKind::Field, name),
    });
    TypeKind::Object(Object {
        properties: properties.into(),
        others: Vec::new(),
    })
}

/// An alternative of a tagged union.
pub(crate) fn tagged_alternative(tag: &str, id: TypeId) -> Alternative {
    Alternative {
        shape: Shape::Named(id),
        guard: Guard::default(),
        tag: Some(tag.to_owned()),
        label: tag.to_owned(),
        boxed: false,
        docs: Docs::default(),
        ident: variant(tag),
    }
}

/// The variant called after `raw`.
pub(crate) fn variant(raw: &str) -> RustIdent {
    ident::single(NameKind::Variant, raw)
}
