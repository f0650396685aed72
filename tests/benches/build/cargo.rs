//! Running cargo in a fresh target folder, and measuring it.

use std::fs::File;
use std::path::Path;
use std::time::{Instant, SystemTime};

use end_to_end::package::Package;
use end_to_end::proc_stat::children_cpu_seconds;
use tempfile::TempDir;

/// Time of a build, in seconds.
pub(crate) struct Cost {
    /// Processor time over all cores; NaN if it is not available.
    pub(crate) cpu: f64,
    /// Wall time.
    pub(crate) wall: f64,
}

/// A temporary target folder.
pub(crate) struct TargetFolder(TempDir);

impl TargetFolder {
    pub(crate) fn new(scratch: &Path) -> Self {
        Self(TempDir::with_prefix_in("build-", scratch).expect("folders can be created"))
    }

    /// Path of the folder.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs cargo in a package and measures it.
    pub(crate) fn cost(&self, package: &Package, arguments: &[&str]) -> Cost {
        let (started, before) = (Instant::now(), children_cpu_seconds());
        self.run(package, arguments);
        Cost {
            wall: started.elapsed().as_secs_f64(),
            cpu: children_cpu_seconds() - before,
        }
    }

    /// Runs cargo in a package.
    pub(crate) fn run(&self, package: &Package, arguments: &[&str]) {
        let mut command = package.command(arguments);
        // These would change the build or skip it.
        for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER"] {
            command.env_remove(variable);
        }
        let output = command
            .env("CARGO_TARGET_DIR", self.path())
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .expect("cargo can be started");
        assert!(
            output.status.success(),
            "cargo {} in {} failed:\n{}",
            arguments.join(" "),
            package.folder().display(),
            String::from_utf8_lossy(&output.stderr),
        );
    }
}

/// Sets a file's modification time, so that cargo rebuilds it.
pub(crate) fn touch(path: &Path) {
    let touched = File::options()
        .append(true)
        .open(path)
        .and_then(|file| file.set_modified(SystemTime::now()));
    touched.unwrap_or_else(|error| panic!("cannot touch {}: {error}", path.display()));
}

/// The median; of an even number of figures, the upper one of the two in the middle.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
