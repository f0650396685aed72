//! A catalogue does not differ from itself, in any order of its rows and samples.

use webhook_codegen::diff::{Bump, Rule};

use crate::found::{report, text};
use end_to_end::inputs;

#[test]
fn the_checked_in_inputs_do_not_differ_from_themselves() {
    let inputs = inputs::checked_in();
    assert_eq!(text(&report(inputs.clone(), inputs)), "version: none\n");
}

#[test]
fn the_order_of_rows_and_samples_does_not_matter() {
    let inputs = inputs::checked_in();
    let mut reversed = inputs.clone();
    reversed.rows.reverse();
    reversed.samples.reverse();
    assert_eq!(text(&report(inputs, reversed)), "version: none\n");
}

#[test]
fn the_full_data_set_does_not_differ_from_itself() {
    let Some(path) = std::env::var_os("WEBHOOK_EVENTS_FULL_CATALOG") else {
        eprintln!("skipped: WEBHOOK_EVENTS_FULL_CATALOG does not name the full data set");
        return;
    };
    let file = webhook_catalog::SourceFile {
        label: "full".to_owned(),
        path: "full".to_owned(),
        bytes: std::fs::read(path).expect("the full data set can be read"),
    };
    let inputs = inputs::with_catalogue(&[file]);
    assert_eq!(text(&report(inputs.clone(), inputs)), "version: none\n");
}

#[test]
fn every_removed_row_is_a_finding() {
    let inputs = inputs::checked_in();
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
    assert_eq!(found.semver.bump, Bump::Major);
}
