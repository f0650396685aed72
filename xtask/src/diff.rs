//! What `cargo xtask diff` found, as a report to read.

mod html;
