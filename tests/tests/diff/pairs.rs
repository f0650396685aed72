//! A baseline and a current catalogue for every rule, in `tests/fixtures/diff/<rule>/`, with all that is found between them.
//!
//! Every rule runs on every pair, so a pair's `expected.txt` shows what else a change brings about. Beside the rows, a side
//! may have profiles (`baseline.toml`), samples (`baseline-samples/`, or `samples/` for both) and overlays.

use std::collections::BTreeSet;
use std::path::Path;

use webhook_catalog::{
    Profiles, SharedDefinitions, read_overlays, read_profiles, read_rows, read_samples,
};
use webhook_codegen::Inputs;
use webhook_codegen::diff::Rule;

use crate::found::{report, text};
use end_to_end::{expect::expect, inputs, sound, workspace_root};

/// One named test for each pair, and the list of them.
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
    event_id_header_changed,
    event_member_changed,
    event_notes_changed,
    event_overlay_changed,
    event_removed,
    event_row_added,
    event_row_removed,
    event_wording_changed,
    fallback_changed,
    field_added,
    field_optional_to_required,
    field_removed,
    field_required_to_optional,
    format_changed,
    idempotency_header_changed,
    item_renamed,
    max_payload_changed,
    method_added,
    method_removed,
    method_retyped,
    namespace_changed,
    naming_changed,
    naming_member_removed,
    null_allowed,
    null_no_longer_allowed,
    other_members_changed,
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
    vendor_display_name_changed,
    vendor_docs_url_changed,
    vendor_removed,
    wording_changed,
}

/// The inputs of one side of a pair.
fn side(rule: &str, side: &str) -> Inputs {
    let at = format!("tests/fixtures/diff/{rule}");
    let has = |name: &str| workspace_root().join(&at).join(name).exists();
    let folder = |names: [String; 2]| {
        let found = names.iter().find(|name| has(name));
        found.map_or_else(Vec::new, |name| inputs::folder(&format!("{at}/{name}")))
    };
    let overlays = folder([format!("{side}-overlays"), "overlays".to_owned()]);
    let samples = folder([format!("{side}-samples"), "samples".to_owned()]);
    let overlays = sound(read_overlays(&overlays));
    let profiles = format!("{side}.toml");
    Inputs {
        rows: sound(read_rows(
            &[inputs::file(&format!("{at}/{side}.jsonl"))],
            &overlays,
        )),
        shared_definitions: SharedDefinitions::of(overlays),
        samples: sound(read_samples(&samples)),
        profiles: if has(&profiles) {
            sound(read_profiles(&inputs::file(&format!("{at}/{profiles}"))))
        } else {
            Profiles::default()
        },
    }
}

#[track_caller]
fn check(rule: &str) {
    let [baseline, current] = ["baseline", "current"].map(|name| side(rule, name));
    for one in [&baseline, &current] {
        let found = report(one.clone(), one.clone());
        assert_eq!(
            text(&found),
            "version: none\n",
            "a side differs from itself"
        );
    }
    let found = report(baseline, current);
    let ids: BTreeSet<&str> = found
        .findings
        .iter()
        .map(|finding| finding.rule.id())
        .collect();
    assert!(
        ids.contains(rule),
        "the rule found nothing:\n{}",
        text(&found)
    );
    let fingerprints: BTreeSet<&String> = found
        .findings
        .iter()
        .map(|finding| &finding.fingerprint)
        .collect();
    assert_eq!(fingerprints.len(), found.findings.len(), "{}", text(&found));
    let path = Path::new("tests/fixtures/diff")
        .join(rule)
        .join("expected.txt");
    expect(&workspace_root().join(path), &text(&found));
}

#[test]
fn every_rule_has_its_pair() {
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
fn ids_and_purposes_keep_to_their_form() {
    for rule in Rule::ALL {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        assert!(rule.id().bytes().all(is_plain), "{rule}");
        let purpose = rule.purpose();
        assert!(purpose.starts_with(char::is_lowercase), "{purpose}");
        assert!(!purpose.ends_with('.'), "{purpose}");
    }
}
