//! Values look otherwise than they did.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "type_replaced",
    purpose: "values look otherwise than they did",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Shape {
        is_read: false,
        reads_back: false,
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
        message: "values look otherwise, and the baseline does not read them".to_owned(),
        fix: "use the new type; no one version reads both",
        hint: None,
    })
}
