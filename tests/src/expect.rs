//! Expected texts beside their inputs. They change only when `UPDATE_EXPECT=1` says so.

use std::io::Write as _;
use std::path::Path;

/// Compares a text with what a file expects, byte for byte.
///
/// # Panics
///
/// If they differ, with the lines that do; unless `UPDATE_EXPECT=1` is set, which writes the file instead.
#[track_caller]
pub fn expect(path: &Path, found: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        write(path, found)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_else(|error| {
        panic!(
            "cannot read {}: {error}\nUPDATE_EXPECT=1 writes it; what was found:\n{found}",
            path.display()
        )
    });
    if expected != found {
        let diff = similar::TextDiff::from_lines(&expected, found);
        let diff = diff.unified_diff().header("expected", "found").to_string();
        panic!(
            "{} expects another text; UPDATE_EXPECT=1 replaces it\n{diff}",
            path.display()
        );
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
