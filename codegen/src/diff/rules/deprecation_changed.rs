//! A type or member is deprecated, or no longer.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, DocsPart};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "deprecation_changed",
    purpose: "a type or member is deprecated, or no longer",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Docs(DocsPart::Deprecated) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: if change.after.is_some() {
            "the vendor deprecates it"
        } else {
            "the vendor does not deprecate it any more"
        }
        .to_owned(),
        fix: "look for what takes its place",
        hint: None,
    })
}
