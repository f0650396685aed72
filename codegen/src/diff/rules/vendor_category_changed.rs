//! The vendor's category is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, VendorFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "vendor_category_changed",
    purpose: "the vendor's category is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::VendorFact(VendorFact::Category) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the vendor's category is another one".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
