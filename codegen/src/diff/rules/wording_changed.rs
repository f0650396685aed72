//! The texts that tell events apart are others.

use super::{Direction, Judgement, Rule, breaks_if};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "wording_changed",
    purpose: "the texts that tell events apart are others",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::WordingTexts {
        loses_type,
        gains_type,
    } = &change.kind
    else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: breaks_if(*loses_type),
        behaviour: Verdict::Breaks,
        adds_items: *gains_type,
        message: format!(
            "the texts that tell events apart are others{}",
            match (loses_type, gains_type) {
                (true, _) => "; `parse`, `peek` and `Wording` are gone",
                (false, true) => "; `parse`, `peek` and `Wording` are new",
                (false, false) => "",
            }
        ),
        fix: "name the event by `parse_named` where its wording does not tell",
        hint: None,
    })
}
