//! The reason why a signature cannot be checked is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, SignatureChange};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "signature_reason_changed",
    purpose: "the reason why a signature cannot be checked is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Signature(SignatureChange::Reason) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the reason why signatures cannot be checked is another one".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
