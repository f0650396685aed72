//! Deliveries are signed in another way.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, SignatureChange};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "signature_scheme_changed",
    purpose: "deliveries are signed in another way",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Signature(SignatureChange::Scheme) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "deliveries are signed in another way, and the baseline's `verify` refuses them"
            .to_owned(),
        fix: "roll the new version out when the vendor changes over",
        hint: None,
    })
}
