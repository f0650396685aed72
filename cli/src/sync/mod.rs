//! From new contents in memory to the files on disk: plan, check, apply.
//!
//! [`plan()`] compares and changes nothing, [`report`](report::report) describes a plan, [`apply()`] does it or
//! leaves everything as it was. Only generated files are ever replaced or removed: those whose first line carries a header of
//! [`HEADERS`], and data files that a [`DATA_FILES`] file with such a header lists.

mod apply;
mod data_files;
mod disk;
mod lock;
mod names;
mod plan;
mod record;
pub(crate) mod report;
#[cfg(test)]
mod tests;
mod transaction;

use std::io;
use std::path::{Path, PathBuf};

use webhook_catalog::codes;
use webhook_catalog::diagnostic::{Diagnostic, Place};

pub(crate) use self::apply::{apply, changes, condition, failed, recover};
pub(crate) use self::lock::{reading, with_lock, writing};
pub(crate) use self::plan::{Change, Content, Plan, compare, plan};
pub(crate) use self::transaction::{Failure, FileChange, Tree, stage};
pub(crate) use webhook_codegen::DATA_FILES;

/// Headers of generated files: of the crate, and of adopted overlays.
const HEADERS: [&str; 2] = [
    webhook_codegen::HEADER,
    webhook_catalog::adoption::ADOPTED_HEADER,
];

/// Generated files, path below the output folder to text, sorted by path.
pub(crate) type Files<'a> = [(&'a str, &'a str)];

/// The folder to write to.
#[derive(Debug, Clone)]
pub(crate) struct Out {
    /// Its path.
    pub(crate) path: PathBuf,
    /// Its label in messages.
    pub(crate) label: String,
    /// Its path in the workspace; empty for others.
    folder: String,
    /// The root of the workspace that it is a part of.
    workspace: Option<PathBuf>,
}

impl Out {
    /// A folder of the workspace, or beside it.
    pub(crate) fn of_workspace(root: &Path, folder: &str, label: &str) -> Self {
        let is_inside = folder == "." || is_plain(folder);
        Self {
            path: root.join(folder),
            label: label.to_owned(),
            folder: folder.to_owned(),
            workspace: is_inside.then(|| root.to_owned()),
        }
    }

    /// A folder that was named on the command line.
    pub(crate) fn given(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            label: path.to_string_lossy().into_owned(),
            folder: String::new(),
            workspace: None,
        }
    }

    /// The tree in which the folder's files are changed.
    pub(crate) fn tree(&self) -> Tree {
        match &self.workspace {
            Some(root) => Tree::of_workspace(root),
            None => Tree::of_folder(&self.path),
        }
    }

    /// The path of a file below the root of the tree.
    fn path_in_tree(&self, path: &str) -> String {
        match &self.workspace {
            Some(_) => format!("{}/{path}", self.folder),
            None => path.to_owned(),
        }
    }

    /// The place of a file below the folder; of the folder itself if `path` is empty.
    fn place(&self, path: &str) -> Place {
        Place {
            source: Some(self.name(path)),
            ..Place::default()
        }
    }

    /// The label of a file below the folder.
    pub(crate) fn name(&self, path: &str) -> String {
        match (self.label.as_str(), path) {
            (label, "") => label.to_owned(),
            (".", path) => path.to_owned(),
            (label, path) => format!(
                "{}/{path}",
                label.trim_end_matches(['/', std::path::MAIN_SEPARATOR])
            ),
        }
    }

    /// The path of a file below the folder.
    fn join(&self, path: &str) -> PathBuf {
        if path.is_empty() {
            self.path.clone()
        } else {
            self.path.join(path)
        }
    }

    fn unreadable(&self, path: &str, action: &str, error: &io::Error) -> Diagnostic {
        let name = self.name(path);
        Diagnostic::error(
            codes::UNREADABLE_OUTPUT,
            self.place(path),
            format!("cannot {action} `{name}`: {error}"),
        )
        .with_help(match error.kind() {
            io::ErrorKind::NotADirectory => "name a folder, not a file, with `--out`",
            _ => "allow this user to read and write the output folder",
        })
    }
}

/// The folder part of a `/` path; empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// True if the path is relative, has only names, and no character that separates paths or streams on any system.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0'])
    })
}

/// True if the first line of these bytes has a header.
fn carries_header(bytes: &[u8]) -> bool {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    HEADERS.iter().any(|header| {
        line.windows(header.len())
            .any(|window| window == header.as_bytes())
    })
}

/// The text of a generated file.
fn text_of<'a>(files: &Files<'a>, path: &str) -> &'a str {
    let found = files.binary_search_by(|(candidate, _)| (*candidate).cmp(path));
    files[found
        .expect("invariant: a plan creates and replaces only paths of the files it was made from")]
    .1
}

/// The folder that is locked while `out` is compared and changed: the nearest one above it that exists.
fn folder_to_lock(out: &Path) -> PathBuf {
    let real = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    let above = real.ancestors().skip(1).find(|folder| folder.is_dir());
    above.map_or_else(|| PathBuf::from("."), Path::to_owned)
}
