//! What makes the vendor send the event is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "trigger_changed",
    purpose: "what makes the vendor send the event is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::Trigger) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "what makes the vendor send the event is another one".to_owned(),
        fix: "read it: the event may come at other times",
        hint: None,
    })
}
