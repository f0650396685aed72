//! The version of the crate after an update.

use std::fs;
use std::path::{Path, PathBuf};

use semver::{BuildMetadata, Prerelease, Version};
use webhook_codegen::Options;
use webhook_codegen::diff::Bump;

use crate::workspace::{CONFIG, Workspace};

/// The crate's settings after an update.
pub(super) struct Raised {
    /// The settings, with the version that the changes require.
    pub(super) options: Options,
    /// The version, if it differs from the one before.
    pub(super) version: Option<String>,
    /// The paths and contents of the lock files that name it.
    pub(super) locks: Vec<(String, String)>,
    /// The change of the version, for the summary.
    pub(super) note: Option<String>,
}

/// Raises the crate's version by what the changes require. A version in the configuration stays; the note says so.
pub(super) fn raise(workspace: &Workspace, settings: &Options, bump: Bump) -> Raised {
    let old = &settings.package.version;
    let mut raised = Raised {
        options: settings.clone(),
        version: None,
        locks: Vec::new(),
        note: None,
    };
    let Some(next) = next(old, bump) else {
        return raised;
    };
    if workspace.config.package.version.is_some() {
        let note = format!("`{CONFIG}` names version {old}; these changes require {next}");
        raised.note = Some(note);
        return raised;
    }
    raised.locks = locks(&workspace.root, &settings.crate_name, [old, &next]);
    raised.note = Some(format!(
        "the version of the crate is {next} now, after {old}"
    ));
    raised.options.package.version.clone_from(&next);
    raised.version = Some(next);
    raised
}

/// The version after `version` that changes of this kind require. Before 1.0, the second number counts as the first one does
/// afterwards, and the third as the second. `None` if the crate stays as it is, or if `version` is not valid.
fn next(version: &str, bump: Bump) -> Option<String> {
    let mut next = Version::parse(version).ok()?;
    (next.pre, next.build) = (Prerelease::EMPTY, BuildMetadata::EMPTY);
    let number = match (bump, next.major, next.minor) {
        (Bump::None, _, _) => return None,
        (Bump::Major, 1.., _) => {
            (next.minor, next.patch) = (0, 0);
            &mut next.major
        }
        (Bump::Major, 0, 1..) | (Bump::Minor, 1.., _) => {
            next.patch = 0;
            &mut next.minor
        }
        (Bump::Major | Bump::Minor | Bump::Patch, _, _) => &mut next.patch,
    };
    *number = number.checked_add(1)?;
    Some(next.to_string())
}

/// The lock files below `root` that name the package with its version, changed to the next one. The package has no source there, as
/// it is taken by its path.
fn locks(root: &Path, package: &str, versions: [&str; 2]) -> Vec<(String, String)> {
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

/// True for folders of builds and hidden ones, whose lock files are nobody's.
fn is_skipped(name: &str) -> bool {
    name == "target" || name.starts_with('.')
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
