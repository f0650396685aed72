//! The member that names the event is described no longer.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "naming_member_removed",
    purpose: "the member that names the event is described no longer",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::NamingMemberRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: Verdict::Breaks,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the member that names the event is described no longer, and `parse` needs it"
            .to_owned(),
        fix: "say in the profile how deliveries name their event now",
        hint: None,
    })
}
