//! The summary of a run: inputs read, events emitted, files changed.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use webhook_catalog::codes;
use webhook_catalog::diagnostic::{Diagnostic, Place};
use webhook_codegen::VendorSummary;

use crate::Outcome;
use crate::console::Verbosity;
use crate::render::{clip, escape};
use crate::sync::{Change, Plan};

/// Labels and counts of the inputs that were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// Every file of the catalogue, and its number of rows of the wanted vendors.
    pub(crate) catalogue: Vec<(String, usize)>,
    /// The folder of additions, and their number.
    pub(crate) additions: (String, usize),
    /// The folder of samples, and their number.
    pub(crate) samples: (String, usize),
    /// The folder of overlays, and their number.
    pub(crate) overlays: (String, usize),
    /// The file of vendor profiles, and their number.
    pub(crate) profiles: (String, usize),
    /// The vendors that rows or samples have, wanted or not.
    pub(crate) known_vendors: BTreeSet<String>,
}

impl Read {
    fn rows(&self) -> usize {
        self.catalogue.iter().map(|(_, rows)| rows).sum()
    }

    fn lines(&self) -> Vec<String> {
        // A catalogue in more files than this comes from a folder of its own.
        const MAX_FILES: usize = 10;
        let (shown, rest) = self.catalogue.split_at(self.catalogue.len().min(MAX_FILES));
        let mut lines: Vec<String> = shown
            .iter()
            .map(|(file, rows)| read_line(file, *rows, "row"))
            .collect();
        if !rest.is_empty() {
            let rows = rest.iter().map(|(_, rows)| rows).sum();
            lines.push(read_line(&count(rest.len(), "more file"), rows, "row"));
        }
        let besides = [
            (&self.additions, "addition"),
            (&self.samples, "sample"),
            (&self.overlays, "overlay"),
            (&self.profiles, "vendor profile"),
        ];
        let read = besides.iter().filter(|((place, _), _)| !place.is_empty());
        lines.extend(read.map(|((place, number), noun)| read_line(place, *number, noun)));
        lines
    }

    fn message(&self) -> Value {
        let Self {
            catalogue,
            additions,
            samples,
            overlays,
            profiles,
            known_vendors: _,
        } = self;
        let catalogue: Vec<Value> = catalogue
            .iter()
            .map(|(file, rows)| json!({ "file": file, "rows": rows }))
            .collect();
        let besides = |(place, number): &(String, usize)| {
            if place.is_empty() {
                Value::Null
            } else {
                json!({ "from": place, "count": number })
            }
        };
        json!({
            "catalogue": catalogue,
            "rows": self.rows(),
            "additions": besides(additions),
            "samples": besides(samples),
            "overlays": besides(overlays),
            "profiles": besides(profiles),
        })
    }
}

fn read_line(place: &str, number: usize, noun: &str) -> String {
    format!("{:>10} {}: {}", "read", escape(place), count(number, noun))
}

/// The inputs and events of a run as its summary tells them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    /// For people.
    pub(crate) lines: Vec<String>,
    /// The inputs, for programs.
    pub(crate) read: Value,
    /// The events of each vendor, for programs.
    pub(crate) vendors: Value,
}

impl Account {
    pub(crate) fn of(read: &Read, vendors: &[VendorSummary]) -> Self {
        let mut lines = read.lines();
        lines.extend(vendors.iter().map(vendor_line));
        Self {
            lines,
            read: read.message(),
            vendors: vendors.iter().map(vendor_message).collect(),
        }
    }
}

/// A run that reached a plan.
#[derive(Debug)]
pub(crate) struct Finished<'a> {
    pub(crate) account: &'a Account,
    pub(crate) plan: &'a Plan,
    pub(crate) outcome: Outcome,
    pub(crate) is_check: bool,
    pub(crate) warnings: usize,
    pub(crate) elapsed: Duration,
    pub(crate) command: &'a str,
}

/// Every row and addition read must have been emitted or refused.
pub(crate) fn check_counts(read: &Read, vendors: &[VendorSummary]) -> Option<Diagnostic> {
    let rows: usize = vendors
        .iter()
        .map(|summary| summary.rows + summary.additions)
        .sum();
    let (_, additions) = read.additions;
    let expected = read.rows() + additions;
    (rows != expected).then(|| {
        let message = format!("{expected} rows were read, but {rows} were emitted or refused");
        Diagnostic::error(codes::LOST_EVENTS, Place::default(), message)
            .with_help("this is a bug in the generator; please report it")
    })
}

impl Finished<'_> {
    /// The summary for people.
    pub(crate) fn lines(&self, verbosity: Verbosity) -> Vec<String> {
        let mut lines = self.account.lines.clone();
        lines.extend(plan_lines(
            self.plan,
            self.is_check,
            verbosity,
            self.elapsed,
        ));
        lines
    }

    /// The summary for programs.
    pub(crate) fn message(&self) -> Value {
        let [created, replaced, removed] = changed_paths(self.plan);
        json!({
            "reason": "regen-finished",
            "exit_code": self.outcome as u8,
            "errors": 0,
            "warnings": self.warnings,
            "check": self.is_check,
            "command": self.command,
            "read": self.account.read,
            "vendors": self.account.vendors,
            "out": self.plan.out.label,
            "created": created,
            "replaced": replaced,
            "removed": removed,
            "unchanged": self.plan.unchanged,
            "foreign": self.plan.kept(),
            "elapsed_ms": u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX),
        })
    }
}

/// The last message of a run that did not reach a plan.
pub(crate) fn failed_message(errors: usize, warnings: usize) -> Value {
    json!({ "reason": "regen-finished", "exit_code": Outcome::Failed as u8, "errors": errors, "warnings": warnings })
}

/// The lines on a plan that was done, or compared by `--check`.
pub(crate) fn plan_lines(
    plan: &Plan,
    is_check: bool,
    verbosity: Verbosity,
    elapsed: Duration,
) -> Vec<String> {
    let mut lines = Vec::new();
    if verbosity == Verbosity::Verbose {
        lines.extend(plan.steps.iter().map(|step| {
            let (did, would) = words(step.change);
            let word = if is_check { would } else { did };
            format!("{word:>10} {}", escape(&plan.out.name(&step.path)))
        }));
    }
    let seconds = elapsed.as_secs_f64();
    let out = escape(&plan.out.label);
    lines.extend(kept_line(plan));
    lines.push(if plan.is_fresh() {
        format!(
            "{:>10} `{out}`: {}, in {seconds:.2} s",
            "fresh",
            count(plan.unchanged, "file")
        )
    } else {
        let counts = CHANGES.map(|change| {
            let (did, would) = words(change);
            format!(
                "{} {}",
                plan.count(change),
                if is_check { would } else { did }
            )
        });
        let verb = if is_check { "stale" } else { "wrote" };
        format!(
            "{verb:>10} `{out}`: {}, {} unchanged, in {seconds:.2} s",
            counts.join(", "),
            plan.unchanged
        )
    });
    lines
}

/// The line on files in the output folder that were not generated.
fn kept_line(plan: &Plan) -> Option<String> {
    const MAX_NAMES: usize = 5;
    let kept = plan.kept();
    if kept.is_empty() {
        return None;
    }
    let names: Vec<String> = kept
        .iter()
        .take(MAX_NAMES)
        .map(|path| clip(&escape(&plan.out.name(path)), 80).into_owned())
        .collect();
    let dots = if kept.len() > MAX_NAMES { ", ..." } else { "" };
    Some(format!(
        "{:>10} {} not generated and left alone: {}{dots}",
        "kept",
        count(kept.len(), "file"),
        names.join(", ")
    ))
}

/// The paths that a plan creates, replaces and removes.
pub(crate) fn changed_paths(plan: &Plan) -> [Vec<&str>; 3] {
    CHANGES.map(|change| plan.paths(change).collect())
}

const CHANGES: [Change; 3] = [Change::Create, Change::Replace, Change::Remove];

/// The word for a change, after it was made and with `--check`.
fn words(change: Change) -> (&'static str, &'static str) {
    match change {
        Change::Create => ("created", "missing"),
        Change::Replace => ("replaced", "stale"),
        Change::Remove => ("removed", "orphaned"),
    }
}

fn vendor_line(summary: &VendorSummary) -> String {
    // The diagnostics name all of them.
    const MAX_NAMES: usize = 10;
    let VendorSummary {
        vendor,
        rows,
        additions,
        sample_only,
        emitted,
        refused,
    } = summary;
    let rows = match (*rows, *additions) {
        (rows, 0) => count(rows, "row"),
        (rows, additions) => format!(
            "{} and {}",
            count(rows, "row"),
            count(additions, "addition")
        ),
    };
    let from = match (summary.rows + additions, *sample_only) {
        (_, 0) => rows,
        (0, _) => "samples alone".to_owned(),
        (_, alone) => format!("{rows} and {alone} known by samples alone"),
    };
    let mut line = format!(
        "{:>10} {}: {} from {from}",
        "emitted",
        escape(vendor),
        count(*emitted, "event")
    );
    if !refused.is_empty() {
        let names: Vec<String> = refused
            .iter()
            .take(MAX_NAMES)
            .map(|name| clip(&escape(name), 80).into_owned())
            .collect();
        let dots = if refused.len() > MAX_NAMES {
            ", ..."
        } else {
            ""
        };
        line += &format!("; {} refused: {}{dots}", refused.len(), names.join(", "));
    }
    line
}

fn vendor_message(summary: &VendorSummary) -> Value {
    let VendorSummary {
        vendor,
        rows,
        additions,
        sample_only,
        emitted,
        refused,
    } = summary;
    json!({ "vendor": vendor, "rows": rows, "additions": additions, "sample_only": sample_only, "emitted": emitted, "refused": refused })
}

/// Such as `3 errors in 2 files`.
pub(crate) fn count_errors(diagnostics: &[Diagnostic]) -> String {
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
    format!("{}{place}", count(errors.len(), "error"))
}

/// A number with its noun, such as `1 row` or `2 rows`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

#[cfg(test)]
mod tests;
