//! Something that deliveries say is found or written otherwise.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "placeholder_changed",
    purpose: "something that deliveries say is found or written otherwise",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::PlaceholderChanged { is_retyped } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: breaks_if(*is_retyped),
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the value is found or written otherwise".to_owned(),
        fix: "use the new type, and see whether the value still means the same",
        hint: None,
    })
}
