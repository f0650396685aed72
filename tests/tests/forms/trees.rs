//! The tree of few vendors, and comparison of trees.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use end_to_end::{emitted, inputs};
use webhook_codegen::OutputTree;

/// The tree of the few vendors.
pub(crate) static EXPECTED: LazyLock<OutputTree> =
    LazyLock::new(|| emitted(inputs::of_vendors(inputs::FEW_VENDORS)).tree);

/// Paths of the files that differ.
pub(crate) fn changed<'t>(a: &'t OutputTree, b: &'t OutputTree) -> BTreeSet<&'t str> {
    let paths = a.iter().chain(b.iter()).map(|(path, _)| path);
    paths.filter(|path| a.get(path) != b.get(path)).collect()
}

/// The files in a vendor's folder whose header names the event.
pub(crate) fn files_of<'t>(
    tree: &'t OutputTree,
    folder: &str,
    vendor: &str,
    name: &str,
) -> Vec<&'t str> {
    let from = format!(" from {vendor}/{name}. Do not edit.");
    let folder = format!("{folder}/{vendor}/");
    tree.iter()
        .filter(|(path, text)| {
            path.starts_with(&folder)
                && text.lines().next().is_some_and(|line| line.contains(&from))
        })
        .map(|(path, _)| path)
        .collect()
}
