//! The changelog of the workspace: one entry for each update of the catalogue, the newest first.

/// The head of a new changelog.
const HEAD: &str = "# Changelog\n\nWhat updates of the catalogue changed for users of the crate, the newest first.\n";

/// The title of an entry: the version, if the update raises it, and the date of the catalogue, if it is known.
pub(super) fn title(version: Option<&str>, date: &str) -> String {
    let version = version.unwrap_or("Unreleased");
    if date.is_empty() {
        version.to_owned()
    } else {
        format!("{version} (catalogue of {date})")
    }
}

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
    fn a_title_has_what_is_known() {
        assert_eq!(title(Some("0.2.0"), ""), "0.2.0");
        assert_eq!(
            title(Some("0.2.0"), "2026-05-01"),
            "0.2.0 (catalogue of 2026-05-01)"
        );
        assert_eq!(title(None, ""), "Unreleased");
    }

    #[test]
    fn the_newest_entry_comes_first() {
        let one = with_entry(None, "One", "- a\n");
        assert_eq!(one, format!("{HEAD}\n## One\n\n- a\n"));
        let two = with_entry(Some(&one), "Two", "- b");
        assert_eq!(two, format!("{HEAD}\n## Two\n\n- b\n\n## One\n\n- a\n"));
    }
}
