//! The page of `cargo xtask diff --format html`: its text, and its rendering and behaviour in a real browser.
//!
//! The browser is the binary in `WEBHOOK_EVENTS_CHROMIUM`, or a Chromium on the path. Without one, the tests are skipped with a
//! message; `apt-get install chromium` installs one.

#[path = "../../../cli/src/diff/html/mod.rs"]
mod html;
#[path = "../../../cli/src/sanitize.rs"]
mod sanitize;

#[cfg(unix)]
mod browser;
#[cfg(unix)]
mod interaction;
#[cfg(unix)]
mod large_update;
#[cfg(unix)]
mod long;
#[cfg(unix)]
mod rendering;
mod report;
mod text;
