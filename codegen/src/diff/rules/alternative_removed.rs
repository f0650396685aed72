//! A union has an alternative less.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "alternative_removed",
    purpose: "a union has an alternative less",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::AlternativeRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the form is not described any more".to_owned(),
        fix: "remove the arm for it",
        hint: None,
    })
}
