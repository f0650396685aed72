//! Places in a schema: the value is described there or by reference, and may contain itself.

use std::rc::Rc;

use webhook_catalog::pointer;

use super::item::{joined, named, without_notes};
use super::{Builder, DocumentedItem, Location, UnnamedFrame};
use crate::lower::all_of::{ExpandedSet, ReferenceChain, SetKey};
use crate::lower::candidates::ShapeCandidates;
use crate::lower::context::MAX_NESTING;
use crate::lower::merge::docs_of;
use crate::model::{Docs, Fallback, Item, PathStep, Shape, TypeKind};
use crate::schema::{Document, SchemaId};

/// Limit of the steps in the path to a type.
const MAX_PATH: usize = 128;

impl Builder<'_, '_> {
    /// Builds the item of the value that all these subschemas describe.
    pub(super) fn build(&mut self, seeds: &[SchemaId], location: &Location) -> DocumentedItem {
        if seeds.is_empty() {
            return DocumentedItem {
                item: Item::any(None),
                docs: Docs::default(),
            };
        }
        let chains = ReferenceChain::follow_all(self.document(), seeds);
        let mut targets: Vec<SchemaId> = Vec::new();
        for chain in &chains {
            if !targets.contains(&chain.target) {
                targets.push(chain.target);
            }
        }
        let has_reference = chains.iter().any(|chain| chain.has_reference);
        let mut built = match targets[..] {
            [target] if has_reference => self.build_definition(target),
            _ => {
                let expanded = Rc::new(ExpandedSet::of(self.document(), &targets));
                self.build_here(&expanded, location)
            }
        };
        if chains.iter().any(|chain| chain.is_nullable) {
            built.item.nullable = !matches!(built.item.shape, Shape::Any { .. });
        }
        let links = ReferenceChain::links_of(&chains);
        let mut described = seeds.iter().filter_map(|id| self.document().keywords(*id));
        if described.any(|keywords| keywords.lazy) {
            built.item = Item {
                shape: Shape::Lazy(Box::new(built.item)),
                nullable: false,
            };
        }
        built.docs = joined(docs_of(self.document(), &links), built.docs);
        built
    }

    /// Builds a definition once; later references get the same item.
    pub(in crate::lower) fn build_definition(&mut self, target: SchemaId) -> DocumentedItem {
        let expanded = self.context.expand_definition(target);
        if let Some(item) = self.known_definition(target) {
            let docs = docs_of(self.document(), &expanded.nodes);
            let docs = match item.shape {
                Shape::Named(_) => without_notes(docs),
                _ => docs,
            };
            return DocumentedItem { item, docs };
        }
        let name = self.path_name(target);
        let location = Location::root().below(PathStep::Definition(name));
        let built = self.build_here(&expanded, &location);
        self.definitions.insert(target, built.item.clone());
        built
    }

    /// The item of a definition that is built already.
    pub(super) fn known_definition(&mut self, target: SchemaId) -> Option<Item> {
        if let Some(shared) = self.shared.get(&target) {
            let known = self.definitions.entry(target);
            return Some(known.or_insert_with(|| shared.clone()).clone());
        }
        self.definitions.get(&target).cloned()
    }

    /// A unique name for a definition's path.
    fn path_name(&mut self, target: SchemaId) -> String {
        if let Some(name) = self.names.get(&target) {
            return name.clone();
        }
        let document = self.document();
        let mut name = definition_name(document, &document.node(target).pointer);
        while !self.definition_names.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    fn build_here(&mut self, expanded: &Rc<ExpandedSet>, location: &Location) -> DocumentedItem {
        let key = Rc::new(expanded.key());
        if let Some(item) = self.recursive_item(&key, location) {
            return DocumentedItem {
                item,
                docs: without_notes(docs_of(self.document(), &expanded.nodes)),
            };
        }
        if location.path.len() > MAX_PATH || self.unnamed.len() > MAX_NESTING {
            self.context.refuse_nesting(expanded);
            return DocumentedItem {
                item: Item::any(Some(Fallback::NestedSchema)),
                docs: Docs::default(),
            };
        }
        let known = match expanded.all_of.seeds[..] {
            [only] => self.context.candidates.get(&only),
            _ => None,
        };
        let candidates = match known {
            Some(candidates) => ShapeCandidates::clone(candidates),
            None => self.context.candidates_of_set(expanded),
        };
        self.context.warn_about(&candidates, expanded);
        self.unnamed.push(UnnamedFrame {
            key: Rc::clone(&key),
            path: location.path.clone(),
            pointer: expanded.pointer(self.document()),
            is_nullable: candidates.is_nullable,
            id: None,
        });
        let candidates = self.context.combine(candidates);
        let built = self.item_of(candidates, expanded, &key, location);
        // `item_of` leaves the stack as it was.
        let Some(UnnamedFrame { id: Some(id), .. }) = self.unnamed.pop() else {
            return built;
        };
        let DocumentedItem { item, docs } = built;
        self.types[id].docs = docs.clone();
        self.types[id].kind = TypeKind::Newtype(Item {
            shape: item.shape,
            nullable: false,
        });
        DocumentedItem {
            item: named(id, item.nullable),
            docs: without_notes(docs),
        }
    }

    /// The item of the set with this key, if it is being built around this place.
    fn recursive_item(&mut self, key: &Rc<SetKey>, location: &Location) -> Option<Item> {
        let mut next = location.enclosing.as_ref();
        while let Some(enclosing) = next {
            if enclosing.key == *key {
                return Some(named(enclosing.id, enclosing.is_nullable));
            }
            next = enclosing.outer.as_ref();
        }
        let index = self.unnamed.iter().position(|frame| frame.key == *key)?;
        let frame = &self.unnamed[index];
        let is_nullable = frame.is_nullable;
        let id = match frame.id {
            Some(id) => id,
            None => {
                let (path, pointer) = (frame.path.clone(), frame.pointer.clone());
                let id = self.reserve(path, pointer, Docs::default());
                self.unnamed[index].id = Some(id);
                id
            }
        };
        Some(named(id, is_nullable))
    }
}

/// The name of the definition with this pointer: `name` for `#/$defs/name`, or for `#/definitions/name` where `$defs` has no
/// such name; else the whole pointer.
pub(in crate::lower) fn definition_name(document: &Document<'_>, pointer: &str) -> String {
    match &pointer::steps(pointer)[..] {
        [] => "body".to_owned(),
        [keyword, name] if keyword == "$defs" => name.clone(),
        [keyword, name] if keyword == "definitions" => {
            let modern = pointer::join("/$defs", name);
            if document.source.pointer(&modern).is_none() {
                name.clone()
            } else {
                pointer.to_owned()
            }
        }
        _ => pointer.to_owned(),
    }
}
