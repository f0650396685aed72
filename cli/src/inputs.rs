//! Source files to [`Inputs`], without the vendors that were not asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::thread;

use webhook_catalog::diagnostic::{Checked, Diagnostic, Place};
use webhook_catalog::{
    EventRow, Profiles, RowKind, SharedDefinitions, SourceFile, codes, read_overlays,
    read_profiles, read_rows, read_samples,
};
use webhook_codegen::Inputs;

use crate::files::Sources;
use crate::summary::Read;

/// Reads all source files and keeps the rows of the given vendors, or all rows if no vendor is given. Drops the
/// sources.
pub(crate) fn read_inputs(
    vendors: &[String],
    sources: Sources,
    found: &mut Vec<Diagnostic>,
) -> (Inputs, Read) {
    // Rows take about as long as all other inputs.
    let (samples, profiles, overlays, rows) = thread::scope(|scope| {
        let others = scope.spawn(|| {
            let profiles = sources.profiles.as_ref().map(read_profiles);
            (read_samples(&sources.samples), profiles)
        });
        let overlays = read_overlays(&sources.overlays);
        let rows = read_rows(&sources.catalogue, &sources.additions, &overlays.value);
        let (samples, profiles) = others.join().unwrap_or_else(|panic| resume_unwind(panic));
        (samples, profiles, overlays, rows)
    });
    let overlays = take(overlays, found);
    let mut rows = take(rows, found);
    let samples = take(samples, found);
    let profiles = profiles.map_or_else(Profiles::default, |profiles| take(profiles, found));
    let mut known_vendors: BTreeSet<String> = sources.sample_vendors.into_iter().collect();
    known_vendors.extend(rows.iter().map(|row| row.vendor.to_string()));
    if !vendors.is_empty() {
        rows.retain(|row| vendors.iter().any(|vendor| vendor == row.vendor.as_str()));
    }
    let mut by_file: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *by_file.entry(&row.origin.source).or_default() += 1;
    }
    let rows_in = |file: &SourceFile| {
        (
            file.label.clone(),
            by_file
                .get(file.label.as_str())
                .copied()
                .unwrap_or_default(),
        )
    };
    let is_addition = |row: &&EventRow| row.origin.kind == RowKind::Addition;
    let folders = sources.folders;
    let read = Read {
        known_vendors,
        catalogue: sources.catalogue.iter().map(rows_in).collect(),
        additions: (folders.additions, rows.iter().filter(is_addition).count()),
        samples: (folders.samples, samples.len()),
        overlays: (folders.overlays, overlays.len()),
        profiles: (
            sources
                .profiles
                .as_ref()
                .map_or_else(String::new, |file| file.label.clone()),
            profiles.0.len(),
        ),
    };
    (
        Inputs {
            rows,
            shared_definitions: SharedDefinitions::of(overlays),
            samples,
            profiles,
        },
        read,
    )
}

/// Errors for the vendors of `--vendor` that neither rows nor samples have.
pub(crate) fn unknown_vendors(asked: &[String], known: &BTreeSet<String>) -> Vec<Diagnostic> {
    let list = || {
        let names: Vec<String> = known.iter().map(|vendor| format!("`{vendor}`")).collect();
        names.join(", ")
    };
    let unknown = asked.iter().filter(|vendor| !known.contains(*vendor));
    unknown
        .map(|vendor| {
            let message = format!("`--vendor {vendor}`: no row and no sample has this vendor");
            let help = if known.is_empty() {
                "none was read".to_owned()
            } else {
                format!("known are {}", list())
            };
            Diagnostic::error(codes::UNKNOWN_VENDOR, Place::default(), message).with_help(help)
        })
        .collect()
}

/// Returns the value and moves its diagnostics to `found`.
pub(crate) fn take<T>(checked: Checked<T>, found: &mut Vec<Diagnostic>) -> T {
    found.extend(checked.diagnostics);
    checked.value
}
