//! Expected texts in files beside their inputs, rewritten only under `UPDATE_EXPECT=1`.

use std::io::Write as _;
use std::path::Path;

/// Compares a text with the expected text in a file, byte for byte. Under `UPDATE_EXPECT=1` it writes the file instead.
///
/// # Panics
///
/// If the texts differ; the message has a diff.
#[track_caller]
pub fn expect(path: &Path, found: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        write(path, found)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_else(|error| {
        panic!(
            "cannot read {}: {error}\nUPDATE_EXPECT=1 writes it with the text found:\n{found}",
            path.display()
        )
    });
    if expected != found {
        let diff = similar::TextDiff::from_lines(&expected, found);
        let diff = diff.unified_diff().header("expected", "found").to_string();
        panic!(
            "{} differs from the text found; UPDATE_EXPECT=1 replaces it\n{diff}",
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
