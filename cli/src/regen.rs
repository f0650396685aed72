//! `cargo xtask regen`: reads the inputs, generates the crate, and writes it or, with `--check`, compares it.

mod record;

use std::time::Instant;

use webhook_catalog::codes;
use webhook_catalog::diagnostic::{Checked, Diagnostic, Place};
use webhook_codegen::{Generated, Model, OutputTree};

use self::record::{Record, RecordFile};
use crate::Outcome;
use crate::cli::RegenArgs;
use crate::console::{Console, Verbosity};
use crate::files;
use crate::inputs::{read_inputs, take, unknown_vendors};
use crate::progress::Progress;
use crate::summary::{Account, Finished, check_counts, count_errors, failed_message};
use crate::sync::{self, Files, Out, Plan};
use crate::workspace::{CONFIG, Workspace};

/// Runs the command and prints its diagnostics. Errors are returned only for failures that no diagnostic covers.
pub(crate) fn run(
    args: &RegenArgs,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mut diagnostics = Vec::new();
    let progress = Progress::start(console.shows_progress());
    let work = |found: &mut Vec<Diagnostic>| work(args, workspace, &progress, found);
    let worked = if args.check || args.out.is_some() {
        progress.stage("waiting for another run");
        sync::reading(&workspace.root, || work(&mut diagnostics)).unwrap_or_else(|problem| {
            diagnostics.push(*problem);
            None
        })
    } else {
        work(&mut diagnostics)
    };
    drop(progress);

    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .count();
    let warnings = diagnostics.len() - errors;
    let Some(worked) = worked.filter(|_| errors == 0) else {
        console.diagnostics(&diagnostics);
        console.conclusion(&format!(
            "{}; {}",
            count_errors(&diagnostics),
            sync::condition(&diagnostics, "nothing was written")
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
        account: &worked.account,
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
        let files: Vec<(&str, &str)> = worked.tree.iter().collect();
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
    account: Account,
    /// Empty if the record of an earlier run showed that nothing is to change.
    tree: OutputTree,
    plan: Plan,
}

/// Does the work and prints nothing. `None` if there is any error; nothing is written then.
fn work(
    args: &RegenArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Worked> {
    let out = out(args, workspace, found)?;
    let options = workspace.options(args.crate_name.as_deref());
    progress.stage("reading");
    let sources = take(files::read(&args.input, &args.vendors, workspace), found);
    // A record does not say if its files are a module.
    let record = (found.is_empty() && args.module.is_none())
        .then(|| RecordFile::locate(workspace, &options, &args.vendors, &out, &sources))
        .flatten();
    let known = record.as_ref().and_then(RecordFile::read);
    if let Some((account, plan)) = known.and_then(|record| still_fresh(record, &out, progress)) {
        return Some(Worked {
            account,
            tree: OutputTree::default(),
            plan,
        });
    }
    let is_complete = !found.iter().any(Diagnostic::is_error);
    let (inputs, read) = read_inputs(&args.vendors, sources, found);
    // What is missing would be missed again, by names that say nothing about the cause.
    if !is_complete {
        return None;
    }
    found.extend(unknown_vendors(&args.vendors, &read.known_vendors));
    let Checked { value, diagnostics } = Model::build_watched(inputs, progress);
    // Warnings may be due to what could not be read.
    let has_error = found.iter().any(Diagnostic::is_error);
    found.extend(
        diagnostics
            .into_iter()
            .filter(|one| !has_error || one.is_error()),
    );
    let model = value?;
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    let Generated { tree, summary } = model.emit_watched(&options, progress);
    found.extend(check_counts(&read, &summary.vendors));
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    let tree = match &args.module {
        Some(path) => tree.as_module(path),
        None => tree,
    };
    let files: Vec<(&str, &str)> = tree.iter().collect();
    let plan = compare_and_write(args, &out, &files, progress)
        .map_err(|problems| found.extend(problems))
        .ok()?;
    let account = Account::of(&read, &summary.vendors);
    if let Some(record) = record.filter(|_| found.is_empty() && (plan.is_fresh() || !args.check)) {
        record.write(&account, &files);
    }
    Some(Worked {
        account,
        tree,
        plan,
    })
}

/// The output folder.
fn out(args: &RegenArgs, workspace: &Workspace, found: &mut Vec<Diagnostic>) -> Option<Out> {
    let out = match (&args.out, &workspace.config.out) {
        (Some(path), _) => Some(Out::given(path)),
        (None, Some(folder)) => Some(workspace.folder(folder)),
        (None, None) => None,
    };
    if out.is_none() {
        let message = format!("no output folder: neither `--out` nor `{CONFIG}` names one");
        let help = "name the folder of the crate with `--out DIR`";
        found.push(Diagnostic::error(codes::NO_OUTPUT, Place::default(), message).with_help(help));
    }
    out
}

/// The plan to change nothing, if the output folder still holds what an earlier run with the same inputs left there.
fn still_fresh(record: Record, out: &Out, progress: &Progress) -> Option<(Account, Plan)> {
    let wait = || progress.stage("waiting for another run");
    let plan = sync::with_lock(out, wait, || {
        progress.stage("comparing");
        sync::compare(out, &record.files())
    });
    let plan = plan.ok().filter(Plan::is_fresh)?;
    Some((record.account, plan))
}

fn compare_and_write(
    args: &RegenArgs,
    out: &Out,
    files: &Files<'_>,
    progress: &Progress,
) -> Result<Plan, Vec<Diagnostic>> {
    let wait = || progress.stage("waiting for another run");
    sync::with_lock(out, wait, || {
        progress.stage("comparing");
        if !args.check {
            sync::recover(out)?;
        }
        let plan = sync::plan(out, files)?;
        if !args.check {
            progress.stage_of("writing", plan.steps.len());
            sync::apply(&plan, files, || progress.step())?;
        }
        Ok(plan)
    })
}
