//! The documentation in schemas. Types enforce none of it.

use super::Axis::Behaviour;
use super::Judgement;
use crate::diff::change::{DocsPart, ModelChange};
use crate::diff::rule::Rule;

pub(super) fn docs(part: DocsPart, change: &ModelChange) -> Judgement {
    match part {
        DocsPart::Title => Judgement::new(Rule::TitleChanged, "the title is another one", None),
        DocsPart::Description => Judgement::new(
            Rule::DescriptionChanged,
            "the description is another one",
            "read whether the meaning is another one",
        ),
        DocsPart::Deprecated => Judgement::new(
            Rule::DeprecationChanged,
            if change.after.is_some() {
                "the vendor deprecates it"
            } else {
                "the vendor does not deprecate it any more"
            },
            "look for what takes its place",
        ),
        DocsPart::Format => Judgement::new(
            Rule::FormatChanged,
            "the format is another one; it is kept as text, whatever it is",
            "see whether your code that takes the text apart still can",
        )
        .breaks_if(change.before.is_some(), Behaviour),
        DocsPart::OtherMembers => Judgement::new(
            Rule::OtherMembersChanged,
            "what is said of members and items that are not described is something else; they are kept, whatever it is",
            None,
        ),
        DocsPart::Note => Judgement::new(
            Rule::ConstraintChanged,
            "a constraint, default or example is another one; the type does not enforce it",
            "see whether your code relies on it",
        ),
    }
}
