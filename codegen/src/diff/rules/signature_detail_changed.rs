//! The description of the signature is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "signature_detail_changed",
    purpose: "the description of the signature is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::SignatureDetail) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(change.before.is_some()),
        adds_items: false,
        message: "the description of the signature is another one".to_owned(),
        fix: "read whether the scheme is another one, and the profile with it",
        hint: None,
    })
}
