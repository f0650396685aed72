//! Values may look like what they did, and otherwise.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "type_widened",
    purpose: "values may look like what they did, and otherwise",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Shape {
        is_read: false,
        reads_back: true,
        is_retyped,
    } = &change.kind
    else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Breaks,
        source: breaks_if(*is_retyped),
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "values that the baseline does not read are allowed beside those of before"
            .to_owned(),
        fix: "handle the new form; roll the new version out before the vendor sends it",
        hint: None,
    })
}
