//! Sets of subschemas that one value must fit, and the references that lead to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Document, Schema, SchemaId};

/// Subschemas that all apply to one value, and the branches chosen so far of the `anyOf` and `oneOf` among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AllOfSet {
    /// The subschemas to begin with, the one nearest to the value first.
    pub(super) seeds: Vec<SchemaId>,
    /// Chosen branches.
    pub(super) choices: BTreeMap<BranchList, SchemaId>,
}

/// An `anyOf` or `oneOf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BranchList {
    /// The subschema that has the keyword.
    pub(super) node: SchemaId,
    /// The keyword.
    pub(super) keyword: BranchKeyword,
}

/// A keyword that lists alternatives. Both give a union, and a value that fits several alternatives takes the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BranchKeyword {
    AnyOf,
    OneOf,
}

/// An [`AllOfSet`] followed through `$ref`, `allOf` and the chosen branches.
#[derive(Debug, PartialEq)]
pub(super) struct ExpandedSet {
    /// The set that was expanded.
    pub(super) all_of: AllOfSet,
    /// All subschemas that apply, nearest first.
    pub(super) nodes: Vec<SchemaId>,
    /// Branch lists without a chosen branch.
    pub(super) open: Vec<BranchList>,
    /// True if one of the subschemas is `false`.
    pub(super) is_impossible: bool,
}

/// Deduplication key: the reachable subschemas and the chosen branches. Sets with equal keys accept the same values.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SetKey {
    nodes: BTreeSet<SchemaId>,
    choices: BTreeMap<BranchList, SchemaId>,
}

impl AllOfSet {
    pub(super) fn of(seeds: &[SchemaId]) -> Self {
        Self {
            seeds: seeds.to_vec(),
            choices: BTreeMap::new(),
        }
    }

    /// The same set with one more branch chosen.
    pub(super) fn choosing(&self, list: BranchList, branch: SchemaId) -> Self {
        let mut chosen = self.clone();
        chosen.choices.insert(list, branch);
        chosen
    }

    pub(super) fn expand(self, document: &Document<'_>) -> ExpandedSet {
        let mut nodes = Vec::new();
        let mut open = Vec::new();
        let mut is_impossible = false;
        let mut seen = BTreeSet::new();
        let mut next: Vec<SchemaId> = self.seeds.iter().rev().copied().collect();
        while let Some(id) = next.pop() {
            if !seen.insert(id) {
                continue;
            }
            nodes.push(id);
            let keywords = match &document.node(id).schema {
                Schema::Anything => continue,
                Schema::Nothing => {
                    is_impossible = true;
                    continue;
                }
                Schema::Keywords(keywords) => keywords,
            };
            let mut below: Vec<SchemaId> = Vec::new();
            below.extend(&keywords.references);
            below.extend(&keywords.all_of);
            for (keyword, branches) in [
                (BranchKeyword::AnyOf, &keywords.any_of),
                (BranchKeyword::OneOf, &keywords.one_of),
            ] {
                let list = BranchList { node: id, keyword };
                match self.choices.get(&list) {
                    Some(branch) => below.push(*branch),
                    None if branches.is_empty() => {}
                    None => open.push(list),
                }
            }
            next.extend(below.into_iter().rev());
        }
        ExpandedSet {
            all_of: self,
            nodes,
            open,
            is_impossible,
        }
    }
}

impl ExpandedSet {
    /// Expands the set of these subschemas.
    pub(super) fn of(document: &Document<'_>, seeds: &[SchemaId]) -> Self {
        AllOfSet::of(seeds).expand(document)
    }

    pub(super) fn key(&self) -> SetKey {
        SetKey {
            nodes: self.nodes.iter().copied().collect(),
            choices: self.all_of.choices.clone(),
        }
    }

    /// JSON pointer of the first seed, for docs and diagnostics.
    pub(super) fn pointer(&self, document: &Document<'_>) -> String {
        let first = self.all_of.seeds.first();
        first.map_or(String::new(), |id| document.node(*id).pointer.clone())
    }
}

impl ExpandedSet {
    /// JSON pointers of the chosen branches; the pointer of the first seed if there is none.
    pub(super) fn branch_pointers(&self, document: &Document<'_>) -> Vec<String> {
        let branches = self.all_of.choices.values();
        let pointers: Vec<String> = branches
            .map(|id| document.node(*id).pointer.clone())
            .collect();
        if pointers.is_empty() {
            vec![self.pointer(document)]
        } else {
            pointers
        }
    }
}

impl BranchList {
    pub(super) fn branches<'d>(self, document: &'d Document<'_>) -> &'d [SchemaId] {
        match (document.keywords(self.node), self.keyword) {
            (Some(keywords), BranchKeyword::AnyOf) => &keywords.any_of,
            (Some(keywords), BranchKeyword::OneOf) => &keywords.one_of,
            (None, _) => &[],
        }
    }
}

/// The subschema at the end of a chain of references.
pub(super) struct ReferenceChain {
    pub(super) target: SchemaId,
    /// The subschemas before the target, each nothing but a reference, or an `allOf` of one, with docs.
    pub(super) links: Vec<SchemaId>,
    /// True if one of the links is a reference.
    pub(super) has_reference: bool,
    /// True if one of the links is `nullable`.
    pub(super) is_nullable: bool,
}

impl ReferenceChain {
    /// Follows a subschema that is nothing but a reference, or an `allOf` of one, with docs.
    pub(super) fn follow(document: &Document<'_>, id: SchemaId) -> Self {
        let mut chain = Self {
            target: id,
            links: Vec::new(),
            has_reference: false,
            is_nullable: false,
        };
        while let Some(keywords) = document.keywords(chain.target) {
            let is_only_link = keywords.types.is_none()
                && keywords.values.is_empty()
                && keywords.object.is_none()
                && keywords.array.is_none()
                && keywords.any_of.is_empty()
                && keywords.one_of.is_empty()
                && keywords.conditional.is_empty()
                && keywords.fallback.is_none();
            let (next, is_reference) = match (&keywords.references[..], &keywords.all_of[..]) {
                ([target], []) => (*target, true),
                ([], [target]) => (*target, false),
                _ => break,
            };
            if !is_only_link {
                break;
            }
            chain.links.push(chain.target);
            chain.has_reference |= is_reference;
            chain.is_nullable |= keywords.nullable;
            chain.target = next;
        }
        chain
    }

    /// Follows each of these subschemas.
    pub(super) fn follow_all(document: &Document<'_>, ids: &[SchemaId]) -> Vec<Self> {
        ids.iter().map(|id| Self::follow(document, *id)).collect()
    }

    /// The links of all these chains.
    pub(super) fn links_of(chains: &[Self]) -> Vec<SchemaId> {
        let links = chains.iter().flat_map(|chain| &chain.links);
        links.copied().collect()
    }
}
