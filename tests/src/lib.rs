//! Helpers of the checks across crates: the checked-in inputs in memory, and the same rows in other forms.

pub mod expect;
pub mod fuzz;
pub mod hostile;
pub mod inputs;
pub mod other_writer;
pub mod outcome;
pub mod package;
pub mod rows;
pub mod synthetic;
pub mod twin;

use std::path::PathBuf;

use webhook_catalog::{Checked, Diagnostic};
use webhook_codegen::model::Vendor;
use webhook_codegen::{Generated, Inputs, Model, Options};

/// What the README shows compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The folder of the workspace's `Cargo.toml`.
pub fn workspace_root() -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    assert!(
        path.pop(),
        "the package `end-to-end` lies in a folder of the workspace"
    );
    path
}

/// The value, if nothing is wrong with it; warnings do not count.
#[track_caller]
pub fn sound<T>(checked: Checked<T>) -> T {
    let errors: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|found| found.is_error())
        .map(tell)
        .collect();
    assert!(
        errors.is_empty(),
        "the input has errors:\n{}",
        errors.join("\n")
    );
    checked.value
}

/// A diagnostic on one line.
pub fn tell(diagnostic: &Diagnostic) -> String {
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
    built(inputs).emit(&Options {
        crate_name: "webhook-events".to_owned(),
    })
}

/// One vendor of the model built from `inputs`.
#[track_caller]
pub fn vendor_model(inputs: Inputs, slug: &str) -> Vendor {
    let mut vendors = built(inputs).vendors.into_iter();
    vendors
        .find(|vendor| vendor.id.as_str() == slug)
        .unwrap_or_else(|| panic!("no vendor `{slug}`"))
}
