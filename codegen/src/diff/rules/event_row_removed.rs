//! The row of an event is gone, and samples alone show it.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_row_removed",
    purpose: "the row of an event is gone, and samples alone show it",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::RowRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message:
            "the catalogue has no row for the event any more; it is there because samples show it"
                .to_owned(),
        fix: "find out whether the vendor still sends it, and remove its samples if not",
        hint: None,
    })
}
