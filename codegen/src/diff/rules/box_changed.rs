//! A value is kept behind a `Box`, or no longer.

use super::{Direction, Judgement, Rule, told};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "box_changed",
    purpose: "a value is kept behind a `Box`, or no longer",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Boxed = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: format!("the value is kept {} now", told(&change.after)),
        fix: "add or remove a dereference where the field is used",
        hint: None,
    })
}
