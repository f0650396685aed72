//! `cargo xtask init`: writes a first catalogue, profile, sample and configuration.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context;
use serde_json::json;
use webhook_catalog::diagnostic::{Diagnostic, Place};
use webhook_catalog::{VendorId, codes};

use crate::Outcome;
use crate::cli::InitArgs;
use crate::console::Console;
use crate::summary::count_errors;
use crate::workspace::CONFIG;

/// The files, with `acme` in place of the vendor. The configuration is the last: it makes the folder a project.
const FILES: [(&str, &str); 5] = [
    ("events.jsonl", include_str!("../template/events.jsonl")),
    ("profiles.toml", include_str!("../template/profiles.toml")),
    (
        "samples/acme/order.placed/card.json",
        include_str!("../template/sample.json"),
    ),
    (
        "samples/acme/order.placed/provenance.toml",
        include_str!("../template/provenance.toml"),
    ),
    (CONFIG, include_str!("../template/webhook-events.toml")),
];

/// Runs the command in the working folder.
pub(crate) fn run(args: &InitArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let files = files(&args.vendor);
    let problems = problems(&args.vendor, &files);
    if !problems.is_empty() {
        console.diagnostics(&problems);
        console.conclusion(&format!("{}; nothing was written", count_errors(&problems)));
        console.json(&json!({ "reason": "init-finished", "exit_code": 1, "created": [] }));
        return Ok(Outcome::Failed);
    }
    for (path, text) in &files {
        create(Path::new(path), text).with_context(|| format!("cannot write `{path}`"))?;
    }
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let lines = paths.iter().map(|path| format!("     wrote {path}"));
    console.summary(&lines.collect::<Vec<_>>());
    console.summary(&["next: `cargo xtask regen` generates the crate; change the files as you like before or after".to_owned()]);
    console.json(&json!({ "reason": "init-finished", "exit_code": 0, "created": paths }));
    Ok(Outcome::Done)
}

/// The files for a vendor.
fn files(vendor: &str) -> Vec<(String, String)> {
    let mut initial = vendor.chars();
    let display_name: String = initial
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(initial)
        .collect();
    let named = |text: &str| text.replace("acme", vendor).replace("Acme", &display_name);
    FILES
        .into_iter()
        .map(|(path, text)| (named(path), named(text)))
        .collect()
}

fn problems(vendor: &str, files: &[(String, String)]) -> Vec<Diagnostic> {
    if VendorId::new(vendor).is_err() {
        let message = format!("`{vendor}` is no vendor slug");
        let help = "write lower-case letters, digits and hyphens, such as `acme`";
        let problem = Diagnostic::error(codes::UNKNOWN_VENDOR, Place::default(), message);
        return vec![problem.with_help(help)];
    }
    let existing = files.iter().filter(|(path, _)| Path::new(path).exists());
    existing
        .map(|(path, _)| {
            let message = format!("`{path}` exists");
            let help = "move it away, or run `cargo xtask init` in an empty folder";
            Diagnostic::error(codes::EXISTING_FILE, Place::of(path), message).with_help(help)
        })
        .collect()
}

/// Writes a file that does not exist.
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().make_in(folder, |path| {
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
    })?;
    file.write_all(text.as_bytes())?;
    file.persist_noclobber(path)?;
    Ok(())
}
