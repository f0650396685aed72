//! Checks that the generated paths can exist together on every file system.

use std::collections::BTreeMap;

use webhook_catalog::codes;
use webhook_catalog::diagnostic::Diagnostic;

use super::data_files::DataFiles;
use super::{Files, Out, carries_header, is_plain, parent};

/// Reports paths that leave the folder, paths that differ only by case, and files without the header.
pub(super) fn check_names(out: &Out, files: &Files<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let data_files = DataFiles::of_generated(files.iter().copied());
    let mut seen = Seen::default();
    for (path, text) in files {
        if !is_plain(path) {
            found.push(internal(
                codes::BAD_OUTPUT_PATH,
                out,
                path,
                format!("the generated path {path:?} leaves the output folder"),
            ));
            continue;
        }
        if !carries_header(text.as_bytes()) && !data_files.contains(path) {
            found.push(internal(
                codes::MISSING_HEADER,
                out,
                path,
                format!("the first line of the generated file `{path}` lacks the header"),
            ));
        }
        if let Some(other) = seen.clash(path) {
            let message = format!(
                "the generated paths `{path}` and `{other}` are the same on a file system that ignores case"
            );
            found.push(internal(codes::CASE_CLASH, out, path, message));
        }
    }
    found
}

fn internal(
    code: webhook_catalog::diagnostic::DiagnosticCode,
    out: &Out,
    path: &str,
    message: String,
) -> Diagnostic {
    Diagnostic::error(code, out.place(path), message)
        .with_help("this is a bug in the generator; please report it")
}

/// Every path and folder so far, by its lower-case form.
#[derive(Default)]
struct Seen<'a> {
    spelling: BTreeMap<String, (&'a str, bool)>,
}

impl<'a> Seen<'a> {
    /// The earlier path that conflicts with `path` or one of its folders.
    fn clash(&mut self, path: &'a str) -> Option<&'a str> {
        let mut other = self.add(path, true);
        let mut folder = parent(path);
        while !folder.is_empty() {
            other = other.or(self.add(folder, false));
            folder = parent(folder);
        }
        other
    }

    fn add(&mut self, path: &'a str, is_file: bool) -> Option<&'a str> {
        let (other, other_is_file) = *self
            .spelling
            .entry(path.to_lowercase())
            .or_insert((path, is_file));
        let same_folder = other == path && !is_file && !other_is_file;
        let first_time = std::ptr::eq(other, path);
        (!same_folder && !first_time).then_some(other)
    }
}
