//! A report for programs: one object, described by `report.schema.json` beside this file.
//!
//! `version` grows when a member changes its meaning or is removed; members may be added without a new version.

use serde_json::{Value, json};
use webhook_codegen::diff::{
    Counts, Finding, Group, ItemRef, Reason, Report, Scope, Semver, Side, StaleInput, Subject,
    Verdicts,
};

use crate::Outcome;

/// The version of the format above.
const VERSION: u32 = 2;

/// The report as JSON.
pub(super) fn render(report: &Report) -> Value {
    let Report {
        crate_name,
        baseline,
        current,
        findings,
        counts,
        semver,
        stale,
    } = report;
    let Semver { bump, reasons } = semver;
    let reasons: Vec<Value> = reasons.iter().map(reason).collect();
    json!({
        "version": VERSION,
        "crate": crate_name,
        "baseline": side(baseline),
        "current": side(current),
        "semver": { "bump": bump.as_str(), "reasons": reasons },
        "counts": count(counts),
        "groups": report.groups().iter().map(group).collect::<Vec<_>>(),
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        "stale_overlays": stale.overlays.iter().map(stale_input).collect::<Vec<_>>(),
        "stale_additions": stale.additions.iter().map(stale_input).collect::<Vec<_>>(),
    })
}

/// The last line of a run with `--message-format json`.
pub(super) fn finished(outcome: Outcome, report: Option<&Report>) -> Value {
    json!({
        "reason": "diff-finished",
        "exit_code": outcome as u8,
        "report": report.map(render),
    })
}

fn side(side: &Side) -> Value {
    let Side {
        label,
        vendors,
        events,
    } = side;
    json!({ "label": label, "vendors": vendors, "events": events })
}

fn reason(reason: &Reason) -> Value {
    let Reason { rule, findings } = reason;
    json!({ "rule": rule.id(), "purpose": rule.purpose(), "findings": findings })
}

fn count(counts: &Counts) -> Value {
    let Counts {
        all,
        breaking,
        compatible,
        trivial,
        malformed,
        misfits,
        source,
        behaviour,
        accepted,
    } = counts;
    json!({
        "all": all,
        "breaking": breaking,
        "unclassified": 0,
        "compatible": compatible,
        "trivial": trivial,
        "malformed": malformed,
        "misfits": misfits,
        "source": source,
        "behaviour": behaviour,
        "accepted": accepted,
    })
}

fn stale_input(input: &StaleInput) -> Value {
    let StaleInput { label, message } = input;
    json!({ "file": label, "message": message })
}

fn group(group: &Group<'_>) -> Value {
    let finding = group.first();
    let fingerprints = group.findings.iter().map(|finding| &finding.fingerprint);
    let events = group.events();
    json!({
        "fingerprint": group.fingerprint,
        "rule": finding.rule.id(),
        "impact": finding.impact().as_str(),
        "vendor": finding.subject.vendor.as_str(),
        "events": events.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
        "pointer": finding.subject.pointer,
        "message": finding.message,
        "accepted": finding.accepted,
        "findings": fingerprints.collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    let Finding {
        rule,
        subject,
        verdicts,
        adds_items,
        message,
        fix,
        hint,
        before,
        after,
        docs_url,
        fingerprint,
        accepted,
    } = finding;
    let Subject {
        vendor,
        scope,
        pointer,
        baseline_item,
        current_item,
    } = subject;
    let Verdicts {
        wire,
        source,
        behaviour,
    } = verdicts;
    let (scope, event) = match scope {
        Scope::Vendor => ("vendor", None),
        Scope::Envelope => ("envelope", None),
        Scope::Shared => ("shared", None),
        Scope::Event(name) => ("event", Some(name.as_str())),
    };
    json!({
        "rule": rule.id(),
        "impact": finding.impact().as_str(),
        "wire": wire.as_str(),
        "source": source.as_str(),
        "behaviour": behaviour.as_str(),
        "adds_items": adds_items,
        "vendor": vendor.as_str(),
        "scope": scope,
        "event": event,
        "pointer": pointer,
        "baseline_item": baseline_item.as_ref().map(item),
        "current_item": current_item.as_ref().map(item),
        "before": before,
        "after": after,
        "message": message,
        "fix": fix.as_deref().unwrap_or("nothing to do"),
        "hint": hint,
        "docs_url": docs_url,
        "fingerprint": fingerprint,
        "accepted": accepted,
    })
}

fn item(item: &ItemRef) -> Value {
    let ItemRef { path, kind } = item;
    json!({ "path": path, "type": kind.to_string() })
}
