//! Changes to several files, made together or not at all.
//!
//! A file system replaces one file atomically, not many. So new contents are staged in a folder of their own, a record lists all
//! changes, and then files are only renamed: the present ones to the staging folder, the new ones to their places. Without a record
//! nothing has been changed; with one, every step can be told from the files that are still staged, and be continued or undone.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, ensure};
use tempfile::NamedTempFile;

use super::lock::exclusively;
use super::record::{Record, Step};
use super::{Change, parent};

/// The record of changes in the staging folder. It exists while files are renamed.
const RECORD: &str = "changes.json";
/// The folders in the staging folder: new contents, and present files on their way out. A file's name is its step's number.
const NEW: &str = "new";
const OLD: &str = "old";
/// Keeps git from listing a staging folder that an interrupted run left.
const IGNORED: &str = ".gitignore";

/// The folder whose files are changed, and where changes are staged.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    root: PathBuf,
    staging: PathBuf,
    /// True for the workspace, whose readers are kept out while files are renamed.
    is_workspace: bool,
}

/// The new content of a file.
#[derive(Debug, Clone)]
pub(crate) struct FileChange<'a> {
    /// Its path below the tree's root.
    pub(crate) path: String,
    pub(crate) change: Change,
    /// The content; not used by removals.
    pub(crate) bytes: &'a [u8],
}

impl Tree {
    /// The workspace. Changes are staged in `target`, or beside it if that is another file system.
    pub(crate) fn of_workspace(root: &Path) -> Self {
        let target = root.join("target");
        let staging = if same_device(root, &target) {
            target.join("xtask/staged")
        } else {
            root.join(STAGED)
        };
        Self {
            root: root.to_owned(),
            staging,
            is_workspace: true,
        }
    }

    /// An output folder outside the workspace.
    pub(super) fn of_folder(folder: &Path) -> Self {
        Self {
            root: folder.to_owned(),
            staging: folder.join(STAGED),
            is_workspace: false,
        }
    }

    /// True if a run ended while it renamed files.
    pub(super) fn is_interrupted(&self) -> bool {
        self.staging.join(RECORD).exists()
    }

    /// Continues the changes of an interrupted run, and removes all that it staged. Returns true if there were changes.
    pub(crate) fn recover(&self) -> anyhow::Result<bool> {
        let is_interrupted = self.is_interrupted();
        if is_interrupted {
            exclusively(self.gate(), || self.finish_interrupted())?;
        }
        self.clear();
        Ok(is_interrupted)
    }

    fn finish_interrupted(&self) -> anyhow::Result<()> {
        let path = self.staging.join(RECORD);
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let record = Record::parse(&text)
            .with_context(|| format!("the record {} is damaged", path.display()))?;
        self.roll_forward(&record, Attempt::Continued, &|| ())
            .context("cannot finish the changes of an interrupted run, of which some are made")?;
        self.end(&record)
    }

    /// The folder whose readers wait while files are renamed.
    fn gate(&self) -> Option<&Path> {
        self.is_workspace.then_some(&*self.root)
    }

    fn roll_forward(
        &self,
        record: &Record,
        attempt: Attempt,
        on_step: &impl Fn(),
    ) -> anyhow::Result<()> {
        for folder in &record.folders {
            make_folder(&self.root.join(folder))?;
        }
        for (number, step) in record.steps.iter().enumerate() {
            let [path, old, new] = self.paths(number, step);
            if step.has_old() && !exists(&old) {
                let is_there = exists(&path);
                ensure!(
                    attempt == Attempt::Continued || path.is_file(),
                    "cannot replace `{}`: it is no file",
                    path.display()
                );
                if is_there {
                    rename(&path, &old)?;
                }
            }
            if step.has_new() && exists(&new) {
                ensure!(
                    attempt == Attempt::Continued || !exists(&path),
                    "cannot write `{}`: a file has appeared there",
                    path.display()
                );
                rename(&new, &path)?;
            }
            on_step();
        }
        Ok(())
    }

    /// Undoes the steps of [`Tree::roll_forward`] that were done, the latest first.
    fn roll_back(&self, record: &Record) -> anyhow::Result<()> {
        for (number, step) in record.steps.iter().enumerate().rev() {
            let [path, old, new] = self.paths(number, step);
            if step.has_new() && !exists(&new) {
                rename(&path, &new)?;
            }
            if step.has_old() && exists(&old) {
                rename(&old, &path)?;
            }
        }
        self.remove_folders(record);
        Ok(())
    }

    fn remove_folders(&self, record: &Record) {
        for folder in record.folders.iter().rev() {
            // A folder that was not made, or that someone else uses by now, stays.
            let _ = fs::remove_dir(self.root.join(folder));
        }
    }

    /// Removes the folders that removals left empty, and the record.
    fn end(&self, record: &Record) -> anyhow::Result<()> {
        for step in record.steps.iter().filter(|step| !step.has_new()) {
            let mut folder = parent(&step.path);
            while !folder.is_empty() && fs::remove_dir(self.root.join(folder)).is_ok() {
                folder = parent(folder);
            }
        }
        remove(&self.staging.join(RECORD))
    }

    fn paths(&self, number: usize, step: &Step) -> [PathBuf; 3] {
        let number = number.to_string();
        [
            self.root.join(&step.path),
            self.staging.join(OLD).join(&number),
            self.staging.join(NEW).join(&number),
        ]
    }

    /// Removes what is staged. Failures are ignored: the next run tries again.
    fn clear(&self) {
        for folder in [NEW, OLD].map(|name| self.staging.join(name)) {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let _ = fs::remove_file(entry.path());
            }
            let _ = fs::remove_dir(&folder);
        }
        let _ = fs::remove_file(self.staging.join(IGNORED));
        let _ = fs::remove_dir(&self.staging);
    }
}

/// The staging folder of a tree that cannot use `target`.
pub(super) const STAGED: &str = ".xtask-staged";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// Files that are not as they were planned stop it.
    First,
    /// Steps may be done already, and files may have been restored by hand since.
    Continued,
}

/// Changes that are staged, and removed on drop unless they are being made.
pub(crate) struct Staged {
    tree: Tree,
    record: Record,
    /// Length and time of the files to replace or remove, by step.
    found: Vec<Option<(u64, SystemTime)>>,
    /// The folders above and with the staging folder that did not exist, the innermost first.
    made: Vec<PathBuf>,
}

/// A failure to make changes.
pub(crate) struct Failure {
    pub(crate) error: anyhow::Error,
    /// The reason for which the changes could not be undone; then the next run finishes them.
    pub(crate) not_undone: Option<anyhow::Error>,
}

impl Failure {
    pub(crate) fn before_any_change(error: anyhow::Error) -> Self {
        Self {
            error,
            not_undone: None,
        }
    }
}

/// Writes all new contents to the staging folder; changes no other file.
pub(crate) fn stage(tree: &Tree, changes: &[FileChange<'_>]) -> anyhow::Result<Staged> {
    let (record, order) = Record::of(&tree.root, changes);
    let mut staged = Staged {
        tree: tree.clone(),
        record,
        found: Vec::new(),
        made: Vec::new(),
    };
    let above = tree.staging.ancestors();
    staged.made = above
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
        .map(Path::to_owned)
        .collect();
    for folder in [NEW, OLD].map(|name| tree.staging.join(name)) {
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    write_new(&tree.staging.join(IGNORED), b"*\n", Path::new(".gitignore"))?;
    for (number, index) in order.into_iter().enumerate() {
        let [path, _, new] = tree.paths(number, &staged.record.steps[number]);
        let FileChange { change, bytes, .. } = &changes[index];
        if *change != Change::Remove {
            write_new(&new, bytes, &path)?;
        }
        staged.found.push(match change {
            Change::Create => None,
            Change::Replace | Change::Remove => {
                let metadata = look(&path)?;
                if *change == Change::Replace {
                    fs::set_permissions(&new, metadata.permissions())
                        .with_context(|| format!("cannot write `{}`", path.display()))?;
                }
                Some(stamp(&metadata))
            }
        });
    }
    Ok(staged)
}

impl Staged {
    /// Moves all files to their places. On failure nothing is changed, or `not_undone` says why.
    pub(crate) fn commit(self, on_step: impl Fn()) -> Result<(), Failure> {
        exclusively(self.tree.gate(), || self.make_changes(&on_step))
    }

    fn make_changes(&self, on_step: &impl Fn()) -> Result<(), Failure> {
        self.begin().map_err(|error| {
            let not_undone = remove(&self.tree.staging.join(RECORD)).err();
            Failure { error, not_undone }
        })?;
        let made = self
            .tree
            .roll_forward(&self.record, Attempt::First, on_step)
            .and_then(|()| self.tree.end(&self.record));
        made.map_err(|error| {
            let undone = self
                .tree
                .roll_back(&self.record)
                .and_then(|()| remove(&self.tree.staging.join(RECORD)));
            let not_undone = undone.err();
            Failure { error, not_undone }
        })
    }

    /// Checks that no file was changed meanwhile, and writes the record.
    fn begin(&self) -> anyhow::Result<()> {
        for (number, found) in self.found.iter().enumerate() {
            let [path, ..] = self.tree.paths(number, &self.record.steps[number]);
            if let Some(found) = found {
                ensure!(
                    stamp(&look(&path)?) == *found,
                    "`{}` was changed meanwhile",
                    path.display()
                );
            }
        }
        let path = self.tree.staging.join(RECORD);
        let failed = || format!("cannot write `{}`", path.display());
        let mut file = NamedTempFile::new_in(self.tree.staging.join(NEW)).with_context(failed)?;
        file.write_all(self.record.render().as_bytes())
            .with_context(failed)?;
        file.as_file().sync_all().with_context(failed)?;
        file.persist(&path).with_context(failed)?;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.tree.is_interrupted() {
            self.tree.clear();
            for folder in &self.made {
                // The output folder is not empty after a run that succeeded.
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// Writes a staged file. `target` is the path that it is for, and is named in messages.
fn write_new(path: &Path, bytes: &[u8], target: &Path) -> anyhow::Result<()> {
    let mut options = fs::File::options();
    options
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .with_context(|| format!("cannot write `{}`", target.display()))
}

fn look(path: &Path) -> anyhow::Result<fs::Metadata> {
    let metadata = fs::symlink_metadata(path);
    metadata.with_context(|| format!("cannot replace `{}`", path.display()))
}

fn stamp(metadata: &fs::Metadata) -> (u64, SystemTime) {
    let time = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    (metadata.len(), time)
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn make_folder(path: &Path) -> anyhow::Result<()> {
    match fs::create_dir(path) {
        Err(error) if !path.is_dir() => {
            Err(error).with_context(|| format!("cannot make the folder `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

fn rename(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::rename(from, to)
        .with_context(|| format!("cannot move `{}` to `{}`", from.display(), to.display()))
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

/// True if files can be renamed from one folder to the other, which need not exist yet.
#[cfg(unix)]
fn same_device(root: &Path, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).ok().map(|metadata| metadata.dev());
    let folder = device(folder);
    folder.is_none() || folder == device(root)
}

#[cfg(not(unix))]
fn same_device(_: &Path, _: &Path) -> bool {
    true
}
