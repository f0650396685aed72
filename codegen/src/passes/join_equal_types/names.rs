//! Names of common types. Only the module of common types and `Debug` show them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Group;
use crate::ident::{self, NameKind, RustIdent};
use crate::model::{Event, TypeId, Vendor};

/// The names of common types, in the order of `groups`: the most frequent local name. If several groups have the same one, the
/// largest keeps it. Before that of the others come the words that their events have in common, or the shortest of the events.
pub(super) fn names(vendor: &Vendor, groups: &[Group]) -> Vec<RustIdent> {
    let events: BTreeMap<_, _> = vendor
        .events
        .iter()
        .map(|event| (&event.arrives_as, event))
        .collect();
    let events_of = |group: &Group| -> Vec<&Event> {
        let names = group.iter();
        let names = names.filter_map(|id| vendor.types[id.0].module_path.event());
        names.map(|name| events[name]).collect()
    };
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|index| Reverse(groups[*index].len()));
    let mut taken = BTreeSet::new();
    let mut names = vec![RustIdent::default(); groups.len()];
    for index in order {
        let group = &groups[index];
        let local = local_name(vendor, group);
        let events = events_of(group);
        let shortest = events.iter().map(|event| event.variant.unraw());
        let shortest = shortest
            .min_by_key(|name| (name.len(), *name))
            .unwrap_or("");
        let prefixes = [String::new(), common_words(&events), shortest.to_owned()];
        let candidates = prefixes
            .iter()
            .map(|prefix| format!("{prefix} {local}"))
            .chain((2..).map(|number| format!("{shortest} {local} {number}")));
        let mut candidates = candidates.map(|raw| ident::single(NameKind::Type, &raw));
        names[index] = candidates
            .find(|name| taken.insert(name.as_str().to_ascii_lowercase()))
            .expect("some number is free");
    }
    names
}

/// The most frequent name, of equally frequent ones the shortest.
fn local_name<'v>(vendor: &'v Vendor, group: &[TypeId]) -> &'v str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in group {
        *counts.entry(vendor.types[id.0].name.unraw()).or_default() += 1;
    }
    let names = counts.into_iter();
    let name = names.max_by_key(|(name, count)| (*count, Reverse(name.len()), Reverse(*name)));
    name.expect("a group has members").0
}

/// The words that the names of all events start with.
fn common_words(events: &[&Event]) -> String {
    let mut words = events
        .iter()
        .map(|event| event.module.unraw().split('_').collect::<Vec<_>>());
    let Some(mut common) = words.next() else {
        return String::new();
    };
    for words in words {
        let alike = common
            .iter()
            .zip(words)
            .take_while(|(one, other)| **one == *other);
        let count = alike.count();
        common.truncate(count);
    }
    common.join("_")
}
