//! Alternatives: the branches of `anyOf` and `oneOf`, each merged with what stands around them.

use std::collections::BTreeSet;

use super::Lowerer;
use super::candidates::{MAX_VARIANTS, ShapeCandidate, ShapeCandidates, Variant, any};
use super::merge::{AllOfSet, Group, GroupKind, Merged, branches, docs_of};
use super::place::core_of;
use crate::model::{Docs, Fallback, Note};
use crate::schema::{Schema, SchemaId, TypeSet, canonical, shorten};

impl Lowerer<'_, '_> {
    pub(super) fn candidates_of_alternatives(
        &mut self,
        all_of: &AllOfSet,
        group: Group,
        has_more: bool,
        base: &Merged,
    ) -> ShapeCandidates {
        let is_nullable = self.is_marked_nullable(group.node);
        let mut candidates = ShapeCandidates {
            is_nullable,
            docs: base.docs.clone(),
            tag: self.discriminator(group).filter(|_| !has_more),
            ..ShapeCandidates::default()
        };
        let base_types = base.types.unwrap_or(TypeSet::ALL);
        let base_is_bare =
            !has_more && base.values.is_none() && !base.speaks_of_objects && !base.speaks_of_arrays;
        let mut seen = BTreeSet::new();
        let mut others = 0;
        for branch in branches(self.document, group).to_vec() {
            let is_repeated = self
                .document
                .json(branch)
                .is_some_and(|json| !seen.insert(canonical(json)));
            if is_repeated {
                continue;
            }
            let mut below = match self
                .shared_definition(branch, base_types)
                .filter(|_| base_is_bare)
            {
                Some(shared) => shared,
                None => self.candidates_of_all(&all_of.choosing(group, branch)),
            };
            let branch_docs = docs_of(
                self.document,
                &AllOfSet::of(&[branch]).expand(self.document).nodes,
            );
            for variant in &mut below.variants {
                if variant.docs == Docs::default() {
                    variant.docs = branch_docs.clone();
                }
            }
            // Constants become one enum, however many there are.
            let is_constant = |variant: &&Variant| {
                matches!(
                    variant.form,
                    ShapeCandidate::StringEnum(_) | ShapeCandidate::Constant(_)
                )
            };
            others += below
                .variants
                .iter()
                .filter(|variant| !is_constant(variant))
                .count();
            candidates.is_nullable |= below.is_nullable;
            candidates.variants.append(&mut below.variants);
            if others > MAX_VARIANTS {
                let reason = Fallback::TooManyAlternatives(MAX_VARIANTS);
                candidates.variants = vec![any(Some(reason), all_of)];
                break;
            }
        }
        candidates
    }

    /// The member that tells the branches apart, as far as the schema says so.
    fn discriminator(&self, group: Group) -> Option<String> {
        self.document
            .keywords(group.node)
            .and_then(|keywords| keywords.discriminator.clone())
    }

    /// Whether any branch says what a value looks like, rather than which members go together.
    pub(super) fn has_shape(&mut self, group: Group) -> bool {
        if let Some(known) = self.shaped.get(&group) {
            return *known;
        }
        let has_shape = self.look_for_shape(group);
        self.shaped.insert(group, has_shape);
        has_shape
    }

    fn look_for_shape(&mut self, group: Group) -> bool {
        let document = self.document;
        branches(document, group).iter().any(|branch| {
            let expanded = AllOfSet::of(&[*branch]).expand(document);
            self.spend(expanded.nodes.len());
            let declares = expanded
                .nodes
                .iter()
                .any(|id| match &self.document.node(*id).schema {
                    Schema::Anything => false,
                    Schema::Nothing => true,
                    Schema::Keywords(keywords) => {
                        let named = keywords.object.as_ref().is_some_and(|object| {
                            !object.properties.is_empty()
                                || !object.patterns.is_empty()
                                || object.additional.is_some()
                        });
                        named
                            || keywords.types.is_some()
                            || keywords.nullable
                            || !keywords.values.is_empty()
                            || keywords.array.as_ref().is_some_and(|array| {
                                !array.prefix.is_empty() || array.items.is_some()
                            })
                            || !keywords.conditional.is_empty()
                            || keywords.fallback.is_some()
                    }
                });
            declares || !expanded.open.is_empty()
        })
    }

    /// The forms of a branch that is a reference alone, so that its alternatives share the definition's type.
    fn shared_definition(
        &mut self,
        branch: SchemaId,
        base_types: TypeSet,
    ) -> Option<ShapeCandidates> {
        let core = core_of(self.document, branch);
        if !core.is_reference {
            return None;
        }
        let target = self.forms_of(core.target);
        let types = target
            .variants
            .iter()
            .fold(TypeSet::EMPTY, |types, variant| {
                types.or(variant.form.types())
            });
        let nullable = if target.is_nullable || core.is_nullable {
            TypeSet::NULL
        } else {
            TypeSet::EMPTY
        };
        if !types.or(nullable).is_within(base_types) {
            return None;
        }
        let mut candidates = ShapeCandidates {
            is_nullable: !nullable.is_empty(),
            ..ShapeCandidates::default()
        };
        let form = match &target.variants[..] {
            [] => return Some(candidates),
            [one] => one.form.clone(),
            _ => ShapeCandidate::Several(types),
        };
        let origin = AllOfSet::of(&[core.target]);
        candidates.variants.push(Variant {
            form,
            docs: Docs::default(),
            definition: Some(core.target),
            origin,
        });
        Some(candidates)
    }

    pub(super) fn group_note(&self, group: Group) -> Note {
        let schemas: Vec<String> = branches(self.document, group)
            .iter()
            .filter_map(|branch| self.document.json(*branch))
            .map(|json| shorten(json, 60))
            .collect();
        match group.kind {
            GroupKind::AnyOf => Note::AnyOf(schemas),
            GroupKind::OneOf => Note::OneOf(schemas),
        }
    }
}
