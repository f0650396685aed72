//! The form in which rows come decides nothing about the emitted crate, and a change to one event touches that event.

mod emitted;
mod local;
mod same;
mod trees;
