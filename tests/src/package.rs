//! A crate on the disk, and cargo to build it.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace_root;

/// A crate on the disk. It stays there, so that the next run builds only what has changed.
pub struct Package {
    folder: PathBuf,
    target: PathBuf,
}

impl Package {
    /// Writes a crate into the folder `name` below `scratch`, with the versions that this workspace has locked. Files of
    /// an earlier run go. Crates below the same `scratch` share what is built for them.
    ///
    /// `scratch` is the folder that cargo sets aside for tests and benches, `CARGO_TARGET_TMPDIR`.
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

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file, unless it is there already with this text.
    pub fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
            return;
        }
        let folder = path.parent().expect("a file lies in a folder");
        std::fs::create_dir_all(folder).expect("folders can be made");
        let mut file = tempfile::NamedTempFile::new_in(folder).expect("files can be made");
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
            let below = path.strip_prefix(&self.folder).expect("it lies below");
            let is_written = below.to_str().is_some_and(|path| written.contains(path));
            if !is_written {
                std::fs::remove_file(&path).expect("files can be removed");
            }
        }
    }

    /// Cargo, ready to run in the crate. It needs no network.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(words)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true");
        command
    }

    /// Runs cargo in the crate; warnings of rustdoc count as errors.
    #[track_caller]
    pub fn cargo(&self, words: &[&str]) {
        let output = self
            .command(words)
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("RUSTDOCFLAGS", "--deny warnings")
            .output()
            .expect("cargo can be started");
        assert!(
            output.status.success(),
            "cargo {} in {} failed:\n{}\n{}",
            words.join(" "),
            self.folder.display(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }
}
