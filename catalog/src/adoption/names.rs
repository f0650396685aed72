//! Names in documents: patterns that select them, and the names of definitions and files made from them.

use std::collections::BTreeSet;

/// A name for `$defs`: everything but ASCII letters, digits, `_`, `-` and `.` becomes `_`.
pub(super) fn definition_name(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "_-.".contains(c) {
            c
        } else {
            '_'
        }
    };
    name.chars().map(plain).collect()
}

/// File names that are taken, without their ending.
#[derive(Default)]
pub(super) struct FileNames(BTreeSet<String>);

impl FileNames {
    /// A file name for an event: never a path, and unlike all names before it, on file systems that ignore case too.
    pub(super) fn of(&mut self, event: &str) -> String {
        let plain = definition_name(event);
        let base: String = match plain.trim_start_matches('.') {
            "" => "_".to_owned(),
            plain => plain.chars().take(100).collect(),
        };
        let mut name = base.clone();
        let mut count = 1;
        while !self.0.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{base}-{count}");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_definitions_have_no_character_of_pointers_or_paths() {
        assert_eq!(definition_name("a/b~c%d e-é.f"), "a_b_c_d_e-_.f");
    }

    #[test]
    fn names_of_files_are_no_paths_and_stay_apart() {
        let mut names = FileNames::default();
        let events = ["a/../b", "../x", "..", "A.b", "a.B", ""];
        let names = events.map(|event| names.of(event));
        assert_eq!(names, ["a_.._b", "_x", "_", "A.b", "a.B-2", "_-2"]);
    }
}
