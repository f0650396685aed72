//! Something that deliveries say is told apart no longer.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "placeholder_removed",
    purpose: "something that deliveries say is told apart no longer",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::PlaceholderRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "what deliveries say has a value less".to_owned(),
        fix: "look for it in the text",
        hint: None,
    })
}
