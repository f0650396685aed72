//! Properties of the emitted files as a whole.

use std::collections::{BTreeMap, BTreeSet};

use end_to_end::{emitted, inputs};
use webhook_catalog::{EventRow, SharedDefinitions, Signature};
use webhook_codegen::{DATA_FILES, HEADER, Inputs, VendorSummary};

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
    assert!(parsed > 141, "a file for each event, and more");
}

#[test]
fn every_emitted_file_has_a_header_or_is_listed_as_data() {
    let lists = EXPECTED.iter().filter_map(|(path, text)| {
        let folder = path.strip_suffix(DATA_FILES)?;
        Some(text.lines().map(move |line| format!("{folder}{line}")))
    });
    let data: BTreeSet<String> = lists.flatten().collect();
    for (path, text) in EXPECTED.iter() {
        let first = text.lines().next().unwrap_or_default();
        assert_ne!(first.contains(HEADER), data.contains(path), "{path}");
        let is_payload = path.ends_with(".json");
        let is_unix = text.ends_with('\n') && !text.contains('\r');
        assert!(is_unix || is_payload, "{path}");
    }
}

#[test]
fn golden_payloads_are_the_samples_byte_for_byte() {
    let samples = inputs::of_vendors(inputs::FEW_VENDORS).samples;
    assert!(samples.len() > 300, "only {} samples", samples.len());
    let payloads: BTreeSet<(&str, &str)> = EXPECTED
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("tests/golden/")?, text)))
        .filter_map(|(path, text)| Some((path.split_once('/')?.0, text)))
        .collect();
    for sample in samples {
        let text = std::str::from_utf8(&sample.bytes).expect("a sample is text");
        let vendor = sample.vendor.as_str();
        assert!(payloads.contains(&(vendor, text)), "{}", sample.event_name);
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
fn all_141_events_are_emitted() {
    let vendor = |vendor: &str, rows, additions, sample_only| VendorSummary {
        vendor: vendor.to_owned(),
        rows,
        additions,
        sample_only,
        emitted: rows + additions + sample_only,
        refused: Vec::new(),
    };
    assert_eq!(
        emitted(inputs::of_vendors(inputs::FEW_VENDORS))
            .summary
            .vendors,
        [vendor("revenuecat", 0, 0, 9), vendor("slack", 113, 19, 0)]
    );
}

#[test]
fn each_event_has_a_type_file_and_golden_files() {
    let inputs = inputs::of_vendors(inputs::FEW_VENDORS);
    let rows = inputs.rows.iter().map(|row| (&row.vendor, &row.event_name));
    let samples = inputs
        .samples
        .iter()
        .map(|sample| (&sample.vendor, &sample.event_name));
    let events: BTreeSet<(String, String)> = rows
        .chain(samples)
        .map(|(vendor, name)| (vendor.to_string(), name.to_string()))
        .collect();
    assert_eq!(events.len(), 141);
    for (vendor, name) in &events {
        // Those of messages arrive as one type, and have golden files of their own.
        let arrives_as = match name.strip_prefix("message.") {
            Some(_) => "message",
            None => name,
        };
        let files = files_of(&EXPECTED, "src", vendor, arrives_as);
        assert_eq!(files.len(), 1, "{vendor}/{name}: {files:?}");
        let path = files[0].strip_prefix("src/").expect("below `src`");
        let folder = path.strip_suffix(".rs").expect("a Rust file");
        let folder = folder.replace(arrives_as, &name.replace('.', "_"));
        let file = |name: &str| format!("tests/golden/{folder}/{name}");
        assert!(EXPECTED.get(&file("unknown.txt")).is_some(), "{folder}");
        let mut paths = EXPECTED.iter().map(|(path, _)| path);
        let is_payload = |path: &str| path.starts_with(&file("")) && path.ends_with(".json");
        let payload = paths.find(|path| is_payload(path));
        let payload = payload.unwrap_or_else(|| panic!("no payload of {folder}"));
        let value = payload.replace(".json", ".txt");
        assert!(EXPECTED.get(&value).is_some(), "{value}");
    }
}

#[test]
fn golden_files_show_misfits_of_optional_and_required_members_and_of_the_envelope() {
    let mut no_optional = Vec::new();
    let mut checked = 0;
    for (path, _) in EXPECTED.iter() {
        let Some(folder) = path.strip_suffix("/unknown.txt") else {
            continue;
        };
        let texts = ["misfits", "misfits_if_named"].map(|name| format!("{folder}/{name}.txt"));
        let texts: Vec<&str> = texts.iter().filter_map(|path| EXPECTED.get(path)).collect();
        let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines().skip(2)).collect();
        assert_eq!(lines.len() % 3, 0, "{folder}: {lines:?}");
        let of_event = |line: &str| line.contains(" \"/event\"") || line.contains(" \"/event/");
        let is_enveloped = lines.iter().copied().any(of_event);
        let (mut optional, mut required, mut envelope) = (0, 0, 0);
        for lines in lines.chunks(3) {
            if is_enveloped && !of_event(lines[0]) {
                envelope += 1;
            } else if lines[2].starts_with("    typed, ") {
                optional += 1;
            } else {
                required += 1;
            }
        }
        assert_eq!(envelope > 0, is_enveloped, "{folder}");
        assert_ne!(required, 0, "{folder}");
        let name = folder.strip_prefix("tests/golden/").unwrap_or(folder);
        if optional == 0 {
            no_optional.push(name);
        }
        checked += 1;
    }
    assert_eq!(checked, 141);
    let without_optional_members = [
        "slack/accounts_changed",
        "slack/channel_history_changed",
        "slack/channel_id_changed",
        "slack/channel_shared",
        "slack/channel_unshared",
        "slack/commands_changed",
        "slack/email_domain_changed",
        "slack/goodbye",
        "slack/group_history_changed",
        "slack/im_history_changed",
        "slack/manual_presence_change",
        "slack/presence_query",
        "slack/presence_sub",
        "slack/team_migration_started",
    ];
    assert_eq!(no_optional, without_optional_members);
}

#[test]
fn every_profiles_signature_is_emitted() {
    let Inputs { profiles, .. } = inputs::checked_in();
    let rows = inputs::snapshot_rows("slack");
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
            Some(Signature::Supported(scheme)) => format!("    header: {:?},", scheme.header),
            Some(Signature::Unsupported { why }) => format!("    why: {why:?},"),
            None => panic!("{vendor} has no signature in its profile"),
        };
        assert!(text.lines().any(|found| found == line), "{path}: {line}");
    }
}
