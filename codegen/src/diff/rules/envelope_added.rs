//! Deliveries have an envelope.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "envelope_added",
    purpose: "deliveries have an envelope",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EnvelopeAdded = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: true,
        message:
            "the event stands in a member of the body, and the baseline takes the whole body for it"
                .to_owned(),
        fix: "read `Delivery::envelope` for what stands around the event",
        hint: None,
    })
}
