//! Locks: one writer at a time, and no reader while a writer renames files.
//!
//! All locks end with their process. Locks of readers are on files of the workspace that no command changes, so that readers write
//! nothing. Where files cannot be locked (some network file systems), work is done without a lock: two runs at once are rare.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use fd_lock::RwLock;
use tempfile::{NamedTempFile, TempPath};
use webhook_catalog::codes;
use webhook_catalog::diagnostic::{Diagnostic, Place};

use super::transaction::Tree;
use super::{Out, folder_to_lock};

/// Held by readers, and exclusively while files are renamed: the first of these files that there is.
const READERS: [&str; 2] = ["xtask/Cargo.toml", crate::workspace::CONFIG];
/// Held exclusively while a writer waits for readers to finish, so that no new ones begin. Readers hold it for a moment.
const ENTRANCE: &str = "catalog/profiles.toml";
/// Held by writers from start to end: the first of these folders that there is.
const WRITER: [&str; 2] = ["xtask", "."];
/// Names the process that holds [`WRITER`], if there is a target folder.
const HOLDER: &str = "target/xtask-holder";

/// Runs `work`, which reads files of the workspace, so that no update replaces them meanwhile. If an update was interrupted
/// halfway, returns a diagnostic.
pub(crate) fn reading<T>(root: &Path, work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    let mut entrance = open(&root.join(ENTRANCE));
    let mut readers = open_first(root, READERS);
    let entered = entrance.as_mut().and_then(|lock| lock.read().ok());
    let _held = readers.as_mut().and_then(|lock| lock.read().ok());
    drop(entered);
    if Tree::of_workspace(root).is_interrupted() {
        let message =
            "a run was interrupted while it replaced files, and some are still those from before";
        let help = "run `cargo xtask regen` to finish it";
        let place = Place::default();
        let problem = Diagnostic::error(codes::RUN_INTERRUPTED, place, message).with_help(help);
        return Err(Box::new(problem));
    }
    Ok(work())
}

/// Runs `work` when no reader is at work. `root` is that of a workspace; without one there are no readers.
pub(super) fn exclusively<T>(root: Option<&Path>, work: impl FnOnce() -> T) -> T {
    let mut entrance = root.and_then(|root| open(&root.join(ENTRANCE)));
    let mut readers = root.and_then(|root| open_first(root, READERS));
    let _entered = entrance.as_mut().and_then(|lock| lock.write().ok());
    let _held = readers.as_mut().and_then(|lock| lock.write().ok());
    work()
}

/// Runs `work`, which changes files of the workspace, as the only writer. If another writer is at work, waits for it. Finishes the
/// changes of an interrupted run first. Both are told by `note`. `command` is shown to others that wait.
pub(crate) fn writing<C, T>(
    root: &Path,
    command: &str,
    context: &mut C,
    note: fn(&mut C, &str),
    work: impl FnOnce(&mut C) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let holder = root.join(HOLDER);
    let mut lock = open_first(root, WRITER);
    if lock.as_mut().is_some_and(is_taken) {
        let holder = fs::read_to_string(&holder).unwrap_or_else(|_| "another run".to_owned());
        note(context, &format!("waiting for {}", holder.trim()));
    }
    let _held = lock.as_mut().and_then(|lock| lock.write().ok());
    let _named = name_holder(&holder, command);
    if Tree::of_workspace(root).recover()? {
        note(context, "finished the changes of an interrupted run");
    }
    work(context)
}

/// Runs `work` as the only run for this output folder; calls `on_wait` once if another run is at work. The workspace's own folders
/// are left to [`reading`] and [`writing`].
///
/// The lock is on the handle of the parent folder, so it leaves no file behind.
pub(crate) fn with_lock<T>(out: &Out, on_wait: impl FnOnce(), work: impl FnOnce() -> T) -> T {
    if out.workspace.is_some() {
        return work();
    }
    let Some(mut lock) = open(&folder_to_lock(&out.path)) else {
        return work();
    };
    if is_taken(&mut lock) {
        on_wait();
    }
    let _held = lock.write().ok();
    work()
}

/// A file with the process and its command, removed on drop. `None` without a target folder, or if it cannot be written: it is only
/// shown.
fn name_holder(path: &Path, command: &str) -> Option<TempPath> {
    let mut file = NamedTempFile::new_in(path.parent()?).ok()?;
    writeln!(file, "process {}: {command}", std::process::id()).ok()?;
    file.persist(path).ok()?;
    TempPath::try_from_path(path).ok()
}

fn is_taken(lock: &mut RwLock<File>) -> bool {
    let tried = lock.try_write();
    tried.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
}

fn open_first(root: &Path, names: [&str; 2]) -> Option<RwLock<File>> {
    names.into_iter().find_map(|name| open(&root.join(name)))
}

fn open(path: &Path) -> Option<RwLock<File>> {
    File::open(path).ok().map(RwLock::new)
}
