//! Two catalogues in, findings out: what an update breaks.
//!
//! Both sides are lowered and named as for the crate; then `compare` walks the two models and finds changes, and `rules`
//! judge them. Nothing here renders: a [`Report`] is data.

mod change;
mod compare;
mod reads;
mod report;
mod rules;

pub use report::{
    Bump, Counts, Finding, Impact, ItemRef, Reason, Report, Scope, Semver, Side, StaleOverlay,
    Subject, Verdict, Verdicts,
};
