//! Deliveries have no envelope any more.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "envelope_removed",
    purpose: "deliveries have no envelope any more",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EnvelopeRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Breaks,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the event is the whole body, and the baseline looks for it in a member"
            .to_owned(),
        fix: "look for the envelope's fields in the event",
        hint: None,
    })
}
