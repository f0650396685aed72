//! Shape candidates of expanded sets, with the branches of `anyOf` and `oneOf` as alternatives.

use std::collections::BTreeSet;
use std::rc::Rc;

use webhook_catalog::codes;

use super::all_of::{BranchKeyword, BranchList, ExpandedSet, ReferenceChain};
use super::candidates::{SchemaShape, ShapeCandidate, ShapeCandidates};
use super::context::{Context, MAX_NESTING};
use super::merge::{Merged, docs_of, merge};
use crate::model::{Docs, Fallback, Note};
use crate::schema::{Keywords, OnceNotice, Schema, SchemaId, TypeSet, canonical, shorten};

/// Limit of the alternatives of one value. More than this come from combining several `anyOf`.
pub(super) const MAX_ALTERNATIVES: usize = 256;
/// Length limit of a branch in a note, in characters.
const MAX_NOTED_BRANCH: usize = 60;

impl Context<'_, '_> {
    /// The shapes of the values of one subschema.
    pub(super) fn candidates_of(&mut self, id: SchemaId) -> Rc<ShapeCandidates> {
        if let Some(candidates) = self.candidates.get(&id) {
            return Rc::clone(candidates);
        }
        let expanded = Rc::new(ExpandedSet::of(self.document, &[id]));
        let candidates = Rc::new(self.candidates_of_set(&expanded));
        self.candidates.insert(id, Rc::clone(&candidates));
        candidates
    }

    /// The shapes of the values that all subschemas of a set accept.
    pub(super) fn candidates_of_set(&mut self, expanded: &Rc<ExpandedSet>) -> ShapeCandidates {
        if !self.spend(expanded.nodes.len()) {
            return ShapeCandidates::fallback(Fallback::LargeSchema, expanded);
        }
        self.depth += 1;
        let mut candidates = if self.depth > MAX_NESTING {
            self.refuse_nesting(expanded);
            ShapeCandidates::fallback(Fallback::NestedSchema, expanded)
        } else {
            self.merged_candidates(expanded)
        };
        self.depth -= 1;
        let mut seeds = expanded.all_of.seeds.iter();
        candidates.is_nullable |= seeds.any(|id| self.is_marked_nullable(*id));
        candidates
    }

    fn is_marked_nullable(&self, id: SchemaId) -> bool {
        let keywords = self.document.keywords(id);
        keywords.is_some_and(|keywords| keywords.nullable)
    }

    fn merged_candidates(&mut self, expanded: &Rc<ExpandedSet>) -> ShapeCandidates {
        if expanded.is_impossible {
            return ShapeCandidates {
                docs: docs_of(self.document, &expanded.nodes),
                ..ShapeCandidates::default()
            };
        }
        let mut merged = merge(self.document, &expanded.nodes);
        if !self.spend(merged.members.len()) {
            return ShapeCandidates::fallback(Fallback::LargeSchema, expanded);
        }
        for name in std::mem::take(&mut merged.contradictions) {
            self.warn_contradiction(expanded, &name);
        }
        let mut lists = Vec::new();
        for list in &expanded.open {
            if self.has_shape(*list) {
                lists.push(*list);
            } else {
                merged.docs.notes.push(self.branches_note(*list));
            }
        }
        match lists[..] {
            [] => ShapeCandidates::of_merged(merged, expanded),
            [only] => self.candidates_of_branches(expanded, only, false, &merged),
            [first, ..] => self.candidates_of_branches(expanded, first, true, &merged),
        }
    }

    /// The shapes of all branches of a list, each merged with the rest of the set. `has_more` is true if other lists are
    /// still open; their branches are then expanded within each branch of this one.
    fn candidates_of_branches(
        &mut self,
        expanded: &Rc<ExpandedSet>,
        list: BranchList,
        has_more: bool,
        base: &Merged,
    ) -> ShapeCandidates {
        let mut candidates = ShapeCandidates {
            is_nullable: self.is_marked_nullable(list.node),
            docs: base.docs.clone(),
            tag: self.discriminator(list).filter(|_| !has_more),
            ..ShapeCandidates::default()
        };
        let base_types = base.types.unwrap_or(TypeSet::ALL);
        let is_base_bare = !has_more
            && base.values.is_none()
            && !base.has_object_keywords
            && !base.has_array_keywords;
        let mut seen = BTreeSet::new();
        let mut count = 0;
        for branch in list.branches(self.document).to_vec() {
            let json = self.document.json(branch);
            if json.is_some_and(|json| !seen.insert(canonical(json))) {
                continue;
            }
            let definition = self.candidate_of_definition(branch, base_types);
            let mut below = definition.filter(|_| is_base_bare).unwrap_or_else(|| {
                let chosen = expanded.all_of.choosing(list, branch);
                self.candidates_of_set(&Rc::new(chosen.expand(self.document)))
            });
            self.document_branch(branch, &mut below);
            // Constants become one enum, so they do not count.
            let is_constant = |candidate: &&ShapeCandidate| {
                matches!(
                    candidate.shape,
                    SchemaShape::StringEnum(_) | SchemaShape::Constant(_)
                )
            };
            count += below.alternatives.len();
            count -= below.alternatives.iter().filter(is_constant).count();
            candidates.is_nullable |= below.is_nullable;
            candidates.alternatives.append(&mut below.alternatives);
            if count > MAX_ALTERNATIVES {
                let reason = Fallback::TooManyAlternatives(MAX_ALTERNATIVES);
                candidates.alternatives = ShapeCandidates::fallback(reason, expanded).alternatives;
                break;
            }
        }
        candidates
    }

    /// Gives a branch's docs to its alternatives that have none.
    fn document_branch(&self, branch: SchemaId, candidates: &mut ShapeCandidates) {
        let undocumented = |candidate: &&mut ShapeCandidate| candidate.docs == Docs::default();
        let mut undocumented = candidates.alternatives.iter_mut().filter(undocumented);
        let Some(first) = undocumented.next() else {
            return;
        };
        let expanded = ExpandedSet::of(self.document, &[branch]);
        first.docs = docs_of(self.document, &expanded.nodes);
        let docs = first.docs.clone();
        undocumented.for_each(|candidate| candidate.docs = docs.clone());
    }

    /// The member named by a `discriminator` beside the list.
    fn discriminator(&self, list: BranchList) -> Option<String> {
        let keywords = self.document.keywords(list.node)?;
        keywords.discriminator.clone()
    }

    /// True if any branch restricts types, values, members or items. The other lists, such as branches that only
    /// combine required members, become notes.
    fn has_shape(&mut self, list: BranchList) -> bool {
        if let Some(known) = self.has_shape.get(&list) {
            return *known;
        }
        let document = self.document;
        let mut branches = list.branches(document).iter();
        let has_shape = branches.any(|branch| {
            let expanded = ExpandedSet::of(document, &[*branch]);
            self.spend(expanded.nodes.len());
            let mut nodes = expanded.nodes.iter();
            let restricts = nodes.any(|id| match &document.node(*id).schema {
                Schema::Anything => false,
                Schema::Nothing => true,
                Schema::Keywords(keywords) => restricts_shape(keywords),
            });
            restricts || !expanded.open.is_empty()
        });
        self.has_shape.insert(list, has_shape);
        has_shape
    }

    /// The type of a definition, for a branch that is a reference alone and fits the types around it.
    fn candidate_of_definition(
        &mut self,
        branch: SchemaId,
        base_types: TypeSet,
    ) -> Option<ShapeCandidates> {
        let chain = ReferenceChain::follow(self.document, branch);
        if !chain.has_reference {
            return None;
        }
        let target = self.candidates_of(chain.target);
        let shapes = target.alternatives.iter();
        let types = shapes.fold(TypeSet::EMPTY, |types, candidate| {
            types.or(candidate.shape.types())
        });
        let is_nullable = target.is_nullable || chain.is_nullable;
        let null = if is_nullable {
            TypeSet::NULL
        } else {
            TypeSet::EMPTY
        };
        if !types.or(null).is_within(base_types) {
            return None;
        }
        let mut candidates = ShapeCandidates {
            is_nullable,
            ..ShapeCandidates::default()
        };
        let shape = match &target.alternatives[..] {
            [] => return Some(candidates),
            [only] => only.shape.clone(),
            _ => SchemaShape::Definition(types),
        };
        candidates.alternatives.push(ShapeCandidate {
            shape,
            docs: Docs::default(),
            definition: Some(chain.target),
            origin: self.expand_definition(chain.target),
        });
        Some(candidates)
    }

    /// Warns if no value fits, and if values of other types are accepted because there is no `type`.
    pub(super) fn warn_about(&mut self, candidates: &ShapeCandidates, expanded: &ExpandedSet) {
        let pointer = expanded.pointer(self.document);
        if candidates.alternatives.is_empty() && !candidates.is_nullable {
            let seeds = expanded.all_of.seeds.first();
            let json = seeds.and_then(|id| self.document.json(*id));
            let message = "no value fits this".to_owned();
            let help = "it is taken as any JSON value; correct it by an overlay";
            self.report
                .warning(codes::UNSATISFIABLE_SCHEMA, &pointer, message, help, json);
        }
        let untyped = SchemaShape::Any(Some(Fallback::Untyped));
        let mut alternatives = candidates.alternatives.iter();
        if alternatives.any(|candidate| candidate.shape == untyped) {
            let message =
                "a schema without `type` accepts values of every type, whatever it says about one"
                    .to_owned();
            let help =
                "add `\"type\": \"object\"` (or `\"array\"`) by an overlay, if that is meant"
                    .to_owned();
            let code = codes::SCHEMA_WITHOUT_TYPE;
            self.report.once(
                &pointer,
                OnceNotice {
                    code,
                    message,
                    help,
                },
            );
        }
    }

    fn branches_note(&self, list: BranchList) -> Note {
        let branches = list.branches(self.document).iter();
        let schemas: Vec<String> = branches
            .filter_map(|branch| self.document.json(*branch))
            .map(|json| shorten(json, MAX_NOTED_BRANCH))
            .collect();
        match list.keyword {
            BranchKeyword::AnyOf => Note::AnyOf(schemas),
            BranchKeyword::OneOf => Note::OneOf(schemas),
        }
    }
}

/// True if keywords restrict types, values, members or items, rather than the presence of members alone.
fn restricts_shape(keywords: &Keywords) -> bool {
    let has_members = keywords.object.as_ref().is_some_and(|object| {
        !object.properties.is_empty() || !object.patterns.is_empty() || object.additional.is_some()
    });
    let has_items = keywords
        .array
        .as_ref()
        .is_some_and(|array| !array.prefix.is_empty() || array.items.is_some());
    has_members
        || has_items
        || keywords.types.is_some()
        || keywords.nullable
        || !keywords.values.is_empty()
        || !keywords.conditional.is_empty()
        || keywords.fallback.is_some()
}
