//! The commands of `webhook-events`, at the version that this workspace locks, beside those of its own.

use std::path::Path;
use std::process::ExitCode;

use webhook_events_cli::Program;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    webhook_events_cli::run(&Program::xtask(root.unwrap_or(Path::new(".")).to_owned()))
}
