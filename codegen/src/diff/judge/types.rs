//! Named types: their kind, enum values, alternatives, tuple places and methods.

use super::Axis::{Behaviour, Source, Wire};
use super::{Judgement, side_text};
use crate::diff::change::{ModelChange, TypeChange};
use crate::diff::rule::Rule;

pub(super) fn type_change(kind: TypeChange, change: &ModelChange) -> Judgement {
    match kind {
        TypeChange::Added => Judgement::new(Rule::TypeAdded, "the type is new", None).adds_items(),
        TypeChange::Removed => Judgement::new(
            Rule::TypeRemoved,
            "the type is gone",
            "use the type that the field has now",
        )
        .breaks([Source]),
        TypeChange::Kind {
            baseline_reads,
            current_reads,
        } => Judgement::new(
            Rule::TypeKindChanged,
            format!(
                "the type is {} now{}",
                side_text(&change.after),
                match (baseline_reads, current_reads) {
                    (true, true | false) => "",
                    (false, true) => ", and has values that the baseline does not read",
                    (false, false) => ", and the baseline does not read its values",
                }
            ),
            "use the new form",
        )
        .breaks([Source])
        .breaks_if(!baseline_reads, Wire),
        TypeChange::EnumValueAdded => Judgement::new(
            Rule::EnumValueAdded,
            "the value is known; so far it came as the variant for unknown values",
            "match on its variant, or on `as_str`, which goes on working",
        )
        .breaks([Behaviour])
        .adds_items(),
        TypeChange::EnumValueRemoved => Judgement::new(
            Rule::EnumValueRemoved,
            "the value is not known any more; where it is still sent, it is kept as unknown",
            "remove the arm for it, or match on `as_str`",
        )
        .breaks([Source, Behaviour]),
        TypeChange::AlternativeAdded { baseline_reads } => Judgement::new(
            Rule::AlternativeAdded,
            if baseline_reads {
                "there is another form, which the baseline reads in its own way"
            } else {
                "there is another form, which the baseline refuses"
            },
            "match on its variant",
        )
        .breaks([Behaviour])
        .breaks_if(!baseline_reads, Wire)
        .adds_items(),
        TypeChange::AlternativeRemoved => Judgement::new(
            Rule::AlternativeRemoved,
            "the form is not described any more",
            "remove the arm for it",
        )
        .breaks([Source, Behaviour]),
        TypeChange::AlternativesReordered => Judgement::new(
            Rule::AlternativesReordered,
            "the forms are tried in another order",
            "see whether a value that fits several is still read as the one you expect",
        )
        .breaks([Behaviour]),
        TypeChange::Guard { baseline_reads } => Judgement::new(
            Rule::AlternativeGuardChanged,
            if baseline_reads {
                "the form is recognised otherwise"
            } else {
                "the form is recognised otherwise, and the baseline refuses some of its values"
            },
            "see whether values are still read as the form you expect",
        )
        .breaks([Behaviour])
        .breaks_if(!baseline_reads, Wire),
        TypeChange::Tag { baseline_reads } => Judgement::new(
            Rule::UnionTagChanged,
            if baseline_reads {
                "the forms are told apart otherwise"
            } else {
                "the forms are told apart otherwise, and the baseline refuses some of the values"
            },
            "see which variant keeps forms that are not known",
        )
        .breaks([Behaviour])
        .breaks_if(!baseline_reads, Wire)
        .breaks_if(change.after.is_none(), Source)
        .adds_items_if(change.before.is_none()),
        TypeChange::PlaceAdded { baseline_reads } => Judgement::new(
            Rule::TuplePlaceAdded,
            "the place is described now; so far its value was among the rest",
            "read the field; `rest` begins after it",
        )
        .breaks([Behaviour])
        .breaks_if(!baseline_reads, Wire)
        .adds_items(),
        TypeChange::PlaceRemoved { baseline_reads } => Judgement::new(
            Rule::TuplePlaceRemoved,
            "the place is described no longer; its value is among the rest",
            "look for it in `rest`",
        )
        .breaks([Source, Behaviour])
        .breaks_if(!baseline_reads, Wire),
        TypeChange::MethodAdded => {
            Judgement::new(Rule::MethodAdded, "the method is new", None).adds_items()
        }
        TypeChange::MethodRemoved => Judgement::new(
            Rule::MethodRemoved,
            "the method is gone",
            "match on the variants instead",
        )
        .breaks([Source]),
        TypeChange::MethodRetyped => Judgement::new(
            Rule::MethodRetyped,
            "the method returns another type",
            "use the new type",
        )
        .breaks([Source]),
    }
}
