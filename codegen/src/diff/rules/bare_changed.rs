//! Deliveries without envelope name their event in another way.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "bare_changed",
    purpose: "deliveries without envelope name their event in another way",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::BareChanged = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "deliveries without envelope name their event in another way".to_owned(),
        fix: "roll the new version out before the vendor changes over",
        hint: None,
    })
}
