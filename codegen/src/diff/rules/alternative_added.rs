//! A union has an alternative more.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "alternative_added",
    purpose: "a union has an alternative more",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::AlternativeAdded { is_read } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_read),
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: true,
        message: format!(
            "there is another form{}",
            if *is_read {
                ", which the baseline reads in its own way"
            } else {
                ", which the baseline refuses"
            }
        ),
        fix: "match on its variant",
        hint: None,
    })
}
