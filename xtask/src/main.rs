//! The commands of `webhook-events-cli`, for the inputs of this workspace.

use std::path::PathBuf;
use std::process::ExitCode;

use webhook_events_cli::Program;

fn main() -> ExitCode {
    // Cargo sets the path of the package at run time; a binary that is started without cargo uses the one it was built from.
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    let root = package.parent().map_or_else(PathBuf::new, PathBuf::from);
    webhook_events_cli::run(&Program::xtask(root))
}
