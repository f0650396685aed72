//! An enum knows a value more.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "enum_value_added",
    purpose: "an enum knows a value more",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EnumValueAdded = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: true,
        message: "the value is known; so far it came as the variant for unknown values".to_owned(),
        fix: "match on its variant, or on `as_str`, which goes on working",
        hint: None,
    })
}
