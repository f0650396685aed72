//! The alternatives of a union are tried in another order.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "alternatives_reordered",
    purpose: "the alternatives of a union are tried in another order",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::AlternativesReordered = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the forms are tried in another order".to_owned(),
        fix: "see whether a value that fits several is still read as the one you expect",
        hint: None,
    })
}
