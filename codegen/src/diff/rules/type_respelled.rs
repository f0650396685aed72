//! The same values have another Rust type.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "type_respelled",
    purpose: "the same values have another Rust type",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Shape {
        is_read: true,
        reads_back: true,
        is_retyped,
    } = &change.kind
    else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: breaks_if(*is_retyped),
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the same values have another Rust type".to_owned(),
        fix: "use the new type",
        hint: None,
    })
}
