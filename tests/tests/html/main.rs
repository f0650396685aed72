//! The page of `cargo xtask diff --format html`: its text, and what a real browser makes of it.
//!
//! The browser is what `WEBHOOK_EVENTS_CHROMIUM` names, or a chromium that is found on the path. Where there is none, its
//! tests say so and are skipped; `apt-get install chromium` brings one.

#[path = "../../../xtask/src/diff/html/mod.rs"]
mod html;
#[path = "../../../xtask/src/sanitize.rs"]
mod sanitize;

#[cfg(unix)]
mod browser;
mod report;
#[cfg(unix)]
mod seen;
mod text;
#[cfg(unix)]
mod used;
