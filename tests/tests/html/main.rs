//! The page of `cargo xtask diff --format html`: its text, and what a real browser makes of it.

#[path = "../../../xtask/src/diff/html/mod.rs"]
mod html;
#[path = "../../../xtask/src/printable.rs"]
mod printable;

#[cfg(unix)]
mod browser;
mod report;
#[cfg(unix)]
mod seen;
mod text;
#[cfg(unix)]
mod used;
