//! Some deliveries have no envelope.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "bare_added",
    purpose: "some deliveries have no envelope",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::BareAdded = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Breaks,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "some deliveries are the event itself, and the baseline refuses them; `Delivery::envelope` is an `Option`".to_owned(),
        fix: "handle deliveries without envelope",
        hint: None,
    })
}
