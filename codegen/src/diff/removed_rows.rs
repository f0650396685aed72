//! One finding for a removed row whose event is still known from samples. That every fact is gone, and that types inferred from
//! samples say less, follows from it.

use std::collections::BTreeMap;

use super::fingerprint::fingerprint;
use super::report::{Finding, Scope, Subject};
use super::rule::Rule;

/// Replaces the findings about events that lost their row by one each, with the worst verdicts of all.
pub(super) fn fold(findings: Vec<Finding>) -> Vec<Finding> {
    let event = |subject: &Subject| match &subject.scope {
        Scope::Event(name) => Some((subject.vendor.clone(), name.clone())),
        Scope::Vendor | Scope::Envelope | Scope::Shared => None,
    };
    let (removed, others): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|finding| finding.rule == Rule::EventRowRemoved);
    let mut removed: BTreeMap<_, _> = removed
        .into_iter()
        .map(|finding| (event(&finding.subject), (finding, BTreeMap::new())))
        .collect();
    let mut kept = Vec::new();
    for other in others {
        match removed.get_mut(&event(&other.subject)) {
            Some((finding, rules)) => {
                let verdicts = &mut finding.verdicts;
                verdicts.wire = verdicts.wire.max(other.verdicts.wire);
                verdicts.source = verdicts.source.max(other.verdicts.source);
                verdicts.behaviour = verdicts.behaviour.max(other.verdicts.behaviour);
                finding.adds_items |= other.adds_items;
                *rules.entry(other.rule).or_insert(0) += 1;
            }
            None => kept.push(other),
        }
    }
    kept.extend(
        removed
            .into_values()
            .map(|(finding, rules)| with(finding, &rules)),
    );
    kept
}

/// The finding with the numbers of those that follow from it, on which its fingerprint depends.
fn with(finding: Finding, rules: &BTreeMap<Rule, usize>) -> Finding {
    if rules.is_empty() {
        return finding;
    }
    let numbers = rules
        .iter()
        .map(|(rule, number)| format!("{number} x {rule}"));
    let numbers = numbers.collect::<Vec<_>>().join(", ");
    let after = finding.after.map(|after| format!("{after}: {numbers}"));
    Finding {
        fingerprint: fingerprint(
            finding.rule,
            &finding.subject,
            finding.before.as_deref(),
            after.as_deref(),
        ),
        after,
        ..finding
    }
}
