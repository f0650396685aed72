//! Comparisons, and their reports as lines.

use webhook_catalog::hidden_changes;
use webhook_codegen::Inputs;
use webhook_codegen::diff::{DiffOptions, Finding, ItemRef, Report, Scope, Verdict, diff};

use end_to_end::{built, sound};

/// The report on two catalogues without errors.
#[track_caller]
pub(crate) fn report(baseline: Inputs, current: Inputs) -> Report {
    let options = DiffOptions {
        crate_name: "webhook-events".to_owned(),
        baseline: "baseline".to_owned(),
        current: "current".to_owned(),
        hidden: hidden_changes(&baseline.rows, &current.rows),
        ..DiffOptions::default()
    };
    let (baseline, current) = (built(baseline), built(current));
    sound(diff(&baseline, &current, &options, &[])).expect("without errors there is a report")
}

/// All findings and the version bump.
pub(crate) fn text(report: &Report) -> String {
    let findings: String = report.findings.iter().map(finding_text).collect();
    format!("{findings}version: {}\n", report.semver.bump.as_str())
}

fn finding_text(finding: &Finding) -> String {
    let subject = &finding.subject;
    let scope = match &subject.scope {
        Scope::Vendor => "(vendor)".to_owned(),
        Scope::Envelope => "(envelope)".to_owned(),
        Scope::Shared => "(shared)".to_owned(),
        Scope::Event(name) => name.to_string(),
    };
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let item = |item: &Option<ItemRef>| {
        let text = item
            .as_ref()
            .map(|item| format!("{}: {}", item.path, item.kind));
        side(&text)
    };
    let verdicts = [
        ("source", finding.verdicts.source),
        ("behaviour", finding.verdicts.behaviour),
    ];
    let wire = finding.verdicts.wire.as_str();
    let broken: Vec<&str> = verdicts
        .iter()
        .filter(|(_, verdict)| *verdict == Verdict::Breaks)
        .map(|(axis, _)| *axis)
        .collect();
    let hint = finding
        .hint
        .as_ref()
        .map_or_else(String::new, |hint| format!("  hint: {hint}\n"));
    format!(
        "{} {}, {} {scope} {}\n  {}\n  before: {}\n  after:  {}\n  was: {}\n  is:  {}\n  wire: {wire}; breaks: {}{}\n{hint}",
        finding.impact().as_str(),
        finding.rule,
        subject.vendor,
        subject.pointer,
        finding.message,
        side(&finding.before),
        side(&finding.after),
        item(&subject.baseline_item),
        item(&subject.current_item),
        if broken.is_empty() { "nothing".to_owned() } else { broken.join(", ") },
        if finding.adds_items { ", adds items" } else { "" },
    )
    .replace(" \n", "\n")
}
