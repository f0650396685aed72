//! `cargo xtask adopt`: reads a mapping and documents, and writes adopted overlays or, with `--check`, compares them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use webhook_catalog::adoption::{Adoption, adopt, read_mapping};
use webhook_catalog::diagnostic::{Checked, Diagnostic, Place};
use webhook_catalog::source::SourceFile;
use webhook_catalog::{VendorId, codes};

use crate::Outcome;
use crate::cli::AdoptArgs;
use crate::console::{Console, Verbosity};
use crate::files;
use crate::inputs::take;
use crate::render::escape_and_clip;
use crate::summary::{changed_paths, count, count_errors, plan_lines};
use crate::sync::{self, Out, Plan};
use crate::workspace::Workspace;

/// Number of left-out events that are named without `--verbose`.
const MAX_LEFT_OUT: usize = 10;

/// Runs the command and prints its diagnostics. Errors are returned only for failures that no diagnostic covers.
pub(crate) fn run(
    args: &AdoptArgs,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mut diagnostics = Vec::new();
    let adopted = if args.check || args.out.is_some() {
        sync::reading(&workspace.root, || work(args, workspace, &mut diagnostics)).unwrap_or_else(
            |problem| {
                diagnostics.push(*problem);
                None
            },
        )
    } else {
        work(args, workspace, &mut diagnostics)
    };
    console.diagnostics(&diagnostics);
    let errors = diagnostics.iter().filter(|found| found.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let Some((adoption, plan)) = adopted.filter(|_| errors == 0) else {
        console.conclusion(&format!(
            "{}; {}",
            count_errors(&diagnostics),
            sync::condition(&diagnostics, "nothing was written")
        ));
        let outcome = Outcome::Failed;
        console.json(&json!({
            "reason": "adopt-finished", "exit_code": outcome as u8, "errors": errors, "warnings": warnings,
        }));
        return Ok(outcome);
    };
    let is_stale = args.check && !plan.is_fresh();
    let outcome = if is_stale {
        Outcome::Stale
    } else {
        Outcome::Done
    };
    let command = workspace.command_without_check();
    console.summary(&lines(
        &adoption,
        &plan,
        args.check,
        console.verbosity(),
        started.elapsed(),
    ));
    if is_stale {
        console.report(&sync::report::report(&plan, &texts(&adoption), &command));
    }
    console.json(&message(
        &adoption, &plan, args, outcome, warnings, &command,
    ));
    Ok(outcome)
}

/// Does the work and prints nothing. `None` if there is any error; nothing is written then.
fn work(
    args: &AdoptArgs,
    workspace: &Workspace,
    found: &mut Vec<Diagnostic>,
) -> Option<(Adoption, Plan)> {
    if VendorId::new(&args.vendor).is_err() {
        let message = format!("`{}` is no vendor slug", args.vendor);
        let help = "write the vendor as in the catalogue";
        let diagnostic = Diagnostic::error(codes::UNKNOWN_VENDOR, Place::default(), message);
        found.push(diagnostic.with_help(help));
        return None;
    }
    let folder = workspace.config.adoptions.as_deref().unwrap_or("adoptions");
    let mapping = match &args.mapping {
        Some(path) => files::read_given(path),
        None => files::read_own(workspace, &format!("{folder}/{}.toml", args.vendor)),
    };
    let mapping = SourceFile {
        path: format!("{}.toml", args.vendor),
        ..take(mapping, found)?
    };
    let mapping = take(read_mapping(&mapping), found)?;
    let documents = args.documents.iter();
    let documents: Vec<Checked<Option<SourceFile>>> =
        documents.map(|path| files::read_given(path)).collect();
    let documents: Vec<Option<SourceFile>> = documents
        .into_iter()
        .map(|document| take(document, found))
        .collect();
    let documents: Vec<SourceFile> = documents.into_iter().collect::<Option<_>>()?;
    let adoption = take(adopt(&mapping, &documents), found)?;
    let plan = compare_and_write(args, workspace, &adoption)
        .map_err(|problems| found.extend(problems))
        .ok()?;
    Some((adoption, plan))
}

fn compare_and_write(
    args: &AdoptArgs,
    workspace: &Workspace,
    adoption: &Adoption,
) -> Result<Plan, Vec<Diagnostic>> {
    let out = match &args.out {
        Some(path) => Out::given(path),
        None => {
            let config = &workspace.config;
            let overlays = config.overlays.clone().unwrap_or_else(|| {
                // Beside the mappings, if there are no overlays yet.
                let mappings = config.adoptions.as_deref().unwrap_or_default();
                let above = mappings.rsplit_once('/');
                above.map_or("overlays".to_owned(), |(above, _)| {
                    format!("{above}/overlays")
                })
            });
            workspace.folder(&format!("{overlays}/{}/adopted", args.vendor))
        }
    };
    let texts = texts(adoption);
    sync::with_lock(
        &out,
        || (),
        || {
            if !args.check {
                sync::recover(&out)?;
            }
            let plan = sync::plan(&out, &texts)?;
            if !args.check {
                sync::apply(&plan, &texts, || ())?;
            }
            Ok(plan)
        },
    )
}

fn texts(adoption: &Adoption) -> Vec<(&str, &str)> {
    let files = adoption.files.iter();
    files
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect()
}

fn lines(
    adoption: &Adoption,
    plan: &Plan,
    is_check: bool,
    verbosity: Verbosity,
    elapsed: Duration,
) -> Vec<String> {
    let documents = adoption.documents.iter();
    let mut lines: Vec<String> = documents
        .map(|document| {
            let source = &document.source;
            let text = format!(
                "{} of {} {} from {}, SHA-256 {}",
                source.file, source.name, source.version, source.url, document.sha256
            );
            format!("{:>10} {}", "read", escape_and_clip(&text, 400))
        })
        .collect();
    lines.push(format!(
        "{:>10} {} with {}",
        "adopted",
        count(adoption.events, "event"),
        count(adoption.definitions, "definition")
    ));
    if !adoption.left_out.is_empty() {
        let shown = match verbosity {
            Verbosity::Verbose => adoption.left_out.len(),
            Verbosity::Quiet | Verbosity::Normal => MAX_LEFT_OUT,
        };
        let names: Vec<String> = adoption
            .left_out
            .iter()
            .take(shown)
            .map(|name| escape_and_clip(name, 80))
            .collect();
        let dots = if adoption.left_out.len() > shown {
            ", ..."
        } else {
            ""
        };
        lines.push(format!(
            "{:>10} {} that the mapping does not name: {}{dots}",
            "left out",
            count(adoption.left_out.len(), "payload"),
            names.join(", ")
        ));
    }
    lines.extend(plan_lines(plan, is_check, verbosity, elapsed));
    lines
}

fn message(
    adoption: &Adoption,
    plan: &Plan,
    args: &AdoptArgs,
    outcome: Outcome,
    warnings: usize,
    command: &str,
) -> Value {
    let documents = adoption.documents.iter();
    let documents: Vec<Value> = documents
        .map(|document| {
            let source = &document.source;
            json!({
                "name": source.name, "version": source.version, "file": source.file, "url": source.url,
                "sha256": document.sha256,
            })
        })
        .collect();
    let [created, replaced, removed] = changed_paths(plan);
    json!({
        "reason": "adopt-finished",
        "exit_code": outcome as u8,
        "errors": 0,
        "warnings": warnings,
        "check": args.check,
        "command": command,
        "documents": documents,
        "events": adoption.events,
        "definitions": adoption.definitions,
        "left_out": adoption.left_out,
        "out": plan.out.label,
        "created": created,
        "replaced": replaced,
        "removed": removed,
        "unchanged": plan.unchanged,
    })
}
