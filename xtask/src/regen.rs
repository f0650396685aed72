//! `cargo xtask regen`: read, generate, compare, and then write or, with `--check`, tell.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use webhook_catalog::diagnostic::{Checked, Code, Diagnostic, Place};
use webhook_catalog::{
    Profiles, SourceFile, read_overlays, read_profiles, read_rows, read_samples,
};
use webhook_codegen::{Generated, Inputs, Options, generate};

use crate::Outcome;
use crate::cli::RegenArgs;
use crate::console::{Console, Verbosity};
use crate::files::{self, Sources};
use crate::progress::Progress;
use crate::summary::{Finished, Read, check_counts, count, failed_message};
use crate::sync::{self, Files, Out, Plan};
use crate::workspace::Workspace;

/// A `--vendor` that neither rows nor samples have.
const UNKNOWN_VENDOR: Code = Code("E312");

/// Runs the command. Diagnostics are printed, not returned; an error is what no diagnostic covers.
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
        console.conclusion(&conclusion(&diagnostics));
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

/// What a run made.
struct Worked {
    read: Read,
    generated: Generated,
    plan: Plan,
}

/// The run itself: nothing is printed, and nothing is written if there is any error. `None` if there is one.
fn work(
    args: &RegenArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Worked> {
    progress.stage("reading");
    let sources = take(files::read(&args.input, &workspace.root), found);
    let (inputs, read) = read_inputs(&args.input.vendors, sources, found);
    progress.stage("generating");
    let generated = take(
        generate(
            inputs,
            &Options {
                crate_name: args.crate_name.clone(),
            },
        ),
        found,
    )?;
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
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

/// Hands the files to the readers, all of them, and leaves out the vendors that nobody asked for. What the files held is
/// not needed after that.
fn read_inputs(
    vendors: &[String],
    sources: Sources,
    found: &mut Vec<Diagnostic>,
) -> (Inputs, Read) {
    let overlays = take(read_overlays(&sources.overlays), found);
    let mut rows = take(read_rows(&sources.catalogue, &overlays), found);
    let samples = take(read_samples(&sources.samples), found);
    let profiles = sources
        .profiles
        .as_ref()
        .map_or_else(Profiles::default, |file| take(read_profiles(file), found));
    found.extend(unknown_vendors(
        vendors,
        rows.iter().map(|row| row.vendor.as_str()),
        &sources.sample_vendors,
    ));
    if !vendors.is_empty() {
        rows.retain(|row| vendors.iter().any(|vendor| vendor == row.vendor.as_str()));
    }
    let mut by_file: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *by_file.entry(&row.origin.source).or_default() += 1;
    }
    let rows_in = |file: &SourceFile| {
        (
            file.label.clone(),
            by_file
                .get(file.label.as_str())
                .copied()
                .unwrap_or_default(),
        )
    };
    let [samples_from, overlays_from] = &sources.folders;
    let read = Read {
        catalogue: sources.catalogue.iter().map(rows_in).collect(),
        samples: (samples_from.clone(), samples.len()),
        overlays: (overlays_from.clone(), overlays.len()),
        profiles: (
            sources
                .profiles
                .as_ref()
                .map_or_else(String::new, |file| file.label.clone()),
            profiles.0.len(),
        ),
    };
    (
        Inputs {
            rows,
            samples,
            profiles,
        },
        read,
    )
}

fn unknown_vendors<'a>(
    asked: &[String],
    in_rows: impl Iterator<Item = &'a str>,
    in_samples: &'a [String],
) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> = in_rows
        .chain(in_samples.iter().map(String::as_str))
        .collect();
    let list = || {
        known
            .iter()
            .map(|vendor| format!("`{vendor}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let unknown = asked
        .iter()
        .filter(|vendor| !known.contains(vendor.as_str()));
    unknown
        .map(|vendor| {
            let message = format!("`--vendor {vendor}`: no row and no sample is of this vendor");
            let help = if known.is_empty() {
                "none was read".to_owned()
            } else {
                format!("known are {}", list())
            };
            Diagnostic::error(UNKNOWN_VENDOR, Place::default(), message).with_help(help)
        })
        .collect()
}

fn take<T>(checked: Checked<T>, found: &mut Vec<Diagnostic>) -> T {
    found.extend(checked.diagnostics);
    checked.value
}

/// Such as `3 errors in 2 files; nothing was written`.
fn conclusion(diagnostics: &[Diagnostic]) -> String {
    let errors: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .collect();
    let files: BTreeSet<&str> = errors
        .iter()
        .filter_map(|diagnostic| diagnostic.place.source.as_deref())
        .collect();
    let place = if files.is_empty() {
        String::new()
    } else {
        format!(" in {}", count(files.len(), "file"))
    };
    format!(
        "{}{place}; nothing was written",
        count(errors.len(), "error")
    )
}

#[cfg(test)]
mod tests;
