//! Lists the output folder, one folder at a time, without following symbolic links.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::io::{self, Read};

use super::{Out, carries_header, parent};

/// The kind of a folder's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Symlink,
    /// A socket, a pipe, a device.
    Other,
}

/// The output folder on disk. Each folder is listed once.
///
/// Names are compared with the listing rather than looked up, because a file system that ignores case finds `Foo.rs`
/// for `foo.rs`.
pub(super) struct Disk<'a> {
    out: &'a Out,
    listed: BTreeMap<String, BTreeMap<String, Kind>>,
}

impl<'a> Disk<'a> {
    pub(super) fn new(out: &'a Out) -> Self {
        Self {
            out,
            listed: BTreeMap::new(),
        }
    }

    /// The names in a folder (`""` is the output folder itself). A folder that does not exist is empty. Names that are
    /// not UTF-8 are left out, because generated files have none.
    pub(super) fn list(&mut self, folder: &str) -> io::Result<&BTreeMap<String, Kind>> {
        match self.listed.entry(folder.to_owned()) {
            Entry::Occupied(listed) => Ok(listed.into_mut()),
            Entry::Vacant(free) => Ok(free.insert(list(self.out, folder)?)),
        }
    }

    /// The kind of the entry at a path, if there is one. Its parents must be known to be folders.
    pub(super) fn kind(&mut self, path: &str) -> io::Result<Option<Kind>> {
        let name = path.rsplit('/').next().unwrap_or(path);
        Ok(self.list(parent(path))?.get(name).copied())
    }

    /// A file's bytes.
    pub(super) fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.out.join(path))
    }

    /// True if a file's first line has the header. Reads no more than needed.
    pub(super) fn carries_header(&self, path: &str) -> io::Result<bool> {
        let mut start = Vec::new();
        File::open(self.out.join(path))?
            .take(1024)
            .read_to_end(&mut start)?;
        Ok(carries_header(&start))
    }
}

fn list(out: &Out, folder: &str) -> io::Result<BTreeMap<String, Kind>> {
    let entries = match fs::read_dir(out.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(error),
    };
    let mut found = BTreeMap::new();
    for entry in entries {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            let kind = entry.file_type()?;
            found.insert(
                name,
                match kind {
                    _ if kind.is_symlink() => Kind::Symlink,
                    _ if kind.is_dir() => Kind::Folder,
                    _ if kind.is_file() => Kind::File,
                    _ => Kind::Other,
                },
            );
        }
    }
    Ok(found)
}
