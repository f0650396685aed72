//! The same thing has another Rust name.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "item_renamed",
    purpose: "the same thing has another Rust name",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Renamed = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        // Where the old name is another member of the same type, what compiles reads that one.
        behaviour: Verdict::Breaks,
        adds_items: true,
        message: "the Rust name is another one, because names collide otherwise than before"
            .to_owned(),
        fix: "use the new name",
        hint: None,
    })
}
