//! Edits of real rows that overlays cover are told.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use webhook_catalog::SourceFile;
use webhook_codegen::Inputs;
use webhook_codegen::diff::{Impact, Report, Rule, Scope};

use crate::found::{report, text};
use end_to_end::inputs;

/// The checked-in inputs of Slack with its rows edited, before overlays are applied.
fn slack(edit: impl Fn(&str, &mut Value)) -> Inputs {
    let rows = inputs::snapshot_rows("slack");
    let lines = rows.iter().map(|row| {
        let mut columns = row.to_json();
        edit(row.event_name.as_str(), &mut columns);
        format!("{columns}\n")
    });
    let lines: String = lines.collect();
    let mut inputs = inputs::with_catalogue(&[SourceFile {
        label: "rows.jsonl".to_owned(),
        path: "rows.jsonl".to_owned(),
        bytes: lines.into_bytes(),
    }]);
    inputs
        .samples
        .retain(|sample| sample.vendor.as_str() == "slack");
    inputs
}

/// The numbers of findings by event.
fn by_event(report: &Report) -> BTreeMap<&str, usize> {
    let mut events = BTreeMap::new();
    for finding in &report.findings {
        let Scope::Event(event) = &finding.subject.scope else {
            panic!("a finding of no event:\n{}", text(report));
        };
        *events.entry(event.as_str()).or_default() += 1;
    }
    events
}

#[test]
fn every_edit_of_an_overlaid_row_is_one_finding() {
    let baseline = slack(|_, _| {});
    let rows = inputs::snapshot_rows("slack").len();
    let current = slack(|_, row| {
        row["payload_schema"]["properties"]["event"]["description"] = json!("Edited.");
    });
    let report = report(baseline, current);
    let text = text(&report);
    let events = by_event(&report);
    assert_eq!(events.len(), rows, "{text}");
    assert!(events.values().all(|findings| *findings == 1), "{text}");
    let findings = report.findings.iter();
    let covered = findings.filter(|finding| finding.rule == Rule::OverlayChangeCovered);
    // Three rows have the description as it stands.
    assert_eq!(covered.count(), rows - 3, "{text}");
}

#[test]
fn a_member_that_an_overlay_adds_is_told_when_the_row_has_it() {
    let baseline = slack(|_, _| {});
    let current = slack(|event, row| {
        if event == "app_mention" {
            row["payload_schema"]["properties"]["event"]["properties"]["user"] =
                json!({ "type": "string", "description": "The user." });
        }
    });
    let report = report(baseline, current);
    let [finding] = &report.findings[..] else {
        panic!("one edit is one finding:\n{}", text(&report));
    };
    assert_eq!(finding.rule, Rule::OverlayContradicted);
    assert_eq!(finding.impact(), Impact::Compatible);
    assert_eq!(finding.subject.pointer, "/event/user");
    assert!(finding.message.contains("overlays/slack/app_mention.json"));
    let hint = finding.hint.as_deref().unwrap_or_default();
    assert!(hint.contains("the row describes no member of the event but `type`"));
}
