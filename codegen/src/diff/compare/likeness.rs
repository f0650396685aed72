//! Which new event may be one that is gone, under another name: a hint, on which nothing is built.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Event, Presence, Shape, TypeId, TypeKind, Vendor};

/// How many pairs are looked at, so that two strangers of thousands of events take no time.
const MAX_PAIRS: usize = 20_000;

/// For each event that is gone the new one that is most like it, where one is; each new one at most once.
pub(super) fn pairs<'m>(
    baseline: &'m Vendor,
    gone: &[&'m Event],
    current: &'m Vendor,
    new: &[&'m Event],
) -> BTreeMap<&'m str, &'m str> {
    if gone.len().saturating_mul(new.len()) > MAX_PAIRS {
        return BTreeMap::new();
    }
    let mut ranked: Vec<(usize, &str, &str)> = Vec::new();
    for one in gone {
        for other in new {
            let (name, form) = (
                shared_words(one, other),
                shared_members(baseline, one.root, current, other.root),
            );
            // Half of the name, or all of a form that says something, with half of the other.
            if name >= 50 && form >= 50 {
                ranked.push((name + form, one.name.as_str(), other.name.as_str()));
            }
        }
    }
    ranked.sort_by(|one, other| other.0.cmp(&one.0).then(one.cmp(other)));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, one, other) in ranked {
        if !pairs.contains_key(one) && taken.insert(other) {
            pairs.insert(one, other);
        }
    }
    pairs
}

/// How many of the words of both names are in both, in percent.
fn shared_words(one: &Event, other: &Event) -> usize {
    let words = |event: &Event| -> BTreeSet<String> {
        let name = event.module.unraw().to_owned();
        name.split('_').map(str::to_owned).collect()
    };
    percent(&words(one), &words(other))
}

/// How many of the members of both events are in both, in percent; all of them where neither has any.
fn shared_members(baseline: &Vendor, one: TypeId, current: &Vendor, other: TypeId) -> usize {
    percent(&members(baseline, one), &members(current, other))
}

fn percent<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> usize {
    let all = one.union(other).count();
    if all == 0 {
        return 100;
    }
    100 * one.intersection(other).count() / all
}

/// The members of an event's type, by name, presence and form.
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
                    word(&property.item.shape),
                )
            })
            .collect(),
        TypeKind::Newtype(item) => BTreeSet::from([("", true, word(&item.shape))]),
        TypeKind::StringEnum(_) => BTreeSet::from([("", true, "text")]),
        TypeKind::Union(_) => BTreeSet::from([("", true, "union")]),
        TypeKind::Tuple(_) => BTreeSet::from([("", true, "tuple")]),
    }
}

fn word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any { .. } => "any",
        Shape::Boolean => "boolean",
        Shape::Integer => "integer",
        Shape::Number => "number",
        Shape::String | Shape::Constant(_) => "text",
        Shape::List(_) => "list",
        Shape::Map(_) => "map",
        Shape::Named(_) => "named",
    }
}
