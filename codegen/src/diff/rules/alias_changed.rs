//! What a delivery says in place of the event's name is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "alias_changed",
    purpose: "what a delivery says in place of the event's name is another one",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Alias = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "what deliveries say in place of the event name is another one; the baseline takes it for another event, or an unknown one".to_owned(),
        fix: "see which of the events your arms now get",
        hint: None,
    })
}
