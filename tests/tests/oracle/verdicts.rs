//! What `diff` says about a mutation.

use std::collections::BTreeSet;

use webhook_codegen::diff::{DiffOptions, Finding, Verdict, diff};

use end_to_end::{built, sound};

use crate::mutations::Mutation;

/// The verdicts of all findings as one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ours {
    /// The rules that found something.
    pub(crate) rules: BTreeSet<&'static str>,
    /// The rules that say that the source breaks.
    pub(crate) source: BTreeSet<&'static str>,
    /// The rules that say that the wire breaks.
    pub(crate) wire: BTreeSet<&'static str>,
    /// The rules that say that the behaviour changes.
    pub(crate) behaviour: BTreeSet<&'static str>,
}

pub(crate) fn of(mutation: &Mutation) -> Ours {
    let options = DiffOptions {
        crate_name: "webhook-events".to_owned(),
        // Without it, a vendor that comes or goes would be a catalogue without rows.
        is_partial: true,
        ..DiffOptions::default()
    };
    let [baseline, current] =
        [&mutation.baseline, &mutation.current].map(|side| built(side.clone()));
    let report = sound(diff(&baseline, &current, &options, &[]));
    let findings = report.expect("without errors there is a report").findings;
    let rules = |is_meant: fn(&Finding) -> bool| -> BTreeSet<&'static str> {
        let found = findings.iter().filter(|finding| is_meant(finding));
        found.map(|finding| finding.rule.id()).collect()
    };
    Ours {
        rules: rules(|_| true),
        source: rules(|finding| finding.verdicts.source != Verdict::Holds),
        wire: rules(|finding| finding.verdicts.wire != Verdict::Holds),
        behaviour: rules(|finding| finding.verdicts.behaviour != Verdict::Holds),
    }
}
