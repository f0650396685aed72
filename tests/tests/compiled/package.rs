//! A crate on the disk, and cargo to build it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use end_to_end::workspace_root;
use webhook_codegen::OutputTree;

/// A crate on the disk. It stays there, so that the next run builds only what has changed.
pub(crate) struct Package {
    folder: PathBuf,
}

impl Package {
    /// Writes an emitted crate, with the versions that this workspace has locked. Files of an earlier run go.
    pub(crate) fn write(name: &str, tree: &OutputTree) -> Self {
        let package = Self {
            folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
        };
        package.remove_others(&package.folder, tree);
        for (path, text) in tree.iter() {
            package.put(path, text);
        }
        let lock = std::fs::read_to_string(workspace_root().join("Cargo.lock"));
        package.put("Cargo.lock", &lock.expect("the workspace has a lock file"));
        package
    }

    /// Writes a file, unless it is there already with this text.
    pub(crate) fn put(&self, path: &str, text: &str) {
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

    fn remove_others(&self, folder: &Path, tree: &OutputTree) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                self.remove_others(&path, tree);
                continue;
            }
            let below = path.strip_prefix(&self.folder).expect("it lies below");
            let is_emitted = below.to_str().is_some_and(|path| tree.get(path).is_some());
            if !is_emitted {
                std::fs::remove_file(&path).expect("files can be removed");
            }
        }
    }

    /// Where it lies.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs cargo in the crate; warnings of rustdoc count as errors.
    #[track_caller]
    pub(crate) fn cargo(&self, words: &[&str]) {
        let output = self
            .command(words)
            .env("RUSTDOCFLAGS", "--deny warnings")
            .output();
        let output = output.expect("cargo can be started");
        assert!(
            output.status.success(),
            "cargo {} in {} failed:\n{}\n{}",
            words.join(" "),
            self.folder().display(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }

    /// A cargo that runs in the crate, without network.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(words)
            .current_dir(&self.folder)
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"),
            )
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_PROFILE_DEV_DEBUG", "false");
        command
    }
}
