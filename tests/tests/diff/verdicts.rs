//! Pairs of catalogues whose verdicts are easily got wrong: `tests/fixtures/verdicts/<case>/` has a baseline, a current
//! catalogue, and all findings in `expected.txt`.

use std::collections::BTreeSet;

use webhook_codegen::diff::{Finding, Verdict, Verdicts};

use crate::found::{report, text};
use end_to_end::{expect::expect, rule_pair, workspace_root};

const FOLDER: &str = "tests/fixtures/verdicts";

/// A named test per case, with the verdicts on the wire and on the source, and the list of cases.
macro_rules! cases {
    ($($case:ident $wire:ident $source:ident)*) => {
        $(#[test] fn $case() {
            assert_eq!(judged(stringify!($case)), [Verdict::$wire, Verdict::$source]);
        })*

        const CASES: &[&str] = &[$(stringify!($case)),*];
    };
}

cases! {
    constant_becomes_an_alias_of_another_event Breaks Holds
    constant_becomes_an_alias_of_the_event Holds Holds
    definition_becomes_shared Holds Breaks
    enum_value_changes_case Holds Holds
    envelope_member_falls_to_additional_properties Breaks Breaks
    event_becomes_nullable Breaks Breaks
    event_is_not_required_by_a_branch Breaks Holds
    event_no_longer_required Breaks Holds
    guard_gets_stricter_under_enum_tag Holds Breaks
    joined_constants_name_another_event Breaks Holds
    list_to_open_tuple Breaks Breaks
    map_to_closed_object Holds Breaks
    map_to_object_of_other_members Breaks Breaks
    map_to_open_object Breaks Breaks
    maps_and_lists_become_closed Holds Breaks
    member_becomes_forbidden Holds Breaks
    member_changes_case_and_type Holds Breaks
    member_falls_to_a_pattern_of_its_type Holds Breaks
    member_falls_to_additional_properties Breaks Breaks
    member_falls_to_additional_properties_of_its_type Holds Breaks
    member_falls_to_pattern_properties Breaks Breaks
    member_matches_no_pattern Holds Breaks
    members_become_null Holds Breaks
    names_change_case Holds Holds
    naming_constant_names_an_unknown_event Breaks Holds
    naming_constant_names_another_event Breaks Holds
    naming_member_no_longer_required Breaks Holds
    nested_member_falls_to_other_objects Breaks Breaks
    required_member_changes_case Breaks Holds
    shared_definition_changes_in_one_event Breaks Breaks
    string_or_null_to_null Holds Breaks
    string_to_null Breaks Breaks
    union_branches_trade_places Holds Breaks
}

/// Compares the sides of a case. Returns the worst verdicts on the wire and on the source.
#[track_caller]
fn judged(case: &str) -> [Verdict; 2] {
    let folder = format!("{FOLDER}/{case}");
    let [baseline, current] = ["baseline", "current"].map(|side| rule_pair::side_in(&folder, side));
    let report = report(baseline, current);
    expect(
        &workspace_root().join(folder).join("expected.txt"),
        &text(&report),
    );
    let worst = |verdict: fn(Verdicts) -> Verdict| {
        let findings = report.findings.iter();
        let verdicts = findings.map(|finding: &Finding| verdict(finding.verdicts));
        verdicts.max().unwrap_or(Verdict::Holds)
    };
    [
        worst(|verdicts| verdicts.wire),
        worst(|verdicts| verdicts.source),
    ]
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
