//! What a value must look like before an alternative is tried is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "alternative_guard_changed",
    purpose: "what a value must look like before an alternative is tried is another one",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Guard { is_read } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_read),
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: format!(
            "the form is recognised otherwise{}",
            if *is_read {
                ""
            } else {
                ", and the baseline refuses some of its values"
            }
        ),
        fix: "see whether values are still read as the form you expect",
        hint: None,
    })
}
