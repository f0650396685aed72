//! The rules: each knows one kind of change and judges it three ways. One file a rule, which bears the rule's id.
//!
//! Payloads are received, so what a vendor may send *more* breaks readers, and what it sends less does not: a rule's
//! direction says which way its changes go. A change that no rule knows is a finding all the same, [`UNCLASSIFIED`], and
//! counts as breaking.

mod alias_changed;
mod alternative_added;
mod alternative_guard_changed;
mod alternative_removed;
mod alternatives_reordered;
mod auth_method_changed;
mod bare_added;
mod bare_changed;
mod bare_removed;
mod box_changed;
mod constant_changed;
mod constraint_changed;
mod declaration_changed;
mod delivery_guarantee_changed;
mod deprecation_changed;
mod description_changed;
mod enum_value_added;
mod enum_value_removed;
mod envelope_added;
mod envelope_removed;
mod event_added;
mod event_docs_url_changed;
mod event_id_header_changed;
mod event_member_changed;
mod event_notes_changed;
mod event_overlay_changed;
mod event_removed;
mod event_row_added;
mod event_row_removed;
mod event_wording_changed;
mod fallback_changed;
mod field_added;
mod field_optional_to_required;
mod field_removed;
mod field_required_to_optional;
mod format_changed;
mod idempotency_header_changed;
mod item_renamed;
mod max_payload_changed;
mod method_added;
mod method_removed;
mod method_retyped;
mod namespace_changed;
mod naming_changed;
mod naming_member_removed;
mod null_allowed;
mod null_no_longer_allowed;
mod other_members_changed;
mod placeholder_added;
mod placeholder_changed;
mod placeholder_removed;
mod retry_policy_changed;
mod scopes_changed;
mod signature_described;
mod signature_detail_changed;
mod signature_header_changed;
mod signature_reason_changed;
mod signature_scheme_changed;
mod signature_tolerance_changed;
mod signature_undescribed;
mod subscription_event_changed;
mod title_changed;
mod transport_changed;
mod trigger_changed;
mod tuple_place_added;
mod tuple_place_removed;
mod type_added;
mod type_kind_changed;
mod type_narrowed;
mod type_removed;
mod type_replaced;
mod type_respelled;
mod type_widened;
mod union_tag_changed;
mod vendor_added;
mod vendor_category_changed;
mod vendor_display_name_changed;
mod vendor_docs_url_changed;
mod vendor_removed;
mod wording_changed;

use super::change::Change;
use super::fingerprint::fingerprint;
use super::report::{Finding, Verdict, Verdicts};

/// Every rule, sorted by its id.
pub(super) const RULES: &[Rule] = &[
    alias_changed::RULE,
    alternative_added::RULE,
    alternative_guard_changed::RULE,
    alternative_removed::RULE,
    alternatives_reordered::RULE,
    auth_method_changed::RULE,
    bare_added::RULE,
    bare_changed::RULE,
    bare_removed::RULE,
    box_changed::RULE,
    constant_changed::RULE,
    constraint_changed::RULE,
    declaration_changed::RULE,
    delivery_guarantee_changed::RULE,
    deprecation_changed::RULE,
    description_changed::RULE,
    enum_value_added::RULE,
    enum_value_removed::RULE,
    envelope_added::RULE,
    envelope_removed::RULE,
    event_added::RULE,
    event_docs_url_changed::RULE,
    event_id_header_changed::RULE,
    event_member_changed::RULE,
    event_notes_changed::RULE,
    event_overlay_changed::RULE,
    event_removed::RULE,
    event_row_added::RULE,
    event_row_removed::RULE,
    event_wording_changed::RULE,
    fallback_changed::RULE,
    field_added::RULE,
    field_optional_to_required::RULE,
    field_removed::RULE,
    field_required_to_optional::RULE,
    format_changed::RULE,
    idempotency_header_changed::RULE,
    item_renamed::RULE,
    max_payload_changed::RULE,
    method_added::RULE,
    method_removed::RULE,
    method_retyped::RULE,
    namespace_changed::RULE,
    naming_changed::RULE,
    naming_member_removed::RULE,
    null_allowed::RULE,
    null_no_longer_allowed::RULE,
    other_members_changed::RULE,
    placeholder_added::RULE,
    placeholder_changed::RULE,
    placeholder_removed::RULE,
    retry_policy_changed::RULE,
    scopes_changed::RULE,
    signature_described::RULE,
    signature_detail_changed::RULE,
    signature_header_changed::RULE,
    signature_reason_changed::RULE,
    signature_scheme_changed::RULE,
    signature_tolerance_changed::RULE,
    signature_undescribed::RULE,
    subscription_event_changed::RULE,
    title_changed::RULE,
    transport_changed::RULE,
    trigger_changed::RULE,
    tuple_place_added::RULE,
    tuple_place_removed::RULE,
    type_added::RULE,
    type_kind_changed::RULE,
    type_narrowed::RULE,
    type_removed::RULE,
    type_replaced::RULE,
    type_respelled::RULE,
    type_widened::RULE,
    union_tag_changed::RULE,
    vendor_added::RULE,
    vendor_category_changed::RULE,
    vendor_display_name_changed::RULE,
    vendor_docs_url_changed::RULE,
    vendor_removed::RULE,
    wording_changed::RULE,
];

/// The id of findings that no rule judged.
pub const UNCLASSIFIED: &str = "unclassified";

/// What [`UNCLASSIFIED`] finds.
pub(super) const UNCLASSIFIED_PURPOSE: &str = "no rule knows the change";

/// One rule.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// Its name in reports and fingerprints, which is its file's as well.
    pub(super) id: &'static str,
    /// What it finds, as a fragment without a full stop.
    pub(super) purpose: &'static str,
    /// Which way the changes go that it finds.
    pub(super) direction: Direction,
    /// What a change means; `None` where it is another rule's.
    pub(super) judge: fn(&Change) -> Option<Judgement>,
}

/// Which way a change goes, seen from what a vendor may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More than before.
    Widening,
    /// Less than before.
    Narrowing,
    /// Something else in place of it.
    Replacing,
    /// Neither more nor less, or either.
    Neutral,
}

/// What a change means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judgement {
    /// Whether the baseline reads what is sent now.
    wire: Verdict,
    /// Whether code against the baseline compiles.
    source: Verdict,
    /// Whether code does the same as before.
    behaviour: Verdict,
    /// Whether the crate has new items.
    adds_items: bool,
    /// What was found, as a fragment.
    message: String,
    /// What to do, as a fragment.
    fix: &'static str,
    /// A guess.
    hint: Option<String>,
}

impl Direction {
    /// The direction as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Widening => "widening",
            Self::Narrowing => "narrowing",
            Self::Replacing => "replacing",
            Self::Neutral => "neutral",
        }
    }
}

/// Judges a change by the first of the rules that knows it.
pub(super) fn judge(rules: &[Rule], change: Change) -> Finding {
    let judged = rules
        .iter()
        .find_map(|rule| Some((rule.id, (rule.judge)(&change)?)));
    let (rule, judgement) = judged.unwrap_or_else(|| (UNCLASSIFIED, unclassified()));
    let Judgement {
        wire,
        source,
        behaviour,
        adds_items,
        message,
        fix,
        hint,
    } = judgement;
    let Change {
        subject,
        before,
        after,
        kind: _,
    } = change;
    Finding {
        fingerprint: fingerprint(rule, &subject, before.as_deref(), after.as_deref()),
        rule,
        subject,
        verdicts: Verdicts {
            wire,
            source,
            behaviour,
        },
        adds_items,
        message,
        fix: fix.to_owned(),
        hint,
        before,
        after,
        accepted: None,
    }
}

fn unclassified() -> Judgement {
    Judgement {
        wire: Verdict::Unknown,
        source: Verdict::Unknown,
        behaviour: Verdict::Unknown,
        adds_items: false,
        message: "no rule knows what this change means".to_owned(),
        fix: "take it for breaking, and write a rule for it",
        hint: None,
    }
}

fn breaks_if(breaks: bool) -> Verdict {
    if breaks {
        Verdict::Breaks
    } else {
        Verdict::Holds
    }
}

/// One side of a change as its words, where there are any.
fn told(side: &Option<String>) -> &str {
    side.as_deref().unwrap_or("gone")
}
