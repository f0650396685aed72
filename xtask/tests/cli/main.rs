//! The command line as a process: exit codes, messages, and what is left on disk.

mod bad_input;
mod check;
mod diff;
mod elsewhere;
mod explain;
mod ground;
mod page;
mod update;
mod usage;
mod writing;
