//! The definitions that a vendor's own overlay offers to all events. Each is lowered once to find the definitions that it has items
//! of, instead of once for each event that refers to it.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Builder, DefinitionItems, SchemaOrigin};
use super::same_definitions::is_definition;
use super::types::Types;
use crate::model::{Item, ModulePath};
use crate::parallel;
use crate::schema::{Document, Report, SchemaId};

/// By the pointer to each offered definition, the pointers to the definitions that it has items of, itself included.
pub(super) struct Offered<'d>(BTreeMap<&'d str, BTreeSet<&'d str>>);

/// Items that stand for the offered definitions while an event is lowered by itself. Empty if the event's schema hides one, since others
/// that refer to it then differ.
pub(super) fn placeholders(document: &Document<'_>) -> DefinitionItems {
    let source = &document.source;
    let own = source.schema.get("$defs");
    let is_hidden = |name: &&str| own.is_some_and(|own| own.get(name).is_some());
    if source.shared.keys().any(is_hidden) {
        return DefinitionItems::new();
    }
    let nodes = document.nodes.iter().enumerate();
    let offered = nodes.filter(|(_, node)| {
        let name = node.pointer.strip_prefix("/$defs/");
        name.is_some_and(|name| !name.contains('/'))
            && source.schema.pointer(&node.pointer).is_none()
    });
    offered
        .map(|(index, _)| (SchemaId(index), Item::any(None)))
        .collect()
}

impl<'d> Offered<'d> {
    /// Lowers the definitions that these documents are offered.
    pub(super) fn to(documents: impl Iterator<Item = (&'d Document<'d>, SchemaOrigin)>) -> Self {
        let mut found = BTreeMap::new();
        for (document, origin) in documents {
            for id in placeholders(document).into_keys() {
                let pointer = document.node(id).pointer.as_str();
                found.entry(pointer).or_insert((document, id, origin));
            }
        }
        let uses = parallel::map(
            found.values().collect::<Vec<_>>(),
            |&(document, id, origin)| uses_of(document, id, origin),
        );
        Self(found.into_keys().zip(uses).collect())
    }

    /// The definitions that an event has items of, from those that it has items of when nothing offered is built.
    pub(super) fn complete(&self, document: &Document<'_>, used: &[SchemaId]) -> Vec<SchemaId> {
        let used = used.iter().map(|id| document.node(*id).pointer.as_str());
        let mut all: BTreeSet<&str> = used.collect();
        let mut waiting: Vec<&str> = all.iter().copied().collect();
        while let Some(pointer) = waiting.pop() {
            let uses = self.0.get(pointer).into_iter().flatten();
            waiting.extend(uses.filter(|pointer| all.insert(pointer)));
        }
        let nodes = document.nodes.iter().enumerate();
        let used = nodes.filter(|(_, node)| all.contains(node.pointer.as_str()));
        used.map(|(index, _)| SchemaId(index)).collect()
    }
}

/// Pointers to the definitions that an offered one has items of.
fn uses_of<'d>(
    document: &'d Document<'d>,
    id: SchemaId,
    origin: SchemaOrigin,
) -> BTreeSet<&'d str> {
    let mut others = placeholders(document);
    others.remove(&id);
    let (mut report, mut types) = (Report::default(), Types::default());
    let path = ModulePath::Shared;
    let mut builder = Builder::new(document, &mut report, &mut types, path, others, origin);
    builder.build_definition(id);
    builder.finish();
    let uses = builder.into_definitions().into_keys();
    let uses = uses.filter(|id| is_definition(document, *id));
    uses.map(|id| document.node(id).pointer.as_str()).collect()
}
