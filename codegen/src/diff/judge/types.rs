//! Named types: their kind, enum values, alternatives, tuple places and methods.

use super::Axis::{Behaviour, Source};
use super::{Judgement, side_text};
use crate::diff::change::{ModelChange, TypeChange};
use crate::diff::report::Wire;
use crate::diff::rule::Rule;

pub(super) fn type_change(kind: TypeChange, change: &ModelChange) -> Judgement {
    match kind {
        TypeChange::Added => Judgement::new(Rule::TypeAdded, "the type is new", None).adds_items(),
        TypeChange::Removed => Judgement::new(
            Rule::TypeRemoved,
            "the type was removed",
            "use the current type of the field",
        )
        .breaks([Source]),
        TypeChange::Kind {
            wire,
            current_reads,
        } => Judgement::new(
            Rule::TypeKindChanged,
            format!(
                "the type is {} now{}",
                side_text(&change.after),
                match (wire == Wire::Fits, current_reads) {
                    (true, true | false) => "",
                    (false, true) => ", and accepts values that the baseline does not read",
                    (false, false) => ", and the baseline does not read its values",
                }
            ),
            "use the new kind of type",
        )
        .breaks([Source])
        .wire(wire),
        TypeChange::EnumValueAdded => Judgement::new(
            Rule::EnumValueAdded,
            "the value is known now; the baseline reads it as the variant for unknown values",
            "match on its variant, or on `as_str`, which still works",
        )
        .breaks([Behaviour])
        .adds_items(),
        TypeChange::EnumValueRemoved => Judgement::new(
            Rule::EnumValueRemoved,
            "the value is not known any more; if the vendor still sends it, it is read as unknown",
            "remove the arm for it, or match on `as_str`",
        )
        .breaks([Source, Behaviour]),
        TypeChange::AlternativeAdded { wire } => Judgement::new(
            Rule::AlternativeAdded,
            if wire == Wire::Fits {
                "there is another alternative, which the baseline reads as one of its own"
            } else {
                "there is another alternative, which does not fit the baseline"
            },
            "match on its variant",
        )
        .breaks([Behaviour])
        .wire(wire)
        .adds_items(),
        TypeChange::AlternativeRemoved => Judgement::new(
            Rule::AlternativeRemoved,
            "the alternative is not described any more",
            "remove the arm for it",
        )
        .breaks([Source, Behaviour]),
        TypeChange::UnknownRemoved => Judgement::new(
            Rule::AlternativeRemoved,
            "an alternative reads any value now, and there is no variant for unknown ones",
            "match on the new alternative instead",
        )
        .breaks([Source, Behaviour]),
        TypeChange::AlternativesReordered => Judgement::new(
            Rule::AlternativesReordered,
            "the alternatives are tried in another order",
            "check that values that fit several alternatives are read as the expected one",
        )
        .breaks([Behaviour]),
        TypeChange::Guard { wire } => Judgement::new(
            Rule::AlternativeGuardChanged,
            if wire == Wire::Fits {
                "the condition for the alternative changed"
            } else {
                "the condition for the alternative changed, and some of its values do not fit the baseline"
            },
            "check that values are read as the expected alternative",
        )
        .breaks([Behaviour])
        .wire(wire),
        TypeChange::Tag { wire } => Judgement::new(
            Rule::UnionTagChanged,
            if wire == Wire::Fits {
                "the tag of the alternatives changed"
            } else {
                "the tag of the alternatives changed, and some of the values do not fit the baseline"
            },
            "check which variant keeps unknown alternatives",
        )
        .breaks([Behaviour])
        .wire(wire)
        .breaks_if(change.after.is_none(), Source)
        .adds_items_if(change.before.is_none()),
        TypeChange::PlaceAdded { wire } => Judgement::new(
            Rule::TuplePlaceAdded,
            "the place is described now; the baseline keeps its value in `rest`",
            "read the field; `rest` starts after it",
        )
        .breaks([Behaviour])
        .wire(wire)
        .adds_items(),
        TypeChange::PlaceRemoved { wire } => Judgement::new(
            Rule::TuplePlaceRemoved,
            "the place is not described any more; its value is in `rest`",
            "read it from `rest`",
        )
        .breaks([Source, Behaviour])
        .wire(wire),
        TypeChange::MethodAdded => {
            Judgement::new(Rule::MethodAdded, "the method is new", None).adds_items()
        }
        TypeChange::MethodRemoved => Judgement::new(
            Rule::MethodRemoved,
            "the method was removed",
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
