//! Malicious and malformed catalogues, in `fixtures/hostile`.

use std::path::PathBuf;

use webhook_catalog::SourceFile;

use crate::{inputs, workspace_root};

/// Folder of the cases, relative to the workspace's root.
const FOLDER: &str = "tests/fixtures/hostile";

/// The folder of a case.
pub fn folder(case: &str) -> PathBuf {
    workspace_root().join(FOLDER).join(case)
}

/// The rows of a case.
pub fn rows(case: &str) -> SourceFile {
    let file = inputs::file(&format!("{FOLDER}/{case}/rows.jsonl"));
    SourceFile {
        label: "rows.jsonl".to_owned(),
        ..file
    }
}

/// The names of all cases, sorted.
pub fn cases() -> Vec<String> {
    let folder = workspace_root().join(FOLDER);
    let entries = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    let mut cases: Vec<String> = entries
        .map(|entry| {
            entry.unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()))
        })
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    cases.sort();
    cases
}
