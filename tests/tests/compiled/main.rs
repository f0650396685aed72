//! Emitted crates that are compiled and run: rows that mean harm, and random schemas with random payloads.
//!
//! Each crate is built by a `cargo` of its own, below the folder that cargo sets aside for tests. It needs no network: the
//! dependencies and their versions are those of this workspace.

// The schemas are the same ones that lowering is tested with; a package of its own would be all that they share.
#[path = "../../../codegen/src/lower/tests/arbitrary.rs"]
mod arbitrary;
mod instances;
mod package;
mod random;

use end_to_end::{emitted, hostile, inputs, outcome};
use package::Package;

#[test]
fn rows_that_mean_harm_give_a_crate_that_is_safe_to_build() {
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
    let (made, _) = outcome::of_rows(&sources);
    let package = Package::write("hostile-rows", &made.expect("each of them is emitted").tree);
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

/// Another crate of the same program may switch them on, and they change what `serde_json`'s own types hold.
#[test]
fn the_features_of_serde_json_change_nothing() {
    let made = emitted(inputs::checked_in());
    let package = Package::write("serde-json-features", &made.tree);
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
fn what_random_schemas_accept_comes_back_equal() {
    let batch = random::batch();
    let (made, _) = outcome::of_rows(&[batch.rows()]);
    let package = Package::write(
        "random-schemas",
        &made
            .expect("random schemas without errors are emitted")
            .tree,
    );
    package.put("tests/instances.rs", random::PROGRAM);
    package.put("tests/instances.jsonl", &batch.instances());
    package.cargo(&["test", "--all-features"]);
}
