//! Checks the verdicts of `diff` against independent oracles.
//!
//! Single mutations of real rows are emitted as two crates. Three oracles judge each mutation:
//! - `cargo semver-checks` compares the public API of the two crates;
//! - the compiler builds a program that uses every item of the baseline by its full type against the current crate;
//! - a program built from the baseline reads the deliveries that the current catalogue allows.
//!
//! `verdicts.txt` lists all answers. The check takes minutes and needs `cargo install cargo-semver-checks --locked`:
//!
//! ```sh
//! cargo test --package end-to-end --test oracle -- --ignored
//! ```

mod deliveries;
mod edits;
// Shared by path, because it is the only code that these two tests have in common.
#[path = "../compiled/instances.rs"]
mod instances;
mod mutations;
mod pairs;
mod random;
mod receiver;
mod sides;
mod table;
mod usage;
mod verdicts;

use std::collections::BTreeSet;
use std::path::Path;

use end_to_end::{expect::expect, workspace_root};
use webhook_codegen::diff::Rule;

#[test]
fn every_rule_is_mutated() {
    let mutations = mutations::all();
    assert!(mutations.len() > 40);
    let mutated: BTreeSet<&str> = mutations
        .iter()
        .flat_map(|mutation| verdicts::of(mutation).rules)
        .collect();
    let all: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(mutated, all);
}

#[test]
#[ignore = "builds crates for minutes, and needs `cargo semver-checks`"]
fn oracles_agree() {
    let mutations = mutations::all();
    let crates = sides::Crates::write(&mutations);
    let lints = crates.semver_checks();
    let uncompiled = crates.uncompiled(&mutations);
    let received = crates.received(&mutations);
    let rows: Vec<table::Row> = mutations
        .iter()
        .map(|mutation| table::Row {
            mutation: mutation.name.clone(),
            ours: verdicts::of(mutation),
            lints: lints.get(&mutation.mark).cloned().unwrap_or_default(),
            is_compiled: !uncompiled.contains(&mutation.mark),
            received: received.get(&mutation.mark).copied().unwrap_or_default(),
        })
        .collect();
    let path = Path::new("tests/tests/oracle/verdicts.txt");
    let text = table::text(&rows);
    eprintln!("{text}");
    let disagreements = table::disagreements(&rows);
    assert!(disagreements.is_empty(), "\n{}", disagreements.join("\n"));
    expect(&workspace_root().join(path), &text);
}
