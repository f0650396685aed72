//! The OAuth scopes that the app needs are others.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "scopes_changed",
    purpose: "the OAuth scopes that the app needs are others",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::Scopes { is_worse }) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(*is_worse),
        adds_items: false,
        message: "the OAuth scopes that the app needs are others".to_owned(),
        fix: "ask for the scopes that are new, or the vendor stops sending",
        hint: None,
    })
}
