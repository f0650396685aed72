//! What a comparison found, as plain data: what `text`, `markdown`, `json` and `html` reports are rendered from.

use std::fmt;

use webhook_catalog::{EventName, VendorId};

use super::rule::Rule;
use crate::model::RustType;

/// What an update does to those who depend on the emitted crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The emitted package whose items are named.
    pub crate_name: String,
    /// What the baseline holds.
    pub baseline: Side,
    /// What the current catalogue holds.
    pub current: Side,
    /// Everything that differs, sorted by subject and then by rule.
    pub findings: Vec<Finding>,
    /// How many findings there are of each kind.
    pub counts: Counts,
    /// What the update means for the version of the emitted crate.
    pub semver: Semver,
    /// Overlays that do not fit the current catalogue any more, and why.
    pub stale_overlays: Vec<StaleOverlay>,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// How users know it, such as a file name.
    pub label: String,
    /// How many vendors it has.
    pub vendors: usize,
    /// How many events it has, those known by samples alone among them.
    pub events: usize,
}

/// One change, judged by one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that judged it.
    pub rule: Rule,
    /// What it is about.
    pub subject: Subject,
    /// What it means for those who depend on the crate.
    pub verdicts: Verdicts,
    /// Whether the crate gets items that it did not have: fields, variants, types, methods, modules.
    pub adds_items: bool,
    /// What was found, as a lower-case fragment without a full stop.
    pub message: String,
    /// What to do about it, as a lower-case fragment without a full stop; `None` if there is nothing to do.
    pub fix: Option<String>,
    /// A guess that may save a search, such as what an event may have been renamed to. Never a part of the verdict.
    pub hint: Option<String>,
    /// What there was; `None` where there was nothing.
    pub before: Option<String>,
    /// What there is; `None` where there is nothing.
    pub after: Option<String>,
    /// Sixteen hexadecimal digits that depend on rule, subject, `before` and `after` alone.
    pub fingerprint: String,
    /// The reason, where somebody accepted the finding.
    pub accepted: Option<String>,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The vendor's slug.
    pub vendor: VendorId,
    /// Which part of the vendor.
    pub scope: Scope,
    /// The place within the scope as a JSON pointer into the body as it is delivered; for [`Scope::Shared`], `#` with the
    /// definition's name and what is below it. `*` stands for the items of an array or the values of a map, `|n` for
    /// the n-th alternative of a union, counted from 0. Empty for the scope itself.
    pub pointer: String,
    /// The Rust item in the baseline's crate; `None` where it has none.
    pub baseline_item: Option<ItemRef>,
    /// The Rust item in the current crate; `None` where it has none.
    pub current_item: Option<ItemRef>,
}

/// Which part of a vendor a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The vendor as a whole: what it is called, how its deliveries name their event and are signed.
    Vendor,
    /// What stands around the event in every delivery.
    Envelope,
    /// Types that several events share, found once rather than for each.
    Shared,
    /// The event of this name.
    Event(EventName),
}

/// An item of an emitted crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemRef {
    /// Its full path, such as `webhook_events::slack::AppMention::thread_ts`.
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

/// What a change means, asked three ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdicts {
    /// Whether code built from the baseline still reads the payloads that the current catalogue describes.
    pub wire: Verdict,
    /// Whether code written against the baseline's types still compiles against the current ones.
    pub source: Verdict,
    /// Whether code that goes on reading and compiling still does the same: an arm for what is unknown that no longer
    /// takes something is a change of behaviour.
    pub behaviour: Verdict,
}

/// The answer to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Yes, for all that the catalogue says.
    Holds,
    /// No.
    Breaks,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Text alone: wire, source and behaviour hold, and no item is new.
    Trivial,
    /// Wire and source hold, but the crate has new items or behaves otherwise.
    Compatible,
    /// The wire or the source breaks.
    Breaking,
}

/// The part of a version that has to grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing differs.
    None,
    /// Text alone.
    Patch,
    /// New items, or another behaviour.
    Minor,
    /// Wire or source break.
    Major,
}

/// What an update means for the version of the emitted crate. Accepted findings count too: accepting one does not make
/// it harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Semver {
    /// The part that has to grow, as for a version of 1.0 or later.
    pub bump: Bump,
    /// Why: the rules whose findings ask for this bump, most findings first.
    pub reasons: Vec<Reason>,
}

/// Why a part of the version has to grow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: Rule,
    /// How many of its findings ask for the bump.
    pub findings: usize,
}

/// How many findings there are. Accepted ones are counted by their impact as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of every impact.
    pub all: usize,
    /// [`Impact::Breaking`].
    pub breaking: usize,
    /// [`Impact::Compatible`].
    pub compatible: usize,
    /// [`Impact::Trivial`].
    pub trivial: usize,
    /// Those that break the wire.
    pub wire: usize,
    /// Those that break the source.
    pub source: usize,
    /// Those that change behaviour.
    pub behaviour: usize,
    /// Those that somebody accepted.
    pub accepted: usize,
}

/// An overlay that does not fit the current catalogue any more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StaleOverlay {
    /// Its file, as the user named it.
    pub label: String,
    /// Why, as a lower-case fragment without a full stop.
    pub message: String,
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
    /// How much it weighs.
    pub fn impact(&self) -> Impact {
        let Verdicts {
            wire,
            source,
            behaviour,
        } = self.verdicts;
        if wire == Verdict::Breaks || source == Verdict::Breaks {
            Impact::Breaking
        } else if behaviour == Verdict::Breaks || self.adds_items {
            Impact::Compatible
        } else {
            Impact::Trivial
        }
    }

    /// The part of the version that has to grow because of it.
    pub fn bump(&self) -> Bump {
        match self.impact() {
            Impact::Trivial => Bump::Patch,
            Impact::Compatible => Bump::Minor,
            Impact::Breaking => Bump::Major,
        }
    }
}

impl Report {
    /// Whether neither the crate nor its inputs differ.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.stale_overlays.is_empty()
    }

    /// The findings that nobody accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.accepted.is_none())
    }
}
