//! Two catalogues in, findings out: what an update breaks.
//!
//! `compare` walks the two models and finds changes, and `judge` gives each a finding. Nothing here renders: a [`Report`] is
//! data.

mod change;
mod compare;
mod fingerprint;
mod judge;
mod read_check;
mod report;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Accepted, Checked, Diagnostic, Place, codes};

use crate::model::Model;
pub use report::{
    Bump, Counts, Finding, Impact, ItemKind, ItemRef, Reason, Report, Scope, Semver, Side,
    StaleOverlay, Subject, Verdict, Verdicts,
};
pub use rule::{Direction, Rule};

/// How to compare.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The emitted package whose items are named.
    pub crate_name: String,
    /// What messages call the baseline.
    pub baseline: String,
    /// What messages call the current catalogue.
    pub current: String,
    /// Whether the sides hold only some of the vendors. Then a side may be empty, and accepted findings of other vendors are
    /// left alone.
    pub is_partial: bool,
    /// Overlays that did not fit the current catalogue when its rows were read.
    pub stale_overlays: Vec<StaleOverlay>,
}

/// Compares two catalogues.
///
/// The value is `None` if either has no row at all, which is an error. An accepted finding that is not found is an error
/// too, beside the report.
pub fn diff(
    baseline: &Model,
    current: &Model,
    options: &Options,
    accepted: &[Accepted],
) -> Checked<Option<Report>> {
    let mut diagnostics = Vec::new();
    let sides = [(&options.baseline, baseline), (&options.current, current)];
    for (label, model) in sides {
        if !has_rows(model) && !options.is_partial {
            let message = "the catalogue has no rows, so there is nothing to compare";
            let help = "name a catalogue that has some";
            diagnostics.push(
                Diagnostic::error(codes::NOTHING_TO_COMPARE, Place::of(label), message)
                    .with_help(help),
            );
        }
    }
    if !diagnostics.is_empty() {
        return Checked {
            value: None,
            diagnostics,
        };
    }
    let crate_ident = options.crate_name.replace('-', "_");
    let changes = compare::compare(baseline, current, &crate_ident);
    let mut findings: Vec<Finding> = changes.into_iter().map(judge::judge).collect();
    findings.sort_by(|one, other| key(one).cmp(&key(other)));
    accept(&mut findings, options, accepted, &mut diagnostics);
    let report = Report {
        crate_name: options.crate_name.clone(),
        baseline: side(&options.baseline, baseline),
        current: side(&options.current, current),
        counts: Counts::of(&findings),
        semver: semver(&findings),
        findings,
        stale_overlays: options.stale_overlays.clone(),
    };
    Checked {
        value: Some(report),
        diagnostics,
    }
}

/// True if the catalogue has a row for any event.
fn has_rows(model: &Model) -> bool {
    let mut events = model.vendors.iter().flat_map(|vendor| &vendor.events);
    events.any(|event| event.described.by_row)
}

/// By subject, then by rule, then by what differs.
fn key(finding: &Finding) -> impl Ord + '_ {
    (
        &finding.subject,
        finding.rule,
        &finding.before,
        &finding.after,
    )
}

fn side(label: &str, model: &Model) -> Side {
    let vendors = model.vendors.iter();
    Side {
        label: label.to_owned(),
        vendors: model.vendors.len(),
        events: vendors.map(|vendor| vendor.events.len()).sum(),
    }
}

/// Marks the findings that somebody accepted, and reports what was accepted and is not there.
fn accept(
    findings: &mut [Finding],
    options: &Options,
    accepted: &[Accepted],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let reasons: BTreeMap<&str, &Accepted> = accepted
        .iter()
        .map(|one| (one.fingerprint.as_str(), one))
        .collect();
    let mut used = BTreeSet::new();
    for finding in findings {
        if let Some(one) = reasons.get(finding.fingerprint.as_str()) {
            finding.accepted = Some(one.reason.clone());
            used.insert(one.fingerprint.as_str());
        }
    }
    if options.is_partial {
        return;
    }
    for one in accepted {
        if !used.contains(one.fingerprint.as_str()) {
            let message = format!("no finding has the fingerprint `{}`", one.fingerprint);
            let help =
                "remove the entry: what it accepts is not there, or is another change by now";
            diagnostics.push(
                Diagnostic::error(codes::UNUSED_ACCEPTED_FINDING, one.place.clone(), message)
                    .with_help(help),
            );
        }
    }
}

impl Counts {
    fn of(findings: &[Finding]) -> Self {
        let count = |is_meant: fn(&Finding) -> bool| {
            findings.iter().filter(|finding| is_meant(finding)).count()
        };
        Self {
            all: findings.len(),
            breaking: count(|finding| finding.impact() == Impact::Breaking),
            compatible: count(|finding| finding.impact() == Impact::Compatible),
            trivial: count(|finding| finding.impact() == Impact::Trivial),
            wire: count(|finding| finding.verdicts.wire == Verdict::Breaks),
            source: count(|finding| finding.verdicts.source == Verdict::Breaks),
            behaviour: count(|finding| finding.verdicts.behaviour == Verdict::Breaks),
            accepted: count(|finding| finding.accepted.is_some()),
        }
    }
}

/// The largest bump that any finding asks for, and the rules of those that do.
fn semver(findings: &[Finding]) -> Semver {
    let bump = findings
        .iter()
        .map(Finding::bump)
        .max()
        .unwrap_or(Bump::None);
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.bump() == bump) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let mut reasons: Vec<Reason> = counts
        .into_iter()
        .map(|(rule, findings)| Reason { rule, findings })
        .collect();
    // Rules with equally many stay in the order of their ids.
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.findings));
    Semver { bump, reasons }
}
