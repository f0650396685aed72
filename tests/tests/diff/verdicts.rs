//! Pairs of catalogues whose verdicts are easily got wrong: `tests/fixtures/verdicts/<case>/` has a baseline, a current
//! catalogue, and all findings in `expected.txt`.

use webhook_codegen::diff::Verdict;

use crate::found::{report, text};
use end_to_end::{expect::expect, rule_pair, workspace_root};

/// Compares the sides of a case. Returns true if the baseline reads what the current catalogue describes.
#[track_caller]
fn wire_holds(case: &str) -> bool {
    let folder = format!("tests/fixtures/verdicts/{case}");
    let [baseline, current] = ["baseline", "current"].map(|side| rule_pair::side_in(&folder, side));
    let report = report(baseline, current);
    expect(
        &workspace_root().join(folder).join("expected.txt"),
        &text(&report),
    );
    let mut findings = report.findings.iter();
    findings.all(|finding| finding.verdicts.wire == Verdict::Holds)
}

#[test]
fn union_branches_trade_places() {
    assert!(wire_holds("union_branches_trade_places"));
}

#[test]
fn guard_gets_stricter_under_enum_tag() {
    assert!(wire_holds("guard_gets_stricter_under_enum_tag"));
}

#[test]
fn shared_definition_changes_in_one_event() {
    assert!(!wire_holds("shared_definition_changes_in_one_event"));
}

#[test]
fn definition_becomes_shared() {
    assert!(wire_holds("definition_becomes_shared"));
}
