//! Backup of the files that an update replaces, kept until it is done, so that the next command can undo an interrupted
//! one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

/// The folder of backups. Its list is written last and removed first; without the list, no update has begun.
const FOLDER: &str = "catalog/.update";
/// The list: a line for each file, with its path in the workspace, and `new` if it did not exist before.
const LIST: &str = "list";

/// An update that has begun.
pub(super) struct Journal {
    root: PathBuf,
}

impl Journal {
    /// Backs up these files, paths below `root`. Files that do not exist yet are removed when the update is undone.
    pub(super) fn begin(root: &Path, files: &[String]) -> anyhow::Result<Self> {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {FOLDER}"))?;
        let mut list = String::new();
        for (index, file) in files.iter().enumerate() {
            let before = read(&root.join(file))?;
            let state = if before.is_some() { "was" } else { "new" };
            list += &format!("{state} {file}\n");
            if let Some(bytes) = before {
                replace(&folder.join(index.to_string()), &bytes)?;
            }
        }
        replace(&folder.join(LIST), list.as_bytes())?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// Restores all files.
    pub(super) fn undo(self) -> anyhow::Result<()> {
        undo(&self.root).map(|_| ())
    }

    /// Removes the backups.
    pub(super) fn end(self) -> anyhow::Result<()> {
        clear(&self.root)
    }
}

/// Undoes an interrupted update. Returns true if there was one.
pub(super) fn undo(root: &Path) -> anyhow::Result<bool> {
    let folder = root.join(FOLDER);
    let Some(list) = read(&folder.join(LIST))? else {
        return Ok(false);
    };
    let list = String::from_utf8(list).context("the list of an interrupted update is damaged")?;
    for (index, line) in list.lines().enumerate() {
        let (state, file) = line
            .split_once(' ')
            .context("the list of an interrupted update is damaged")?;
        let path = root.join(file);
        match read(&folder.join(index.to_string()))? {
            Some(bytes) if state == "was" => replace(&path, &bytes)?,
            _ => remove(&path)?,
        }
    }
    clear(root)?;
    Ok(true)
}

fn clear(root: &Path) -> anyhow::Result<()> {
    let folder = root.join(FOLDER);
    remove(&folder.join(LIST))?;
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {FOLDER}"))? {
        remove(&entry?.path())?;
    }
    fs::remove_dir(&folder).with_context(|| format!("cannot remove {FOLDER}"))
}

/// The bytes of a file; `None` if it does not exist.
fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Replaces a file as a whole.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let folder = path.parent().with_context(failed)?;
    let mut file = NamedTempFile::new_in(folder).with_context(failed)?;
    file.write_all(bytes).with_context(failed)?;
    file.as_file().sync_all().with_context(failed)?;
    file.persist(path).with_context(failed)?;
    Ok(())
}
