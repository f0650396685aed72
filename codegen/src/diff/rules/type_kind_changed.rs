//! A type of the same name has another form.

use super::{Direction, Judgement, Rule, breaks_if, told};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "type_kind_changed",
    purpose: "a type of the same name has another form",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::TypeKind {
        is_read,
        reads_back,
    } = &change.kind
    else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_read),
        source: Verdict::Breaks,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: format!(
            "the type is {} now{}",
            told(&change.after),
            match (is_read, reads_back) {
                (true, _) => "",
                (false, true) => ", and has values that the baseline does not read",
                (false, false) => ", and the baseline does not read its values",
            }
        ),
        fix: "use the new form",
        hint: None,
    })
}
