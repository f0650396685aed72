//! Members and other values, and the Rust names of items.

use super::Axis::{Behaviour, Source, Wire};
use super::{Judgement, side_text};
use crate::diff::change::{ModelChange, ValueChange};
use crate::diff::rule::Rule;

/// Where the old name is another member of the same type, code that compiles reads that member instead.
pub(super) fn renamed() -> Judgement {
    Judgement::new(
        Rule::ItemRenamed,
        "the Rust name is another one, because names collide otherwise than before",
        "use the new name",
    )
    .breaks([Source, Behaviour])
    .adds_items()
}

pub(super) fn value(kind: ValueChange, change: &ModelChange) -> Judgement {
    match kind {
        ValueChange::FieldAdded => Judgement::new(
            Rule::FieldAdded,
            "the member is described now; so far it was kept in `extra`",
            "read the field; `extra` no longer has the member",
        )
        .breaks([Behaviour])
        .adds_items(),
        ValueChange::FieldRemoved { baseline_reads } => Judgement::new(
            Rule::FieldRemoved,
            if baseline_reads {
                "the member is described no longer"
            } else {
                "the member is described no longer, and the baseline refuses bodies without it"
            },
            "look for it in `extra`, and reckon with its absence",
        )
        .breaks([Source, Behaviour])
        .breaks_if(!baseline_reads, Wire),
        ValueChange::NamingMemberRemoved => Judgement::new(
            Rule::NamingMemberRemoved,
            "the member that names the event is described no longer, and `parse` needs it",
            "say in the profile how deliveries name their event now",
        )
        .breaks([Wire, Source, Behaviour]),
        ValueChange::BecameRequired { is_retyped } => Judgement::new(
            Rule::FieldOptionalToRequired,
            "it is always there",
            "drop the handling of its absence",
        )
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::BecameOptional { is_retyped } => Judgement::new(
            Rule::FieldRequiredToOptional,
            "it may be absent, and the baseline refuses bodies without it",
            "handle its absence; roll the new version out before the vendor leaves it out",
        )
        .breaks([Wire])
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::NullAllowed {
            baseline_reads,
            is_retyped,
        } => Judgement::new(
            Rule::NullAllowed,
            if baseline_reads {
                "`null` is allowed"
            } else {
                "`null` is allowed, and the baseline refuses it"
            },
            "handle `null`; roll the new version out before the vendor sends it",
        )
        .breaks_if(!baseline_reads, Wire)
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::NullRemoved { is_retyped } => Judgement::new(
            Rule::NullNoLongerAllowed,
            "`null` is not allowed any more",
            "drop the handling of `null`",
        )
        .breaks_source_or_behaviour(is_retyped),
        ValueChange::Shape {
            baseline_reads,
            current_reads,
            is_retyped,
        } => shape(baseline_reads, current_reads).breaks_if(is_retyped, Source),
        ValueChange::Boxed => Judgement::new(
            Rule::BoxChanged,
            format!("the value is kept {} now", side_text(&change.after)),
            "add or remove a dereference where the field is used",
        )
        .breaks([Source]),
        ValueChange::Constant => Judgement::new(
            Rule::ConstantChanged,
            match (&change.before, &change.after) {
                (None, _) => "the text is always the same now",
                (Some(_), None) => "the text is not always the same any more",
                (Some(_), Some(_)) => "the text is always another one",
            },
            "do not rely on the text of before",
        )
        .breaks_if(change.before.is_some(), Behaviour),
        ValueChange::Fallback => Judgement::new(
            Rule::FallbackChanged,
            "the reason why it is kept as JSON is another one",
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
            "the same values have another Rust type",
            "use the new type",
        ),
        (true, false) => Judgement::new(
            Rule::TypeNarrowed,
            "only a part of the values of before is allowed",
            "use the narrower type",
        ),
        (false, true) => Judgement::new(
            Rule::TypeWidened,
            "values that the baseline does not read are allowed beside those of before",
            "handle the new form; roll the new version out before the vendor sends it",
        )
        .breaks([Wire]),
        (false, false) => Judgement::new(
            Rule::TypeReplaced,
            "values look otherwise, and the baseline does not read them",
            "use the new type; no one version reads both",
        )
        .breaks([Wire]),
    }
}
