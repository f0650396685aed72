//! `cargo xtask diff`: reads two catalogues, compares them, and prints the report.

mod github;
mod html;
mod json;
mod markdown;
mod short;
mod text;

pub(crate) use markdown::changelog_entry;

use webhook_catalog::diagnostic::{Checked, Diagnostic, Severity};
use webhook_catalog::{Accepted, codes, hidden_changes, overlay, read_accepted};
use webhook_codegen::diff::{
    DiffOptions, Group, Impact, Report, Scope, StaleInput, StaleInputs, diff,
};
use webhook_codegen::{Inputs, Model};

use crate::Outcome;
use crate::cli::{DiffArgs, DiffFormat, FailOn, InputArgs, PathOrNone, SupplementArgs};
use crate::console::{Console, Verbosity};
use crate::files::{self, Sources};
use crate::inputs::{read_inputs, take, unknown_vendors};
use crate::progress::Progress;
use crate::summary::{count, count_errors};
use crate::sync;
use crate::workspace::Workspace;

/// Runs the command and prints its diagnostics. Errors are returned only for failures that no diagnostic covers.
pub(crate) fn run(
    args: &DiffArgs,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let mut diagnostics = Vec::new();
    let progress = Progress::start(console.shows_progress());
    let report = work(args, workspace, &progress, &mut diagnostics);
    drop(progress);

    console.diagnostics(&diagnostics);
    let outcome = outcome(args.fail_on, report.as_ref(), &diagnostics);
    if let Some(report) = &report {
        let shows_all = console.verbosity() == Verbosity::Verbose;
        let layout = text::Layout {
            width: console.width(),
            shows_all,
        };
        console.report(&match args.format {
            DiffFormat::Text => text::render(report, &layout),
            DiffFormat::Short => short::render(report),
            DiffFormat::Github => github::render(report),
            DiffFormat::Markdown => markdown::render(report),
            DiffFormat::Json => format!("{:#}\n", json::render(report)),
            DiffFormat::Html => html::render(report),
        });
    }
    if outcome == Outcome::Failed {
        let what = match report {
            Some(_) => "the list of accepted findings must be corrected",
            None => "nothing was compared",
        };
        console.conclusion(&format!("{}; {what}", count_errors(&diagnostics)));
    }
    console.json(&json::finished(outcome, report.as_ref()));
    Ok(outcome)
}

fn outcome(fail_on: FailOn, report: Option<&Report>, diagnostics: &[Diagnostic]) -> Outcome {
    let Some(report) = report.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
        return Outcome::Failed;
    };
    let mut open = report.open();
    let is_found = match fail_on {
        FailOn::Breaking => open.any(|finding| finding.impact() == Impact::Breaking),
        FailOn::Any => open.next().is_some() || !report.stale.is_empty(),
        FailOn::Never => false,
    };
    if is_found {
        Outcome::Found
    } else {
        Outcome::Done
    }
}

/// Does the work and prints nothing. `None` if the catalogues cannot be compared; a diagnostic gives the reason.
fn work(
    args: &DiffArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Report> {
    progress.stage("reading");
    let read = || {
        (
            read_baseline(args, workspace),
            files::read_catalogue(&args.current),
            files::read_accepted(args.accepted.as_ref(), workspace),
        )
    };
    let (baseline, current, accepted) = sync::reading(&workspace.root, read)
        .map_err(|problem| found.push(*problem))
        .ok()?;
    let (baseline, supplements) = take(baseline, found);
    let current = Sources {
        catalogue: take(current, found),
        ..supplements
    };
    let accepted: Vec<Accepted> = match take(accepted, found) {
        Some(file) => take(read_accepted(&file), found),
        None => Vec::new(),
    };
    let labels = [&baseline, &current].map(label);
    let sides = read_sides(&args.vendors, baseline, current, found);
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    let [baseline_label, current_label] = labels;
    let options = DiffOptions {
        crate_name: workspace.options(None).crate_name,
        baseline: baseline_label,
        current: current_label,
        is_partial: !args.vendors.is_empty(),
        stale: sides.stale,
        hidden: hidden_changes(&sides.baseline.rows, &sides.current.rows),
    };
    let ([baseline, current], _) = build_sides([sides.baseline, sides.current], progress, found)?;
    progress.stage("comparing");
    take(diff(&baseline, &current, &options, &accepted), found)
}

/// Reads the baseline, and what supplements the current catalogue: the same, unless the baseline has its own.
fn read_baseline(args: &DiffArgs, workspace: &Workspace) -> Checked<(Sources, Sources)> {
    let DiffArgs {
        baseline_additions,
        baseline_overlays,
        baseline_profiles,
        supplements,
        ..
    } = args;
    let own = [baseline_additions, baseline_overlays, baseline_profiles];
    let has_own = own.into_iter().any(Option::is_some);
    let read = |supplements: SupplementArgs| {
        let input = InputArgs {
            catalog: args.baseline.clone(),
            supplements,
        };
        files::read_baseline(&input, &args.vendors, workspace)
    };
    let shared = read(supplements.clone());
    if !has_own {
        return Checked {
            value: (shared.value.clone(), shared.value),
            diagnostics: shared.diagnostics,
        };
    }
    let or_shared = |own: &Option<PathOrNone>, shared: &Option<PathOrNone>| {
        own.as_ref().or(shared.as_ref()).cloned()
    };
    let baseline = read(SupplementArgs {
        additions: or_shared(baseline_additions, &supplements.additions),
        overlays: or_shared(baseline_overlays, &supplements.overlays),
        profiles: or_shared(baseline_profiles, &supplements.profiles),
        samples: supplements.samples.clone(),
    });
    let mut diagnostics = baseline.diagnostics;
    for diagnostic in shared.diagnostics {
        if !diagnostics.contains(&diagnostic) {
            diagnostics.push(diagnostic);
        }
    }
    Checked {
        value: (baseline.value, shared.value),
        diagnostics,
    }
}

/// Builds both models; the diagnostics beside them are warnings. `None` if either side has errors, which are reported
/// without the warnings.
pub(crate) fn build_sides(
    sides: [Inputs; 2],
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<([Model; 2], Vec<Diagnostic>)> {
    let [baseline, current] = sides.map(|side| Model::build_watched(side, progress));
    let mut diagnostics = baseline.diagnostics;
    diagnostics.extend(current.diagnostics);
    match (baseline.value, current.value) {
        (Some(baseline), Some(current)) => Some(([baseline, current], diagnostics)),
        _ => {
            found.extend(diagnostics.into_iter().filter(Diagnostic::is_error));
            None
        }
    }
}

/// The report for a terminal of this width.
pub(crate) fn render_text(report: &Report, width: usize, shows_all: bool) -> String {
    text::render(report, &text::Layout { width, shows_all })
}

/// The inputs of both catalogues.
pub(crate) struct Sides {
    pub(crate) baseline: Inputs,
    pub(crate) current: Inputs,
    pub(crate) stale: StaleInputs,
    /// The diagnostics of the current side that `stale` is made from.
    pub(crate) stale_found: Vec<Diagnostic>,
}

/// Reads both sides. Diagnostics about shared additions, samples, overlays and profiles are reported once. Stale overlays
/// and additions are warnings on the baseline's side and a part of the report on the current side.
pub(crate) fn read_sides(
    vendors: &[String],
    baseline: Sources,
    current: Sources,
    found: &mut Vec<Diagnostic>,
) -> Sides {
    let (mut of_baseline, mut of_current) = (Vec::new(), Vec::new());
    let (baseline, baseline_read) = read_inputs(vendors, baseline, &mut of_baseline);
    let (current, current_read) = read_inputs(vendors, current, &mut of_current);
    // A vendor may be added or removed, which the report shows. It is unknown only if neither side has it.
    let known_vendors = &baseline_read.known_vendors | &current_read.known_vendors;
    found.extend(unknown_vendors(vendors, &known_vendors));
    for diagnostic in of_baseline
        .iter_mut()
        .filter(|found| overlay::is_stale(found) || is_taken_up(found))
    {
        diagnostic.severity = Severity::Warning;
    }
    let (overlays, of_current): (Vec<_>, _) = of_current.into_iter().partition(overlay::is_stale);
    let (additions, of_current): (Vec<_>, Vec<_>) = of_current.into_iter().partition(is_taken_up);
    for diagnostic in of_baseline.into_iter().chain(of_current) {
        if !found.contains(&diagnostic) {
            found.push(diagnostic);
        }
    }
    let stale_found = [&overlays[..], &additions[..]].concat();
    let stale = |diagnostics: Vec<Diagnostic>| {
        let stale = diagnostics.into_iter().map(|diagnostic| StaleInput {
            label: diagnostic.place.source.unwrap_or_default(),
            message: diagnostic.message,
        });
        stale.collect()
    };
    Sides {
        baseline,
        current,
        stale: StaleInputs {
            overlays: stale(overlays),
            additions: stale(additions),
        },
        stale_found,
    }
}

/// True if a diagnostic only means that the catalogue has taken up an addition, whose row is read instead.
fn is_taken_up(found: &Diagnostic) -> bool {
    found.code == codes::ADDITION_TAKEN_UP
}

/// The title of the part of a vendor that a group concerns; an event's name is formatted by `event`.
fn group_title(group: &Group<'_>, event: impl Fn(&str) -> String) -> String {
    match (&group.first().subject.scope, group.findings.len()) {
        (Scope::Vendor, _) => "the vendor".to_owned(),
        (Scope::Envelope, _) => "the envelope".to_owned(),
        (Scope::Shared, _) => "shared types".to_owned(),
        (Scope::Event(name), 1) => event(name.as_str()),
        (Scope::Event(_), events) => count(events, "event"),
    }
}

/// The names of a group's events, formatted by `event`; those after the first `most` are counted.
fn event_list(group: &Group<'_>, most: usize, event: impl Fn(&str) -> String) -> String {
    let events = group.events();
    // One more takes no more space than its number.
    let listed = if events.len() <= most.saturating_add(1) {
        events.len()
    } else {
        most
    };
    let (listed, others) = events.split_at(listed);
    let names: Vec<String> = listed.iter().map(|name| event(name.as_str())).collect();
    match others.len() {
        0 => names.join(", "),
        others => format!("{} and {others} more", names.join(", ")),
    }
}

/// The label of a catalogue in reports.
fn label(sources: &Sources) -> String {
    let files: Vec<&str> = sources
        .catalogue
        .iter()
        .map(|file| file.label.as_str())
        .collect();
    match files.as_slice() {
        [] => "no file".to_owned(),
        [first] => (*first).to_owned(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}
