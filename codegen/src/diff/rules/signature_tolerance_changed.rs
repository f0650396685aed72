//! The time that a signature allows is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, SignatureChange};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "signature_tolerance_changed",
    purpose: "the time that a signature allows is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Signature(SignatureChange::Tolerance) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "a delivery may be older or younger than before, or less so".to_owned(),
        fix: "give `verify` a tolerance of your own where it matters",
        hint: None,
    })
}
