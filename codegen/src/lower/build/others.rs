//! Members that no type declares: their values as `patternProperties` and `additionalProperties` describe them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Builder, DocumentedItem, Location};
use crate::lower::all_of::ExpandedSet;
use crate::lower::types::Types;
use crate::model::{Docs, Fallback, Item, ModulePath, OtherMembers, PathStep, UntypedValues};
use crate::schema::{ObjectKeywords, Report, Schema, SchemaId};

/// Limit of the types in the described values of one document. Beyond it, values may be anything.
const MAX_TYPES: usize = 2_000;

/// The members that an object may have beside its declared ones.
pub(super) struct UndeclaredMembers {
    /// Those that have a field of their own.
    pub(super) prefixed: Option<PrefixedMembers>,
    /// The descriptions of all of them.
    pub(super) others: Vec<OtherMembers>,
}

/// Members whose names have their start in common.
pub(super) struct PrefixedMembers {
    pub(super) prefix: String,
    /// The schemas of each value.
    pub(super) seeds: Vec<SchemaId>,
}

/// The values described so far.
#[derive(Default)]
pub(super) struct DescribedValues {
    by_schema: BTreeMap<SchemaId, Arc<UntypedValues>>,
    types: usize,
    /// True inside of described values, of which other members are not described again.
    is_inside: bool,
}

impl Builder<'_, '_> {
    /// True if the types are those of described values, which are not emitted.
    pub(super) fn describes_others(&self) -> bool {
        self.described.is_inside
    }

    /// The members that an object may have beside its declared ones, by all its subschemas.
    pub(super) fn undeclared_members(&mut self, origin: &ExpandedSet) -> UndeclaredMembers {
        UndeclaredMembers {
            prefixed: self.prefixed_members(origin),
            others: self.other_members(origin),
        }
    }

    fn other_members(&mut self, origin: &ExpandedSet) -> Vec<OtherMembers> {
        if self.described.is_inside {
            return Vec::new();
        }
        let document = self.document();
        let keywords = origin.nodes.iter().filter_map(|id| document.keywords(*id));
        let objects = keywords.filter_map(|keywords| keywords.object.as_deref());
        let others = objects.filter_map(|object| self.others_of(object));
        others.collect()
    }

    /// The members that patterns describe by the start of their names. Patterns of other forms are passed over, but a
    /// second start is not supported.
    fn prefixed_members(&self, origin: &ExpandedSet) -> Option<PrefixedMembers> {
        let document = self.document();
        let keywords = origin.nodes.iter().filter_map(|id| document.keywords(*id));
        let patterns = keywords
            .filter_map(|one| one.object.as_deref())
            .flat_map(|one| &one.patterns);
        let mut found: Option<PrefixedMembers> = None;
        for (pattern, id) in patterns {
            let Some(prefix) = literal_start(pattern) else {
                continue;
            };
            let known = found.get_or_insert_with(|| PrefixedMembers {
                prefix: prefix.to_owned(),
                seeds: Vec::new(),
            });
            if known.prefix != prefix {
                return None;
            }
            known.seeds.push(*id);
        }
        found
    }

    fn others_of(&mut self, object: &ObjectKeywords) -> Option<OtherMembers> {
        let document = self.document();
        let properties = object.properties.iter();
        let forbidden = properties.filter(|(_, id)| self.is_nothing(&[**id]));
        let others = OtherMembers {
            forbidden: forbidden.map(|(name, _)| name.clone()).collect(),
            patterns: object
                .patterns
                .iter()
                .map(|(pattern, id)| (pattern.clone(), self.described(*id)))
                .collect(),
            additional: object
                .additional
                .filter(|id| !matches!(document.node(*id).schema, Schema::Anything))
                .map(|id| self.described(id)),
        };
        let is_open = others.forbidden.is_empty() && others.patterns.is_empty();
        (!is_open || others.additional.is_some()).then_some(others)
    }

    /// True if one of these subschemas is `false`.
    pub(super) fn is_nothing(&self, seeds: &[SchemaId]) -> bool {
        let mut seeds = seeds.iter();
        seeds.any(|id| matches!(self.document().node(*id).schema, Schema::Nothing))
    }

    /// Builds the items of an array or the values of a map. If none are allowed, that is a note of the array or the map.
    pub(super) fn build_each(&mut self, seeds: &[SchemaId], location: &Location) -> DocumentedItem {
        if self.is_nothing(seeds) {
            let docs = Docs::default();
            let item = Item::any(Some(Fallback::NoValue));
            return DocumentedItem { item, docs };
        }
        self.build(seeds, &location.below(PathStep::Each))
    }

    fn described(&mut self, id: SchemaId) -> Arc<UntypedValues> {
        if let Some(known) = self.described.by_schema.get(&id) {
            return Arc::clone(known);
        }
        let described = Arc::new(self.describe(id));
        self.described.types += described.types.len() + 1;
        self.described.by_schema.insert(id, Arc::clone(&described));
        described
    }

    /// Builds the values apart from the emitted types.
    fn describe(&self, id: SchemaId) -> UntypedValues {
        let anything = UntypedValues {
            types: Vec::new(),
            item: Item::any(None),
        };
        if self.is_nothing(&[id]) {
            let item = Item::any(Some(Fallback::NoValue));
            return UntypedValues { item, ..anything };
        }
        if self.described.types > MAX_TYPES {
            return anything;
        }
        let (mut types, mut report) = (Types::default(), Report::default());
        let path = ModulePath::Shared;
        let (shared, origin) = (Default::default(), self.origin);
        let mut builder = Builder::new(
            self.document(),
            &mut report,
            &mut types,
            path,
            shared,
            origin,
        );
        builder.described.is_inside = true;
        let item = builder.build(&[id], &Location::root()).item;
        builder.finish();
        match report.errors() {
            0 => UntypedValues {
                types: types.into_defs(),
                item,
            },
            _ => anything,
        }
    }
}

/// The text that names start with to match the pattern, if it asks for nothing else.
fn literal_start(pattern: &str) -> Option<&str> {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '_' | '-');
    let prefix = pattern.strip_prefix('^')?;
    (!prefix.is_empty() && prefix.chars().all(is_plain)).then_some(prefix)
}
