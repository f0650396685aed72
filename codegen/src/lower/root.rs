//! The root of a home: every event and the envelope has a type of its own.

use std::collections::BTreeMap;

use super::candidates::{ShapeCandidate, ShapeCandidates, Variant};
use super::context::{Body, Location, Lowerer};
use super::item::{joined, string_enum, without_notes};
use super::merge::{AllOfSet, Member, docs_of};
use super::place::{Core, core_of};
use crate::model::{Docs, Item, Object, PathStep, Shape, TypeId, TypeKind};
use crate::schema::{Document, SchemaId};

impl Lowerer<'_, '_> {
    /// Lowers the home's root to a type of its own.
    pub(super) fn lower_root(&mut self, seeds: &[SchemaId]) -> TypeId {
        let cores: Vec<Core> = seeds.iter().map(|id| core_of(self.document, *id)).collect();
        if let [core] = &cores[..]
            && let Some(item) = self.shared_item(core.target)
        {
            return self.shared_root(core, item.clone());
        }
        let targets: Vec<SchemaId> = cores.iter().map(|core| core.target).collect();
        let all_of = AllOfSet::of(&targets);
        let hops: Vec<SchemaId> = cores
            .iter()
            .flat_map(|core| core.hops.iter().copied())
            .collect();
        let mut candidates = self.candidates_of_all(&all_of);
        candidates.docs = joined(docs_of(self.document, &hops), candidates.docs);
        candidates.is_nullable |= cores.iter().any(|core| core.is_nullable);
        self.check(&candidates, &all_of);
        let candidates = self.combine(candidates);
        let id = self.reserve(
            Vec::new(),
            self.pointer_of(&all_of),
            candidates.docs.clone(),
        );
        for target in targets {
            self.definitions.insert(
                target,
                Item {
                    shape: Shape::Named(id),
                    nullable: false,
                },
            );
        }
        let root = Location {
            path: Vec::new(),
            around: self.around(&all_of, id, false, None),
        };
        let location = Location {
            path: Vec::new(),
            around: root.around.clone(),
        };
        match (&candidates.variants[..], candidates.is_nullable) {
            ([variant], false) if !matches!(variant.form, ShapeCandidate::Several(_)) => {
                let variant = variant.clone();
                self.root_of(id, variant, &root);
            }
            ([_, _, ..], false) => {
                self.waiting
                    .push_back((id, root, Body::Union(candidates.variants, candidates.tag)))
            }
            _ => {
                let docs = Docs::default();
                let inner = ShapeCandidates { docs, ..candidates };
                let lowered =
                    self.item_of(inner, &all_of, &location.below(PathStep::Alternative(0)));
                self.types[id].kind = TypeKind::Newtype(lowered.item);
            }
        }
        self.finish();
        id
    }

    /// A root that is a shared definition: a type of its own all the same, around the one that is shared.
    fn shared_root(&mut self, core: &Core, mut item: Item) -> TypeId {
        item.nullable |= core.is_nullable && !matches!(item.shape, Shape::Any { .. });
        let expanded = AllOfSet::of(&[core.target]).expand(self.document);
        let far = without_notes(docs_of(self.document, &expanded.nodes));
        let docs = joined(docs_of(self.document, &core.hops), far);
        let pointer = self.pointer_of(&AllOfSet::of(&[core.target]));
        let id = self.reserve(Vec::new(), pointer, docs);
        self.types[id].kind = TypeKind::Newtype(item);
        id
    }

    /// Gives the root the form of its only variant.
    pub(super) fn root_of(&mut self, id: TypeId, variant: Variant, location: &Location) {
        self.types[id].docs = joined(self.types[id].docs.clone(), variant.docs);
        match variant.form {
            ShapeCandidate::Object(members) => {
                self.waiting
                    .push_back((id, location.clone(), Body::Object(members)))
            }
            // An object of which nothing is known can still learn members from samples and later versions.
            ShapeCandidate::Map(each) if each.is_empty() => {
                self.waiting
                    .push_back((id, location.clone(), Body::Object(BTreeMap::new())));
            }
            ShapeCandidate::Tuple(tuple) => {
                self.waiting
                    .push_back((id, location.clone(), Body::Tuple(tuple)))
            }
            ShapeCandidate::StringEnum(values) => self.types[id].kind = string_enum(values),
            form => {
                let mut docs = Docs::default();
                let shape = self.inline_shape(form, location, &mut docs);
                self.types[id].docs.notes.extend(docs.notes);
                self.types[id].kind = TypeKind::Newtype(Item {
                    shape,
                    nullable: false,
                });
            }
        }
    }

    /// The subschemas of a member of the home's root, where it is an object that declares it.
    pub(super) fn member_of_root(&mut self, member: &str) -> Option<Vec<SchemaId>> {
        let members = self.members_of_root()?;
        members
            .get(member)
            .map(|member| member.seeds.clone())
            .filter(|seeds| !seeds.is_empty())
    }

    fn members_of_root(&mut self) -> Option<BTreeMap<String, Member>> {
        let core = core_of(self.document, Document::ROOT);
        let candidates = self.forms_of(core.target);
        candidates
            .variants
            .iter()
            .find_map(|variant| match &variant.form {
                ShapeCandidate::Object(members) => Some(members.clone()),
                _ => None,
            })
    }

    /// Lowers the home's root, which is an object whatever else the schema allows.
    pub(super) fn lower_object_root(&mut self) -> TypeId {
        let members = self.members_of_root().unwrap_or_default();
        let docs = self.forms_of(Document::ROOT).docs.clone();
        let id = self.reserve(Vec::new(), String::new(), docs);
        self.definitions.insert(
            Document::ROOT,
            Item {
                shape: Shape::Named(id),
                nullable: false,
            },
        );
        let around = self.around(&AllOfSet::of(&[Document::ROOT]), id, false, None);
        self.waiting.push_back((
            id,
            Location {
                path: Vec::new(),
                around,
            },
            Body::Object(members),
        ));
        self.finish();
        id
    }

    /// A root of which nothing is known but that it is an object.
    pub(super) fn empty_root(&mut self) -> TypeId {
        let id = self.reserve(Vec::new(), String::new(), Docs::default());
        self.types[id].kind = TypeKind::Object(Object {
            properties: Vec::new(),
        });
        id
    }
}
