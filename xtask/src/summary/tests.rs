//! Checks of the counts, and their texts.

use super::*;

fn vendor(rows: usize, sample_only: usize, emitted: usize, refused: &[&str]) -> VendorSummary {
    let refused = refused.iter().map(|name| (*name).to_owned()).collect();
    VendorSummary {
        vendor: "acme".to_owned(),
        rows,
        sample_only,
        emitted,
        refused,
    }
}

fn read(rows: usize) -> Read {
    Read {
        catalogue: vec![("a.jsonl".to_owned(), rows)],
        ..Read::default()
    }
}

#[test]
fn counts_that_add_up_are_silent() {
    assert_eq!(
        check_counts(&read(5), &[vendor(3, 2, 4, &["x"]), vendor(2, 0, 2, &[])]),
        []
    );
}

#[test]
fn lost_events_and_lost_rows_are_told() {
    let messages = |found: Vec<Diagnostic>| {
        found
            .into_iter()
            .map(|found| found.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        messages(check_counts(&read(3), &[vendor(3, 2, 4, &[])])),
        [
            "3 rows and 2 events known by samples alone went in, 4 events came out and 0 were refused"
        ]
    );
    assert_eq!(
        messages(check_counts(&read(4), &[vendor(3, 0, 3, &[])])),
        ["4 rows were read, and 3 are accounted for"]
    );
}

#[test]
fn a_vendor_is_told_in_one_line() {
    assert_eq!(
        vendor_line(&vendor(1, 0, 1, &[])),
        "   emitted acme: 1 event from 1 row"
    );
    assert_eq!(
        vendor_line(&vendor(0, 9, 9, &[])),
        "   emitted acme: 9 events from samples alone"
    );
    assert_eq!(
        vendor_line(&vendor(3, 1, 2, &["a.b", "\u{1b}[0m"])),
        "   emitted acme: 2 events from 3 rows and 1 known by samples alone; 2 refused: a.b, \\u{1b}[0m"
    );
}

#[test]
fn many_files_are_told_in_a_few_lines() {
    let catalogue = (0..30)
        .map(|number| (format!("{number}.parquet"), 2))
        .collect();
    let lines = Read {
        catalogue,
        samples: ("samples".to_owned(), 1),
        ..Read::default()
    }
    .lines();
    assert_eq!(
        lines[9..],
        [
            "      read 9.parquet: 2 rows",
            "      read 20 more files: 40 rows",
            "      read samples: 1 sample"
        ]
    );
}
