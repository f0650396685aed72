//! A type is gone.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "type_removed",
    purpose: "a type is gone",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::TypeRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the type is gone".to_owned(),
        fix: "use the type that the field has now",
        hint: None,
    })
}
