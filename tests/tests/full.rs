//! The full data set of the publisher, if it is available: set `WEBHOOK_EVENTS_FULL_CATALOG` to its file, Parquet or JSONL, and
//! `WEBHOOK_EVENTS_VENDOR_CATALOGS` to the folder with a Parquet file for each vendor.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use end_to_end::package::Package;
use end_to_end::rows::{named, shuffle};
use end_to_end::{built, emitted, inputs, sound};
use serde_json::json;
use webhook_catalog::{Diagnostic, SharedDefinitions, SourceFile, codes, read_rows};
use webhook_codegen::{Generated, Inputs, Model, Options, OutputTree};

/// The variable that names the file.
const FILE: &str = "WEBHOOK_EVENTS_FULL_CATALOG";
/// The variable that names the folder.
const FOLDER: &str = "WEBHOOK_EVENTS_VENDOR_CATALOGS";

/// The path in a variable. If it is not set, prints that the test is skipped.
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

/// Which checked-in inputs the rows are combined with. The profiles always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Overlays,
    SamplesAndOverlays,
}

/// Samples need the overlays, which correct the rows that they contradict.
const COMBINATIONS: [Beside; 3] = [
    Beside::Nothing,
    Beside::Overlays,
    Beside::SamplesAndOverlays,
];

fn inputs_of(files: &[SourceFile], beside: Beside) -> Inputs {
    let mut inputs = inputs::with_catalogue(files);
    if beside == Beside::Nothing {
        inputs.rows = sound(read_rows(files, &[]));
        inputs.shared_definitions = SharedDefinitions::default();
    }
    if matches!(beside, Beside::Nothing | Beside::Overlays) {
        inputs.samples.clear();
    }
    inputs
}

/// The file of the full data set; `None` if the variable is not set.
fn full(test: &str) -> Option<[SourceFile; 1]> {
    path_of(FILE, test).map(|path| [file(&path)])
}

/// Paths of the files that differ.
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
    let (Some(full), Some(folder)) = (full(test), path_of(FOLDER, test)) else {
        return;
    };
    let inputs = inputs_of(&full, Beside::SamplesAndOverlays);
    let entries = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    let files: Vec<SourceFile> = entries
        .map(|entry| file(&entry.expect("the folder can be listed").path()))
        .collect();
    let vendors: BTreeSet<_> = inputs.rows.iter().map(|row| &row.vendor).collect();
    assert_eq!(files.len(), vendors.len());
    let of_files = emitted(inputs_of(&files, Beside::SamplesAndOverlays)).tree;
    assert_eq!(different(&emitted(inputs).tree, &of_files), [""; 0]);
}

#[test]
fn every_event_of_every_vendor_is_emitted() {
    let Some(full) = full("every_event_of_every_vendor_is_emitted") else {
        return;
    };
    for beside in COMBINATIONS {
        let inputs = inputs_of(&full, beside);
        let rows = inputs
            .rows
            .iter()
            .map(|row| (row.vendor.to_string(), row.event_name.to_string()));
        let samples = inputs
            .samples
            .iter()
            .map(|sample| (sample.vendor.to_string(), sample.event_name.to_string()));
        let expected = rows.chain(samples).collect::<BTreeSet<_>>().len();
        let Generated { tree, summary } = emitted(inputs);
        let refused: Vec<&String> = summary
            .vendors
            .iter()
            .flat_map(|vendor| &vendor.refused)
            .collect();
        assert_eq!(refused, [""; 0], "{beside:?}");
        let emitted: usize = summary.vendors.iter().map(|vendor| vendor.emitted).sum();
        assert_eq!(emitted, expected, "{beside:?}");
        for (path, text) in tree.iter().filter(|(path, _)| path.ends_with(".rs")) {
            if let Err(error) = syn::parse_file(text) {
                panic!("{beside:?}: {path}: {error}");
            }
        }
    }
}

#[test]
fn samples_that_contradict_uncorrected_rows_are_errors() {
    let Some(full) = full("samples_that_contradict_uncorrected_rows_are_errors") else {
        return;
    };
    let inputs = Inputs {
        samples: inputs::with_catalogue(&full).samples,
        ..inputs_of(&full, Beside::Nothing)
    };
    let built = Model::build(inputs);
    assert!(built.value.is_none());
    let errors = built.diagnostics.into_iter().filter(Diagnostic::is_error);
    let errors: Vec<(&str, Option<String>)> = errors
        .map(|error| (error.code.as_str(), error.place.event))
        .collect();
    let events = ["team_access_granted", "team_access_revoked"];
    let expected =
        events.map(|event| (codes::SAMPLE_DOES_NOT_FIT.as_str(), Some(event.to_owned())));
    assert_eq!(errors, expected);
}

#[test]
fn the_order_of_all_rows_does_not_matter() {
    let Some(full) = full("the_order_of_all_rows_does_not_matter") else {
        return;
    };
    let mut inputs = inputs_of(&full, Beside::SamplesAndOverlays);
    let expected = emitted(inputs.clone()).tree;
    shuffle(&mut inputs.rows, 11);
    let tree = emitted(inputs).tree;
    assert_eq!(different(&expected, &tree), [""; 0]);
}

/// Test program of the emitted crate, which lists its vendors at the end.
const EDITED_PAYLOADS: &str = r#"//! Edited payloads are read by the rules for deliveries.

mod tolerance {
    pub mod check;
    pub mod edits;
}

use serde_json::Value;
use tolerance::check::check;
use tolerance::edits::{Body, Decisions, edited};

/// Edits of each payload.
const EDITS: usize = 4;

/// Random bytes (xorshift).
fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = std::iter::from_fn(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        Some((state >> 24) as u8)
    });
    next.take(60).collect()
}

#[test]
fn edited_payloads_are_read() {
    let edits: usize = match std::env::var("WEBHOOK_EVENTS_EDITS") {
        Ok(count) => count.parse().expect("a number of edits"),
        Err(_) => EDITS,
    };
    for (index, line) in include_str!("payloads.jsonl").lines().enumerate() {
        let line: Value = serde_json::from_str(line).expect("a line is JSON");
        let text = |name: &str| line[name].as_str().expect("a line has it");
        let payload: Value = serde_json::from_str(text("body")).expect("a payload is JSON");
        for edit in 0..edits {
            let bytes = bytes((index * edits + edit) as u64);
            check_body(text("vendor"), text("event"), &edited(&payload, &mut Decisions(&bytes)));
        }
    }
}
"#;

/// The test program for the vendors of a model.
fn edited_payloads_program(model: &Model, tree: &OutputTree) -> String {
    let mut program = EDITED_PAYLOADS.to_owned();
    let mut arms = String::new();
    for vendor in &model.vendors {
        let (id, module) = (&vendor.id, vendor.module.to_string());
        let source = tree.get(&format!("src/{}/mod.rs", vendor.module.unraw()));
        let source = source.expect("a vendor has a module");
        let parse = if source.contains("\npub fn parse(") {
            " parse"
        } else {
            ""
        };
        let _ = write!(
            program,
            "\n#[allow(non_camel_case_types)]\nstruct {module};\n\ntolerant_vendor!({module}{parse});\n"
        );
        let _ = writeln!(arms, "        \"{id}\" => check::<{module}>(event, body),");
    }
    let _ = write!(
        program,
        "\nfn check_body(vendor: &str, event: &str, body: &Body) {{\n    match vendor {{\n{arms}        other => panic!(\"no such vendor: {{other}}\"),\n    }}\n}}\n"
    );
    program
}

#[test]
fn edited_payloads_of_all_vendors_are_read() {
    let Some(full) = full("edited_payloads_of_all_vendors_are_read") else {
        return;
    };
    let model = built(inputs_of(&full, Beside::SamplesAndOverlays));
    let composed = built(inputs_of(&full, Beside::Overlays));
    let payloads = model.payloads().into_iter().chain(composed.payloads());
    let lines: String = payloads
        .map(|payload| {
            let (vendor, event, body) = (payload.vendor, payload.event, payload.body);
            json!({"vendor": vendor, "event": event, "body": body}).to_string() + "\n"
        })
        .collect();
    let tree = model
        .clone()
        .emit(&Options {
            crate_name: "webhook-events".to_owned(),
        })
        .tree;
    let program = edited_payloads_program(&model, &tree);
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let package = Package::write(scratch, "edited-payloads", tree.iter());
    package.put("tests/edited/main.rs", &program);
    package.put("tests/edited/payloads.jsonl", &lines);
    package.put(
        "tests/edited/tolerance/check.rs",
        include_str!("../src/tolerance/check.rs"),
    );
    package.put(
        "tests/edited/tolerance/edits.rs",
        include_str!("../src/tolerance/edits.rs"),
    );
    package.cargo(&["test", "--all-features", "--test", "edited"]);
}
