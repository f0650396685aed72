//! Compares the models of two catalogues and reports the effects of the update on users of the emitted crate.
//!
//! `compare` finds the changes between the models, and `judge` gives each a finding. Rendering is up to the caller: a
//! [`Report`] is data.

mod change;
mod compare;
mod docs_urls;
mod fingerprint;
mod group;
mod judge;
mod misfit_effect;
mod read_check;
mod removed_rows;
mod report;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Accepted, Checked, Diagnostic, HiddenChange, Place, codes};

use crate::model::Model;
pub use group::Group;
pub use report::{
    Bump, Counts, Finding, Impact, ItemKind, ItemRef, Reason, Report, Scope, Semver, Side,
    StaleInput, StaleInputs, Subject, Verdict, Verdicts, Wire,
};
pub use rule::{Direction, Rule};

/// Options of a comparison.
#[derive(Debug, Clone, Default)]
pub struct DiffOptions {
    /// The emitted package whose items are named.
    pub crate_name: String,
    /// The baseline's name in messages.
    pub baseline: String,
    /// The current catalogue's name in messages.
    pub current: String,
    /// True if the sides contain only some of the vendors. Then a side may be empty, and unused entries of accepted findings
    /// are no error.
    pub is_partial: bool,
    /// Overlays and additions that do not fit the current catalogue.
    pub stale: StaleInputs,
    /// Changes of rows that overlays hide, so that the models do not differ there.
    pub hidden: Vec<HiddenChange>,
}

/// Compares two catalogues.
///
/// The value is `None` if either has no row at all, which is an error. An accepted finding that is not found is an error
/// too, beside the report.
pub fn diff(
    baseline: &Model,
    current: &Model,
    options: &DiffOptions,
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
    let changes = compare::compare([baseline, current], &options.hidden, &crate_ident);
    let docs_urls = docs_urls::DocsUrls::of([current, baseline]);
    let findings = changes.into_iter().map(judge::judge).collect();
    let mut findings: Vec<Finding> = removed_rows::fold(findings)
        .into_iter()
        .map(|finding| Finding {
            docs_url: docs_urls.get(&finding.subject).map(str::to_owned),
            ..finding
        })
        .collect();
    findings.sort_by(|one, other| sort_key(one).cmp(&sort_key(other)));
    accept(&mut findings, options, accepted, &mut diagnostics);
    let report = Report {
        crate_name: options.crate_name.clone(),
        baseline: side(&options.baseline, baseline),
        current: side(&options.current, current),
        counts: Counts::of(&findings),
        semver: Semver::of(&findings),
        findings,
        stale: options.stale.clone(),
    };
    Checked {
        value: Some(report),
        diagnostics,
    }
}

/// True if the catalogue has a row for any event.
fn has_rows(model: &Model) -> bool {
    let mut events = model.vendors.iter().flat_map(|vendor| &vendor.events);
    events.any(|event| event.described.row.is_some())
}

/// The order of findings: by subject, rule, and values.
fn sort_key(finding: &Finding) -> impl Ord + '_ {
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

/// Marks the accepted findings, one by one or as a group, and reports entries without a finding.
fn accept(
    findings: &mut [Finding],
    options: &DiffOptions,
    accepted: &[Accepted],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let by_fingerprint: BTreeMap<&str, &Accepted> = accepted
        .iter()
        .map(|entry| (entry.fingerprint.as_str(), entry))
        .collect();
    let mut used = BTreeSet::new();
    for finding in findings.iter_mut() {
        if let Some(entry) = by_fingerprint.get(finding.fingerprint.as_str()) {
            finding.accepted = Some(entry.reason.clone());
            used.insert(entry.fingerprint.as_str());
        }
    }
    // The report shows the fingerprints of the groups that are left.
    let mut reasons: BTreeMap<String, &str> = BTreeMap::new();
    for group in group::groups(findings) {
        if let Some(entry) = by_fingerprint.get(group.fingerprint.as_str()) {
            used.insert(entry.fingerprint.as_str());
            let fingerprints = group.findings.iter().map(|finding| &finding.fingerprint);
            reasons.extend(fingerprints.map(|one| (one.clone(), entry.reason.as_str())));
        }
    }
    for finding in findings.iter_mut() {
        if let Some(reason) = reasons.get(&finding.fingerprint) {
            finding.accepted = Some((*reason).to_owned());
        }
    }
    if options.is_partial {
        return;
    }
    for entry in accepted {
        if !used.contains(entry.fingerprint.as_str()) {
            let message = format!("no finding has the fingerprint `{}`", entry.fingerprint);
            let help = "remove the entry: its finding is gone or has changed, or its group has other events";
            diagnostics.push(
                Diagnostic::error(codes::UNUSED_ACCEPTED_FINDING, entry.place.clone(), message)
                    .with_help(help),
            );
        }
    }
}
