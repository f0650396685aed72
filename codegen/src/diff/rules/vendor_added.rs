//! A vendor is new.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "vendor_added",
    purpose: "a vendor is new",
    direction: Direction::Widening,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::VendorAdded = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: true,
        message: "the vendor is new".to_owned(),
        fix: "nothing to do; its module and its Cargo feature are there to be used",
        hint: None,
    })
}
