//! A walk along a pointer through the model, from the body to every place that the pointer may lead to.
//!
//! At a union, each alternative that has the next step is followed.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Alternative, Event, Fallback, Item, ModulePath, Object, Property, Shape, Tuple, TuplePlace,
    TypeId, TypeKind, Vendor,
};

/// A part of the model that holds a value.
#[derive(Debug, Clone)]
pub(super) enum Holder<'m> {
    /// The whole body, if the vendor has an envelope.
    Body,
    /// The event.
    Event,
    /// A member of an object.
    Member {
        owner: TypeId,
        property: &'m Property,
    },
    /// A place of a tuple.
    Place {
        owner: TypeId,
        index: usize,
        place: &'m TuplePlace,
    },
    /// The items of a tuple after its places.
    Rest { owner: TypeId },
    /// The items of a list.
    Items(Box<Self>),
    /// The values of a map.
    Values(Box<Self>),
}

/// One end of a walk: the holder, its item, and the alternatives of unions on the way.
#[derive(Debug, Clone)]
pub(super) struct WalkEnd<'m> {
    pub(super) holder: Holder<'m>,
    pub(super) item: Item,
    pub(super) alternatives: Alternatives<'m>,
}

/// Alternatives by their union and their index in it. Several of one union if each of them leads to the same end.
pub(super) type Alternatives<'m> = BTreeMap<(TypeId, usize), &'m Alternative>;

/// The ends of a walk.
#[derive(Debug)]
pub(super) struct Walk<'m> {
    /// Never empty.
    pub(super) ends: Vec<WalkEnd<'m>>,
    /// Number of steps that led somewhere.
    pub(super) steps_taken: usize,
}

/// Follows the steps of a pointer into a delivery of `event` as far as they lead.
pub(super) fn walk<'m>(vendor: &'m Vendor, event: &'m Event, steps: &[String]) -> Walk<'m> {
    let mut ends = vec![start(vendor, event)];
    for (steps_taken, step) in steps.iter().enumerate() {
        let mut next: Vec<WalkEnd<'m>> = Vec::new();
        let mut known = BTreeMap::new();
        for end in &ends {
            for found in below(vendor, event, end, step) {
                // Alternatives that share a type lead to the same member.
                match known.entry(found.holder.key()) {
                    Entry::Occupied(at) => {
                        let same: &mut WalkEnd<'m> = &mut next[*at.get()];
                        same.alternatives.extend(found.alternatives);
                    }
                    Entry::Vacant(place) => {
                        place.insert(next.len());
                        next.push(found);
                    }
                }
            }
        }
        if next.is_empty() {
            return Walk { ends, steps_taken };
        }
        ends = next;
    }
    Walk {
        ends,
        steps_taken: steps.len(),
    }
}

/// The steps from a delivery's body to its event.
pub(super) fn event_steps(vendor: &Vendor) -> Vec<String> {
    let envelope = vendor.envelope.iter();
    envelope
        .map(|envelope| envelope.event_member.clone())
        .collect()
}

/// True if the step stands for any item of an array or any value of a map.
pub(super) fn is_any_item(step: &str) -> bool {
    step == "*" || step == "-"
}

/// The step as an array index, written as JSON pointers have it.
pub(super) fn index_of(step: &str) -> Option<usize> {
    let is_plain =
        step.bytes().all(|byte| byte.is_ascii_digit()) && (step == "0" || !step.starts_with('0'));
    step.parse().ok().filter(|_| is_plain)
}

/// The names of the steps below an end; `*` for items and values without a name.
pub(super) fn steps_below(vendor: &Vendor, end: &WalkEnd<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let (Holder::Body, Some(envelope)) = (&end.holder, &vendor.envelope) {
        names.insert(envelope.event_member.clone());
    }
    for (shape, _) in resolved_shapes(vendor, end) {
        match shape {
            ResolvedShape::Object(_, object) => {
                let known = object
                    .properties
                    .iter()
                    .map(|property| property.name.clone());
                names.extend(known);
            }
            ResolvedShape::Tuple(_, tuple) => {
                names.extend((0..tuple.places.len()).map(|index| index.to_string()));
                names.insert("*".to_owned());
            }
            ResolvedShape::List(_) | ResolvedShape::Map(_) => {
                names.insert("*".to_owned());
            }
            ResolvedShape::Any(_) | ResolvedShape::Plain => {}
        }
    }
    names
}

/// A part of the model that keeps undeclared members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CatchAll {
    /// `extra` of this type.
    Extra(TypeId),
    /// The end itself, which is any JSON value, for this reason.
    Json(Option<Fallback>),
}

/// The parts that keep undeclared members at an end. Empty if it has no members.
pub(super) fn catch_alls(vendor: &Vendor, end: &WalkEnd<'_>) -> Vec<CatchAll> {
    let resolved_shapes = resolved_shapes(vendor, end).into_iter();
    resolved_shapes
        .filter_map(|(shape, _)| match shape {
            ResolvedShape::Object(owner, _) => Some(CatchAll::Extra(owner)),
            ResolvedShape::Any(reason) => Some(CatchAll::Json(reason)),
            ResolvedShape::Tuple(..)
            | ResolvedShape::List(_)
            | ResolvedShape::Map(_)
            | ResolvedShape::Plain => None,
        })
        .collect()
}

impl Holder<'_> {
    /// Identity of the holder: depth of nesting, type, and part of the type.
    fn key(&self) -> (usize, usize, String) {
        match self {
            Self::Body | Self::Event => (0, usize::MAX, String::new()),
            Self::Member { owner, property } => (0, owner.0, format!("/{}", property.name)),
            Self::Place { owner, index, .. } => (0, owner.0, index.to_string()),
            Self::Rest { owner } => (0, owner.0, "*".to_owned()),
            Self::Items(inner) | Self::Values(inner) => {
                let (depth, owner, name) = inner.key();
                (depth + 1, owner, name)
            }
        }
    }

    /// The type it is a part of.
    pub(super) fn owner(&self) -> Option<TypeId> {
        match self {
            Self::Body | Self::Event => None,
            Self::Member { owner, .. } | Self::Place { owner, .. } | Self::Rest { owner } => {
                Some(*owner)
            }
            Self::Items(inner) | Self::Values(inner) => inner.owner(),
        }
    }

    /// True if deliveries of other events have it at the same place.
    pub(super) fn is_shared(&self, vendor: &Vendor) -> bool {
        match self.owner().map(|owner| &vendor.types[owner.0].module_path) {
            Some(ModulePath::Envelope) => true,
            // Other events may have the type, but not at the same place.
            Some(ModulePath::Shared | ModulePath::Common | ModulePath::Event(_)) | None => false,
        }
    }
}

fn start<'m>(vendor: &Vendor, event: &Event) -> WalkEnd<'m> {
    match &vendor.envelope {
        Some(envelope) => end_at(Holder::Body, Shape::Named(envelope.fields)),
        None => end_at(Holder::Event, Shape::Named(event.root)),
    }
}

fn end_at<'m>(holder: Holder<'m>, shape: Shape) -> WalkEnd<'m> {
    WalkEnd {
        holder,
        item: Item {
            shape,
            nullable: false,
        },
        alternatives: Alternatives::new(),
    }
}

fn below<'m>(
    vendor: &'m Vendor,
    event: &'m Event,
    from: &WalkEnd<'m>,
    step: &str,
) -> Vec<WalkEnd<'m>> {
    if let (Holder::Body, Some(envelope)) = (&from.holder, &vendor.envelope)
        && envelope.event_member == step
    {
        return vec![end_at(Holder::Event, Shape::Named(event.root))];
    }
    let (any, index) = (is_any_item(step), index_of(step));
    let mut found = Vec::new();
    for (shape, alternatives) in resolved_shapes(vendor, from) {
        let mut add = |holder: Holder<'m>, item: &Item| {
            found.push(WalkEnd {
                holder,
                item: item.clone(),
                alternatives: alternatives.clone(),
            });
        };
        let inner = || Box::new(from.holder.clone());
        match shape {
            ResolvedShape::Object(owner, object) => {
                if let Some(property) = object.property(step) {
                    add(Holder::Member { owner, property }, property.member_item());
                }
            }
            ResolvedShape::Tuple(owner, tuple) => {
                let places = tuple.places.iter().enumerate();
                for (at, place) in places.filter(|(at, _)| any || index == Some(*at)) {
                    let index = at;
                    let holder = Holder::Place {
                        owner,
                        index,
                        place,
                    };
                    add(holder, &place.item);
                }
                if any || index.is_some_and(|index| index >= tuple.places.len()) {
                    add(Holder::Rest { owner }, &tuple.rest);
                }
            }
            ResolvedShape::List(item) if any || index.is_some() => {
                add(Holder::Items(inner()), &item)
            }
            ResolvedShape::Map(item) => add(Holder::Values(inner()), &item),
            ResolvedShape::List(_) | ResolvedShape::Any(_) | ResolvedShape::Plain => {}
        }
    }
    found
}

/// A shape with newtypes and unions resolved.
enum ResolvedShape<'m> {
    Object(TypeId, &'m Object),
    Tuple(TypeId, &'m Tuple),
    List(Item),
    Map(Item),
    /// Any JSON value, and the reason for it.
    Any(Option<Fallback>),
    /// A value with nothing below it.
    Plain,
}

/// The resolved shapes of an end, each with the alternatives that lead to it. Types that contain each other without an
/// object between them are visited once.
fn resolved_shapes<'m>(
    vendor: &'m Vendor,
    from: &WalkEnd<'m>,
) -> Vec<(ResolvedShape<'m>, Alternatives<'m>)> {
    let mut found: Vec<(ResolvedShape<'m>, Alternatives<'m>)> = Vec::new();
    // Visited types, and their index in `found` if they are resolved shapes.
    let mut seen: BTreeMap<TypeId, Option<usize>> = BTreeMap::new();
    let mut waiting = vec![(from.item.shape.clone(), from.alternatives.clone())];
    while let Some((shape, alternatives)) = waiting.pop() {
        let id = match shape {
            Shape::Named(id) => id,
            Shape::List(item) => {
                found.push((ResolvedShape::List(*item), alternatives));
                continue;
            }
            Shape::Map(item) => {
                found.push((ResolvedShape::Map(*item), alternatives));
                continue;
            }
            Shape::Lazy(item) => {
                waiting.push((item.shape, alternatives));
                continue;
            }
            Shape::Any { reason } => {
                found.push((ResolvedShape::Any(reason), alternatives));
                continue;
            }
            Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(_)
            | Shape::Constant(_) => {
                found.push((ResolvedShape::Plain, alternatives));
                continue;
            }
        };
        if let Some(at) = seen.get(&id) {
            if let Some(at) = *at {
                found[at].1.extend(alternatives);
            }
            continue;
        }
        let kind = &vendor.types[id.0].kind;
        let is_resolved = !matches!(kind, TypeKind::Newtype(_) | TypeKind::Union(_));
        seen.insert(id, is_resolved.then_some(found.len()));
        match kind {
            TypeKind::Object(object) => {
                found.push((ResolvedShape::Object(id, object), alternatives))
            }
            TypeKind::Tuple(tuple) => found.push((ResolvedShape::Tuple(id, tuple), alternatives)),
            TypeKind::StringEnum(_) => found.push((ResolvedShape::Plain, alternatives)),
            TypeKind::Newtype(item) => waiting.push((item.shape.clone(), alternatives)),
            TypeKind::Union(union) => {
                // In reverse, because `waiting` is a stack.
                for (index, alternative) in union.alternatives.iter().enumerate().rev() {
                    let mut taken = alternatives.clone();
                    taken.insert((id, index), alternative);
                    waiting.push((alternative.shape.clone(), taken));
                }
            }
        }
    }
    found
}
