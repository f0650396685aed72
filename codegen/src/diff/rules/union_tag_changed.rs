//! The member that tells the alternatives of a union apart is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "union_tag_changed",
    purpose: "the member that tells the alternatives of a union apart is another one",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Tag { is_read } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_read),
        source: breaks_if(change.after.is_none()),
        behaviour: Verdict::Breaks,
        adds_items: change.before.is_none(),
        message: format!(
            "the forms are told apart otherwise{}",
            if *is_read {
                ""
            } else {
                ", and the baseline refuses some of the values"
            }
        ),
        fix: "see which variant keeps forms that are not known",
        hint: None,
    })
}
