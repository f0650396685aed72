//! A catalogue does not differ from itself, in any order of its rows and samples.

use webhook_codegen::diff::{Bump, Rule, Scope};

use crate::found::{report, text};
use end_to_end::inputs;

#[test]
fn the_checked_in_inputs_do_not_differ_from_themselves() {
    let inputs = inputs::checked_in();
    assert_eq!(text(&report(inputs.clone(), inputs)), "version: none\n");
}

#[test]
fn the_order_of_rows_and_samples_does_not_matter() {
    let inputs = inputs::of_vendors(&["slack"]);
    let mut reversed = inputs.clone();
    reversed.rows.reverse();
    reversed.samples.reverse();
    assert_eq!(text(&report(inputs, reversed)), "version: none\n");
}

#[test]
fn every_removed_row_is_a_finding() {
    let inputs = inputs::of_vendors(&["slack"]);
    let mut current = inputs.clone();
    let rows = current.rows.len();
    current
        .rows
        .retain(|row| row.event_name.as_str() == "app_mention");
    let found = report(inputs, current);
    let removed = found
        .findings
        .iter()
        .filter(|finding| [Rule::EventRowRemoved, Rule::EventRemoved].contains(&finding.rule))
        .count();
    assert_eq!(removed, rows - 1);
    let of_event = found.findings.iter();
    let of_event = of_event.filter(|finding| matches!(finding.subject.scope, Scope::Event(_)));
    assert_eq!(of_event.count(), removed, "the rest follows");
    assert_eq!(found.semver.bump, Bump::Major);
}
