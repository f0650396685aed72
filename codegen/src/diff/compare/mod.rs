//! Compares two models: finds every difference, sorted by vendor and not judged.
//!
//! Vendors are matched by slug, events by name, types by their path within their module, members by name, enum values by
//! text. Shared types are compared where values of one place have them on both sides, even if only one side's is shared. Every struct of the model is destructured with each field named, so that a new field does not compile until it is
//! compared or left out on purpose.

mod docs;
mod event;
mod hidden;
mod message_templates;
mod naming;
mod object;
mod other_requests;
mod signature;
mod similar_events;
mod string_enum;
mod subject;
mod tuple;
mod types;
mod union;
mod value;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::HiddenChange;

use super::change::{ModelChange, ModelChangeKind, VendorChange};
use super::misfit_effect::MisfitEffects;
use super::report::{ItemKind, ItemRef, Scope, Subject, Wire};
use crate::model::{Model, TypeId, Vendor};
use crate::parallel;

/// Index of the baseline in a pair of sides.
const BASELINE: usize = 0;
/// Index of the current side in a pair of sides.
const CURRENT: usize = 1;

/// Finds every difference, and adds the changes of rows that overlays hide. Items are named with `crate_ident`.
pub(super) fn compare(
    models: [&Model; 2],
    hidden: &[HiddenChange],
    crate_ident: &str,
) -> Vec<ModelChange> {
    let vendors = match_by_key(models.map(|model| {
        let Model {
            vendors,
            refused: _,
        } = model;
        vendors.iter().map(|vendor| (&vendor.id, vendor))
    }));
    let changes = parallel::map(vendors.into_values(), |vendors| match vendors {
        [Some(baseline), Some(current)] => {
            let mut comparison = Comparison {
                crate_ident,
                vendors: [baseline, current],
                effects: MisfitEffects::of(baseline),
                respelled_types: BTreeSet::new(),
                changes: Vec::new(),
                met: BTreeSet::new(),
                waiting: Vec::new(),
            };
            comparison.vendor();
            comparison.hidden(hidden);
            comparison.changes
        }
        [Some(removed), None] => vec![whole_vendor(removed, crate_ident, VendorChange::Removed)],
        [None, Some(added)] => vec![whole_vendor(added, crate_ident, VendorChange::Added)],
        [None, None] => Vec::new(),
    });
    changes.into_iter().flatten().collect()
}

/// The change for a vendor that only one side has, which stands for all of its events.
fn whole_vendor(vendor: &Vendor, crate_ident: &str, kind: VendorChange) -> ModelChange {
    let item = ItemRef {
        path: format!("{crate_ident}::{}", vendor.module),
        kind: ItemKind::Module,
    };
    let text = match vendor.events.len() {
        1 => format!("{}, 1 event", vendor.display_name),
        events => format!("{}, {events} events", vendor.display_name),
    };
    let is_added = kind == VendorChange::Added;
    let [baseline_item, current_item] = one_sided(is_added, item);
    let [before, after] = one_sided(is_added, text);
    ModelChange {
        subject: Subject {
            vendor: vendor.id.clone(),
            scope: Scope::Vendor,
            pointer: String::new(),
            baseline_item,
            current_item,
        },
        before,
        after,
        kind: kind.into(),
    }
}

/// A value of the current side if `is_added` is true, of the baseline otherwise.
fn one_sided<T>(is_added: bool, value: T) -> [Option<T>; 2] {
    if is_added {
        [None, Some(value)]
    } else {
        [Some(value), None]
    }
}

/// The entries of both sides by key.
fn match_by_key<K: Ord, V, I>(sides: [I; 2]) -> BTreeMap<K, [Option<V>; 2]>
where
    I: IntoIterator<Item = (K, V)>,
{
    let mut entries: BTreeMap<K, [Option<V>; 2]> = BTreeMap::new();
    for (side, values) in sides.into_iter().enumerate() {
        for (key, value) in values {
            entries.entry(key).or_insert([const { None }; 2])[side] = Some(value);
        }
    }
    entries
}

/// An entry of either side that the other side lacks, both with the same Rust name.
struct Respelled<K, V> {
    keys: [K; 2],
    values: [V; 2],
}

/// Takes the entries whose keys differ but not their Rust names. Names are unique on each side.
fn take_respelled<K: Ord + Copy, V: Copy, N: Ord>(
    entries: &mut BTreeMap<K, [Option<V>; 2]>,
    rust_name: impl Fn(K, V) -> N,
) -> Vec<Respelled<K, V>> {
    let removed = entries.iter().filter_map(|(key, sides)| match sides {
        [Some(value), None] => Some((rust_name(*key, *value), (*key, *value))),
        _ => None,
    });
    let mut removed: BTreeMap<N, (K, V)> = removed.collect();
    let pairs = entries.iter().filter_map(|(key, sides)| {
        let [None, Some(after)] = sides else {
            return None;
        };
        let (old_key, before) = removed.remove(&rust_name(*key, *after))?;
        Some(Respelled {
            keys: [old_key, *key],
            values: [before, *after],
        })
    });
    let pairs: Vec<_> = pairs.collect();
    for key in pairs.iter().flat_map(|pair| &pair.keys) {
        entries.remove(key);
    }
    pairs
}

/// Both sides of one vendor, and the changes found so far.
struct Comparison<'m> {
    crate_ident: &'m str,
    vendors: [&'m Vendor; 2],
    /// The effects of misfits in values of the baseline's types.
    effects: MisfitEffects,
    /// Types of the same Rust name, but not of the same path. Empty until these are compared.
    respelled_types: BTreeSet<[TypeId; 2]>,
    changes: Vec<ModelChange>,
    /// Shared types that values of one place have on the two sides, and types of which one is shared.
    met: BTreeSet<[TypeId; 2]>,
    /// Those of them that are not compared yet.
    waiting: Vec<[TypeId; 2]>,
}

impl Comparison<'_> {
    fn push(
        &mut self,
        subject: &Subject,
        [before, after]: [Option<String>; 2],
        kind: impl Into<ModelChangeKind>,
    ) {
        self.changes.push(ModelChange {
            subject: subject.clone(),
            before,
            after,
            kind: kind.into(),
        });
    }

    /// Adds a change if the texts differ.
    fn push_if_changed(
        &mut self,
        subject: &Subject,
        texts: [Option<String>; 2],
        kind: impl Into<ModelChangeKind>,
    ) {
        if texts[BASELINE] != texts[CURRENT] {
            self.push(subject, texts, kind);
        }
    }

    /// Adds a change of the vendor's name of an item.
    fn push_respelled(&mut self, subject: &Subject, names: [&str; 2], wire: Wire) {
        let kind = ModelChangeKind::Respelled {
            wire,
            is_retyped: subject.is_retyped(),
        };
        self.push(subject, names.map(|name| Some(name.to_owned())), kind);
    }

    /// Adds a change of the Rust name of an item.
    fn push_renamed(&mut self, subject: &Subject) {
        self.push(subject, subject.paths(), ModelChangeKind::Renamed);
    }
}
