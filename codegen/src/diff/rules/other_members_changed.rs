//! What is said of members and items that are not described is something else.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, DocsPart};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "other_members_changed",
    purpose: "what is said of members and items that are not described is something else",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Docs(DocsPart::OtherMembers) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "what is said of members and items that are not described is something else; they are kept, whatever it is".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
