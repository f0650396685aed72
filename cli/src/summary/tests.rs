//! Checks of the counts, and their texts.

use super::*;

fn vendor(rows: usize, sample_only: usize, emitted: usize, refused: &[&str]) -> VendorSummary {
    let refused = refused.iter().map(|name| (*name).to_owned()).collect();
    VendorSummary {
        vendor: "acme".to_owned(),
        rows,
        additions: 0,
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
fn lost_rows_are_an_error() {
    let vendors = [vendor(3, 2, 4, &["x"]), vendor(2, 0, 2, &[])];
    assert_eq!(check_counts(&read(5), &vendors), None);
    let found = check_counts(&read(6), &vendors).expect("a row is lost");
    assert_eq!(
        found.message,
        "6 rows were read, but 5 were emitted or refused"
    );
}

#[test]
fn a_vendor_takes_one_line() {
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
fn additions_count_beside_rows() {
    let summary = VendorSummary {
        additions: 2,
        ..vendor(3, 0, 5, &[])
    };
    let line = "   emitted acme: 5 events from 3 rows and 2 additions";
    assert_eq!(vendor_line(&summary), line);
    let read = Read {
        additions: ("additions".to_owned(), 2),
        ..read(3)
    };
    assert_eq!(check_counts(&read, &[summary]), None);
    assert!(check_counts(&read, &[vendor(3, 0, 3, &[])]).is_some());
    assert!(
        read.lines()
            .contains(&"      read additions: 2 additions".to_owned())
    );
}

#[test]
fn many_files_take_a_few_lines() {
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
