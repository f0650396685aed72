//! The result of generating a crate from rows, as text: diagnostics and emitted files.

use std::fmt::Write as _;

use webhook_catalog::{
    Diagnostic, Profile, Profiles, Severity, SharedDefinitions, SourceFile, read_rows,
};
use webhook_codegen::{Generated, Inputs, Model, Options};

/// The crate generated from files of rows without samples and with profiles that trust their schemas, and all diagnostics.
pub fn of_rows(files: &[SourceFile]) -> (Option<Generated>, Vec<Diagnostic>) {
    let read = read_rows(files, &[], &[]);
    if read.has_errors() {
        return (None, read.diagnostics);
    }
    let vendors = read.value.iter().map(|row| row.vendor.clone());
    let trusting = Profile {
        trust_required: true,
        ..Profile::default()
    };
    let profiles = Profiles(vendors.map(|vendor| (vendor, trusting.clone())).collect());
    let inputs = Inputs {
        rows: read.value,
        shared_definitions: SharedDefinitions::default(),
        samples: Vec::new(),
        profiles,
    };
    let options = Options::named("webhook-events");
    let built = Model::build(inputs);
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(built.diagnostics);
    (built.value.map(|model| model.emit(&options)), diagnostics)
}

/// Lists the diagnostics and the files of the events, with the header of each file.
pub fn to_text(generated: Option<&Generated>, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::from(if generated.is_some() {
        "emitted\n"
    } else {
        "refused\n"
    });
    for diagnostic in diagnostics {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let _ = writeln!(text, "\n{severity} {}", crate::one_line(diagnostic));
        if let Some(excerpt) = &diagnostic.excerpt {
            let (before, rest) = excerpt.text.split_at(excerpt.start);
            let (marked, after) = rest.split_at(excerpt.end - excerpt.start);
            let _ = writeln!(text, "  found: {before}»{marked}«{after}");
        }
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    let files = generated.iter().flat_map(|generated| generated.tree.iter());
    for (path, file) in files {
        let header = file.lines().next().unwrap_or_default();
        if is_event_file(path, header) {
            let _ = write!(text, "\n{path}\n  {header}");
        }
    }
    text.trim_end().to_owned() + "\n"
}

/// True for a file with the types of one event: its header names the vendor and the event.
fn is_event_file(path: &str, header: &str) -> bool {
    match path.split('/').collect::<Vec<_>>()[..] {
        ["src", vendor, _] => {
            let source = header.split_once(" from ").map(|(_, source)| source);
            vendor != "support" && source.is_some_and(|source| source.contains('/'))
        }
        _ => false,
    }
}
