//! The tree that the checked-in inputs give, and how another differs from it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use end_to_end::{emitted, inputs};
use webhook_codegen::OutputTree;

/// What the checked-in inputs give.
pub(crate) static EXPECTED: LazyLock<OutputTree> =
    LazyLock::new(|| emitted(inputs::checked_in()).tree);

/// The paths of files that are not the same on both sides.
pub(crate) fn changed<'t>(one: &'t OutputTree, other: &'t OutputTree) -> BTreeSet<&'t str> {
    let paths = one.iter().chain(other.iter()).map(|(path, _)| path);
    paths
        .filter(|path| one.get(path) != other.get(path))
        .collect()
}

/// The files in a vendor's folder whose first line says that they are made from one event.
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
