//! Reachable types, and the members that serde's internally tagged enums remove from their variants.

use std::collections::{BTreeMap, BTreeSet};

use webhook_codegen::model::{Item, Presence, Shape, TypeId, TypeKind, Vendor};

/// The types reachable from the envelope and the events, each with the sets of members removed on the ways to it.
#[derive(Default)]
pub(super) struct ReachableTypes(BTreeMap<TypeId, BTreeSet<RemovedTags>>);

/// Members that serde removes from an object because they are tags of the enums around it.
type RemovedTags = BTreeSet<String>;

impl ReachableTypes {
    /// Adds a type and all that is reachable from it.
    pub(super) fn add(&mut self, vendor: &Vendor, id: TypeId) {
        self.visit(vendor, id, RemovedTags::new());
    }

    /// The same for a variant of an internally tagged enum.
    pub(super) fn add_tagged(&mut self, vendor: &Vendor, id: TypeId, tag: &str) {
        self.visit(vendor, id, RemovedTags::from([tag.to_owned()]));
    }

    /// True if the type is reachable.
    pub(super) fn contains(&self, id: TypeId) -> bool {
        self.0.contains_key(&id)
    }

    /// Presence of a member as serde's derive sees it: `None` if a tag always removes it, `Optional` if a tag does in some places.
    pub(super) fn presence(&self, id: TypeId, member: &str, own: Presence) -> Option<Presence> {
        let ways = self.0.get(&id).map(BTreeSet::iter).into_iter().flatten();
        let (mut removed, mut kept) = (false, false);
        for tags in ways {
            if tags.contains(member) {
                removed = true;
            } else {
                kept = true;
            }
        }
        match (removed, kept) {
            (true, false) => None,
            (true, true) => Some(Presence::Optional),
            (false, _) => Some(own),
        }
    }

    fn visit(&mut self, vendor: &Vendor, id: TypeId, tags: RemovedTags) {
        if !self.0.entry(id).or_default().insert(tags.clone()) {
            return;
        }
        match &vendor.types[id.0].kind {
            TypeKind::Object(object) => {
                for property in &object.properties {
                    self.item(vendor, &property.item, RemovedTags::new());
                }
            }
            TypeKind::Union(union) => {
                for alternative in &union.alternatives {
                    let mut tags = tags.clone();
                    if let (Some(tag), Some(_)) = (&union.tag, &alternative.tag) {
                        tags.insert(tag.member.clone());
                    }
                    self.shape(vendor, &alternative.shape, tags);
                }
            }
            TypeKind::Newtype(item) => self.item(vendor, item, tags),
            // The twin keeps a tuple's items as JSON.
            TypeKind::StringEnum(_) | TypeKind::Tuple(_) => {}
        }
    }

    fn item(&mut self, vendor: &Vendor, item: &Item, tags: RemovedTags) {
        self.shape(vendor, &item.shape, tags);
    }

    fn shape(&mut self, vendor: &Vendor, shape: &Shape, tags: RemovedTags) {
        match shape {
            Shape::Named(id) => self.visit(vendor, *id, tags),
            Shape::List(item) | Shape::Map(item) => self.item(vendor, item, RemovedTags::new()),
            // The derive twin has no types of lazy values.
            Shape::Any { .. }
            | Shape::Lazy(_)
            | Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(_)
            | Shape::Constant(_) => {}
        }
    }
}
