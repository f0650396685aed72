//! The command line as a process: exit codes, messages, and files on disk.

mod adopt;
mod bad_input;
mod check;
mod contradictions;
mod diff;
mod elsewhere;
mod explain;
mod ground;
mod killed;
mod large_update;
mod page;
mod readme;
mod update;
mod usage;
mod workspace;
mod writing;
