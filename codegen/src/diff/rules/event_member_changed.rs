//! The event stands in another member of the body.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_member_changed",
    purpose: "the event stands in another member of the body",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventMember = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the event stands in another member, and the baseline refuses bodies without the old one".to_owned(),
        fix: "roll the new version out before the vendor changes over",
        hint: None,
    })
}
