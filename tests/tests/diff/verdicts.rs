//! Pairs of catalogues whose verdicts are easily got wrong: `tests/fixtures/verdicts/<case>/` has a baseline, a current
//! catalogue, and all findings in `expected.txt`.

use std::collections::BTreeSet;

use webhook_codegen::diff::{Verdict, Wire};

use crate::found::{report, text};
use end_to_end::{expect::expect, rule_pair, workspace_root};

const FOLDER: &str = "tests/fixtures/verdicts";

/// A named test per case, with the verdicts on the wire and on the source, and the list of cases.
macro_rules! cases {
    ($($case:ident $wire:ident $source:ident)*) => {
        $(#[test] fn $case() {
            assert_eq!(judged(stringify!($case)), (Wire::$wire, Verdict::$source));
        })*

        const CASES: &[&str] = &[$(stringify!($case)),*];
    };
}

cases! {
    auth_method_catches_up_with_verify Fits Holds
    auth_method_contradicts_verify Malformed Holds
    auth_method_that_nothing_verifies Fits Holds
    auth_text_changes Fits Holds
    constant_becomes_an_alias_of_another_event Malformed Holds
    constant_becomes_an_alias_of_the_event Fits Holds
    definition_becomes_shared Fits Breaks
    enum_value_changes_case Fits Holds
    envelope_member_falls_to_additional_properties Misfits Breaks
    envelope_moves_into_a_reference Fits Holds
    envelope_moves_into_all_of Fits Holds
    envelopes_move_into_all_of Fits Holds
    event_becomes_nullable Malformed Breaks
    event_is_not_required_by_a_branch Malformed Holds
    event_no_longer_required Malformed Holds
    guard_gets_stricter_under_enum_tag Fits Breaks
    joined_constants_name_another_event Malformed Holds
    list_to_open_tuple Misfits Breaks
    map_to_closed_object Fits Breaks
    map_to_object_of_other_members Misfits Breaks
    map_to_open_object Misfits Breaks
    maps_and_lists_become_closed Fits Breaks
    member_becomes_forbidden Fits Breaks
    member_changes_case_and_type Fits Breaks
    member_falls_to_a_pattern_of_its_type Fits Breaks
    member_falls_to_additional_properties Misfits Breaks
    member_falls_to_additional_properties_of_its_type Fits Breaks
    member_falls_to_pattern_properties Misfits Breaks
    member_matches_no_pattern Fits Breaks
    members_become_null Fits Breaks
    names_change_case Fits Holds
    naming_constant_names_an_unknown_event Malformed Holds
    naming_constant_names_another_event Malformed Holds
    naming_member_no_longer_required Malformed Holds
    nested_member_falls_to_other_objects Misfits Breaks
    required_member_changes_case Malformed Holds
    shared_definition_changes_in_one_event Malformed Breaks
    signature_algorithm_changes Malformed Holds
    signature_encoding_changes Malformed Holds
    signature_header_alias_comes Malformed Holds
    signature_header_alias_goes Fits Holds
    signature_header_catches_up_with_verify Fits Holds
    signature_header_contradicts_verify Malformed Holds
    signed_text_changes Malformed Holds
    string_or_null_to_null Fits Breaks
    string_to_null Misfits Breaks
    union_branches_trade_places Fits Breaks
    unknown_variant_removed Fits Breaks
}

/// Compares the sides of a case. Returns the worst verdicts on the wire and on the source.
#[track_caller]
fn judged(case: &str) -> (Wire, Verdict) {
    let folder = format!("{FOLDER}/{case}");
    let [baseline, current] = ["baseline", "current"].map(|side| rule_pair::side_in(&folder, side));
    let report = report(baseline, current);
    expect(
        &workspace_root().join(folder).join("expected.txt"),
        &text(&report),
    );
    let verdicts = report.findings.iter().map(|finding| finding.verdicts);
    let wire = verdicts.clone().map(|verdicts| verdicts.wire).max();
    let source = verdicts.map(|verdicts| verdicts.source).max();
    (wire.unwrap_or(Wire::Fits), source.unwrap_or(Verdict::Holds))
}

#[test]
fn every_case_is_judged() {
    let entries = std::fs::read_dir(workspace_root().join(FOLDER)).expect("the folder is there");
    let names: BTreeSet<String> = entries
        .map(|entry| {
            let name = entry.expect("the folder can be listed").file_name();
            name.into_string().expect("names are ASCII")
        })
        .collect();
    assert!(names.iter().eq(CASES), "{names:?}");
}
