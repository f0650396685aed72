//! `cargo xtask regen`: reads the inputs, generates the crate, and writes it or, with `--check`, compares it.

use std::path::Path;
use std::time::Instant;

use webhook_catalog::diagnostic::Diagnostic;
use webhook_codegen::{Generated, Model, Options};

use crate::Outcome;
use crate::cli::RegenArgs;
use crate::console::{Console, Verbosity};
use crate::files;
use crate::inputs::{read_inputs, take, unknown_vendors};
use crate::progress::Progress;
use crate::summary::{Finished, Read, check_counts, count_errors, failed_message};
use crate::sync::{self, Files, Out, Plan};
use crate::workspace::Workspace;

/// Runs the command and prints its diagnostics. Errors are returned only for failures that no diagnostic covers.
pub(crate) fn run(
    args: &RegenArgs,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mut diagnostics = Vec::new();
    let progress = Progress::start(console.shows_progress());
    let worked = work(args, workspace, &progress, &mut diagnostics);
    drop(progress);

    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .count();
    let warnings = diagnostics.len() - errors;
    let Some(worked) = worked.filter(|_| errors == 0) else {
        console.diagnostics(&diagnostics);
        console.conclusion(&format!(
            "{}; nothing was written",
            count_errors(&diagnostics)
        ));
        console.json(&failed_message(errors, warnings));
        return Ok(Outcome::Failed);
    };
    if console.verbosity() == Verbosity::Verbose {
        diagnostics.extend(worked.plan.foreign_warnings());
    }
    console.diagnostics(&diagnostics);
    let is_stale = args.check && !worked.plan.is_fresh();
    let finished = Finished {
        read: &worked.read,
        vendors: &worked.generated.summary.vendors,
        plan: &worked.plan,
        outcome: if is_stale {
            Outcome::Stale
        } else {
            Outcome::Done
        },
        is_check: args.check,
        warnings,
        elapsed: started.elapsed(),
        command: &workspace.command_without_check(),
    };
    console.summary(&finished.lines(console.verbosity()));
    if is_stale {
        let files: Vec<(&str, &str)> = worked.generated.tree.iter().collect();
        console.report(&sync::report::report(
            &worked.plan,
            &files,
            finished.command,
        ));
    }
    console.json(&finished.message());
    Ok(finished.outcome)
}

/// The results of a run.
struct Worked {
    read: Read,
    generated: Generated,
    plan: Plan,
}

/// Does the work and prints nothing. `None` if there is any error; nothing is written then.
fn work(
    args: &RegenArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Worked> {
    progress.stage("reading");
    let sources = take(
        files::read(&args.input, &args.vendors, &workspace.root),
        found,
    );
    let (inputs, read) = read_inputs(&args.vendors, sources, found);
    found.extend(unknown_vendors(&args.vendors, &read.known_vendors));
    progress.stage("generating");
    let model = take(Model::build(inputs), found)?;
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    let generated = model.emit(&Options {
        crate_name: args.crate_name.clone(),
    });
    found.extend(check_counts(&read, &generated.summary.vendors));
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    let files: Vec<(&str, &str)> = generated.tree.iter().collect();
    let plan = compare_and_write(args, &workspace.root, &files, progress)
        .map_err(|problems| found.extend(problems))
        .ok()?;
    Some(Worked {
        read,
        generated,
        plan,
    })
}

fn compare_and_write(
    args: &RegenArgs,
    root: &Path,
    files: &Files<'_>,
    progress: &Progress,
) -> Result<Plan, Vec<Diagnostic>> {
    let out = match &args.out {
        Some(path) => Out {
            path: path.clone(),
            label: path.to_string_lossy().into_owned(),
        },
        None => Out {
            path: root.join("generated"),
            label: "generated".to_owned(),
        },
    };
    let wait = || progress.stage("waiting for another run");
    sync::with_lock(&out, wait, || {
        progress.stage("comparing");
        let plan = sync::plan(&out, files)?;
        if !args.check {
            progress.stage_of("writing", plan.steps.len());
            sync::apply(&plan, files, || progress.step())?;
        }
        Ok(plan)
    })
}
