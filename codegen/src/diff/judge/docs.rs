//! The documentation in schemas. Types enforce none of it.

use super::Axis::Behaviour;
use super::Judgement;
use crate::diff::change::{DocsPart, ModelChange};
use crate::diff::rule::Rule;

pub(super) fn docs(part: DocsPart, change: &ModelChange) -> Judgement {
    match part {
        DocsPart::Title => Judgement::new(Rule::TitleChanged, "the title changed", None),
        DocsPart::Description => Judgement::new(
            Rule::DescriptionChanged,
            "the description changed",
            "check if the meaning changed",
        ),
        DocsPart::Deprecated => Judgement::new(
            Rule::DeprecationChanged,
            if change.after.is_some() {
                "the vendor deprecated it"
            } else {
                "it is not deprecated any more"
            },
            "look for a replacement",
        ),
        DocsPart::Format => Judgement::new(
            Rule::FormatChanged,
            "the format changed; the type keeps it as text in any case",
            "check that your code can still parse the text",
        )
        .breaks_if(change.before.is_some(), Behaviour),
        DocsPart::OtherMembers => Judgement::new(
            Rule::OtherMembersChanged,
            "a constraint on undescribed members or items changed; they are kept in any case",
            None,
        ),
        DocsPart::Note => Judgement::new(
            Rule::ConstraintChanged,
            "a constraint, default or example changed; the type does not enforce it",
            "check if your code relies on it",
        ),
    }
}
