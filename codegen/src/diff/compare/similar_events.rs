//! Pairs of a removed and an added event that may be one renamed event: a hint that no verdict depends on.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::EventName;

use crate::model::{Event, Presence, Shape, TypeId, TypeKind, Vendor};

/// The limit of pairs to compare, so that unrelated catalogues of thousands of events take no time.
const MAX_PAIRS: usize = 20_000;

/// The least percentage of shared words in the names, and of shared members.
const MIN_SHARED: usize = 50;

/// The most similar added event of each removed event, if there is one. An added event occurs at most once.
pub(super) fn pairs<'m>(
    [baseline, current]: [&'m Vendor; 2],
    [removed, added]: [&[&'m Event]; 2],
) -> BTreeMap<&'m EventName, &'m EventName> {
    if removed.len().saturating_mul(added.len()) > MAX_PAIRS {
        return BTreeMap::new();
    }
    let mut ranked: Vec<(usize, &EventName, &EventName)> = Vec::new();
    for before in removed {
        for after in added {
            let words = shared_percent(&words(before), &words(after));
            let members = shared_percent(
                &members(baseline, before.root),
                &members(current, after.root),
            );
            if words >= MIN_SHARED && members >= MIN_SHARED {
                ranked.push((words + members, &before.name, &after.name));
            }
        }
    }
    ranked.sort_by(|one, other| other.0.cmp(&one.0).then(one.cmp(other)));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, before, after) in ranked {
        if !pairs.contains_key(before) && taken.insert(after) {
            pairs.insert(before, after);
        }
    }
    pairs
}

/// The words of an event's name.
fn words(event: &Event) -> BTreeSet<&str> {
    event.folder.unraw().split('_').collect()
}

/// The percentage of elements that both sets have, 100 if both are empty.
fn shared_percent<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> usize {
    let all = one.union(other).count();
    if all == 0 {
        return 100;
    }
    100 * one.intersection(other).count() / all
}

/// The members of an event's type: name, presence and shape.
fn members(vendor: &Vendor, root: TypeId) -> BTreeSet<(&str, bool, &'static str)> {
    match &vendor.types[root.0].kind {
        TypeKind::Object(object) => object
            .properties
            .iter()
            .map(|property| {
                let is_required = property.presence == Presence::Required;
                (
                    property.name.as_str(),
                    is_required,
                    shape_name(&property.item.shape),
                )
            })
            .collect(),
        TypeKind::Newtype(item) => BTreeSet::from([("", true, shape_name(&item.shape))]),
        TypeKind::StringEnum(_) => BTreeSet::from([("", true, "text")]),
        TypeKind::Union(_) => BTreeSet::from([("", true, "union")]),
        TypeKind::Tuple(_) => BTreeSet::from([("", true, "tuple")]),
    }
}

fn shape_name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any { .. } => "any",
        Shape::Boolean => "boolean",
        Shape::Integer | Shape::UnixTime => "integer",
        Shape::Number => "number",
        Shape::String | Shape::Text(_) | Shape::Constant(_) => "text",
        Shape::List(_) => "list",
        Shape::Map(_) => "map",
        Shape::Lazy(_) => "lazy",
        Shape::Named(_) => "named",
    }
}
