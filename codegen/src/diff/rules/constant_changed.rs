//! A text is always the same, no longer so, or another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "constant_changed",
    purpose: "a text is always the same, no longer so, or another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Constant = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(change.before.is_some()),
        adds_items: false,
        message: match (&change.before, &change.after) {
            (None, _) => "the text is always the same now",
            (Some(_), None) => "the text is not always the same any more",
            (Some(_), Some(_)) => "the text is always another one",
        }
        .to_owned(),
        fix: "do not rely on the text of before",
        hint: None,
    })
}
