//! Joins the types of a vendor that are emitted alike, wherever they stand: one type is emitted for all of them, and each module
//! reexports it under the name that it has there.
//!
//! Runs after the passes that decide on presence, boxes and names, since types that differ in these stay apart. Event roots have
//! facts and a variant each, and shared types have names of the vendor's, so that neither are joined. Recursive types, and types that
//! contain these, stay as they are.

mod names;

use std::collections::{BTreeMap, BTreeSet};

use crate::components::components;
use crate::model::{Evidence, Model, ModulePath, PathStep, TypeDef, TypeId, TypeKind, Vendor};
use names::names;

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        let groups = groups(&vendor.types);
        join(vendor, &groups);
    }
}

/// Types for which one is emitted, in the order of their ids.
type Group = Vec<TypeId>;

/// Adds a common type for each group.
fn join(vendor: &mut Vendor, groups: &[Group]) {
    let names = names(vendor, groups);
    for (group, common) in groups.iter().zip(vendor.types.len()..) {
        for id in group {
            vendor.types[id.0].same_as = Some(TypeId(common));
        }
    }
    for (group, name) in groups.iter().zip(names) {
        let first = &vendor.types[group[0].0];
        let def = TypeDef {
            module_path: ModulePath::Common,
            path: vec![PathStep::Definition(name.to_string())],
            schema_pointer: first.schema_pointer.clone(),
            docs: first.docs.clone(),
            kind: emitted_kind(&first.kind, |id| vendor.types[id.0].same_as.unwrap_or(id)),
            smallest: first.smallest,
            name,
            is_lazy: false,
            same_as: None,
        };
        vendor.types.push(def);
    }
}

/// The types to be joined.
fn groups(types: &[TypeDef]) -> Vec<Group> {
    let inner: Vec<Vec<usize>> = types
        .iter()
        .map(|def| def.kind.type_ids().iter().map(|id| id.0).collect())
        .collect();
    let firsts = firsts(types, &inner);
    let mut alike: BTreeMap<usize, Group> = BTreeMap::new();
    for (id, first) in firsts.iter().enumerate() {
        if let Some(first) = first {
            alike.entry(*first).or_default().push(TypeId(id));
        }
    }
    // The module of common types sees none of the modules of events, so that types in common ones are common too.
    let mut common = BTreeSet::new();
    let repeated = alike.iter().filter(|(_, group)| group.len() > 1);
    let mut waiting: Vec<usize> = repeated.map(|(first, _)| *first).collect();
    while let Some(id) = waiting.pop() {
        if let Some(first) = firsts[id]
            && common.insert(first)
        {
            waiting.extend(&inner[first]);
        }
    }
    alike.retain(|first, _| common.contains(first));
    alike.into_values().collect()
}

/// By type, the first one that is emitted alike, itself if there is none before it. `None` for types that cannot be joined.
fn firsts(types: &[TypeDef], inner: &[Vec<usize>]) -> Vec<Option<usize>> {
    let is_shared = |id: usize| types[id].module_path == ModulePath::Shared;
    let mut firsts: Vec<Option<usize>> = vec![None; types.len()];
    let mut known: BTreeMap<Key<'_>, Vec<(usize, TypeKind)>> = BTreeMap::new();
    // The types in a type come before it.
    for component in components(inner) {
        let [id] = component[..] else { continue };
        let def = &types[id];
        let is_joinable = !def.path.is_empty()
            && !is_shared(id)
            && !inner[id].contains(&id)
            && inner[id]
                .iter()
                .all(|id| is_shared(*id) || firsts[*id].is_some());
        if !is_joinable {
            continue;
        }
        let kind = emitted_kind(&def.kind, |id| TypeId(firsts[id.0].unwrap_or(id.0)));
        let alike = known.entry(key(def)).or_default();
        let equal = alike
            .iter()
            .find(|(other, known)| types[*other].docs == def.docs && *known == kind);
        firsts[id] = Some(match equal {
            Some((first, _)) => *first,
            None => {
                alike.push((id, kind));
                id
            }
        });
    }
    firsts
}

/// A key that types which are emitted alike have in common.
type Key<'m> = (u8, Vec<&'m str>, Option<&'m str>);

fn key(def: &TypeDef) -> Key<'_> {
    let (kind, names) = match &def.kind {
        TypeKind::Object(object) => {
            let properties = object.properties.iter();
            (0, properties.map(|property| &*property.name).collect())
        }
        TypeKind::StringEnum(list) => (1, list.values.iter().map(|value| &*value.value).collect()),
        TypeKind::Union(union) => {
            let alternatives = union.alternatives.iter();
            (2, alternatives.map(|one| one.ident.as_str()).collect())
        }
        TypeKind::Tuple(_) => (3, Vec::new()),
        TypeKind::Newtype(_) => (4, Vec::new()),
    };
    (kind, names, def.docs.description.as_deref())
}

/// The kind without the parts that are not emitted.
fn emitted_kind(kind: &TypeKind, new: impl Fn(TypeId) -> TypeId) -> TypeKind {
    let mut kind = kind.clone();
    kind.remap_type_ids(&new);
    match &mut kind {
        TypeKind::Object(object) => {
            object.others.clear();
            for property in &mut object.properties {
                property.evidence = Evidence::default();
            }
        }
        TypeKind::Union(union) => {
            for alternative in &mut union.alternatives {
                alternative.label.clear();
            }
        }
        TypeKind::StringEnum(_) | TypeKind::Tuple(_) | TypeKind::Newtype(_) => {}
    }
    kind
}

#[cfg(test)]
mod tests;
