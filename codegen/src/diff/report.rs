//! The findings of a comparison as plain data, from which text, Markdown, JSON and HTML reports are rendered.

use std::collections::BTreeMap;
use std::fmt;

use webhook_catalog::{EventName, VendorId};

use super::group::{self, Group};
use super::rule::Rule;
use crate::model::RustType;

/// The effects of an update on users of the emitted crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The emitted package whose items are named.
    pub crate_name: String,
    /// The baseline's size.
    pub baseline: Side,
    /// The current catalogue's size.
    pub current: Side,
    /// One finding per difference, sorted by subject and then by rule.
    pub findings: Vec<Finding>,
    /// The number of findings of each kind.
    pub counts: Counts,
    /// The version bump that the update requires.
    pub semver: Semver,
    /// Overlays and additions that do not fit the current catalogue.
    pub stale: StaleInputs,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The name in messages, such as a file name.
    pub label: String,
    /// The number of vendors.
    pub vendors: usize,
    /// The number of events, including those known from samples alone.
    pub events: usize,
}

/// One change, judged by one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that judged it.
    pub rule: Rule,
    /// The place and the Rust items.
    pub subject: Subject,
    /// The effects on users of the crate.
    pub verdicts: Verdicts,
    /// True if the current crate has new items: fields, variants, types, methods, modules.
    pub adds_items: bool,
    /// The difference, as a lower-case fragment without a full stop.
    pub message: String,
    /// The advice for users, as a lower-case fragment without a full stop; `None` if there is nothing to do.
    pub fix: Option<String>,
    /// A guess, such as the new name of an event. No verdict depends on it.
    pub hint: Option<String>,
    /// The baseline's value, if it has one.
    pub before: Option<String>,
    /// The current value, if there is one.
    pub after: Option<String>,
    /// The vendor's documentation of the event, or of its webhooks, if the catalogue or the profile gives it.
    pub docs_url: Option<String>,
    /// Sixteen hexadecimal digits that identify the finding. They depend on rule, subject, `before` and `after` alone.
    pub fingerprint: String,
    /// The reason for accepting the finding, if it is accepted.
    pub accepted: Option<String>,
}

/// The subject of a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The vendor's slug.
    pub vendor: VendorId,
    /// The part of the vendor.
    pub scope: Scope,
    /// The place within the scope as a JSON pointer into the body as it is delivered; for [`Scope::Shared`], `#` with the
    /// definition's name and what is below it. `*` stands for the items of an array or the values of a map, `|n` for
    /// the n-th alternative of a union, counted from 0. Empty for the scope itself.
    pub pointer: String,
    /// The Rust item in the baseline's crate, if it has one.
    pub baseline_item: Option<ItemRef>,
    /// The Rust item in the current crate, if it has one.
    pub current_item: Option<ItemRef>,
}

/// The part of a vendor that a change concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The vendor as a whole: its names, and the naming and signature of its deliveries.
    Vendor,
    /// The members around the event in every delivery.
    Envelope,
    /// Types that several events share, reported once.
    Shared,
    /// The event of this name.
    Event(EventName),
}

/// An item of an emitted crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemRef {
    /// The full path, such as `webhook_events::slack::AppMention::thread_ts`.
    pub path: String,
    /// Its kind, and its type if it has one.
    pub kind: ItemKind,
}

/// The kind of an item. Displayed as the item's type, or as the keyword for its kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// A module.
    Module,
    /// A struct.
    Struct,
    /// An enum.
    Enum,
    /// A variant without a value.
    Variant,
    /// A function.
    Function,
    /// A method without arguments that returns this type.
    Method(String),
    /// A field, a constant, or a variant with a value, of this type as its file spells it.
    Value(String),
}

impl fmt::Display for ItemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module => f.write_str("mod"),
            Self::Struct => f.write_str("struct"),
            Self::Enum => f.write_str("enum"),
            Self::Variant => f.write_str("variant"),
            Self::Function => f.write_str("fn"),
            Self::Method(output) => write!(f, "fn(&self) -> {output}"),
            Self::Value(rust_type) => f.write_str(rust_type),
        }
    }
}

impl From<RustType> for ItemKind {
    fn from(rust_type: RustType) -> Self {
        Self::Value(rust_type.to_string())
    }
}

/// The answers to the three questions about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verdicts {
    /// The reading of deliveries that the current catalogue describes by code built from the baseline.
    pub wire: Wire,
    /// Breaks if code written against the baseline's types may not compile against the current ones.
    pub source: Verdict,
    /// Breaks if code that still reads and compiles may do something else: a match arm for unknown events that does not
    /// receive one of them any more, for example.
    pub behaviour: Verdict,
}

/// The outcome of reading current deliveries by the baseline, at worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// All fit: `parse_strict` reads them. No weight for the version.
    Fits,
    /// Some have misfits: an optional member that does not fit is `None` and stays in `extra`, or a lazy value fails when it is
    /// looked at, or a value is read as the unknown alternative of its union. The rest of the delivery is read as before. Requires a minor version.
    Misfits,
    /// Some are malformed events, refused, or taken for another event. Requires a major version.
    Malformed,
}

/// The answer to one question about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing in the catalogue breaks it.
    Holds,
    /// Something in the catalogue breaks it.
    Breaks,
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Only text differs: the wire fits, source and behaviour hold, and no item is new.
    Trivial,
    /// The source holds and no delivery is lost, but the crate has new items or behaves differently, or the baseline reads
    /// deliveries with misfits, or an overlay hides a change of a row.
    Compatible,
    /// The source breaks, or the baseline reads deliveries as malformed.
    Breaking,
}

/// A part of a version to increment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// The crate stays as it is: nothing differs, or only rows below overlays.
    None,
    /// Only text differs.
    Patch,
    /// New items, different behaviour or misfits.
    Minor,
    /// A broken source or malformed deliveries.
    Major,
}

/// The version bump that an update requires. Accepted findings count too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Semver {
    /// The part to increment in a version of 1.0 or later.
    pub bump: Bump,
    /// The rules whose findings require this bump, most findings first.
    pub reasons: Vec<Reason>,
}

/// A rule that requires a bump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: Rule,
    /// The number of its findings that require the bump.
    pub findings: usize,
}

/// Numbers of findings. Accepted findings are also counted by impact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All findings.
    pub all: usize,
    /// [`Impact::Breaking`].
    pub breaking: usize,
    /// [`Impact::Compatible`].
    pub compatible: usize,
    /// [`Impact::Trivial`].
    pub trivial: usize,
    /// Findings by which the baseline reads deliveries as malformed.
    pub malformed: usize,
    /// Findings by which the baseline reads deliveries with misfits.
    pub misfits: usize,
    /// Findings that break the source.
    pub source: usize,
    /// Findings that change behaviour.
    pub behaviour: usize,
    /// Accepted findings.
    pub accepted: usize,
}

/// The overlays and additions that do not fit the current catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaleInputs {
    /// Overlays whose event is gone, or that change nothing.
    pub overlays: Vec<StaleInput>,
    /// Additions that the catalogue has taken up. Its rows are compared.
    pub additions: Vec<StaleInput>,
}

/// An overlay or addition that does not fit the current catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StaleInput {
    /// The file, as the user named it.
    pub label: String,
    /// The reason, as a lower-case fragment without a full stop.
    pub message: String,
}

impl Wire {
    /// The answer as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Misfits => "misfits",
            Self::Malformed => "malformed",
        }
    }

    /// The severity of a finding by which nothing else breaks.
    const fn impact(self) -> Impact {
        match self {
            Self::Fits => Impact::Trivial,
            Self::Misfits => Impact::Compatible,
            Self::Malformed => Impact::Breaking,
        }
    }
}

impl Verdict {
    /// The verdict as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Breaks => "breaks",
        }
    }
}

impl Impact {
    /// The impact as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trivial => "trivial",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

impl Bump {
    /// The part of the version as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Finding {
    /// The severity, derived from the verdicts.
    pub fn impact(&self) -> Impact {
        let Verdicts {
            wire,
            source,
            behaviour,
        } = self.verdicts;
        let others = if source == Verdict::Breaks {
            Impact::Breaking
        } else if behaviour == Verdict::Breaks || self.adds_items || self.rule.needs_review() {
            Impact::Compatible
        } else {
            Impact::Trivial
        };
        others.max(wire.impact())
    }

    /// The version bump that the finding requires.
    pub fn bump(&self) -> Bump {
        match self.impact() {
            _ if self.rule.needs_review() => Bump::None,
            Impact::Trivial => Bump::Patch,
            Impact::Compatible => Bump::Minor,
            Impact::Breaking => Bump::Major,
        }
    }
}

impl StaleInputs {
    /// True if all inputs fit.
    pub fn is_empty(&self) -> bool {
        self.overlays.is_empty() && self.additions.is_empty()
    }
}

impl Report {
    /// True if neither the crate nor its inputs differ.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.stale.is_empty()
    }

    /// The findings, those joined that are the same change at the same place of several events; the gravest first.
    pub fn groups(&self) -> Vec<Group<'_>> {
        group::groups(&self.findings)
    }

    /// The findings that are not accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.accepted.is_none())
    }
}

impl Counts {
    /// Counts findings.
    pub(super) fn of(findings: &[Finding]) -> Self {
        let count = |is_counted: fn(&Finding) -> bool| {
            findings
                .iter()
                .filter(|finding| is_counted(finding))
                .count()
        };
        Self {
            all: findings.len(),
            breaking: count(|finding| finding.impact() == Impact::Breaking),
            compatible: count(|finding| finding.impact() == Impact::Compatible),
            trivial: count(|finding| finding.impact() == Impact::Trivial),
            malformed: count(|finding| finding.verdicts.wire == Wire::Malformed),
            misfits: count(|finding| finding.verdicts.wire == Wire::Misfits),
            source: count(|finding| finding.verdicts.source == Verdict::Breaks),
            behaviour: count(|finding| finding.verdicts.behaviour == Verdict::Breaks),
            accepted: count(|finding| finding.accepted.is_some()),
        }
    }
}

impl Semver {
    /// The largest bump that any finding requires.
    pub(super) fn of(findings: &[Finding]) -> Self {
        let bump = findings
            .iter()
            .map(Finding::bump)
            .max()
            .unwrap_or(Bump::None);
        let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
        let requires = |finding: &&Finding| bump != Bump::None && finding.bump() == bump;
        for finding in findings.iter().filter(requires) {
            *counts.entry(finding.rule).or_default() += 1;
        }
        let mut reasons: Vec<Reason> = counts
            .into_iter()
            .map(|(rule, findings)| Reason { rule, findings })
            .collect();
        // The sort is stable: rules with equal numbers stay in the order of their ids.
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.findings));
        Self { bump, reasons }
    }
}
