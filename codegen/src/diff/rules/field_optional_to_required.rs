//! A member or place that may be absent must be there.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::model::Presence;

pub(super) const RULE: Rule = Rule {
    id: "field_optional_to_required",
    purpose: "a member or place that may be absent must be there",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Presence {
        now: Presence::Required,
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
        message: "it is always there".to_owned(),
        fix: "drop the handling of its absence",
        hint: None,
    })
}
