//! The vendor's group of the event is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "namespace_changed",
    purpose: "the vendor's group of the event is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::Namespace) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the vendor's group of the event is another one".to_owned(),
        fix: "nothing to do, unless you look at `FACTS.namespace`",
        hint: None,
    })
}
