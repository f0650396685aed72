//! Definitions that several events of a vendor share, built once in a module of their own.
//!
//! Shared are the definitions of a vendor's own overlay, and those of rows that are the same in several of them. A
//! definition counts for an event only if the event has an item of it: one that is merged into other schemas is not built.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{EventName, Place, pointer};

use super::build::{Builder, DefinitionItems, SchemaOrigin, definition_name};
use super::same_definitions::{DefinitionKey, SameDefinitions};
use super::types::Types;
use crate::model::{Item, ModulePath};
use crate::schema::{Document, Report, SchemaId};

/// An event or the envelope, lowered without shared definitions.
pub(super) struct Part<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) place: &'a Place,
    pub(super) origin: SchemaOrigin,
    /// `None` for the envelope.
    pub(super) event: Option<&'a EventName>,
    /// The definitions that it has items of.
    pub(super) definitions: Vec<SchemaId>,
}

/// Builds the shared definitions. Returns the items of each part's definitions that are shared. Events come sorted by
/// name, and the envelope last.
pub(super) fn lower_shared(
    parts: &[Part<'_>],
    types: &mut Types,
    report: &mut Report,
) -> Vec<DefinitionItems> {
    let documents = parts.iter().map(|part| part.document);
    let same = SameDefinitions::among(documents.collect());
    let keys: Vec<Keys> = parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let definitions = part.definitions.iter();
            definitions
                .filter_map(|id| Some((*id, same.key(index, *id)?)))
                .collect()
        })
        .collect();
    let shared = find_shared(&keys, &offered_by_overlay(parts, &same));
    let names = names_of(parts, &shared);
    let mut by_users: BTreeMap<_, BTreeSet<&DefinitionKey>> = BTreeMap::new();
    for (key, Shared { users, .. }) in &shared {
        let alike = by_users.entry((Reverse(users.len()), users)).or_default();
        alike.insert(key);
    }
    let mut items: BTreeMap<&DefinitionKey, Item> = BTreeMap::new();
    // Whatever a definition refers to has all of its users. If it has more, it is built before.
    for ((_, users), alike) in by_users {
        let claims = |index: &&usize| claims_of_overlays(&parts[**index], &keys[**index], &alike);
        let Some(least) = users.iter().min_by_key(claims) else {
            continue;
        };
        let (part, keys) = (&parts[*least], &keys[*least]);
        let ids = keys.iter().filter(|(_, key)| alike.contains(key));
        let ids: BTreeSet<SchemaId> = ids.map(|(id, _)| *id).collect();
        report.enter(part.place.clone());
        let known = items_of(keys, &items);
        let name = |(id, key): (&SchemaId, &DefinitionKey)| Some((*id, names.get(key)?.clone()));
        let names = keys.iter().filter_map(name).collect();
        let document = part.document;
        let path = ModulePath::Shared;
        let mut builder =
            Builder::new(document, report, types, path, known, part.origin).with_names(names);
        for id in ids {
            builder.build_definition(id);
            builder.finish();
        }
        for (id, item) in builder.into_definitions() {
            if let Some(key) = keys.get(&id) {
                items.insert(key, item);
            }
        }
    }
    keys.iter().map(|keys| items_of(keys, &items)).collect()
}

/// Number of the keywords in these definitions by which overlays claim that members are always there. What an overlay claims
/// of one event proves nothing for the others that share a definition, so it is built where fewest is claimed.
fn claims_of_overlays(part: &Part<'_>, keys: &Keys, alike: &BTreeSet<&DefinitionKey>) -> usize {
    let definitions: Vec<&str> = keys
        .iter()
        .filter(|(_, key)| alike.contains(key))
        .map(|(id, _)| part.document.node(*id).pointer.as_str())
        .collect();
    let claims = part.document.source.presence_by_overlay.keys();
    claims
        .filter(|claim| {
            let mut definitions = definitions.iter();
            definitions.any(|definition| pointer::is_within(claim, definition))
        })
        .count()
}

/// The keys of a part's definitions.
type Keys = BTreeMap<SchemaId, DefinitionKey>;

/// A shared definition.
struct Shared {
    /// Indices of the parts that have an item of it.
    users: BTreeSet<usize>,
    /// The definition in the first of them.
    id: SchemaId,
    is_offered: bool,
}

fn items_of(keys: &Keys, items: &BTreeMap<&DefinitionKey, Item>) -> DefinitionItems {
    let known = keys.iter();
    known
        .filter_map(|(id, key)| Some((*id, items.get(key)?.clone())))
        .collect()
}

/// Numbers of the definitions that the vendor's own overlay offers, and of those that they refer to.
fn offered_by_overlay(parts: &[Part<'_>], same: &SameDefinitions<'_>) -> BTreeSet<usize> {
    let mut offered = BTreeSet::new();
    for (index, part) in parts.iter().enumerate() {
        for name in part.document.source.shared.keys() {
            offered.extend(same.number(index, &pointer::join("/$defs", name)));
        }
    }
    same.closure(offered)
}

/// The definitions that several parts have an item of, and those of the overlay.
fn find_shared<'k>(
    keys: &'k [Keys],
    offered: &BTreeSet<usize>,
) -> BTreeMap<&'k DefinitionKey, Shared> {
    let mut found: BTreeMap<&DefinitionKey, Shared> = BTreeMap::new();
    for (index, keys) in keys.iter().enumerate() {
        for (id, key) in keys {
            let shared = found.entry(key).or_insert_with(|| Shared {
                users: BTreeSet::new(),
                id: *id,
                is_offered: offered.contains(&key.number),
            });
            shared.users.insert(index);
        }
    }
    found.retain(|_, shared| shared.is_offered || shared.users.len() > 1);
    found
}

/// Names for the paths of shared definitions. Of several with one name, the overlay's has it, or else the one with most
/// users; to the others the name of their first event is added.
fn names_of<'k>(
    parts: &[Part<'_>],
    shared: &BTreeMap<&'k DefinitionKey, Shared>,
) -> BTreeMap<&'k DefinitionKey, String> {
    let mut by_name: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (
        key,
        Shared {
            users,
            id,
            is_offered,
        },
    ) in shared
    {
        let Some(first) = users.first() else { continue };
        let document = parts[*first].document;
        let pointer = &document.node(*id).pointer;
        let definition = pointer.strip_suffix(&key.inside).unwrap_or(pointer);
        let name = definition_name(document, definition) + &key.inside;
        let rank = (!is_offered, Reverse(users.len()), *first, *id);
        by_name.entry(name).or_default().push((rank, *key));
    }
    let mut names = BTreeMap::new();
    let mut taken: BTreeSet<String> = by_name.keys().cloned().collect();
    for (name, mut alike) in by_name {
        alike.sort();
        let mut alike = alike.into_iter();
        names.extend(alike.next().map(|(_, key)| (key, name.clone())));
        for ((_, _, first, _), key) in alike {
            let event = parts[first].event.map_or("", |event| event.as_str());
            let mut unique = format!("{event}/{name}");
            while !taken.insert(unique.clone()) {
                unique.push('_');
            }
            names.insert(key, unique);
        }
    }
    names
}
