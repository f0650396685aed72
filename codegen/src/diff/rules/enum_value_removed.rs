//! An enum knows a value less.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "enum_value_removed",
    purpose: "an enum knows a value less",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EnumValueRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the value is not known any more; where it is still sent, it is kept as unknown"
            .to_owned(),
        fix: "remove the arm for it, or match on `as_str`",
        hint: None,
    })
}
