//! The way in which a delivery shows that it is genuine is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "auth_method_changed",
    purpose: "the way in which a delivery shows that it is genuine is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::AuthMethod) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(change.before.is_some()),
        adds_items: false,
        message: "the way in which a delivery shows that it is genuine is another one".to_owned(),
        fix: "check deliveries in the new way",
        hint: None,
    })
}
