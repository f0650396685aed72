//! Who says that a member is there is another one.

use super::{Direction, Judgement, Rule, told};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "declaration_changed",
    purpose: "who says that a member is there is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Declared = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: format!("it is {} now", told(&change.after)),
        fix: "nothing to do",
        hint: None,
    })
}
