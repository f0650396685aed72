//! The header with the delivery's id is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_id_header_changed",
    purpose: "the header with the delivery's id is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::EventIdHeader) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(change.before.is_some()),
        adds_items: false,
        message: "the header with the delivery's id is another one".to_owned(),
        fix: "look for the id in the new header",
        hint: None,
    })
}
