//! All answers side by side, and where they differ.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::sides::Received;
use crate::verdicts::Ours;

/// Rules that find what `cargo semver-checks` has no lint for, and why. The compiler alone answers for them.
const UNSEEN: &[(&str, &str)] = &[];

/// Mutations where somebody does not agree, with the question and the reason.
const EXCEPTIONS: &[(&str, Question, &str)] = &[];

/// What was asked of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    /// `cargo semver-checks`.
    Lints,
    /// The compiler.
    Program,
    /// The program built from the baseline.
    Wire,
}

/// A mutation with every answer.
pub(crate) struct Row {
    pub(crate) mutation: String,
    pub(crate) ours: Ours,
    /// The lints of `cargo semver-checks` that fail.
    pub(crate) lints: BTreeSet<String>,
    /// Whether the baseline's users compile.
    pub(crate) is_compiled: bool,
    pub(crate) received: Received,
}

/// One paragraph for each mutation.
pub(crate) fn text(rows: &[Row]) -> String {
    let mut text = String::new();
    for Row {
        mutation,
        ours,
        lints,
        is_compiled,
        received,
    } in rows
    {
        let list = |all: Vec<&str>| {
            if all.is_empty() {
                "-".to_owned()
            } else {
                all.join(", ")
            }
        };
        let _ = write!(
            text,
            "{mutation}\n  rules: {}\n  source: {}; compiler: {}; semver-checks: {}\n  wire: {}; baseline: {}\n",
            list(ours.rules.iter().copied().collect()),
            word(!ours.source.is_empty()),
            word(!is_compiled),
            list(lints.iter().map(String::as_str).collect()),
            word(!ours.wire.is_empty()),
            match received {
                Received { all: 0, .. } => "nothing is sent",
                Received { refused: 0, .. } => "reads all",
                Received { .. } => "refuses some",
            },
        );
    }
    text
}

const fn word(breaks: bool) -> &'static str {
    if breaks { "breaks" } else { "holds" }
}

/// Every answer that is not ours and not excepted, and every exception that is none.
pub(crate) fn disagreements(rows: &[Row]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut excepted = BTreeSet::new();
    let mut unseen = BTreeSet::new();
    for row in rows {
        for (question, text) in differing(row, &mut unseen) {
            let is_excepted = |(_, (mutation, of, _)): &(usize, &(&str, Question, &str))| {
                *mutation == row.mutation && *of == question
            };
            match EXCEPTIONS.iter().enumerate().find(is_excepted) {
                Some((index, _)) => drop(excepted.insert(index)),
                None => faults.push(format!("{}: {text}", row.mutation)),
            }
        }
    }
    for (index, (mutation, question, reason)) in EXCEPTIONS.iter().enumerate() {
        if !excepted.contains(&index) {
            faults.push(format!("{mutation}: {question:?} agrees, though {reason}"));
        }
    }
    for (rule, reason) in UNSEEN {
        if !unseen.contains(rule) {
            faults.push(format!(
                "{rule}: nothing that it finds goes unseen, though {reason}"
            ));
        }
    }
    faults
}

/// The questions whose answer is not ours. Adds the rules that `cargo semver-checks` may overlook and did.
fn differing(row: &Row, unseen: &mut BTreeSet<&'static str>) -> Vec<(Question, String)> {
    let Row {
        mutation: _,
        ours,
        lints,
        is_compiled,
        received,
    } = row;
    let breaks = !ours.source.is_empty();
    let mut all = Vec::new();
    if breaks == *is_compiled {
        let text = format!(
            "source {}, and the compiler says otherwise: {:?}",
            word(breaks),
            ours.source
        );
        all.push((Question::Program, text));
    }
    let may_overlook = ours
        .source
        .iter()
        .all(|rule| UNSEEN.iter().any(|(id, _)| id == rule));
    if breaks && lints.is_empty() && may_overlook {
        unseen.extend(ours.source.iter().copied());
    } else if breaks == lints.is_empty() {
        let text = format!(
            "source {}: {:?}, and semver-checks says {lints:?}",
            word(breaks),
            ours.source
        );
        all.push((Question::Lints, text));
    }
    let breaks = !ours.wire.is_empty();
    let refused = received.refused > 0;
    if breaks != refused {
        let text = format!(
            "wire {}: {:?}, and the baseline refuses {} of {}",
            word(breaks),
            ours.wire,
            received.refused,
            received.all
        );
        all.push((Question::Wire, text));
    }
    all
}
