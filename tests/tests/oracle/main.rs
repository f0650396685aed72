//! Whether the verdicts of `diff` are right: others judge the same changes.
//!
//! Many single mutations of real rows are emitted as two crates. Of each mutation three others are asked:
//! - `cargo semver-checks`, whether the current crate breaks the baseline's users;
//! - the compiler, whether a program that uses every item of the baseline by its full type compiles against the current crate;
//! - a program built from the baseline, whether it reads what the current catalogue allows.
//!
//! `verdicts.txt` lists what all of them say. It takes minutes and needs `cargo install cargo-semver-checks --locked`:
//!
//! ```sh
//! cargo test --package end-to-end --test oracle -- --ignored
//! ```

mod deliveries;
mod edits;
// A package of their own would be all that the tests that build crates share.
#[path = "../compiled/instances.rs"]
mod instances;
mod mutations;
mod pairs;
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
    let found: BTreeSet<&str> = mutations
        .iter()
        .flat_map(|mutation| verdicts::of(mutation).rules)
        .collect();
    let all: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(found, all);
}

#[test]
#[ignore = "builds crates for minutes, and needs `cargo semver-checks`"]
fn others_agree() {
    let mutations = mutations::all();
    let sides = sides::Sides::write(&mutations);
    let lints = sides.semver_checks();
    let unused = sides.uncompiled(&mutations);
    let received = sides.received(&mutations);
    let rows: Vec<table::Row> = mutations
        .iter()
        .map(|mutation| table::Row {
            mutation: mutation.name.clone(),
            ours: verdicts::of(mutation),
            lints: lints.get(&mutation.mark).cloned().unwrap_or_default(),
            is_compiled: !unused.contains(&mutation.mark),
            received: received.get(&mutation.mark).copied().unwrap_or_default(),
        })
        .collect();
    let path = Path::new("tests/tests/oracle/verdicts.txt");
    let text = table::text(&rows);
    eprintln!("{text}");
    let faults = table::disagreements(&rows);
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    expect(&workspace_root().join(path), &text);
}
