//! The largest payload is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "max_payload_changed",
    purpose: "the largest payload is another one",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::MaxPayload { is_worse }) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(*is_worse),
        adds_items: false,
        message: "the largest payload is another one".to_owned(),
        fix: "let the receiver take bodies of that size",
        hint: None,
    })
}
