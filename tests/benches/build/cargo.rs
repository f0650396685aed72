//! Running cargo in a fresh target folder, and what that costs.

use std::fs::File;
use std::path::Path;
use std::time::{Instant, SystemTime};

use end_to_end::package::Package;
use tempfile::TempDir;

/// What a build took, in seconds.
pub(crate) struct Cost {
    /// What processors worked for it, all together; not a number where the system does not tell.
    pub(crate) cpu: f64,
    /// What passed on the wall.
    pub(crate) wall: f64,
}

/// A target folder of its own, gone in the end.
pub(crate) struct Fresh(TempDir);

impl Fresh {
    pub(crate) fn new(scratch: &Path) -> Self {
        Self(TempDir::with_prefix_in("build-", scratch).expect("folders can be made"))
    }

    /// Where cargo puts what it builds.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs cargo in a package, and tells what it cost.
    pub(crate) fn cost(&self, package: &Package, words: &[&str]) -> Cost {
        let (started, before) = (Instant::now(), children_cpu_seconds());
        self.run(package, words);
        Cost {
            wall: started.elapsed().as_secs_f64(),
            cpu: children_cpu_seconds() - before,
        }
    }

    /// Runs cargo in a package.
    pub(crate) fn run(&self, package: &Package, words: &[&str]) {
        let mut command = package.command(words);
        // What would build something else, or not build at all.
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
            words.join(" "),
            package.folder().display(),
            String::from_utf8_lossy(&output.stderr),
        );
    }
}

/// Makes cargo take a file for changed.
pub(crate) fn touch(path: &Path) {
    let touched = File::options()
        .append(true)
        .open(path)
        .and_then(|file| file.set_modified(SystemTime::now()));
    touched.unwrap_or_else(|error| panic!("cannot touch {}: {error}", path.display()));
}

/// The middle one; of an even number, the upper one of the two in the middle.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// How long processors have worked for processes that this one started and that have ended, and for theirs.
fn children_cpu_seconds() -> f64 {
    // The name in the second field may hold blanks, so what is counted are the fields after it.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let mut ticks = fields
        .split_whitespace()
        .skip(13)
        .map_while(|field| field.parse::<f64>().ok());
    match (ticks.next(), ticks.next()) {
        // Linux counts hundredths here, whatever its own clock does.
        (Some(user), Some(system)) => (user + system) / 100.0,
        _ => f64::NAN,
    }
}
