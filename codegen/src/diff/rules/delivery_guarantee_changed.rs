//! How often a delivery may arrive is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "delivery_guarantee_changed",
    purpose: "how often a delivery may arrive is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::DeliveryGuarantee) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(change.before.is_some()),
        adds_items: false,
        message: "how often a delivery may arrive is another one".to_owned(),
        fix: "see whether repeats or losses have to be reckoned with",
        hint: None,
    })
}
