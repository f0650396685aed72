//! The default inputs of `cargo xtask regen`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use webhook_catalog::{
    EventRow, SharedDefinitions, SourceFile, read_overlays, read_profiles, read_rows, read_samples,
};
use webhook_codegen::Inputs;

use crate::{sound, workspace_root};

/// All checked-in inputs.
pub fn checked_in() -> Inputs {
    with_catalogue(&[snapshot()])
}

/// A vendor with rows, and the one without: enough for most tests.
pub const FEW_VENDORS: &[&str] = &["revenuecat", "slack"];

/// The checked-in inputs of some vendors.
pub fn of_vendors(vendors: &[&str]) -> Inputs {
    let mut inputs = checked_in();
    inputs
        .rows
        .retain(|row| vendors.contains(&row.vendor.as_str()));
    inputs
        .samples
        .retain(|sample| vendors.contains(&sample.vendor.as_str()));
    inputs
}

/// The checked-in inputs of the vendors in `files`, which stand for the snapshot, and of RevenueCat.
#[track_caller]
pub fn with_catalogue(files: &[SourceFile]) -> Inputs {
    let overlays = sound(read_overlays(&folder("catalog/overlays")));
    let rows = sound(read_rows(files, &folder("catalog/additions"), &overlays));
    let mut samples = sound(read_samples(&folder("catalog/samples")));
    let mut vendors: BTreeSet<_> = rows.iter().map(|row| row.vendor.as_str()).collect();
    vendors.insert("revenuecat");
    samples.retain(|sample| vendors.contains(sample.vendor.as_str()));
    Inputs {
        rows,
        shared_definitions: SharedDefinitions::of(overlays),
        samples,
        profiles: sound(read_profiles(&file("catalog/profiles.toml"))),
    }
}

/// `catalog/saas-webhook-catalog.parquet`.
pub fn snapshot() -> SourceFile {
    file("catalog/saas-webhook-catalog.parquet")
}

/// The snapshot's rows of a vendor, without overlays.
pub fn snapshot_rows(vendor: &str) -> Vec<EventRow> {
    let mut rows = sound(read_rows(&[snapshot()], &[], &[]));
    rows.retain(|row| row.vendor.as_str() == vendor);
    rows
}

/// A file of the workspace.
pub fn file(path: &str) -> SourceFile {
    let bytes = fs::read(workspace_root().join(path))
        .unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
    let name = path.rsplit('/').next().unwrap_or(path);
    SourceFile {
        label: path.to_owned(),
        path: name.to_owned(),
        bytes,
    }
}

/// The files below a folder of the workspace, sorted by path, without hidden ones.
pub fn folder(path: &str) -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(&workspace_root().join(path), path, "", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &Path, label: &str, prefix: &str, files: &mut Vec<SourceFile>) {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    for entry in entries {
        let entry =
            entry.unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if name.starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), label, &format!("{path}/"), files);
            continue;
        }
        let label = format!("{label}/{path}");
        let bytes =
            fs::read(entry.path()).unwrap_or_else(|error| panic!("cannot read {label}: {error}"));
        files.push(SourceFile { label, path, bytes });
    }
}
