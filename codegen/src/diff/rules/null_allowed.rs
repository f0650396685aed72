//! A value that is never null may be null.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};

pub(super) const RULE: Rule = Rule {
    id: "null_allowed",
    purpose: "a value that is never null may be null",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Null {
        is_allowed: true,
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
        message: format!(
            "`null` is allowed{}",
            if *is_read {
                ""
            } else {
                ", and the baseline refuses it"
            }
        ),
        fix: "handle `null`; roll the new version out before the vendor sends it",
        hint: None,
    })
}
