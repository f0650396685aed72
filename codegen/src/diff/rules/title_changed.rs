//! The title of a type or member is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, DocsPart};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "title_changed",
    purpose: "the title of a type or member is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Docs(DocsPart::Title) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the title is another one".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
