//! An event that samples alone showed has a row.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_row_added",
    purpose: "an event that samples alone showed has a row",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::RowAdded = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the catalogue has a row for the event, which samples alone showed".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
