//! A delivery names its event in another way.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};

pub(super) const RULE: Rule = Rule {
    id: "naming_changed",
    purpose: "a delivery names its event in another way",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::Naming {
        loses_parse,
        gains_parse,
        is_found,
    } = &change.kind
    else {
        return None;
    };
    Some(Judgement {
        wire: breaks_if(!is_found),
        source: breaks_if(*loses_parse),
        behaviour: breaks_if(change.before.is_some()),
        adds_items: *gains_parse,
        message: format!(
            "deliveries name their event in another way{}",
            match (loses_parse, gains_parse) {
                (true, _) => "; `parse` and `peek` are gone",
                (false, true) => "; `parse` and `peek` are new",
                (false, false) => "",
            }
        ),
        fix: "name the event by `parse_named` where the body does not, and by `parse` where it does",
        hint: None,
    })
}
