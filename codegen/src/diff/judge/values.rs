//! Members and other values, and the Rust names of items.

use super::Axis::{Behaviour, Source};
use super::{Judgement, side_text};
use crate::diff::change::{ModelChange, ValueChange};
use crate::diff::report::Wire;
use crate::diff::rule::Rule;

/// Where the old name is another member of the same type, code that compiles reads that member instead.
pub(super) fn renamed() -> Judgement {
    Judgement::new(
        Rule::ItemRenamed,
        "the Rust name changed, because other names collide than before",
        "use the new name",
    )
    .breaks([Source, Behaviour])
    .adds_items()
}

/// The baseline does not know the new spelling: it keeps the value of such a member in `extra`, and reads such a text or tag
/// as unknown.
pub(super) fn respelled(wire: Wire, is_retyped: bool) -> Judgement {
    Judgement::new(
        Rule::ItemRespelled,
        if wire == Wire::Fits {
            "the vendor spells it in another way, which the baseline does not know; the Rust name is the same"
        } else {
            "the vendor spells it in another way, which does not fit the baseline; the Rust name is the same"
        },
        "deploy the new version before the vendor switches",
    )
    .breaks([Behaviour])
    .wire(wire)
    .breaks_if(is_retyped, Source)
}

pub(super) fn value(kind: ValueChange, change: &ModelChange) -> Judgement {
    match kind {
        ValueChange::FieldAdded => Judgement::new(
            Rule::FieldAdded,
            "the member is described now; the baseline keeps it in `extra`",
            "read the field; `extra` no longer has the member",
        )
        .breaks([Behaviour])
        .adds_items(),
        ValueChange::FieldRemoved { wire } => Judgement::new(
            Rule::FieldRemoved,
            if wire == Wire::Fits {
                "the member is not described any more"
            } else {
                "the member is not described any more, and without it, or with another value there, objects do not fit the baseline"
            },
            "read it from `extra`, and handle its absence",
        )
        .breaks([Source, Behaviour])
        .wire(wire),
        ValueChange::NamingMemberRemoved => Judgement::new(
            Rule::NamingMemberRemoved,
            "the member that names the event is not described any more, and `parse` needs it",
            "state in the profile how deliveries name their event now",
        )
        .wire(Wire::Malformed)
        .breaks([Source, Behaviour]),
        ValueChange::BecameRequired { is_retyped } => Judgement::new(
            Rule::FieldOptionalToRequired,
            "it is always present",
            "remove the handling of its absence",
        )
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::BecameOptional { wire, is_retyped } => Judgement::new(
            Rule::FieldRequiredToOptional,
            "it may be absent, and bodies without it do not fit the baseline",
            "handle its absence; deploy the new version before the vendor omits it",
        )
        .wire(wire)
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::NullAllowed {
            wire,
            is_retyped,
        } => Judgement::new(
            Rule::NullAllowed,
            if wire == Wire::Fits {
                "`null` is allowed"
            } else {
                "`null` is allowed, which does not fit the baseline"
            },
            "handle `null`; deploy the new version before the vendor sends it",
        )
        .wire(wire)
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::NullRemoved { is_retyped } => Judgement::new(
            Rule::NullNoLongerAllowed,
            "`null` is not allowed any more",
            "remove the handling of `null`",
        )
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::Shape {
            wire,
            current_reads,
            is_retyped,
        } => shape(wire == Wire::Fits, current_reads)
            .wire(wire)
            .breaks_if(is_retyped, Source),
        ValueChange::Boxed => Judgement::new(
            Rule::BoxChanged,
            format!("the value is {} now", side_text(&change.after)),
            "add or remove a dereference where the field is used",
        )
        .breaks([Source]),
        ValueChange::Constant => Judgement::new(
            Rule::ConstantChanged,
            match (&change.before, &change.after) {
                (None, _) => "the string is a constant now",
                (Some(_), None) => "the string is not a constant any more",
                (Some(_), Some(_)) => "the constant changed",
            },
            "do not rely on the previous value",
        )
        .breaks_if(change.before.is_some(), Behaviour),
        ValueChange::Fallback => Judgement::new(
            Rule::FallbackChanged,
            "the reason for keeping it as JSON changed",
            None,
        ),
        ValueChange::Declaration => Judgement::new(
            Rule::DeclarationChanged,
            format!("it is {} now", side_text(&change.after)),
            None,
        ),
    }
}

/// The rule depends on the sides that read each other's values.
fn shape(baseline_reads: bool, current_reads: bool) -> Judgement {
    match (baseline_reads, current_reads) {
        (true, true) => Judgement::new(
            Rule::TypeRespelled,
            "the Rust type of the same values changed",
            "use the new type",
        ),
        (true, false) => Judgement::new(
            Rule::TypeNarrowed,
            "fewer values are allowed than before",
            "use the new type",
        ),
        (false, true) => Judgement::new(
            Rule::TypeWidened,
            "the type accepts more values than before, some of which the baseline does not read",
            "handle the new values; deploy the new version before the vendor sends them",
        ),
        (false, false) => Judgement::new(
            Rule::TypeReplaced,
            "the type accepts other values than before, which the baseline does not read",
            "use the new type; no version reads both",
        ),
    }
}
