//! What the vendor does when a delivery fails is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "retry_policy_changed",
    purpose: "what the vendor does when a delivery fails is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::Retry) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(change.before.is_some()),
        adds_items: false,
        message: "what the vendor does when a delivery fails is another one".to_owned(),
        fix: "see how long a receiver may be down without losing deliveries",
        hint: None,
    })
}
