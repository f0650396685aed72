//! The format of a text is another one.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind, DocsPart};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "format_changed",
    purpose: "the format of a text is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Docs(DocsPart::Format) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: breaks_if(change.before.is_some()),
        adds_items: false,
        message: "the format is another one; it is kept as text, whatever it is".to_owned(),
        fix: "see whether your code that takes the text apart still can",
        hint: None,
    })
}
