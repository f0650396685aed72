//! Walks two models side by side and finds what differs: everything, sorted, judged by nobody.
//!
//! Vendors are matched by slug, events by name, types by their path within their home, members by name, values by text.
//! Every struct of the model is taken apart with each field named, so that a new field has to be decided about here.

mod docs;
mod event;
mod item;
mod likeness;
mod message_template;
mod naming;
mod object;
mod place;
mod signature;
mod string_enum;
mod tuple;
mod types;
mod union;
mod vendor;

use std::collections::BTreeMap;

use super::change::{ModelChange, ModelChangeKind, VendorChange};
use super::report::{ItemKind, ItemRef, Scope, Subject};
use crate::model::{Model, Vendor};
use crate::parallel;
use place::Place;

/// Finds everything that differs. The crate's name is that of the items that are told.
pub(super) fn compare(baseline: &Model, current: &Model, crate_ident: &str) -> Vec<ModelChange> {
    let Model {
        vendors: before,
        refused: _,
    } = baseline;
    let Model {
        vendors: after,
        refused: _,
    } = current;
    let mut sides: BTreeMap<_, (Option<&Vendor>, Option<&Vendor>)> = BTreeMap::new();
    for vendor in before {
        sides.entry(&vendor.id).or_default().0 = Some(vendor);
    }
    for vendor in after {
        sides.entry(&vendor.id).or_default().1 = Some(vendor);
    }
    let changes = parallel::map(sides.into_values(), |sides| match sides {
        (Some(baseline), Some(current)) => {
            let mut comparison = Comparison {
                crate_ident,
                baseline,
                current,
                changes: Vec::new(),
            };
            comparison.vendor();
            comparison.changes
        }
        (Some(gone), None) => vec![whole(gone, crate_ident, VendorChange::Removed)],
        (None, Some(new)) => vec![whole(new, crate_ident, VendorChange::Added)],
        (None, None) => Vec::new(),
    });
    changes.into_iter().flatten().collect()
}

/// A vendor that only one side has: one change, not one for each of its events.
fn whole(vendor: &Vendor, crate_ident: &str, kind: VendorChange) -> ModelChange {
    let item = Some(ItemRef {
        path: format!("{crate_ident}::{}", vendor.module),
        kind: ItemKind::Module,
    });
    let text = Some(match vendor.events.len() {
        1 => format!("{}, 1 event", vendor.display_name),
        events => format!("{}, {events} events", vendor.display_name),
    });
    let (before, after) = match kind {
        VendorChange::Removed => (text, None),
        VendorChange::Added | VendorChange::Fact(_) => (None, text),
    };
    let [baseline_item, current_item] =
        [&before, &after].map(|side| item.clone().filter(|_| side.is_some()));
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

/// One vendor's two sides, and the changes found so far.
struct Comparison<'m> {
    crate_ident: &'m str,
    baseline: &'m Vendor,
    current: &'m Vendor,
    changes: Vec<ModelChange>,
}

impl<'m> Comparison<'m> {
    fn push(
        &mut self,
        place: &Place,
        before: Option<String>,
        after: Option<String>,
        kind: impl Into<ModelChangeKind>,
    ) {
        let Place {
            scope,
            pointer,
            baseline,
            current,
        } = place.clone();
        self.changes.push(ModelChange {
            subject: Subject {
                vendor: self.baseline.id.clone(),
                scope,
                pointer,
                baseline_item: baseline,
                current_item: current,
            },
            before,
            after,
            kind: kind.into(),
        });
    }

    /// A change, if the texts differ.
    fn text(
        &mut self,
        place: &Place,
        before: Option<String>,
        after: Option<String>,
        kind: impl Into<ModelChangeKind>,
    ) {
        if before != after {
            self.push(place, before, after, kind);
        }
    }

    /// A change of the Rust name of the same thing.
    fn name(&mut self, place: &Place) {
        let path = |item: &Option<ItemRef>| item.as_ref().map(|item| item.path.clone());
        let (before, after) = (path(&place.baseline), path(&place.current));
        self.push(place, before, after, ModelChangeKind::Renamed);
    }

    /// Both vendors, the baseline's first.
    fn vendors(&self) -> [&'m Vendor; 2] {
        [self.baseline, self.current]
    }
}
