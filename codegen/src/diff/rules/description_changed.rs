//! The description of a type or member is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, DocsPart};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "description_changed",
    purpose: "the description of a type or member is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Docs(DocsPart::Description) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the description is another one".to_owned(),
        fix: "read whether the meaning is another one",
        hint: None,
    })
}
