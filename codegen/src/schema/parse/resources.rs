//! References, and the resources and anchors that they may name.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::schema::SchemaId;
use crate::schema::keyword::Keyword;

/// A reference as it is written.
pub(super) struct Reference {
    /// `$ref`, `$dynamicRef` or `$recursiveRef`.
    pub(super) keyword: Keyword,
    /// Its value.
    pub(super) text: String,
    /// The URI that it is relative to.
    pub(super) base: Rc<str>,
}

/// Targets of references: resources by URI, anchors by resource and name.
#[derive(Default)]
pub(super) struct Resources {
    /// Pointers of the roots of resources.
    pub(super) roots: BTreeMap<String, String>,
    pub(super) anchors: BTreeMap<(Rc<str>, String), SchemaId>,
    pub(super) dynamic_anchors: BTreeMap<String, BTreeSet<SchemaId>>,
    pub(super) recursive_anchors: BTreeMap<Rc<str>, SchemaId>,
}

impl Resources {
    /// Adds the schema at `pointer` under its URI. Returns false if another schema has that URI.
    pub(super) fn add_resource(&mut self, uri: &str, pointer: &str) -> bool {
        self.roots
            .insert(uri.to_owned(), pointer.to_owned())
            .is_none_or(|before| before == pointer)
    }

    /// Adds an anchor. Returns false if another anchor of the resource has that name.
    pub(super) fn add_anchor(
        &mut self,
        base: &Rc<str>,
        name: &str,
        id: SchemaId,
        dynamic: bool,
    ) -> bool {
        if dynamic {
            self.dynamic_anchors
                .entry(name.to_owned())
                .or_default()
                .insert(id);
        }
        self.anchors
            .insert((Rc::clone(base), name.to_owned()), id)
            .is_none()
    }

    /// Adds a resource whose root has `$recursiveAnchor: true`.
    pub(super) fn add_recursive_anchor(&mut self, base: &Rc<str>, id: SchemaId) {
        self.recursive_anchors.insert(Rc::clone(base), id);
    }
}
