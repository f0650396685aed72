//! The verdicts of `diff` on a mutation.

use std::collections::BTreeSet;

use webhook_catalog::hidden_changes;
use webhook_codegen::diff::{DiffOptions, Finding, Verdict, Wire, diff};

use end_to_end::{built, sound};

use crate::mutations::Mutation;

/// The rules of all findings, by verdict.
#[derive(Debug, Clone, Default)]
pub(crate) struct RulesByVerdict {
    /// All rules with a finding.
    pub(crate) rules: BTreeSet<&'static str>,
    /// The rules with a finding that breaks the source.
    pub(crate) source: BTreeSet<&'static str>,
    /// The rules with a finding that breaks the wire.
    pub(crate) wire: BTreeSet<&'static str>,
    /// The rules with a finding that changes behaviour.
    pub(crate) behaviour: BTreeSet<&'static str>,
}

pub(crate) fn of(mutation: &Mutation) -> RulesByVerdict {
    let options = DiffOptions {
        crate_name: "webhook-events".to_owned(),
        // Otherwise an added or removed vendor would be an error: one side has no rows.
        is_partial: true,
        hidden: hidden_changes(&mutation.baseline.rows, &mutation.current.rows),
        ..DiffOptions::default()
    };
    let [baseline, current] =
        [&mutation.baseline, &mutation.current].map(|side| built(side.clone()));
    let report = sound(diff(&baseline, &current, &options, &[]));
    let findings = report.expect("without errors there is a report").findings;
    let rules = |is_counted: fn(&Finding) -> bool| -> BTreeSet<&'static str> {
        let found = findings.iter().filter(|finding| is_counted(finding));
        found.map(|finding| finding.rule.id()).collect()
    };
    RulesByVerdict {
        rules: rules(|_| true),
        source: rules(|finding| finding.verdicts.source != Verdict::Holds),
        wire: rules(|finding| finding.verdicts.wire != Wire::Fits),
        behaviour: rules(|finding| finding.verdicts.behaviour != Verdict::Holds),
    }
}
