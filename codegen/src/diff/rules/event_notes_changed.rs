//! The catalogue's notes are others.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_notes_changed",
    purpose: "the catalogue's notes are others",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::Notes) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the catalogue's notes are others".to_owned(),
        fix: "read them",
        hint: None,
    })
}
