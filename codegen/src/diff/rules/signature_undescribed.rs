//! A signature that could be checked cannot be any more.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, SignatureChange};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "signature_undescribed",
    purpose: "a signature that could be checked cannot be any more",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Signature(SignatureChange::Undescribed) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "`verify` refuses every delivery; so far it checked them".to_owned(),
        fix: "find out how deliveries are signed now",
        hint: None,
    })
}
