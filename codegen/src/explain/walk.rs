//! The way along a pointer through the model: from the body to every place that the pointer may mean.
//!
//! Where a union stands on the way, each alternative that has the next step is followed.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Alternative, Event, Fallback, Item, ModulePath, Object, Property, Shape, Tuple, TuplePlace,
    TypeId, TypeKind, Vendor,
};

/// What of the model a pointer leads to.
#[derive(Debug, Clone)]
pub(super) enum Holder<'m> {
    /// The whole body, where an envelope is around the event.
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

/// A place of the model, what it holds, and by which alternatives of unions ways lead there.
#[derive(Debug, Clone)]
pub(super) struct Spot<'m> {
    pub(super) holder: Holder<'m>,
    pub(super) item: Item,
    pub(super) alternatives: Alternatives<'m>,
}

/// Alternatives by their union and their place in it. Of several of one union, each has what is meant.
pub(super) type Alternatives<'m> = BTreeMap<(TypeId, usize), &'m Alternative>;

/// Where a walk ended.
#[derive(Debug)]
pub(super) struct Walked<'m> {
    /// The places at the end; never none.
    pub(super) spots: Vec<Spot<'m>>,
    /// How many steps led somewhere.
    pub(super) gone: usize,
}

/// Follows the steps of a pointer into a delivery of `event`, as far as they lead.
pub(super) fn walk<'m>(vendor: &'m Vendor, event: &'m Event, steps: &[String]) -> Walked<'m> {
    let mut spots = vec![start(vendor, event)];
    for (gone, step) in steps.iter().enumerate() {
        let mut next: Vec<Spot<'m>> = Vec::new();
        let mut known = BTreeMap::new();
        for spot in &spots {
            for found in below(vendor, event, spot, step) {
                // Alternatives may share a type, and its members are the same ones then.
                match known.entry(found.holder.key()) {
                    Entry::Occupied(at) => {
                        let same: &mut Spot<'m> = &mut next[*at.get()];
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
            return Walked { spots, gone };
        }
        spots = next;
    }
    Walked {
        spots,
        gone: steps.len(),
    }
}

/// The steps from a delivery's body to its event.
pub(super) fn event_steps(vendor: &Vendor) -> Vec<String> {
    let envelope = vendor.envelope.iter();
    envelope
        .map(|envelope| envelope.event_member.clone())
        .collect()
}

/// The pointer's step that stands for any item of an array, or any value of a map.
pub(super) fn is_any_item(step: &str) -> bool {
    step == "*" || step == "-"
}

/// A step that an array has.
pub(super) fn index_of(step: &str) -> Option<usize> {
    let is_plain =
        step.bytes().all(|byte| byte.is_ascii_digit()) && (step == "0" || !step.starts_with('0'));
    step.parse().ok().filter(|_| is_plain)
}

/// The names of what is below a place, `*` for what has none.
pub(super) fn steps_below(vendor: &Vendor, spot: &Spot<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let (Holder::Body, Some(envelope)) = (&spot.holder, &vendor.envelope) {
        names.insert(envelope.event_member.clone());
    }
    for (form, _) in candidates(vendor, spot) {
        match form {
            ShapeCandidate::Object(_, object) => {
                let known = object
                    .properties
                    .iter()
                    .map(|property| property.name.clone());
                names.extend(known);
            }
            ShapeCandidate::Tuple(_, tuple) => {
                names.extend((0..tuple.places.len()).map(|index| index.to_string()));
                names.insert("*".to_owned());
            }
            ShapeCandidate::List(_) | ShapeCandidate::Map(_) => {
                names.insert("*".to_owned());
            }
            ShapeCandidate::Any(_) | ShapeCandidate::Plain => {}
        }
    }
    names
}

/// What keeps the members that nobody described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Keeper {
    /// `extra` of this type.
    Extra(TypeId),
    /// The place itself, which is any JSON value, for this reason.
    Place(Option<Fallback>),
}

/// Where members that nobody described end up at a place. Empty where it can have none.
pub(super) fn keepers(vendor: &Vendor, spot: &Spot<'_>) -> Vec<Keeper> {
    let candidates = candidates(vendor, spot).into_iter();
    candidates
        .filter_map(|(form, _)| match form {
            ShapeCandidate::Object(owner, _) => Some(Keeper::Extra(owner)),
            ShapeCandidate::Any(reason) => Some(Keeper::Place(reason)),
            ShapeCandidate::Tuple(..)
            | ShapeCandidate::List(_)
            | ShapeCandidate::Map(_)
            | ShapeCandidate::Plain => None,
        })
        .collect()
}

impl Holder<'_> {
    /// What tells holders apart: how deep inside, which type, what of it.
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

    /// The type that has it, where it is a part of one.
    pub(super) fn owner(&self) -> Option<TypeId> {
        match self {
            Self::Body | Self::Event => None,
            Self::Member { owner, .. } | Self::Place { owner, .. } | Self::Rest { owner } => {
                Some(*owner)
            }
            Self::Items(inner) | Self::Values(inner) => inner.owner(),
        }
    }

    /// Whether deliveries of other events have it at the same place.
    pub(super) fn is_shared(&self, vendor: &Vendor) -> bool {
        match self.owner().map(|owner| &vendor.types[owner.0].module_path) {
            Some(ModulePath::Envelope) => true,
            // Others have the type as well, but not at the same place.
            Some(ModulePath::Shared | ModulePath::Event(_)) | None => false,
        }
    }
}

fn start<'m>(vendor: &Vendor, event: &Event) -> Spot<'m> {
    match &vendor.envelope {
        Some(envelope) => spot(Holder::Body, Shape::Named(envelope.fields)),
        None => spot(Holder::Event, Shape::Named(event.root)),
    }
}

fn spot<'m>(holder: Holder<'m>, shape: Shape) -> Spot<'m> {
    Spot {
        holder,
        item: Item {
            shape,
            nullable: false,
        },
        alternatives: Alternatives::new(),
    }
}

fn below<'m>(vendor: &'m Vendor, event: &'m Event, from: &Spot<'m>, step: &str) -> Vec<Spot<'m>> {
    if let (Holder::Body, Some(envelope)) = (&from.holder, &vendor.envelope)
        && envelope.event_member == step
    {
        return vec![spot(Holder::Event, Shape::Named(event.root))];
    }
    let (any, index) = (is_any_item(step), index_of(step));
    let mut found = Vec::new();
    for (form, alternatives) in candidates(vendor, from) {
        let mut add = |holder: Holder<'m>, item: &Item| {
            found.push(Spot {
                holder,
                item: item.clone(),
                alternatives: alternatives.clone(),
            });
        };
        let inner = || Box::new(from.holder.clone());
        match form {
            ShapeCandidate::Object(owner, object) => {
                let named = |property: &&Property| property.name == step;
                for property in object.properties.iter().filter(named) {
                    add(Holder::Member { owner, property }, &property.item);
                }
            }
            ShapeCandidate::Tuple(owner, tuple) => {
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
            ShapeCandidate::List(item) if any || index.is_some() => {
                add(Holder::Items(inner()), &item)
            }
            ShapeCandidate::Map(item) => add(Holder::Values(inner()), &item),
            ShapeCandidate::List(_) | ShapeCandidate::Any(_) | ShapeCandidate::Plain => {}
        }
    }
    found
}

/// What a value may be, once newtypes and unions are seen through.
enum ShapeCandidate<'m> {
    Object(TypeId, &'m Object),
    Tuple(TypeId, &'m Tuple),
    List(Item),
    Map(Item),
    /// Any JSON value, with the reason.
    Any(Option<Fallback>),
    /// A value with nothing below it.
    Plain,
}

/// The forms of a place's value, and by which alternatives each is come to. Types that contain each other without an
/// object between them are met once.
fn candidates<'m>(
    vendor: &'m Vendor,
    from: &Spot<'m>,
) -> Vec<(ShapeCandidate<'m>, Alternatives<'m>)> {
    let mut found: Vec<(ShapeCandidate<'m>, Alternatives<'m>)> = Vec::new();
    // Types that have been met, and where among the forms they are, if they are one.
    let mut seen: BTreeMap<TypeId, Option<usize>> = BTreeMap::new();
    let mut waiting = vec![(from.item.shape.clone(), from.alternatives.clone())];
    while let Some((shape, alternatives)) = waiting.pop() {
        let id = match shape {
            Shape::Named(id) => id,
            Shape::List(item) => {
                found.push((ShapeCandidate::List(*item), alternatives));
                continue;
            }
            Shape::Map(item) => {
                found.push((ShapeCandidate::Map(*item), alternatives));
                continue;
            }
            Shape::Any { reason } => {
                found.push((ShapeCandidate::Any(reason), alternatives));
                continue;
            }
            Shape::Boolean
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Constant(_) => {
                found.push((ShapeCandidate::Plain, alternatives));
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
        let is_form = !matches!(kind, TypeKind::Newtype(_) | TypeKind::Union(_));
        seen.insert(id, is_form.then_some(found.len()));
        match kind {
            TypeKind::Object(object) => {
                found.push((ShapeCandidate::Object(id, object), alternatives))
            }
            TypeKind::Tuple(tuple) => found.push((ShapeCandidate::Tuple(id, tuple), alternatives)),
            TypeKind::StringEnum(_) => found.push((ShapeCandidate::Plain, alternatives)),
            TypeKind::Newtype(item) => waiting.push((item.shape.clone(), alternatives)),
            TypeKind::Union(union) => {
                // The last one in is the first one out.
                for (place, alternative) in union.alternatives.iter().enumerate().rev() {
                    let mut way = alternatives.clone();
                    way.insert((id, place), alternative);
                    waiting.push((alternative.shape.clone(), way));
                }
            }
        }
    }
    found
}
