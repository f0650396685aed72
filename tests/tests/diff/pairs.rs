//! The pair of every rule: `tests/fixtures/diff/<rule>/` has a baseline, a current catalogue, and all findings of the pair in
//! `expected.txt`, those of other rules included.

use std::collections::BTreeSet;
use std::path::Path;

use webhook_codegen::diff::Rule;

use crate::found::{report, text};
use end_to_end::{expect::expect, rule_pair, workspace_root};

/// A named test per pair, and the list of pairs.
macro_rules! pairs {
    ($($rule:ident,)*) => {
        $(#[test] fn $rule() { check(stringify!($rule)); })*

        const PAIRS: &[&str] = &[$(stringify!($rule)),*];
    };
}

pairs! {
    alias_changed,
    alternative_added,
    alternative_guard_changed,
    alternative_removed,
    alternatives_reordered,
    auth_method_changed,
    bare_added,
    bare_changed,
    bare_removed,
    body_format_changed,
    box_changed,
    constant_changed,
    constraint_changed,
    declaration_changed,
    delivery_guarantee_changed,
    deprecation_changed,
    description_changed,
    enum_value_added,
    enum_value_removed,
    envelope_added,
    envelope_removed,
    event_added,
    event_docs_url_changed,
    event_feature_changed,
    event_grade_changed,
    event_id_header_changed,
    event_member_changed,
    event_notes_changed,
    event_optional_to_required,
    event_overlay_changed,
    event_removed,
    event_required_to_optional,
    event_row_added,
    event_row_removed,
    event_wording_changed,
    fallback_changed,
    field_added,
    field_optional_to_required,
    field_removed,
    field_required_to_optional,
    format_changed,
    handshake_changed,
    idempotency_header_changed,
    item_renamed,
    item_respelled,
    max_payload_changed,
    method_added,
    method_removed,
    method_retyped,
    namespace_changed,
    naming_changed,
    naming_member_removed,
    naming_values_changed,
    not_event_added,
    not_event_changed,
    not_event_removed,
    null_allowed,
    null_no_longer_allowed,
    other_members_changed,
    overlay_change_covered,
    overlay_contradicted,
    placeholder_added,
    placeholder_changed,
    placeholder_removed,
    retry_policy_changed,
    scopes_changed,
    signature_described,
    signature_detail_changed,
    signature_header_changed,
    signature_reason_changed,
    signature_scheme_changed,
    signature_tolerance_changed,
    signature_undescribed,
    subscription_event_changed,
    title_changed,
    transport_changed,
    trigger_changed,
    tuple_place_added,
    tuple_place_removed,
    type_added,
    type_kind_changed,
    type_narrowed,
    type_removed,
    type_replaced,
    type_respelled,
    type_widened,
    union_tag_changed,
    vendor_added,
    vendor_category_changed,
    vendor_delivery_id_changed,
    vendor_display_name_changed,
    vendor_docs_url_changed,
    vendor_removed,
    wording_changed,
    wrapper_changed,
}

#[track_caller]
fn check(rule: &str) {
    let [baseline, current] = ["baseline", "current"].map(|name| rule_pair::side(rule, name));
    for side in [&baseline, &current] {
        let same = text(&report(side.clone(), side.clone()));
        assert_eq!(same, "version: none\n", "a side differs from itself");
    }
    let report = report(baseline, current);
    let text = text(&report);
    let mut findings = report.findings.iter();
    assert!(
        findings.any(|finding| finding.rule.id() == rule),
        "the rule has no finding:\n{text}"
    );
    let findings = report.findings.iter();
    let fingerprints: BTreeSet<&String> = findings.map(|finding| &finding.fingerprint).collect();
    assert_eq!(fingerprints.len(), report.findings.len(), "{text}");
    let path = Path::new("tests/fixtures/diff")
        .join(rule)
        .join("expected.txt");
    expect(&workspace_root().join(path), &text);
}

#[test]
fn every_rule_has_a_pair() {
    let ids: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert!(ids.is_sorted(), "rules are sorted by their id");
    assert_eq!(ids, PAIRS);
    let fixtures = workspace_root().join("tests/fixtures/diff");
    let entries = std::fs::read_dir(&fixtures).expect("the folder is there");
    let names: BTreeSet<String> = entries
        .map(|entry| {
            let name = entry.expect("the folder can be listed").file_name();
            name.into_string().expect("names are ASCII")
        })
        .collect();
    assert!(names.iter().eq(PAIRS));
}

#[test]
fn ids_and_purposes_are_well_formed() {
    for rule in Rule::ALL {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        assert!(rule.id().bytes().all(is_plain), "{rule}");
        let purpose = rule.purpose();
        assert!(purpose.starts_with(char::is_lowercase), "{purpose}");
        assert!(!purpose.ends_with('.'), "{purpose}");
    }
}
