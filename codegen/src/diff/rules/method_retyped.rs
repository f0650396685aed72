//! A method returns another type.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "method_retyped",
    purpose: "a method returns another type",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::MethodRetyped = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the method returns another type".to_owned(),
        fix: "use the new type",
        hint: None,
    })
}
