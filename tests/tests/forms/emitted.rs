//! Properties of the emitted files as a whole.

use std::collections::{BTreeMap, BTreeSet};

use end_to_end::{emitted, inputs};
use webhook_catalog::{EventRow, SharedDefinitions, Signature};
use webhook_codegen::{HEADER, Inputs, VendorSummary};

use crate::trees::{EXPECTED, files_of};

#[test]
fn every_emitted_rust_file_parses() {
    let mut parsed = 0;
    for (path, text) in EXPECTED.iter().filter(|(path, _)| path.ends_with(".rs")) {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}");
        }
        parsed += 1;
    }
    assert!(
        parsed > 2 * 122,
        "a type and a golden file for each event, and more"
    );
}

#[test]
fn every_emitted_file_has_the_header() {
    for (path, text) in EXPECTED.iter() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.contains(HEADER), "{path}: {first}");
        assert!(text.ends_with('\n') && !text.contains('\r'), "{path}");
    }
}

#[test]
fn paths_are_plain_and_relative() {
    let mut folded = BTreeMap::new();
    for (path, _) in EXPECTED.iter() {
        let plain = |part: &str| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
            !part.starts_with('.') && !part.is_empty() && part.chars().all(is_plain)
        };
        assert!(path.split('/').all(plain), "{path}");
        let other = folded.insert(path.to_lowercase(), path);
        assert_eq!(other, None, "{path} differs by case alone");
    }
}

#[test]
fn all_122_events_are_emitted() {
    let vendor = |vendor: &str, rows, sample_only, emitted| VendorSummary {
        vendor: vendor.to_owned(),
        rows,
        sample_only,
        emitted,
        refused: Vec::new(),
    };
    assert_eq!(
        emitted(inputs::checked_in()).summary.vendors,
        [vendor("revenuecat", 0, 9, 9), vendor("slack", 113, 0, 113)]
    );
}

#[test]
fn each_event_has_a_type_file_and_a_golden_file() {
    let inputs = inputs::checked_in();
    let rows = inputs.rows.iter().map(|row| (&row.vendor, &row.event_name));
    let samples = inputs
        .samples
        .iter()
        .map(|sample| (&sample.vendor, &sample.event_name));
    let events: BTreeSet<(String, String)> = rows
        .chain(samples)
        .map(|(vendor, name)| (vendor.to_string(), name.to_string()))
        .collect();
    assert_eq!(events.len(), 122);
    for (vendor, name) in &events {
        for folder in ["src", "tests/golden"] {
            let files = files_of(&EXPECTED, folder, vendor, name);
            assert_eq!(files.len(), 1, "{folder} of {vendor}/{name}: {files:?}");
        }
    }
}

#[test]
fn every_profiles_signature_is_emitted() {
    let Inputs { profiles, .. } = inputs::checked_in();
    let rows = inputs::snapshot_rows();
    let row_of = |vendor| EventRow {
        vendor,
        ..rows[0].clone()
    };
    let inputs = Inputs {
        rows: profiles.0.keys().cloned().map(row_of).collect(),
        shared_definitions: SharedDefinitions::default(),
        samples: Vec::new(),
        profiles: profiles.clone(),
    };
    let tree = emitted(inputs).tree;
    for (vendor, profile) in &profiles.0 {
        let path = format!("src/{}/signature.rs", vendor.as_str().replace('-', "_"));
        let text = tree
            .get(&path)
            .unwrap_or_else(|| panic!("{path} is emitted"));
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}");
        }
        let line = match &profile.signature {
            Some(Signature::Hmac(scheme)) => format!("    header: {:?},", scheme.header),
            Some(Signature::Unsupported { why }) => format!("    why: {why:?},"),
            None => panic!("{vendor} has no signature in its profile"),
        };
        assert!(text.lines().any(|found| found == line), "{path}: {line}");
    }
}
