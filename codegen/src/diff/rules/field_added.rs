//! A member is described that was not.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "field_added",
    purpose: "a member is described that was not",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::FieldAdded = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: true,
        message: "the member is described now; so far it was kept in `extra`".to_owned(),
        fix: "read the field; `extra` no longer has the member",
        hint: None,
    })
}
