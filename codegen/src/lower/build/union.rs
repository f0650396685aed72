//! Unions: alternatives with guards, and the tag that distinguishes them.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::codes;

use super::{Builder, Location, SchemaOrigin};
use crate::docs::one_line;
use crate::ident::RustIdent;
use crate::lower::all_of::ExpandedSet;
use crate::lower::candidates::{SchemaShape, ShapeCandidate};
use crate::lower::merge::{MergedMember, RequiredBy};
use crate::model::{Alternative, Guard, Item, PathStep, Shape, Tag, TypeKind, Union};
use crate::schema::{Schema, TypeSet};

impl Builder<'_, '_> {
    pub(super) fn build_union(
        &mut self,
        mut candidates: Vec<ShapeCandidate>,
        tag: Option<String>,
        location: &Location,
    ) -> TypeKind {
        let tags = tag
            .as_deref()
            .and_then(|member| self.tags_of(&candidates, member));
        // An alternative with several tags is one of each, of the same type.
        let (tags, repeated) = match tags {
            Some(tags) => {
                let counts: Vec<usize> = tags.iter().map(Vec::len).collect();
                candidates = repeat(candidates, &counts);
                let firsts = counts.iter().flat_map(|count| 0..*count);
                let repeated = firsts.map(|index| index > 0).collect();
                (Some(tags.concat()), repeated)
            }
            None => {
                if tag.is_some() {
                    self.context.sort(&mut candidates);
                }
                (None, vec![false; candidates.len()])
            }
        };
        let mut guards = self.context.guards(&candidates);
        let mut unknown = None;
        if tags.is_none() {
            self.check_discriminator(&candidates, &guards, tag.as_deref());
            self.warn_indistinct(&candidates, &guards);
            unknown = may_be_unclaimed(&candidates).then(RustIdent::default);
        }
        let labels = self.labels(&candidates, &guards, tags.as_deref());
        if self.origin == (SchemaOrigin::Row { is_trusted: false }) {
            release_hints(&candidates, &mut guards);
        }
        let mut alternatives: Vec<Alternative> = Vec::new();
        let candidates = candidates.into_iter().zip(guards).zip(labels);
        for (index, ((candidate, guard), label)) in candidates.enumerate() {
            let tag = tags.as_ref().and_then(|tags| tags[index].clone());
            if let Some(same) = alternatives.last().filter(|_| repeated[index]) {
                let same = same.clone();
                alternatives.push(Alternative { tag, label, ..same });
                continue;
            }
            let built = self.build_alternative(
                candidate,
                &location.below(PathStep::Alternative(label.clone())),
            );
            // `null` belongs to the union's item.
            let Item { shape, nullable: _ } = built.item;
            let guard = if matches!(shape, Shape::Any { .. }) {
                Guard::default()
            } else {
                guard
            };
            alternatives.push(Alternative {
                shape,
                guard,
                tag,
                label,
                boxed: false,
                docs: built.docs,
                ident: RustIdent::default(),
            });
        }
        let tag = tag.filter(|_| tags.is_some()).map(|member| Tag {
            member,
            unknown: RustIdent::default(),
        });
        TypeKind::Union(Union {
            tag,
            alternatives,
            unknown,
            accessors: Vec::new(),
        })
    }

    /// The values of the tag in each alternative; `None` for the one alternative that may lack the member. Returns `None`
    /// if an alternative may have other values, or if two have the same.
    fn tags_of(
        &mut self,
        candidates: &[ShapeCandidate],
        member: &str,
    ) -> Option<Vec<Vec<Option<String>>>> {
        let mut tags = Vec::new();
        let mut seen = BTreeSet::new();
        for candidate in candidates {
            let values = self.tags_of_one(candidate, member)?;
            if values.is_empty() || !values.iter().all(|value| seen.insert(value.clone())) {
                return None;
            }
            tags.push(values);
        }
        Some(tags)
    }

    /// Warns of the first alternative that the values of the `discriminator` do not tell from another.
    fn check_discriminator(
        &mut self,
        candidates: &[ShapeCandidate],
        guards: &[Guard],
        member: Option<&str>,
    ) {
        let Some(member) = member else { return };
        let has_tag = |guard: &Guard| {
            let mut values = guard.values.iter();
            values.any(|values| values.path == [member] && values.is_required)
        };
        let Some((other, index)) = pairs(guards.len()).find(|(one, other)| {
            let (one, other) = (&guards[*one], &guards[*other]);
            !(has_tag(one) && has_tag(other) && one.excludes(other))
        }) else {
            return;
        };
        let pointers = [other, index].map(|index| self.pointers_of(&candidates[index]));
        let message = format!(
            "the discriminator `{}` does not tell this alternative from {}",
            one_line(member),
            listed(&pointers[0])
        );
        let help = "give the property a `const` or `enum` with values of its own and require it, or, in one alternative, make it `false`";
        let code = codes::USELESS_DISCRIMINATOR;
        self.report()
            .warning(code, &pointers[1][0], message, help, None);
    }

    /// Warns of alternatives whose values an earlier one reads.
    fn warn_indistinct(&mut self, candidates: &[ShapeCandidate], guards: &[Guard]) {
        let mut warned = BTreeSet::new();
        for (earlier, later) in pairs(candidates.len()) {
            let shapes = [earlier, later].map(|index| &candidates[index].shape);
            if !guards[earlier].includes(&guards[later])
                || warned.contains(&later)
                || !self.context.may_hide(shapes[0], shapes[1], 0)
            {
                continue;
            }
            warned.insert(later);
            let pointers = [earlier, later].map(|index| self.pointers_of(&candidates[index]));
            let message = format!(
                "this alternative cannot be told from {}, which is tried first; only values that do not fit that one reach it",
                listed(&pointers[0])
            );
            let help = "give a member that both require a `const` or `enum` with values of its own in each, or require a member in one alone";
            let code = codes::INDISTINCT_ALTERNATIVES;
            self.report()
                .warning(code, &pointers[1][0], message, help, None);
        }
    }

    fn pointers_of(&self, candidate: &ShapeCandidate) -> Vec<String> {
        candidate.origin.branch_pointers(self.document())
    }

    /// The texts of which an alternative requires one as the value of a member; `None` among them if it forbids the member.
    fn tags_of_one(
        &mut self,
        candidate: &ShapeCandidate,
        member: &str,
    ) -> Option<Vec<Option<String>>> {
        let SchemaShape::Object(members) = &candidate.shape else {
            return None;
        };
        match members.get(member) {
            Some(tag) if tag.is_required() => {
                let texts = self.context.texts(&tag.seeds)?;
                Some(texts.into_iter().map(Some).collect())
            }
            Some(_) => None,
            None => self.forbids(&candidate.origin, member).then(|| vec![None]),
        }
    }

    /// True if one of the subschemas declares the member as `false`.
    fn forbids(&self, expanded: &ExpandedSet, member: &str) -> bool {
        let document = self.document();
        let mut objects = expanded
            .nodes
            .iter()
            .filter_map(|id| document.keywords(*id)?.object.as_deref());
        objects.any(|object| {
            let declared = object.properties.get(member);
            declared.is_some_and(|id| matches!(document.node(*id).schema, Schema::Nothing))
        })
    }
}

/// Each candidate as many times as `counts` says.
fn repeat(candidates: Vec<ShapeCandidate>, counts: &[usize]) -> Vec<ShapeCandidate> {
    let repeated = candidates.into_iter().zip(counts);
    repeated
        .flat_map(|(candidate, count)| std::iter::repeat_n(candidate, *count))
        .collect()
}

/// Lets members be absent that all alternatives of objects require and no overlay does: they tell no alternative from another.
fn release_hints(candidates: &[ShapeCandidate], guards: &mut [Guard]) {
    let mut objects = Vec::new();
    for (candidate, guard) in candidates.iter().zip(guards) {
        match &candidate.shape {
            SchemaShape::Object(members) => objects.push((members, guard)),
            shape if shape.types().meets(TypeSet::OBJECT) => return,
            _ => {}
        }
    }
    let is_hint = |members: &BTreeMap<String, MergedMember>, name: &String| {
        let member = members.get(name);
        member.is_some_and(|member| member.required_by == Some(RequiredBy::Row))
    };
    let Some((first, _)) = objects.first() else {
        return;
    };
    let mut released: BTreeSet<String> = first.keys().cloned().collect();
    released.retain(|name| objects.iter().all(|(members, _)| is_hint(members, name)));
    let is_only_object = objects.len() == 1;
    for (_, guard) in objects {
        guard.required.retain(|name| !released.contains(name));
        for listed in guard.values.iter_mut().filter(|_| is_only_object) {
            let is_released = listed
                .path
                .first()
                .is_some_and(|name| released.contains(name));
            listed.is_required &= !is_released;
        }
    }
}

/// Pointers to the branches that make one alternative.
fn listed(pointers: &[String]) -> String {
    let pointers = pointers
        .iter()
        .map(|pointer| format!("`{}`", one_line(pointer)));
    pointers.collect::<Vec<_>>().join(" with ")
}

/// All pairs of numbers below `count`, the smaller first.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |later| (0..later).map(move |earlier| (earlier, later)))
}

/// True if several alternatives have values of one JSON type, so that more than the type decides, and none reads everything.
fn may_be_unclaimed(candidates: &[ShapeCandidate]) -> bool {
    let types = |index: usize| candidates[index].shape.types();
    let mut pairs = pairs(candidates.len());
    !candidates.iter().any(ShapeCandidate::is_any)
        && pairs.any(|(one, other)| types(one).meets(types(other)))
}
