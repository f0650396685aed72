//! A tuple has a place more.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "tuple_place_added",
    purpose: "a tuple has a place more",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::PlaceAdded { is_read } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_read),
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: true,
        message: "the place is described now; so far its value was among the rest".to_owned(),
        fix: "read the field; `rest` begins after it",
        hint: None,
    })
}
