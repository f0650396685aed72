//! A vendor is gone.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "vendor_removed",
    purpose: "a vendor is gone",
    direction: Direction::Narrowing,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::VendorRemoved = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Breaks,
        behaviour: Verdict::Breaks,
        adds_items: false,
        message: "the vendor is gone, and with it its module and its Cargo feature".to_owned(),
        fix: "stay with the version before, or take the vendor's code over; make sure that the catalogue lost it on purpose",
        hint: None,
    })
}
