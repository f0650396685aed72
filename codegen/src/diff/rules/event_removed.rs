//! An event is gone.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_removed",
    purpose: "an event is gone",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventRemoved { like } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the event is gone; where the vendor still sends it, it comes as `Unknown`"
            .to_owned(),
        fix: "remove the arm for it, or match on the name in `Unknown`",
        hint: like
            .as_ref()
            .map(|name| format!("perhaps renamed to `{name}`")),
    })
}
