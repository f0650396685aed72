//! Tests of the emitted crate's support code, compiled as it is copied.

#[allow(
    dead_code,
    unused_imports,
    missing_docs,
    unreachable_pub,
    reason = "compiled as a part of a test, not of its crate"
)]
#[path = "../../support/mod.rs"]
mod support;

mod integers;
mod locating;
mod money;
mod naming;
mod reading;
mod wording;
