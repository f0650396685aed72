//! The vendor's name is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, VendorFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "vendor_display_name_changed",
    purpose: "the vendor's name is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::VendorFact(VendorFact::DisplayName) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the vendor's name is another one".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
