//! A value that may be null never is.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};

pub(super) const RULE: Rule = Rule {
    id: "null_no_longer_allowed",
    purpose: "a value that may be null never is",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Null {
        is_allowed: false,
        is_read,
        is_retyped,
    } = &change.kind
    else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_read),
        source: breaks_if(*is_retyped),
        behaviour: breaks_if(!is_retyped),
        adds_items: false,
        message: "`null` is not allowed any more".to_owned(),
        fix: "drop the handling of `null`",
        hint: None,
    })
}
