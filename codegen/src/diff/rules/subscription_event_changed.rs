//! The subscription that brings the event is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "subscription_event_changed",
    purpose: "the subscription that brings the event is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::SubscriptionEvent) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the subscription that brings the event is another one".to_owned(),
        fix: "subscribe to the new one",
        hint: None,
    })
}
