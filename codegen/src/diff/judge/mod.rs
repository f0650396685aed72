//! Judges changes: one exhaustive match over the kinds of change, split by theme, so that every change has a rule.
//!
//! Payloads are received: a vendor that sends more than before breaks readers, one that sends less does not.

mod delivery;
mod docs;
mod facts;
mod overlay;
mod types;
mod values;

use std::borrow::Cow;

use super::change::{ModelChange, ModelChangeKind};
use super::fingerprint::fingerprint;
use super::report::{Finding, Verdict, Verdicts, Wire};
use super::rule::Rule;

/// The verdict of one rule on one change.
struct Judgement {
    rule: Rule,
    verdicts: Verdicts,
    adds_items: bool,
    message: Cow<'static, str>,
    fix: Option<&'static str>,
    hint: Option<String>,
}

/// One of the questions about users' code that a change is judged by.
#[derive(Clone, Copy)]
enum Axis {
    Source,
    Behaviour,
}

impl Judgement {
    /// A judgement that nothing breaks.
    fn new(
        rule: Rule,
        message: impl Into<Cow<'static, str>>,
        fix: impl Into<Option<&'static str>>,
    ) -> Self {
        Self {
            rule,
            verdicts: Verdicts {
                wire: Wire::Fits,
                source: Verdict::Holds,
                behaviour: Verdict::Holds,
            },
            adds_items: false,
            message: message.into(),
            fix: fix.into(),
            hint: None,
        }
    }

    /// The answer of the wire.
    fn wire(mut self, wire: Wire) -> Self {
        self.verdicts.wire = wire;
        self
    }

    fn malformed_if(self, condition: bool) -> Self {
        if condition {
            self.wire(Wire::Malformed)
        } else {
            self
        }
    }

    fn breaks<const N: usize>(mut self, axes: [Axis; N]) -> Self {
        for axis in axes {
            *match axis {
                Axis::Source => &mut self.verdicts.source,
                Axis::Behaviour => &mut self.verdicts.behaviour,
            } = Verdict::Breaks;
        }
        self
    }

    fn breaks_if(self, condition: bool, axis: Axis) -> Self {
        if condition { self.breaks([axis]) } else { self }
    }

    /// Another Rust type breaks the source. Where the type stays, code that compiles gets other values.
    fn breaks_source_or_behaviour(self, is_retyped: bool) -> Self {
        self.breaks([if is_retyped {
            Axis::Source
        } else {
            Axis::Behaviour
        }])
    }

    fn adds_items(self) -> Self {
        self.adds_items_if(true)
    }

    fn adds_items_if(self, adds_items: bool) -> Self {
        Self { adds_items, ..self }
    }

    fn hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

/// The finding that a change amounts to.
pub(super) fn judge(change: ModelChange) -> Finding {
    let Judgement {
        rule,
        verdicts,
        adds_items,
        message,
        fix,
        hint,
    } = judgement(&change);
    let ModelChange {
        subject,
        before,
        after,
        kind: _,
    } = change;
    Finding {
        fingerprint: fingerprint(rule, &subject, before.as_deref(), after.as_deref()),
        rule,
        subject,
        verdicts,
        adds_items,
        message: message.into_owned(),
        fix: fix.map(str::to_owned),
        hint,
        before,
        after,
        docs_url: None,
        accepted: None,
    }
}

fn judgement(change: &ModelChange) -> Judgement {
    match &change.kind {
        ModelChangeKind::Vendor(kind) => facts::vendor(*kind),
        ModelChangeKind::Event(kind) => facts::event(kind, change),
        ModelChangeKind::Renamed => values::renamed(),
        ModelChangeKind::Respelled { wire, is_retyped } => values::respelled(*wire, *is_retyped),
        ModelChangeKind::Value(kind) => values::value(*kind, change),
        ModelChangeKind::Type(kind) => types::type_change(*kind, change),
        ModelChangeKind::Delivery(kind) => delivery::delivery(*kind, change),
        ModelChangeKind::Signature(kind) => delivery::signature(*kind),
        ModelChangeKind::Overlay(kind) => overlay::overlay(kind),
        ModelChangeKind::Docs(part) => docs::docs(*part, change),
    }
}

/// One side of a change as text.
fn side_text(side: &Option<String>) -> &str {
    side.as_deref().unwrap_or("gone")
}
