//! Something that deliveries say is told apart.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "placeholder_added",
    purpose: "something that deliveries say is told apart",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::PlaceholderAdded = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: true,
        message: "what deliveries say has a value more".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
