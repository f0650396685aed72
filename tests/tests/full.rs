//! The publisher's whole data set, where it is at hand: set `WEBHOOK_EVENTS_FULL_CATALOG` to its file, Parquet or JSONL, and
//! `WEBHOOK_EVENTS_VENDOR_CATALOGS` to the folder with a Parquet file for each vendor.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use end_to_end::rows::{named, shuffle};
use end_to_end::{emitted, inputs, sound};
use webhook_catalog::{SourceFile, read_rows};
use webhook_codegen::{Inputs, OutputTree};

/// The variable that names the file.
const FILE: &str = "WEBHOOK_EVENTS_FULL_CATALOG";
/// The variable that names the folder.
const FOLDER: &str = "WEBHOOK_EVENTS_VENDOR_CATALOGS";

/// The path that a variable holds; `None`, and word of it, where it is not set.
fn path_of(variable: &str, test: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable);
    if path.is_none() {
        eprintln!("{test}: skipped, because {variable} is not set");
    }
    path.map(PathBuf::from)
}

fn file(path: &Path) -> SourceFile {
    let label = path.display().to_string();
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("cannot read {label}: {error}"));
    named(&label, bytes)
}

/// The checked-in samples and profiles, with these rows.
fn with_rows(files: &[SourceFile]) -> Inputs {
    Inputs {
        rows: sound(read_rows(files, &[])),
        ..inputs::checked_in()
    }
}

/// The rows of the whole data set; `None` where nobody says where they are.
fn whole(test: &str) -> Option<Inputs> {
    let path = path_of(FILE, test)?;
    Some(with_rows(&[file(&path)]))
}

/// The paths of the files that are not alike.
fn different(one: &OutputTree, other: &OutputTree) -> Vec<String> {
    let paths: BTreeSet<&str> = one
        .iter()
        .chain(other.iter())
        .map(|(path, _)| path)
        .collect();
    paths
        .into_iter()
        .filter(|path| one.get(path) != other.get(path))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_files_of_all_vendors_give_the_same_crate() {
    let test = "the_files_of_all_vendors_give_the_same_crate";
    let (Some(whole), Some(folder)) = (whole(test), path_of(FOLDER, test)) else {
        return;
    };
    let entries = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    let files: Vec<SourceFile> = entries
        .map(|entry| file(&entry.expect("the folder can be listed").path()))
        .collect();
    let vendors: BTreeSet<_> = whole.rows.iter().map(|row| &row.vendor).collect();
    assert_eq!(files.len(), vendors.len());
    let apart = emitted(with_rows(&files)).tree;
    assert_eq!(different(&emitted(whole).tree, &apart), [""; 0]);
}

#[test]
fn every_event_of_every_vendor_comes_out() {
    let Some(inputs) = whole("every_event_of_every_vendor_comes_out") else {
        return;
    };
    let generated = emitted(inputs.clone());
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
    let expected = emitted(inputs.clone()).tree;
    shuffle(&mut inputs.rows, 11);
    let tree = emitted(inputs).tree;
    assert_eq!(different(&expected, &tree), [""; 0]);
}
