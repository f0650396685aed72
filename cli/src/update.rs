//! `cargo xtask update`: replaces the snapshot by a newer catalogue, completely or not at all.
//!
//! The new crate is generated and tested aside. Snapshot, crate and changelog then change in one transaction
//! ([`crate::sync::stage`]).

mod changelog;
mod remote;
mod stale;
mod version;
mod wire;

use std::collections::BTreeSet;
use std::path::Path;

use webhook_catalog::diagnostic::{Diagnostic, Place};
use webhook_catalog::{EventRow, RowKind, SourceFile, codes, hidden_changes, replace_vendors};
use webhook_codegen::diff::{self, Bump, Report, StaleInput, StaleInputs};
use webhook_codegen::{GoldenPayload, Inputs, OutputTree};

use crate::Outcome;
use crate::cli::{InputArgs, UpdateArgs};
use crate::console::{Console, Verbosity};
use crate::diff::{Sides, build_sides, changelog_entry, read_sides, render_text};
use crate::files::{self, Sources};
use crate::inputs::{take, unknown_vendors};
use crate::progress::Progress;
use crate::summary::{count, count_errors};
use crate::sync::{self, Change, Failure, FileChange, Out, Plan, Tree};
use crate::workspace::Workspace;

const CHANGELOG: &str = "CHANGELOG.md";

/// Runs the command and prints its diagnostics. Errors are returned only for failures that no diagnostic covers.
pub(crate) fn run(
    args: &UpdateArgs,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let mut diagnostics = Vec::new();
    let progress = Progress::start(console.shows_progress());
    let workspace = &workspace.seen_from_root();
    let prepared = prepare(args, workspace, &progress, &mut diagnostics);
    let has_error = diagnostics.iter().any(Diagnostic::is_error);
    let report = prepared.as_ref().map(|prepared| prepared.report.clone());
    let note = prepared.as_ref().and_then(|prepared| prepared.note.clone());
    let taken = match prepared.filter(|_| !has_error) {
        Some(prepared) => take_over(args, workspace, &prepared, &progress, &mut diagnostics)?,
        None => false,
    };
    drop(progress);

    if let Some(report) = &report {
        let shows_all = console.verbosity() == Verbosity::Verbose;
        let width = console.width();
        console.report(&render_text(report, width, shows_all));
    }
    console.diagnostics(&diagnostics);
    if !taken {
        console.conclusion(&format!(
            "{}; {}",
            count_errors(&diagnostics),
            sync::condition(&diagnostics, "nothing was changed")
        ));
        return Ok(Outcome::Failed);
    }
    let done = "updated the catalogue; review the changes and commit them".to_owned();
    console.summary(&note.into_iter().chain([done]).collect::<Vec<_>>());
    Ok(Outcome::Done)
}

/// An update that is computed but not carried out.
struct Prepared {
    report: Report,
    /// The changes to files outside the crate.
    inputs: Vec<InputChange>,
    old_files: OutputTree,
    new_files: OutputTree,
    earlier: Vec<GoldenPayload>,
    /// The change of the crate's version, for the summary.
    note: Option<String>,
}

/// The change to a file outside the crate.
struct InputChange {
    /// Its path in the workspace.
    path: String,
    change: Change,
    bytes: Vec<u8>,
}

impl InputChange {
    /// Writes a file that exists or not.
    fn write(root: &Path, path: &str, bytes: Vec<u8>) -> Self {
        let change = if root.join(path).exists() {
            Change::Replace
        } else {
            Change::Create
        };
        Self {
            path: path.to_owned(),
            change,
            bytes,
        }
    }

    fn remove(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            change: Change::Remove,
            bytes: Vec::new(),
        }
    }

    fn as_file_change(&self) -> FileChange<'_> {
        FileChange {
            path: self.path.clone(),
            change: self.change,
            bytes: &self.bytes,
        }
    }
}

fn prepare(
    args: &UpdateArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Prepared> {
    if let Some(refused) = remote::refuse(&args.file) {
        found.push(refused);
        return None;
    }
    progress.stage("reading");
    let root = &workspace.root;
    let baseline = take(files::read(&InputArgs::default(), &[], workspace), found);
    let newer = take(files::read_snapshot(&args.file), found);
    let mut current = Sources {
        catalogue: of_vendors(&args.vendors, &baseline, newer, found),
        ..baseline.clone()
    };
    let [old, new] = snapshot_paths(&baseline, &current, found)?;
    let bytes = current.catalogue.first()?.bytes.clone();
    let known = found.len();
    let mut sides = read_sides(&[], baseline.clone(), current.clone(), found);
    let mut removal = stale::Removal::new(workspace);
    while args.drop_stale && removal.take_out(&mut current, &sides.stale_found) {
        found.truncate(known);
        sides = read_sides(&[], baseline.clone(), current.clone(), found);
    }
    let mut inputs = removal.changes(&baseline, &current);
    let Sides {
        baseline: before,
        current: after,
        stale,
        ..
    } = sides;
    let rows = before.rows.iter().chain(&after.rows);
    let known_vendors = rows.map(|row| row.vendor.to_string()).collect();
    found.extend(unknown_vendors(&args.vendors, &known_vendors));
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    if !args.allow_loss {
        found.extend(loss([&before.rows, &after.rows], &new));
    }
    let hidden = hidden_changes(&before.rows, &after.rows);
    let date = newest_date(&after);
    let ([before, after], warnings) = build_sides([before, after], progress, found)?;
    progress.stage("comparing");
    let settings = workspace.options(None);
    let options = diff::DiffOptions {
        crate_name: settings.crate_name.clone(),
        baseline: old.clone(),
        current: new.clone(),
        is_partial: false,
        stale,
        hidden,
    };
    let report = take(diff::diff(&before, &after, &options, &[]), found)?;
    found.extend(refusals(&report));
    found.extend(warnings);
    let earlier = before.payloads();
    progress.stage("generating");
    let raised = version::raise(workspace, &settings, report.semver.bump);
    let old_files = before.emit(&settings).tree;
    let new_files = after.emit(&raised.options).tree;
    let locks = raised.locks.into_iter();
    inputs.extend(locks.map(|(path, lock)| InputChange::write(root, &path, lock.into_bytes())));
    inputs.push(InputChange::write(root, &new, bytes));
    if old != new {
        inputs.push(InputChange::remove(&old));
    }
    if report.semver.bump != Bump::None {
        let changelog = std::fs::read_to_string(root.join(CHANGELOG)).ok();
        let title = changelog::title(raised.version.as_deref(), &date);
        let changelog =
            changelog::with_entry(changelog.as_deref(), &title, &changelog_entry(&report));
        inputs.push(InputChange::write(root, CHANGELOG, changelog.into_bytes()));
    }
    Some(Prepared {
        report,
        inputs,
        old_files,
        new_files,
        earlier,
        note: raised.note,
    })
}

/// The date on which the vendor's page of any row was last read; empty without rows.
fn newest_date(inputs: &Inputs) -> String {
    let extractions = inputs.rows.iter().filter_map(|row| row.extraction.as_ref());
    let times = extractions.map(|extraction| &extraction.last_introspected_at);
    times
        .max()
        .into_iter()
        .flat_map(|time| time.chars().take(10))
        .collect()
}

/// The newer snapshot; with vendors, their rows of it and the others of the present snapshot.
fn of_vendors(
    vendors: &[String],
    baseline: &Sources,
    newer: Vec<SourceFile>,
    found: &mut Vec<Diagnostic>,
) -> Vec<SourceFile> {
    let Some(label) = newer.first().filter(|_| !vendors.is_empty()) else {
        return newer;
    };
    let label = format!("{}.jsonl", label.label);
    let bytes = take(replace_vendors(&baseline.catalogue, &newer, vendors), found);
    vec![SourceFile {
        path: label.clone(),
        label,
        bytes,
    }]
}

/// The path of the snapshot before and after: its own name, with the extension of the new file.
fn snapshot_paths(
    sources: &Sources,
    current: &Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<[String; 2]> {
    let file = Path::new(&current.catalogue.first()?.label);
    let [old] = &sources.catalogue[..] else {
        let message = format!(
            "the snapshot has {}, but an update replaces only one",
            count(sources.catalogue.len(), "file")
        );
        let help = "replace the files in catalog/ by hand, and run `cargo xtask regen`";
        found.push(
            Diagnostic::error(codes::NO_SINGLE_SNAPSHOT, Place::of("catalog"), message)
                .with_help(help),
        );
        return None;
    };
    let stem = old
        .label
        .rsplit_once('.')
        .map_or(old.label.as_str(), |(stem, _)| stem);
    let ending = file.extension().map_or_else(String::new, |ending| {
        format!(".{}", ending.to_string_lossy())
    });
    Some([old.label.clone(), format!("{stem}{ending}")])
}

/// An error if more than a fifth of the baseline's rows are missing. Events are no measure, as samples and additions keep some
/// whose rows are gone.
fn loss([baseline, current]: [&[EventRow]; 2], label: &str) -> Option<Diagnostic> {
    let rows = |rows: &'_ [EventRow]| -> BTreeSet<(String, String)> {
        let rows = rows
            .iter()
            .filter(|row| row.origin.kind == RowKind::Catalogue);
        rows.map(|row| (row.vendor.to_string(), row.event_name.to_string()))
            .collect()
    };
    let baseline = rows(baseline);
    let lost = baseline.difference(&rows(current)).count();
    if lost * 5 <= baseline.len() {
        return None;
    }
    let message = format!(
        "{lost} of {} are missing, more than a fifth",
        count(baseline.len(), "row")
    );
    let help = "check that the file is the right one and complete; `--allow-loss` accepts the loss";
    let place = Place::of(label);
    Some(Diagnostic::error(codes::TOO_MANY_ROWS_LOST, place, message).with_help(help))
}

/// Errors that prevent the update although both catalogues could be read.
fn refusals(report: &Report) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let StaleInputs {
        overlays,
        additions,
    } = &report.stale;
    for StaleInput { label, message } in overlays {
        let help =
            "correct or remove it, and update again; `--drop-stale` removes what does not fit";
        let place = Place::of(label);
        found.push(Diagnostic::error(codes::STALE_OVERLAY, place, &**message).with_help(help));
    }
    for StaleInput { label, message } in additions {
        let help =
            "remove it, run `cargo xtask regen`, and update again; `--drop-stale` does all of that";
        let place = Place::of(label);
        found.push(Diagnostic::error(codes::STALE_ADDITION, place, &**message).with_help(help));
    }
    found
}

/// Stages the changes, checks the wire with the crate that is built aside, and then makes all of them at once. Returns true if all of
/// it succeeded; otherwise nothing is changed.
fn take_over(
    args: &UpdateArgs,
    workspace: &Workspace,
    prepared: &Prepared,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> anyhow::Result<bool> {
    let Some(out) = workspace.config.out.as_deref() else {
        let message = "no output folder: the configuration names none";
        let help = "name the folder of the crate as `out` in `webhook-events.toml`";
        found.push(Diagnostic::error(codes::NO_OUTPUT, Place::default(), message).with_help(help));
        return Ok(false);
    };
    let (root, out) = (&workspace.root, workspace.folder(out));
    let Some(plan) = plan_of(&out, prepared, found) else {
        return Ok(false);
    };
    progress.stage("staging");
    let files: Vec<(&str, &str)> = prepared.new_files.iter().collect();
    let mut changes = sync::changes(&plan, &files);
    changes.extend(prepared.inputs.iter().map(InputChange::as_file_change));
    let workspace = workspace.folder(".");
    let staged = match sync::stage(&Tree::of_workspace(root), &changes) {
        Ok(staged) => staged,
        Err(error) => {
            found.push(sync::failed(&workspace, &Failure::before_any_change(error)));
            return Ok(false);
        }
    };
    if !args.no_wire_check {
        progress.stage("checking the wire");
        let faults = wire::check(root, &files, &prepared.earlier)
            .map_err(|error| anyhow::anyhow!("{error:#}; nothing was changed"))?;
        let is_broken = !faults.is_empty();
        found.extend(faults);
        if is_broken {
            return Ok(false);
        }
    }
    progress.stage_of("writing", changes.len());
    match staged.commit(|| progress.step()) {
        Ok(()) => Ok(true),
        Err(failure) => {
            found.push(sync::failed(&workspace, &failure));
            Ok(false)
        }
    }
}

/// The plan for the crate's files, if they are fresh for the earlier catalogue.
fn plan_of(out: &Out, prepared: &Prepared, found: &mut Vec<Diagnostic>) -> Option<Plan> {
    let [before, after] = [&prepared.old_files, &prepared.new_files]
        .map(|tree| sync::plan(out, &tree.iter().collect::<Vec<_>>()));
    match (before, after) {
        (Ok(before), Ok(after)) if before.is_fresh() => Some(after),
        (Ok(_), Ok(_)) => {
            let message = "the crate is stale for the present catalogue";
            let help = "run `cargo xtask regen` first, so that the changes are the update's alone";
            found.push(
                Diagnostic::error(codes::CRATE_NOT_FRESH, Place::of(&out.label), message)
                    .with_help(help),
            );
            None
        }
        (before, after) => {
            found.extend(before.err().or(after.err()).unwrap_or_default());
            None
        }
    }
}
