//! An event is worded otherwise.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "event_wording_changed",
    purpose: "an event is worded otherwise",
    direction: Direction::Replacing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::WordingTemplates = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message:
            "the event is worded otherwise; the baseline takes the new wording for an unknown event"
                .to_owned(),
        fix: "roll the new version out before the vendor changes over",
        hint: None,
    })
}
