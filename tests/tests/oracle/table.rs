//! The table of all answers, and the disagreements.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::sides::Received;
use crate::verdicts::RulesByVerdict;

/// Rules whose changes `cargo semver-checks` has no lint for, with the reason. Only the compiler checks them.
const UNSEEN: &[(&str, &str)] = &[
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

/// Known disagreements: mutation, oracle and reason.
const EXCEPTIONS: &[(&str, Oracle, &str)] = &[
    ("no envelope", Oracle::Wire, ENVELOPE),
    ("no envelope, and rows without one", Oracle::Wire, BARE),
    ("rule body_format_changed", Oracle::Wire, FORMAT),
    ("rule envelope_added", Oracle::Wire, ENVELOPE),
    ("rule envelope_removed", Oracle::Wire, ENVELOPE),
    ("rule event_required_to_optional", Oracle::Wire, NO_EVENT),
    ("rule item_renamed", Oracle::Lints, RENAMED),
    ("rule item_renamed", Oracle::Program, RENAMED),
    ("rule naming_member_removed", Oracle::Wire, NAMED),
    ("rule naming_values_changed", Oracle::Wire, NAMED),
];

const ENVELOPE: &str = "only the profile changes the envelope, and the rows still describe the members that the \
     baseline reads; a real vendor would send other bodies";
const FORMAT: &str = "payloads of forms are compared as JSON, which the baseline reads";
const BARE: &str = "the baseline already reads deliveries without envelope, by the same name";
const NO_EVENT: &str =
    "no version reads a delivery without its event, so that the current one does not count it";
const NAMED: &str = "both versions read the delivery as the event that it names, which is not the one that describes it";
const RENAMED: &str =
    "the old name is now another member of the same type: the code compiles with another meaning";

/// An oracle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Oracle {
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
    pub(crate) ours: RulesByVerdict,
    /// The lints of `cargo semver-checks` that fail.
    pub(crate) lints: BTreeSet<String>,
    /// True if the program for the baseline compiles against the current crate.
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

/// The reasons for known disagreements.
fn reasons(row: &Row) -> Vec<String> {
    let mut reasons: Vec<String> = EXCEPTIONS
        .iter()
        .filter(|(mutation, ..)| *mutation == row.mutation)
        .map(|(_, oracle, reason)| format!("{}: {reason}", oracle.name()))
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

impl Oracle {
    /// The name in the table.
    const fn name(self) -> &'static str {
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

/// Every unknown disagreement, and every known one that does not occur.
pub(crate) fn disagreements(rows: &[Row]) -> Vec<String> {
    let mut disagreements = Vec::new();
    let mut excepted = BTreeSet::new();
    let mut unseen = BTreeSet::new();
    for row in rows {
        if row.received.all == 0 {
            disagreements.push(format!("{}: nothing was received", row.mutation));
        }
        for (oracle, text) in differing(row, &mut unseen) {
            let is_excepted = |(_, (mutation, of, _)): &(usize, &(&str, Oracle, &str))| {
                *mutation == row.mutation && *of == oracle
            };
            match EXCEPTIONS.iter().enumerate().find(is_excepted) {
                Some((index, _)) => drop(excepted.insert(index)),
                None => disagreements.push(format!("{}: {text}", row.mutation)),
            }
        }
    }
    for (index, (mutation, oracle, reason)) in EXCEPTIONS.iter().enumerate() {
        if !excepted.contains(&index) {
            disagreements.push(format!("{mutation}: {oracle:?} agrees, although {reason}"));
        }
    }
    for (rule, reason) in UNSEEN {
        if !unseen.contains(rule) {
            disagreements.push(format!(
                "{rule}: semver-checks finds all of its changes, although {reason}"
            ));
        }
    }
    disagreements
}

/// The oracles that disagree. Adds the rules whose changes `cargo semver-checks` did not find to `unseen`.
fn differing(row: &Row, unseen: &mut BTreeSet<&'static str>) -> Vec<(Oracle, String)> {
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
            "source {}, but the compiler disagrees: {:?}",
            word(breaks),
            ours.source
        );
        all.push((Oracle::Program, text));
    }
    let may_overlook = ours
        .source
        .iter()
        .all(|rule| UNSEEN.iter().any(|(id, _)| id == rule));
    if breaks && lints.is_empty() && may_overlook {
        unseen.extend(ours.source.iter().copied());
    } else if breaks == lints.is_empty() {
        let text = format!(
            "source {}: {:?}, but semver-checks reports {lints:?}",
            word(breaks),
            ours.source
        );
        all.push((Oracle::Lints, text));
    }
    all.extend(misread(ours, *received));
    all
}

/// Refused deliveries break the wire. Deliveries read as another event break the wire or change behaviour. A broken wire
/// must show in one of the two.
fn misread(ours: &RulesByVerdict, received: Received) -> Option<(Oracle, String)> {
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
        (Oracle::Wire, text)
    })
}
