//! Roots: every event and the envelope have a type of their own.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::item::{joined, named, string_enum, without_notes};
use super::{Builder, Location, PendingKind};
use crate::lower::all_of::{ExpandedSet, ReferenceChain};
use crate::lower::candidates::{SchemaShape, ShapeCandidate, ShapeCandidates};
use crate::lower::merge::{MergedMember, docs_of};
use crate::lower::size_limits::MAX_MEMBERS;
use crate::model::{Docs, Item, Object, PathStep, Presence, Shape, TypeId, TypeKind};
use crate::schema::{Document, SchemaId, TypeSet};

impl Builder<'_, '_> {
    /// Builds the module's root as a type of its own.
    pub(in crate::lower) fn build_root(&mut self, seeds: &[SchemaId]) -> TypeId {
        let chains = ReferenceChain::follow_all(self.document(), seeds);
        if let [chain] = &chains[..]
            && let Some(item) = self.known_definition(chain.target)
            && matches!(item.shape, Shape::Named(_))
        {
            return self.wrap_shared(chain, item);
        }
        let targets: Vec<SchemaId> = chains.iter().map(|chain| chain.target).collect();
        let links = ReferenceChain::links_of(&chains);
        let expanded = Rc::new(ExpandedSet::of(self.document(), &targets));
        let mut candidates = self.context.candidates_of_set(&expanded);
        candidates.docs = joined(docs_of(self.document(), &links), candidates.docs);
        candidates.is_nullable |= chains.iter().any(|chain| chain.is_nullable);
        self.context.warn_about(&candidates, &expanded);
        let candidates = self.context.combine(candidates);
        let pointer = expanded.pointer(self.document());
        let id = self.reserve(Vec::new(), pointer, candidates.docs.clone());
        if let [target] = targets[..] {
            self.definitions.insert(target, named(id, false));
        }
        let key = Rc::new(expanded.key());
        let root = Location::root().inside(Rc::clone(&key), id, false);
        match (&candidates.alternatives[..], candidates.is_nullable) {
            ([candidate], false) if !matches!(candidate.shape, SchemaShape::Definition(_)) => {
                let candidate = candidate.clone();
                self.set_root(id, candidate, &root);
            }
            ([_, _, ..], false) => {
                let kind = PendingKind::Union(candidates.alternatives, candidates.tag);
                self.pending.push_back((id, root, kind));
            }
            _ => {
                let docs = Docs::default();
                let inner = ShapeCandidates { docs, ..candidates };
                let location = root.below(PathStep::Alternative("value".to_owned()));
                let built = self.item_of(inner, &expanded, &key, &location);
                self.types[id].kind = TypeKind::Newtype(built.item);
            }
        }
        self.finish();
        id
    }

    /// A root that is a shared definition: a newtype around the shared type.
    fn wrap_shared(&mut self, chain: &ReferenceChain, mut item: Item) -> TypeId {
        item.nullable |= chain.is_nullable;
        let expanded = self.context.expand_definition(chain.target);
        let far = without_notes(docs_of(self.document(), &expanded.nodes));
        let docs = joined(docs_of(self.document(), &chain.links), far);
        let id = self.reserve(Vec::new(), expanded.pointer(self.document()), docs);
        self.types[id].kind = TypeKind::Newtype(item);
        id
    }

    /// Gives the root the kind of its only candidate.
    fn set_root(&mut self, id: TypeId, candidate: ShapeCandidate, location: &Location) {
        self.types[id].docs = joined(self.types[id].docs.clone(), candidate.docs);
        let pending = match candidate.shape {
            SchemaShape::Object(members) => {
                let others = self.undeclared_members(&candidate.origin);
                PendingKind::Object(members, others)
            }
            // An object without described members can still get some from samples and from later versions.
            SchemaShape::Map(each) if each.is_empty() || self.is_nothing(&each) => {
                let others = self.undeclared_members(&candidate.origin);
                PendingKind::Object(BTreeMap::new(), others)
            }
            SchemaShape::Tuple(tuple) => PendingKind::Tuple(tuple),
            SchemaShape::StringEnum(values) => {
                self.types[id].kind = string_enum(values);
                return;
            }
            shape => {
                let mut docs = Docs::default();
                let shape = self.unnamed_shape(shape, location, &mut docs);
                self.types[id].docs.notes.extend(docs.notes);
                self.types[id].kind = TypeKind::Newtype(Item {
                    shape,
                    nullable: false,
                });
                return;
            }
        };
        self.pending.push_back((id, location.clone(), pending));
    }

    /// The subschemas of a member of the document's root, if that is an object and declares the member.
    pub(in crate::lower) fn member_of_root(&mut self, member: &str) -> Option<Vec<SchemaId>> {
        let mut members = self.members_of_root()?;
        let seeds = members.remove(member)?.seeds;
        (!seeds.is_empty()).then_some(seeds)
    }

    /// The presence of a member of the document's root: required if every object that the root may be requires it.
    pub(in crate::lower) fn presence_in_root(&mut self, member: &str) -> Presence {
        let chain = ReferenceChain::follow(self.document(), Document::ROOT);
        let candidates = self.context.candidates_of(chain.target);
        let objects = candidates
            .alternatives
            .iter()
            .map(|candidate| &candidate.shape);
        let mut objects = objects.filter(|shape| shape.types().meets(TypeSet::OBJECT));
        let is_required = objects.all(|shape| match shape {
            SchemaShape::Object(members) => {
                members.get(member).is_some_and(MergedMember::is_required)
            }
            _ => false,
        });
        if is_required {
            Presence::Required
        } else {
            Presence::Optional
        }
    }

    fn members_of_root(&mut self) -> Option<BTreeMap<String, MergedMember>> {
        let chain = ReferenceChain::follow(self.document(), Document::ROOT);
        let candidates = self.context.candidates_of(chain.target);
        let mut alternatives = candidates.alternatives.iter();
        alternatives.find_map(|candidate| match &candidate.shape {
            SchemaShape::Object(members) => Some(members.clone()),
            _ => None,
        })
    }

    /// Builds the document's root as an object, even if the schema allows other types too.
    pub(in crate::lower) fn build_object_root(&mut self) -> TypeId {
        let mut members = self.members_of_root().unwrap_or_default();
        let mut docs = self.context.candidates_of(Document::ROOT).docs.clone();
        if members.len() > MAX_MEMBERS {
            docs.notes.push(self.context.too_many_members(""));
            members.clear();
        }
        let id = self.reserve(Vec::new(), String::new(), docs);
        self.definitions.insert(Document::ROOT, named(id, false));
        let expanded = self.context.expand_definition(Document::ROOT);
        let root = Location::root().inside(Rc::new(expanded.key()), id, false);
        let others = self.undeclared_members(&expanded);
        self.pending
            .push_back((id, root, PendingKind::Object(members, others)));
        self.finish();
        id
    }

    /// Builds the root as an object without described members.
    pub(in crate::lower) fn build_empty_root(&mut self) -> TypeId {
        let id = self.reserve(Vec::new(), String::new(), Docs::default());
        self.types[id].kind = TypeKind::Object(Object {
            properties: Vec::new(),
            others: Vec::new(),
        });
        id
    }
}
