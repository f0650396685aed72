//! A report for programs.
//!
//! One object. `version` is 2 and grows when a member changes its meaning or is removed; members may be added without a new version.
//!
//! | member | content |
//! |---|---|
//! | `version` | 2 |
//! | `crate` | the emitted package whose items are named |
//! | `baseline`, `current` | each with `label`, and its numbers of `vendors` and `events` |
//! | `semver` | `bump` (`major`, `minor`, `patch` or `none`, as for a version of 1.0 or later) and `reasons`, each with `rule`, its `purpose`, and the number of `findings` that require the bump |
//! | `counts` | `all` findings; by impact `breaking`, `compatible` and `trivial`; `unclassified`, which is always 0 because every change has a rule; those by which deliveries are `malformed` or have `misfits`, and those that break `source` and `behaviour`; those that are `accepted`, which are in the other counts too |
//! | `findings` | sorted by vendor, scope, pointer and rule; see below |
//! | `stale_overlays` | overlays that no longer fit the current catalogue: `file` and `message` |
//! | `stale_additions` | additions that the current catalogue has taken up: `file` and `message` |
//!
//! A finding:
//!
//! | member | content |
//! |---|---|
//! | `rule` | the rule's id |
//! | `impact` | `breaking`, `compatible` or `trivial` |
//! | `wire` | how the baseline reads current deliveries, at worst: it `fits`, with `misfits`, or `malformed`; the last includes refused ones and those that are taken for another event |
//! | `source`, `behaviour` | `holds` or `breaks` |
//! | `adds_items` | true if the crate gets new items |
//! | `vendor` | the vendor's slug |
//! | `scope` | `vendor`, `envelope`, `shared` or `event` |
//! | `event` | the event name; null unless the scope is `event` |
//! | `pointer` | the place as a JSON pointer into the body, `*` for the items of an array or the values of a map, `\|n` for an alternative; for shared types `#` and the definition's name first |
//! | `baseline_item`, `current_item` | the Rust item on either side, `path` and `type`; null if that side has none |
//! | `before`, `after` | the texts on either side; null if that side has none |
//! | `message`, `fix` | the change and its remedy, as fragments without a full stop |
//! | `hint` | a guess at the cause, or null |
//! | `fingerprint` | sixteen hexadecimal digits that identify the finding in the list of accepted ones |
//! | `accepted` | the reason of its acceptance, or null |

use serde_json::{Value, json};
use webhook_codegen::diff::{
    Counts, Finding, ItemRef, Reason, Report, Scope, Semver, Side, StaleInput, Subject, Verdicts,
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
