//! Packages on disk, built by a separate cargo process.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::workspace_root;

/// Held while cargo runs. Packages of one name and version have the same file names in their common target folder, so that one
/// could replace the programs that another still runs.
static CARGO: Mutex<()> = Mutex::new(());

/// A package on disk. It is kept after the test, so that the next run is an incremental build.
pub struct Package {
    folder: PathBuf,
    target: PathBuf,
}

impl Package {
    /// Writes a package into the folder `name` below `scratch`, with this workspace's lock file, and removes other files of an earlier
    /// run. Packages below the same `scratch` share a target folder.
    ///
    /// `scratch` is cargo's folder for tests and benches, `CARGO_TARGET_TMPDIR`.
    pub fn write<P: AsRef<str>, T: AsRef<str>>(
        scratch: &Path,
        name: &str,
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        let package = Self {
            folder: scratch.join(name),
            target: scratch.join("target"),
        };
        let mut written = BTreeSet::new();
        for (path, text) in files {
            package.put(path.as_ref(), text.as_ref());
            written.insert(path.as_ref().to_owned());
        }
        package.remove_others(&package.folder, &written);
        let lock = std::fs::read_to_string(workspace_root().join("Cargo.lock"));
        package.put("Cargo.lock", &lock.expect("the workspace has a lock file"));
        package
    }

    /// The package's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file, unless it has this text already.
    pub fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
            return;
        }
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).expect("folders can be created");
        let mut file = tempfile::NamedTempFile::new_in(folder).expect("files can be created");
        file.write_all(text.as_bytes())
            .expect("files can be written");
        file.persist(&path).expect("files can be renamed");
    }

    fn remove_others(&self, folder: &Path, written: &BTreeSet<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                self.remove_others(&path, written);
                continue;
            }
            let relative = path
                .strip_prefix(&self.folder)
                .expect("the path is below the package's folder");
            let is_written = relative.to_str().is_some_and(|path| written.contains(path));
            if !is_written {
                std::fs::remove_file(&path).expect("files can be removed");
            }
        }
    }

    /// A cargo command in the package's folder, offline.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true");
        command
    }

    /// Runs cargo in the package's folder, with rustdoc's warnings as errors.
    #[track_caller]
    pub fn cargo(&self, arguments: &[&str]) {
        let _running = CARGO.lock().unwrap_or_else(PoisonError::into_inner);
        let output = self
            .command(arguments)
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("RUSTDOCFLAGS", "--deny warnings")
            .output()
            .expect("cargo can be started");
        assert!(
            output.status.success(),
            "cargo {} in {} failed:\n{}\n{}",
            arguments.join(" "),
            self.folder.display(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }
}
