//! All answers side by side, and where they differ.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::sides::Received;
use crate::verdicts::Ours;

/// Rules that find what `cargo semver-checks` has no lint for, and why. The compiler alone answers for them.
const UNSEEN: &[(&str, &str)] = &[
    ("bare_added", FIELD),
    ("bare_removed", FIELD),
    ("box_changed", FIELD),
    ("field_optional_to_required", FIELD),
    ("field_required_to_optional", FIELD),
    ("method_retyped", "no lint compares what methods return"),
    ("null_allowed", FIELD),
    ("null_no_longer_allowed", FIELD),
    ("type_narrowed", FIELD),
    ("type_replaced", FIELD),
    ("type_respelled", FIELD),
    ("type_widened", FIELD),
];

const FIELD: &str = "no lint compares the types of fields";

/// Mutations where somebody does not agree, with the question and the reason.
const EXCEPTIONS: &[(&str, Question, &str)] = &[
    ("no envelope", Question::Wire, ENVELOPE),
    ("no envelope, and rows without one", Question::Wire, BARE),
    ("rule envelope_added", Question::Wire, ENVELOPE),
    ("rule envelope_removed", Question::Wire, ENVELOPE),
    ("rule item_renamed", Question::Lints, RENAMED),
    ("rule item_renamed", Question::Program, RENAMED),
];

const ENVELOPE: &str = "the profile alone says that the layout is another one, and the rows still describe what the \
     baseline looks for; a vendor that does what the profile says sends something else";
const BARE: &str = "the baseline reads deliveries without envelope already, and by the same name";
const RENAMED: &str = "the old name is another member of the same type now: what compiles does not mean what it meant";

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
    for row in rows {
        let Row {
            mutation,
            ours,
            lints,
            is_compiled,
            received,
        } = row;
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
                Received { refused: 1.., .. } => "refuses some",
                Received { mistaken: 1.., .. } => "takes some for other events",
                Received { .. } => "reads all",
            },
        );
        for reason in reasons(row) {
            let _ = writeln!(text, "  {reason}");
        }
    }
    text
}

/// Why somebody did not agree, or was not asked.
fn reasons(row: &Row) -> Vec<String> {
    let mut reasons: Vec<String> = EXCEPTIONS
        .iter()
        .filter(|(mutation, ..)| *mutation == row.mutation)
        .map(|(_, question, reason)| format!("{}: {reason}", question.asked()))
        .collect();
    if row.lints.is_empty() {
        let unseen: BTreeSet<&str> = UNSEEN
            .iter()
            .filter(|(rule, _)| row.ours.source.contains(rule))
            .map(|(_, reason)| *reason)
            .collect();
        reasons.extend(
            unseen
                .iter()
                .map(|reason| format!("semver-checks: {reason}")),
        );
    }
    reasons
}

impl Question {
    /// Who was asked, as the table names them.
    const fn asked(self) -> &'static str {
        match self {
            Self::Lints => "semver-checks",
            Self::Program => "compiler",
            Self::Wire => "baseline",
        }
    }
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
        if row.received.all == 0 {
            faults.push(format!("{}: nothing was received", row.mutation));
        }
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
    all.extend(misread(ours, *received));
    all
}

/// What is refused breaks the wire. What is taken for another event breaks it or changes behaviour, and a wire that breaks
/// shows in one of the two.
fn misread(ours: &Ours, received: Received) -> Option<(Question, String)> {
    let Received {
        all,
        refused,
        mistaken,
    } = received;
    let (wire, behaviour) = (!ours.wire.is_empty(), !ours.behaviour.is_empty());
    let is_right = match (refused, mistaken) {
        (1.., _) => wire,
        (0, 1..) => wire || behaviour,
        (0, 0) => !wire,
    };
    (!is_right).then(|| {
        let text = format!(
            "wire {}: {:?}, and of {all} the baseline refuses {refused} and mistakes {mistaken}",
            word(wire),
            ours.wire
        );
        (Question::Wire, text)
    })
}
