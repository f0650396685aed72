//! Tests of the emitted crate's support code, compiled from the same files.

#![allow(
    unexpected_cfgs,
    reason = "the features are those of the emitted crate"
)]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "constructors are for users of the emitted crate"
)]

#[allow(
    unused_imports,
    unused_macros,
    missing_docs,
    unreachable_pub,
    reason = "compiled as a part of a test, not of its crate"
)]
#[path = "../../support/mod.rs"]
mod support;

/// The module behind the feature `verify`, which this crate lacks.
#[allow(
    unused_imports,
    unused_macros,
    missing_docs,
    unreachable_pub,
    reason = "compiled as a part of a test, not of its crate"
)]
#[path = "../../support/verify/mod.rs"]
mod verify;

/// The module behind the feature `form`.
#[allow(dead_code, reason = "compiled as a part of a test, not of its crate")]
#[path = "../../support/form.rs"]
mod form;

// Items of the support code that these modules use.
use support::{ParseError, headers};

mod forms;
mod integers;
mod lazy;
mod linear;
mod locating;
mod message_template;
mod money;
mod naming;
mod reading;
mod recursive;
mod request;
mod signatures;
mod texts;
mod tolerant;
mod typed_texts;
mod values;
