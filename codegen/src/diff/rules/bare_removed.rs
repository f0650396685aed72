//! All deliveries have an envelope.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "bare_removed",
    purpose: "all deliveries have an envelope",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::BareRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "all deliveries have an envelope; `Delivery::envelope` is no `Option` any more"
            .to_owned(),
        fix: "drop the handling of deliveries without envelope",
        hint: None,
    })
}
