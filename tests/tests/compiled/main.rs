//! Emitted crates, compiled and run: hostile rows, random schemas with random payloads, and the derive twin.
//!
//! Each crate is built by a separate cargo process, offline, with the locked dependencies of this workspace.

// The strategies of the tests of lowering, included by path rather than shared by a package of their own.
mod alternatives;
#[path = "../../../codegen/src/lower/tests/arbitrary.rs"]
mod arbitrary;
mod instances;
mod random;
mod shared_definitions;
mod twin;

use std::path::Path;

use end_to_end::package::Package;
use end_to_end::{emitted, hostile, inputs, outcome};

/// Writes a package below cargo's folder for tests.
fn package<P: AsRef<str>, T: AsRef<str>>(
    name: &str,
    files: impl IntoIterator<Item = (P, T)>,
) -> Package {
    Package::write(Path::new(env!("CARGO_TARGET_TMPDIR")), name, files)
}

#[test]
fn hostile_rows_give_a_crate_that_is_safe_to_build() {
    let sources: Vec<_> = hostile::cases()
        .iter()
        .filter(|case| outcome::of_rows(&[hostile::rows(case)]).0.is_some())
        .map(|case| {
            let mut file = hostile::rows(case);
            file.label = format!("{case}.jsonl");
            file
        })
        .collect();
    assert!(
        sources.len() > 15,
        "only {} cases are emitted",
        sources.len()
    );
    let (generated, _) = outcome::of_rows(&sources);
    let package = package(
        "hostile-rows",
        generated.expect("each of them is emitted").tree.iter(),
    );
    package.cargo(&["test", "--all-features"]);
    package.cargo(&[
        "clippy",
        "--all-features",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]);
    package.cargo(&["doc", "--all-features", "--no-deps"]);
}

/// Any dependency of a program can enable the features, and they change the contents of `serde_json`'s types.
#[test]
fn the_features_of_serde_json_change_nothing() {
    let generated = emitted(inputs::of_vendors(inputs::FEW_VENDORS));
    let package = package("serde-json-features", generated.tree.iter());
    let features = [
        "serde_json/arbitrary_precision",
        "serde_json/float_roundtrip",
        "serde_json/preserve_order",
        "serde_json/raw_value",
        "serde_json/unbounded_depth",
    ];
    package.cargo(&["test", "--features", &features.join(",")]);
}

#[test]
fn values_of_random_schemas_round_trip() {
    let batch = random::batch();
    let (generated, _) = outcome::of_rows(&[batch.rows()]);
    let generated = generated.expect("random schemas without errors are emitted");
    let package = package("random-schemas", generated.tree.iter());
    package.put("tests/instances.rs", random::PROGRAM);
    package.put("tests/instances.jsonl", &batch.instances());
    package.cargo(&["test", "--all-features"]);
}

#[test]
fn alternatives_are_told_apart_by_values() {
    let generated = alternatives::generated();
    let package = package("alternatives", generated.tree.iter());
    package.put("tests/bodies.rs", alternatives::PROGRAM);
    package.put("tests/bodies.jsonl", &alternatives::fixture("bodies.jsonl"));
    package.cargo(&[
        "clippy",
        "--all-features",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]);
    package.cargo(&["test", "--all-features"]);
}

#[test]
fn equal_definitions_of_several_events_are_one_type() {
    let generated = shared_definitions::generated();
    let package = package("shared-definitions", generated.tree.iter());
    package.put("tests/shared.rs", shared_definitions::PROGRAM);
    package.cargo(&[
        "clippy",
        "--all-features",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]);
    package.cargo(&["test", "--all-features"]);
}
