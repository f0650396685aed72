//! The address of the vendor's documentation is another one.

use super::{Direction, Judgement, Rule};
use crate::diff::change::{Change, ChangeKind, VendorFact};
use crate::diff::report::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "vendor_docs_url_changed",
    purpose: "the address of the vendor's documentation is another one",
    direction: Direction::Neutral,
    judge,
};

fn judge(change: &Change) -> Option<Judgement> {
    let ChangeKind::VendorFact(VendorFact::DocsUrl) = &change.kind else {
        return None;
    };
    Some(Judgement {
        wire: Verdict::Holds,
        source: Verdict::Holds,
        behaviour: Verdict::Holds,
        adds_items: false,
        message: "the address of the vendor's documentation is another one".to_owned(),
        fix: "nothing to do",
        hint: None,
    })
}
