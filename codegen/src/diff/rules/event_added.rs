//! An event is new.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_added",
    purpose: "an event is new",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventAdded { like } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: true,
        message: "the event is new; so far it came as `Unknown`".to_owned(),
        fix: "match on its variant; the arm for unknown events no longer sees it",
        hint: like
            .as_ref()
            .map(|name| format!("perhaps renamed from `{name}`")),
    })
}
