//! An overlay begins or ceases to describe the payload of an event.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_overlay_changed",
    purpose: "an overlay begins or ceases to describe the payload of an event",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::OverlayPart { is_described } = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: if *is_described {
            "an overlay describes the payload"
        } else {
            "no overlay describes the payload any more"
        }
        .to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
