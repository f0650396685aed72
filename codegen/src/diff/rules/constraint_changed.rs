//! A constraint, default or example that the type does not enforce is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, DocsPart};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "constraint_changed",
    purpose: "a constraint, default or example that the type does not enforce is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Docs(DocsPart::Note) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "a constraint, default or example is another one; the type does not enforce it"
            .to_owned(),
        fix: "see whether your code relies on it",
        hint: None,
    })
}
