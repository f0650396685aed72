//! The effect of values that do not fit the baseline's types on the deliveries that hold them.
//!
//! A misfit costs the smallest optional member around it. Without one, the event is malformed.

use super::report::Wire;
use crate::model::{Presence, Shape, TypeDef, TypeId, TypeKind, Union, Vendor};

/// The extent to which the types of one side read the values of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reading {
    /// All values fit.
    Fits,
    /// In some values, members that do not fit are kept as they came; the values are read.
    KeepsMembers,
    /// Some values as a whole do not fit.
    Fails,
}

impl Reading {
    pub(super) fn fails_unless(is_read: bool) -> Self {
        if is_read { Self::Fits } else { Self::Fails }
    }

    /// The worst of several. The first failure decides.
    pub(super) fn worst(readings: impl IntoIterator<Item = Self>) -> Self {
        let mut worst = Self::Fits;
        for reading in readings {
            worst = worst.max(reading);
            if worst == Self::Fails {
                break;
            }
        }
        worst
    }
}

/// The answers of the wire for misfits in a value, by the types around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MisfitEffect {
    /// For a misfit that an optional member of the value gives way to.
    kept_inside: Wire,
    /// For a misfit of the value as a whole.
    whole: Wire,
}

impl MisfitEffect {
    /// The effect in an event, or in the envelope.
    const ROOT: Self = Self {
        kept_inside: Wire::Misfits,
        whole: Wire::Malformed,
    };
    /// The effect in a value that is kept as it came, whatever it is.
    pub(super) const KEPT: Self = Self {
        kept_inside: Wire::Misfits,
        whole: Wire::Misfits,
    };
    /// The effect in a value without which the delivery is refused.
    pub(super) const FATAL: Self = Self {
        kept_inside: Wire::Malformed,
        whole: Wire::Malformed,
    };

    /// The answer for values that are read to this extent.
    pub(super) fn wire(self, reading: Reading) -> Wire {
        match reading {
            Reading::Fits => Wire::Fits,
            Reading::KeepsMembers => self.kept_inside,
            Reading::Fails => self.whole,
        }
    }

    /// The effect in a member of the value.
    pub(super) fn in_member(self, presence: Presence) -> Self {
        match presence {
            Presence::Required => self,
            Presence::Optional => Self {
                whole: self.kept_inside,
                ..self
            },
        }
    }

    /// The effect in an alternative of the value. Without a tag, alternatives are tried strictly.
    pub(super) fn in_alternative(self, union: &Union) -> Self {
        match (union.tag.is_some(), union.unknown.is_some()) {
            (true, _) => self,
            (false, true) => Self::KEPT,
            (false, false) => Self {
                kept_inside: self.whole,
                whole: self.whole,
            },
        }
    }

    fn max(self, other: Self) -> Self {
        Self {
            kept_inside: self.kept_inside.max(other.kept_inside),
            whole: self.whole.max(other.whole),
        }
    }
}

/// The effects in the values of each type of a vendor.
pub(super) struct MisfitEffects(Vec<Option<MisfitEffect>>);

impl MisfitEffects {
    /// Follows the types from events and envelope. A type that occurs at several places has the worst effect of all.
    pub(super) fn of(vendor: &Vendor) -> Self {
        let mut effects = Self(vec![None; vendor.types.len()]);
        let envelope = vendor.envelope.as_ref().map(|envelope| envelope.fields);
        let roots = vendor.events.iter().map(|event| event.root).chain(envelope);
        let mut queue: Vec<(TypeId, MisfitEffect)> =
            roots.map(|root| (root, MisfitEffect::ROOT)).collect();
        while let Some((id, effect)) = queue.pop() {
            let known = &mut effects.0[id.0];
            let joined = known.map_or(effect, |known| known.max(effect));
            if *known != Some(joined) {
                *known = Some(joined);
                push_inner(&vendor.types[id.0], joined, &mut queue);
            }
        }
        effects
    }

    /// The effect in values of a type; the worst if nothing has the type.
    pub(super) fn in_type(&self, id: TypeId) -> MisfitEffect {
        self.0[id.0].unwrap_or(MisfitEffect::FATAL)
    }
}

/// Adds the types directly inside a type.
fn push_inner(def: &TypeDef, effect: MisfitEffect, queue: &mut Vec<(TypeId, MisfitEffect)>) {
    match &def.kind {
        TypeKind::Object(object) => {
            for property in &object.properties {
                push_shape(
                    &property.item.shape,
                    effect.in_member(property.presence),
                    queue,
                );
            }
        }
        TypeKind::Union(union) => {
            let effect = effect.in_alternative(union);
            for alternative in &union.alternatives {
                push_shape(&alternative.shape, effect, queue);
            }
        }
        TypeKind::StringEnum(_) | TypeKind::Tuple(_) | TypeKind::Newtype(_) => {
            for shape in def.kind.shapes() {
                push_shape(shape, effect, queue);
            }
        }
    }
}

fn push_shape(shape: &Shape, effect: MisfitEffect, queue: &mut Vec<(TypeId, MisfitEffect)>) {
    match shape {
        Shape::Named(id) => queue.push((*id, effect)),
        Shape::List(item) | Shape::Map(item) => push_shape(&item.shape, effect, queue),
        Shape::Lazy(item) => push_shape(&item.shape, MisfitEffect::KEPT, queue),
        Shape::Any { .. }
        | Shape::Boolean
        | Shape::Integer
        | Shape::UnixTime
        | Shape::Number
        | Shape::String
        | Shape::Text(_)
        | Shape::Constant(_) => {}
    }
}
