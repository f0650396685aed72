//! The root of a home: every event and the envelope has a type of its own.

use std::collections::BTreeMap;

use super::forms::{Form, Forms, Variant};
use super::home::{At, Body, Lowerer};
use super::item::{joined, string_enum, without_notes};
use super::merge::{Conjunction, Member, docs_of};
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
        let conjunction = Conjunction::of(&targets);
        let hops: Vec<SchemaId> = cores
            .iter()
            .flat_map(|core| core.hops.iter().copied())
            .collect();
        let mut forms = self.forms_of_all(&conjunction);
        forms.docs = joined(docs_of(self.document, &hops), forms.docs);
        forms.is_nullable |= cores.iter().any(|core| core.is_nullable);
        self.check(&forms, &conjunction);
        let forms = self.combine(forms);
        let id = self.reserve(
            Vec::new(),
            self.pointer_of(&conjunction),
            forms.docs.clone(),
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
        let root = At {
            path: Vec::new(),
            around: self.around(&conjunction, id, false, None),
        };
        let at = At {
            path: Vec::new(),
            around: root.around.clone(),
        };
        match (&forms.variants[..], forms.is_nullable) {
            ([variant], false) if !matches!(variant.form, Form::Several(_)) => {
                let variant = variant.clone();
                self.root_of(id, variant, &root);
            }
            ([_, _, ..], false) => {
                self.waiting
                    .push_back((id, root, Body::Union(forms.variants, forms.tag)))
            }
            _ => {
                let docs = Docs::default();
                let inner = Forms { docs, ..forms };
                let lowered =
                    self.item_of(inner, &conjunction, &at.below(PathStep::Alternative(0)));
                self.types[id].kind = TypeKind::Newtype(lowered.item);
            }
        }
        self.finish();
        id
    }

    /// A root that is a shared definition: a type of its own all the same, around the one that is shared.
    fn shared_root(&mut self, core: &Core, mut item: Item) -> TypeId {
        item.nullable |= core.is_nullable && !matches!(item.shape, Shape::Any { .. });
        let closure = Conjunction::of(&[core.target]).close(self.document);
        let far = without_notes(docs_of(self.document, &closure.nodes));
        let docs = joined(docs_of(self.document, &core.hops), far);
        let pointer = self.pointer_of(&Conjunction::of(&[core.target]));
        let id = self.reserve(Vec::new(), pointer, docs);
        self.types[id].kind = TypeKind::Newtype(item);
        id
    }

    /// Gives the root the form of its only variant.
    pub(super) fn root_of(&mut self, id: TypeId, variant: Variant, at: &At) {
        self.types[id].docs = joined(self.types[id].docs.clone(), variant.docs);
        match variant.form {
            Form::Object(members) => {
                self.waiting
                    .push_back((id, at.clone(), Body::Object(members)))
            }
            // An object of which nothing is known can still learn members from samples and later versions.
            Form::Map(each) if each.is_empty() => {
                self.waiting
                    .push_back((id, at.clone(), Body::Object(BTreeMap::new())));
            }
            Form::Tuple(tuple) => self.waiting.push_back((id, at.clone(), Body::Tuple(tuple))),
            Form::StringEnum(values) => self.types[id].kind = string_enum(values),
            form => {
                let mut docs = Docs::default();
                let shape = self.inline_shape(form, at, &mut docs);
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
        let forms = self.forms_of(core.target);
        forms
            .variants
            .iter()
            .find_map(|variant| match &variant.form {
                Form::Object(members) => Some(members.clone()),
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
        let around = self.around(&Conjunction::of(&[Document::ROOT]), id, false, None);
        self.waiting.push_back((
            id,
            At {
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
