//! A member or place that must be there may be absent.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::model::Presence;

pub(super) const RULE: Rule = Rule {
    id: "field_required_to_optional",
    purpose: "a member or place that must be there may be absent",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Presence {
        now: Presence::Optional,
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
        message: "it may be absent, and the baseline refuses bodies without it".to_owned(),
        fix: "handle its absence; roll the new version out before the vendor leaves it out",
        hint: None,
    })
}
