//! How the payload travels is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, EventFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "transport_changed",
    purpose: "how the payload travels is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::EventFact(EventFact::Transport) = &change.kind else {
        return None;
    };
    // A catalogue that does not say means an HTTP request.
    let known = |side: &Option<String>| side.clone().unwrap_or_else(|| "webhook".to_owned());
    let (before, after) = (known(&change.before), known(&change.after));
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(before != after),
        adds_items: false,
        message: "how the payload travels is another one".to_owned(),
        fix: "receive it in the new way",
        hint: None,
    })
}
