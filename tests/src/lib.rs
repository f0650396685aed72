//! Helpers of the end-to-end tests: the checked-in inputs, and catalogues in other formats.

pub mod coverage;
pub mod expect;
pub mod fuzz;
pub mod hostile;
pub mod inputs;
pub mod large_update;
pub mod other_writer;
pub mod outcome;
pub mod package;
pub mod proc_stat;
pub mod rows;
pub mod rule_pair;
pub mod synthetic;
pub mod tolerance;
pub mod twin;

use std::path::PathBuf;

use webhook_catalog::{Checked, Diagnostic};
use webhook_codegen::model::Vendor;
use webhook_codegen::{Generated, Inputs, Model, Options};

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The folder of the workspace's `Cargo.toml`.
pub fn workspace_root() -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    assert!(
        path.pop(),
        "the package `end-to-end` is in a folder of the workspace"
    );
    path
}

/// The value of an input without errors; warnings are ignored.
///
/// # Panics
///
/// If there are errors, with all of them.
#[track_caller]
pub fn sound<T>(checked: Checked<T>) -> T {
    let errors: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(one_line)
        .collect();
    assert!(
        errors.is_empty(),
        "the input has errors:\n{}",
        errors.join("\n")
    );
    checked.value
}

/// A diagnostic on one line: code, place and message.
pub fn one_line(diagnostic: &Diagnostic) -> String {
    format!(
        "{} {}: {}",
        diagnostic.code, diagnostic.place, diagnostic.message
    )
}

/// The model built from `inputs`, which must have no error.
#[track_caller]
pub fn built(inputs: Inputs) -> Model {
    sound(Model::build(inputs)).expect("without errors there is a model")
}

/// The crate `webhook-events` emitted from `inputs`.
#[track_caller]
pub fn emitted(inputs: Inputs) -> Generated {
    built(inputs).emit(&Options::named("webhook-events"))
}

/// A vendor of the model built from `inputs`.
#[track_caller]
pub fn vendor_model(inputs: Inputs, slug: &str) -> Vendor {
    let mut vendors = built(inputs).vendors.into_iter();
    vendors
        .find(|vendor| vendor.id.as_str() == slug)
        .unwrap_or_else(|| panic!("no vendor `{slug}`"))
}
