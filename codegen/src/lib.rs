//! From a catalogue of webhook events to the source of a Rust crate: a pure function.
//!
#![doc = include_str!("../README.md")]
//!
//! # Stages
//!
//! [`Model::build`] lowers rows, samples and profiles and runs the passes. [`Model::emit`], [`Model::payloads`],
//! [`diff::diff`] and [`explain::explain`] start from the model. Nothing here touches disk, clock, network or environment.

mod components;
pub mod diff;
mod docs;
mod emit;
mod equality;
mod event_routing;
mod expected;
pub mod explain;
mod files;
mod form_value;
mod format;
mod golden;
mod ident;
mod inputs;
mod lower;
mod misfit;
pub mod model;
mod module_tree;
mod naming_text;
mod options;
mod output;
mod parallel;
mod passes;
mod pipeline;
mod schema;
mod templates;
#[cfg(test)]
mod test_support;
mod typed_share;
mod unprofiled;
mod watch;

pub use golden::GoldenPayload;
pub use ident::RustIdent;
pub use inputs::Inputs;
pub use model::Model;
pub use options::{Options, Package};
pub use output::{DATA_FILES, HEADER, OutputTree};
pub use pipeline::{Generated, Summary, VendorSummary};
pub use typed_share::TypedShare;
pub use watch::{Stage, Watch};
