//! A signature that could not be checked can be.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, SignatureChange};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "signature_described",
    purpose: "a signature that could not be checked can be",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Signature(SignatureChange::Described) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "`verify` checks deliveries; so far it refused every one".to_owned(),
        fix: "check deliveries with it",
        hint: None,
    })
}
