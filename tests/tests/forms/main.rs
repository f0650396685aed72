//! The emitted crate depends on neither the file format nor the order of rows, and a change of one event changes its files only.

mod emitted;
mod local;
mod same;
mod trees;
