//! Generated data files: they have no room for the header, and are known by a list that has it.

use std::collections::{BTreeMap, BTreeSet};

use super::{DATA_FILES, carries_header, is_plain, parent};

/// Paths that lists of data files hold.
#[derive(Default)]
pub(super) struct DataFiles {
    paths: BTreeSet<String>,
}

impl DataFiles {
    /// The data files that generated lists hold.
    pub(super) fn of_generated<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut data_files = Self::default();
        for (path, text) in files {
            data_files.add(path, text.as_bytes());
        }
        data_files
    }

    /// Adds the paths that the file at `path` lists, if it is a generated list.
    pub(super) fn add(&mut self, path: &str, bytes: &[u8]) {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name != DATA_FILES || !carries_header(bytes) {
            return;
        }
        let folder = parent(path);
        let text = String::from_utf8_lossy(bytes);
        // A list is only trusted for paths below its own folder.
        let lines = text.lines().filter(|line| is_plain(line));
        self.paths.extend(lines.map(|line| match folder {
            "" => line.to_owned(),
            folder => format!("{folder}/{line}"),
        }));
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
    }
}

/// The lists on the disk that have been read, by folder.
#[derive(Default)]
pub(super) struct FoundLists {
    folders: BTreeMap<String, DataFiles>,
}

impl FoundLists {
    /// Returns true if a list in a folder above `path` holds it. `read` gives the bytes of a list, if there is one.
    pub(super) fn contain(
        &mut self,
        path: &str,
        mut read: impl FnMut(&str) -> Option<Vec<u8>>,
    ) -> bool {
        let mut folder = path;
        while !folder.is_empty() {
            folder = parent(folder);
            let found = self.folders.entry(folder.to_owned()).or_insert_with(|| {
                let list = match folder {
                    "" => DATA_FILES.to_owned(),
                    folder => format!("{folder}/{DATA_FILES}"),
                };
                let mut data_files = DataFiles::default();
                if let Some(bytes) = read(&list) {
                    data_files.add(&list, &bytes);
                }
                data_files
            });
            if found.contains(path) {
                return true;
            }
        }
        false
    }
}
