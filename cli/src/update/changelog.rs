//! The changelog of the workspace: one entry for each update of the catalogue, the newest first.

/// The head of a new changelog.
const HEAD: &str = "# Changelog\n\nWhat updates of the catalogue changed for users of the crate, the newest first.\n";

/// The changelog with one more entry.
pub(super) fn with_entry(changelog: Option<&str>, title: &str, entry: &str) -> String {
    let before = changelog.unwrap_or(HEAD);
    let (head, entries) = match before.find("\n## ") {
        Some(at) => before.split_at(at + 1),
        None => (before, ""),
    };
    let mut text = head.trim_end().to_owned();
    text += &format!("\n\n## {title}\n\n{}\n", entry.trim());
    if !entries.is_empty() {
        text += &format!("\n{entries}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entry_comes_first() {
        let one = with_entry(None, "One", "- a\n");
        assert_eq!(one, format!("{HEAD}\n## One\n\n- a\n"));
        let two = with_entry(Some(&one), "Two", "- b");
        assert_eq!(two, format!("{HEAD}\n## Two\n\n- b\n\n## One\n\n- a\n"));
    }
}
