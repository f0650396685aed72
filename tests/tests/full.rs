//! The publisher's whole data set, where it is at hand: set `WEBHOOK_EVENTS_FULL_CATALOG` to its file, Parquet or JSONL.

use std::collections::BTreeSet;

use end_to_end::rows::{named, shuffle};
use end_to_end::{emitted, inputs, sound};
use webhook_catalog::read_rows;
use webhook_codegen::Inputs;

/// The variable that names the file.
const VARIABLE: &str = "WEBHOOK_EVENTS_FULL_CATALOG";

/// The rows of the whole data set, with the checked-in samples and profiles; `None` where nobody says where they are.
fn whole(test: &str) -> Option<Inputs> {
    let Some(path) = std::env::var_os(VARIABLE) else {
        eprintln!("{test}: skipped, because {VARIABLE} is not set");
        return None;
    };
    let path = path.to_string_lossy();
    let bytes = std::fs::read(&*path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
    let rows = sound(read_rows(&[named(&path, bytes)], &[]));
    Some(Inputs {
        rows,
        ..inputs::checked_in()
    })
}

#[test]
fn every_event_of_every_vendor_comes_out() {
    let Some(inputs) = whole("every_event_of_every_vendor_comes_out") else {
        return;
    };
    let generated = emitted(&inputs);
    let refused: Vec<&String> = generated
        .summary
        .vendors
        .iter()
        .flat_map(|vendor| &vendor.refused)
        .collect();
    assert_eq!(refused, [""; 0]);
    let emitted: usize = generated
        .summary
        .vendors
        .iter()
        .map(|vendor| vendor.emitted)
        .sum();
    let rows = inputs
        .rows
        .iter()
        .map(|row| (row.vendor.to_string(), row.event_name.to_string()));
    let samples = inputs
        .samples
        .iter()
        .map(|sample| (sample.vendor.to_string(), sample.event_name.to_string()));
    assert_eq!(emitted, rows.chain(samples).collect::<BTreeSet<_>>().len());
    for (path, text) in generated
        .tree
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
    {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}");
        }
    }
}

#[test]
fn the_order_of_all_rows_does_not_matter() {
    let Some(mut inputs) = whole("the_order_of_all_rows_does_not_matter") else {
        return;
    };
    let expected = emitted(&inputs).tree;
    shuffle(&mut inputs.rows, 11);
    let tree = emitted(&inputs).tree;
    let differ: Vec<&str> = expected
        .iter()
        .filter(|(path, text)| tree.get(path) != Some(*text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!((differ, tree.len()), (Vec::new(), expected.len()));
}
