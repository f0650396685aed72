//! The version of the crate after an update.

use std::fs;
use std::path::{Path, PathBuf};

use semver::{BuildMetadata, Prerelease, Version};
use webhook_codegen::diff::Bump;

/// Folders whose lock files are nobody's: those of builds, and hidden ones.
fn is_skipped(name: &str) -> bool {
    name == "target" || name.starts_with('.')
}

/// The version after `version` that changes of this kind require. Before 1.0, the second number counts as the first one does
/// afterwards, and the third as the second. `None` if nothing differs, or if `version` is not valid.
pub(super) fn next(version: &str, bump: Bump) -> Option<String> {
    let mut next = Version::parse(version).ok()?;
    (next.pre, next.build) = (Prerelease::EMPTY, BuildMetadata::EMPTY);
    let (major, minor) = (next.major, next.minor);
    match bump {
        Bump::None => return None,
        Bump::Major if major > 0 => (next.major, next.minor, next.patch) = (major + 1, 0, 0),
        Bump::Major if minor > 0 => (next.minor, next.patch) = (minor + 1, 0),
        Bump::Minor if major > 0 => (next.minor, next.patch) = (minor + 1, 0),
        Bump::Major | Bump::Minor | Bump::Patch => next.patch += 1,
    }
    Some(next.to_string())
}

/// The lock files below `root` that name the package with its version, changed to the next one. The package has no source there, as
/// it is taken by its path.
pub(super) fn locks(root: &Path, package: &str, versions: [&str; 2]) -> Vec<(String, String)> {
    let mut changed = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))
            .into_iter()
            .flatten()
            .flatten()
        {
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = folder.join(&name);
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !is_skipped(&name) {
                    folders.push(path);
                }
            } else if name == "Cargo.lock" {
                let lock = fs::read_to_string(entry.path()).ok();
                let lock = lock.and_then(|lock| with_version(&lock, package, versions));
                let path = path.to_string_lossy().replace('\\', "/");
                changed.extend(lock.map(|lock| (path, lock)));
            }
        }
    }
    changed.sort();
    changed
}

/// The lock file with the next version of the package; `None` if it does not name the package by path.
fn with_version(lock: &str, package: &str, [old, new]: [&str; 2]) -> Option<String> {
    const HEAD: &str = "[[package]]";
    let named = format!("\nname = \"{package}\"\nversion = \"{old}\"\n");
    let of_path = |part: &&str| part.starts_with(&named) && !part.contains("\nsource = ");
    let part = lock.split(HEAD).find(of_path)?;
    let updated = part.replacen(&format!("\"{old}\""), &format!("\"{new}\""), 1);
    Some(lock.replacen(part, &updated, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_follows_from_the_changes() {
        for (version, patch, minor, major) in [
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("1.2.3-beta.1+7", "1.2.4", "1.3.0", "2.0.0"),
        ] {
            let found = [Bump::Patch, Bump::Minor, Bump::Major].map(|bump| next(version, bump));
            let expected = [patch, minor, major].map(|text| Some(text.to_owned()));
            assert_eq!(found, expected, "{version}");
            assert_eq!(next(version, Bump::None), None);
        }
        assert_eq!(next("1.2", Bump::Major), None);
    }

    #[test]
    fn a_lock_file_changes_where_the_package_is_taken_by_path() {
        let lock = |version: &str, source: &str| {
            format!(
                "version = 4\n\n[[package]]\nname = \"acme\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"events\"\n\
                 version = \"{version}\"\n{source}dependencies = [\n \"acme\",\n]\n"
            )
        };
        let versions = ["0.1.0", "0.2.0"];
        let changed = with_version(&lock("0.1.0", ""), "events", versions);
        assert_eq!(changed, Some(lock("0.2.0", "")));
        let registry = "source = \"registry+https://example.com\"\n";
        assert_eq!(
            with_version(&lock("0.1.0", registry), "events", versions),
            None
        );
        assert_eq!(with_version(&lock("0.3.0", ""), "events", versions), None);
    }
}
