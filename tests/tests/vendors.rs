//! All vendors of the snapshot. One test needs the publisher's files of single vendors: set `WEBHOOK_EVENTS_VENDOR_CATALOGS` to the folder
//! that has them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use end_to_end::coverage::{self, Reading, expect_coverage};
use end_to_end::rows::{named, shuffle};
use end_to_end::tolerance::check::check;
use end_to_end::tolerance::edits::{Body, Decisions, edited};
use end_to_end::tolerance::forms::{check_form, encoded};
use end_to_end::{built, emitted, inputs, sound};
use serde_json::Value;
use webhook_catalog::{Diagnostic, Naming, SharedDefinitions, SourceFile, codes, read_rows};
use webhook_codegen::model::Vendor;
use webhook_codegen::{Generated, Inputs, Model, OutputTree};

/// The variable that names the folder with a file for each vendor.
const FOLDER: &str = "WEBHOOK_EVENTS_VENDOR_CATALOGS";

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
        // Additions refer to the definitions of overlays.
        inputs.rows = sound(read_rows(files, &[], &[]));
        inputs.shared_definitions = SharedDefinitions::default();
    }
    if matches!(beside, Beside::Nothing | Beside::Overlays) {
        inputs.samples.clear();
    }
    inputs
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
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        eprintln!("skipped, because {FOLDER} is not set");
        return;
    };
    let inputs = inputs_of(&[inputs::snapshot()], Beside::SamplesAndOverlays);
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
    for beside in COMBINATIONS {
        let inputs = inputs_of(&[inputs::snapshot()], beside);
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
    let inputs = Inputs {
        rows: inputs::snapshot_rows("slack"),
        shared_definitions: SharedDefinitions::default(),
        ..inputs::of_vendors(&["slack"])
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
    let mut inputs = inputs::checked_in();
    let expected = emitted(inputs.clone()).tree;
    shuffle(&mut inputs.rows, 11);
    let tree = emitted(inputs).tree;
    assert_eq!(different(&expected, &tree), [""; 0]);
}

/// Vendors whose bodies name their events, those that name them in a header, and those whose bodies are forms.
macro_rules! vendors {
    (parse: $($parse:ident)* ; header: $($header:ident)* ; form: $($form:ident)*) => {
        $(#[allow(non_camel_case_types, reason = "named like the module")] struct $parse;)*
        $(#[allow(non_camel_case_types, reason = "named like the module")] struct $header;)*
        $(#[allow(non_camel_case_types, reason = "named like the module")] struct $form;)*
        $(end_to_end::tolerant_vendor!($parse parse);)*
        $(end_to_end::tolerant_vendor!($header);)*
        $(end_to_end::receiver!($parse);)*
        $(end_to_end::receiver!($header);)*
        $(end_to_end::receiver!($form);)*

        /// True if the list above says that bodies name their event.
        fn is_listed_with_parse(module: &str) -> bool {
            [$(stringify!($parse),)* $(stringify!($form)),*].contains(&module)
        }

        fn check_body(module: &str, event: &str, body: &Body) {
            match module {
                $(stringify!($parse) => check::<$parse>(event, body),)*
                $(stringify!($header) => check::<$header>(event, body),)*
                $(stringify!($form) => check_form(&form_of(body), |form| {
                    Ok(::webhook_events::$form::parse_named(event, form)?.to_form())
                }).unwrap_or_else(|error| panic!("{error}")),)*
                other => panic!("no such vendor: {other}"),
            }
        }

        fn read_samples(vendor: &Vendor) -> Reading {
            match vendor.module.unraw() {
                $(stringify!($parse) => coverage::read::<$parse>(vendor),)*
                $(stringify!($header) => coverage::read::<$header>(vendor),)*
                $(stringify!($form) => coverage::read::<$form>(vendor),)*
                other => panic!("no such vendor: {other}"),
            }
        }
    };
}

vendors! {
    parse: asana ashby attio bamboohr calendly clickup close discord freshdesk front greenhouse gusto hubspot intercom jira
        linear loom microsoft_teams notion pagerduty pipedrive revenuecat salesforce slack stripe zendesk zoom;
    header: github help_scout;
    form: mailchimp twilio
}

#[test]
fn no_vendor_sinks_below_its_coverage() {
    let model = built(inputs::checked_in());
    let vendors = model.vendors.iter();
    let readings = vendors.map(|vendor| (vendor.id.to_string(), read_samples(vendor)));
    expect_coverage(&readings.collect());
}

/// An edited body as a form; an empty one if it is not JSON.
fn form_of(body: &Body) -> String {
    let value: Value = serde_json::from_str(&body.text).unwrap_or_default();
    encoded(&value)
}

/// Edits of each payload.
const EDITS: usize = 2;

/// Random bytes (xorshift).
fn random_bytes(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = std::iter::from_fn(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        Some((state >> 24) as u8)
    });
    next.take(60).collect()
}

/// Another number of edits is read from `WEBHOOK_EVENTS_EDITS`.
#[test]
fn edited_payloads_of_all_vendors_are_read() {
    let edits = match std::env::var("WEBHOOK_EVENTS_EDITS") {
        Ok(count) => count.parse().expect("a number of edits"),
        Err(_) => EDITS,
    };
    let model = built(inputs::checked_in());
    let composed = built(Inputs {
        samples: Vec::new(),
        ..inputs::checked_in()
    });
    let modules: BTreeMap<&str, &str> = model
        .vendors
        .iter()
        .map(|vendor| (vendor.id.as_str(), vendor.module.unraw()))
        .collect();
    for vendor in &model.vendors {
        let is_named = matches!(vendor.naming, Some(Naming::Body(_)));
        let names_event = is_named || vendor.message_templates.is_some();
        let listed = is_listed_with_parse(vendor.module.unraw());
        assert_eq!(listed, names_event, "{}", vendor.id);
    }
    let payloads = model.payloads().into_iter().chain(composed.payloads());
    for (index, payload) in payloads.enumerate() {
        let body: Value = serde_json::from_str(&payload.body).expect("a payload is JSON");
        for edit in 0..edits {
            let bytes = random_bytes((index * edits + edit) as u64);
            let body = edited(&body, &mut Decisions(&bytes));
            check_body(modules[&*payload.vendor], &payload.event, &body);
        }
    }
}
