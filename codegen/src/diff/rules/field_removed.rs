//! A member is described no longer.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "field_removed",
    purpose: "a member is described no longer",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::FieldRemoved { is_read } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_read),
        source: Verdict::Breaks,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: format!(
            "the member is described no longer{}",
            if !is_read {
                ", and the baseline refuses bodies without it"
            } else {
                ""
            }
        ),
        fix: "look for it in `extra`, and reckon with its absence",
        hint: None,
    })
}
