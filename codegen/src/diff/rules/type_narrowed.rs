//! Values look like only a part of what they did.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "type_narrowed",
    purpose: "values look like only a part of what they did",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Shape {
        is_read: true,
        reads_back: false,
        is_retyped,
    } = &change.kind
    else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: breaks_if(*is_retyped),
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "only a part of the values of before is allowed".to_owned(),
        fix: "use the narrower type",
        hint: None,
    })
}
