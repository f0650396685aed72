//! What becomes of an input, as text: refused with these diagnostics, or emitted as these files.

use std::fmt::Write as _;

use webhook_catalog::{Diagnostic, Profiles, Severity, SharedDefinitions, SourceFile, read_rows};
use webhook_codegen::{Generated, Inputs, Model, Options};

/// The crate made from files of rows alone, and everything that was said on the way.
pub fn of_rows(files: &[SourceFile]) -> (Option<Generated>, Vec<Diagnostic>) {
    let read = read_rows(files, &[]);
    if read.has_errors() {
        return (None, read.diagnostics);
    }
    let inputs = Inputs {
        rows: read.value,
        shared_definitions: SharedDefinitions::default(),
        samples: Vec::new(),
        profiles: Profiles::default(),
    };
    let options = Options {
        crate_name: "webhook-events".to_owned(),
    };
    let built = Model::build(inputs);
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(built.diagnostics);
    (built.value.map(|model| model.emit(&options)), diagnostics)
}

/// The diagnostics, then the file of each event with what it was made from.
pub fn tell(made: Option<&Generated>, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::from(if made.is_some() {
        "emitted\n"
    } else {
        "refused\n"
    });
    for found in diagnostics {
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let _ = writeln!(text, "\n{severity} {}", crate::tell(found));
        if let Some(excerpt) = &found.excerpt {
            let (before, rest) = excerpt.text.split_at(excerpt.start);
            let (marked, after) = rest.split_at(excerpt.end - excerpt.start);
            let _ = writeln!(text, "  found: {before}»{marked}«{after}");
        }
        if let Some(help) = &found.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    let files = made.iter().flat_map(|made| made.tree.iter());
    for (path, file) in files {
        let header = file.lines().next().unwrap_or_default();
        if is_of_an_event(path, header) {
            let _ = write!(text, "\n{path}\n  {header}");
        }
    }
    text.trim_end().to_owned() + "\n"
}

/// Whether a file holds the types of one event: its header names the vendor and the event.
fn is_of_an_event(path: &str, header: &str) -> bool {
    match path.split('/').collect::<Vec<_>>()[..] {
        ["src", vendor, _] => {
            let source = header.split_once(" from ").map(|(_, source)| source);
            vendor != "support" && source.is_some_and(|source| source.contains('/'))
        }
        _ => false,
    }
}
