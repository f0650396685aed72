//! The command `webhook-events`.

use std::process::ExitCode;

use webhook_events_cli::Program;

fn main() -> ExitCode {
    webhook_events_cli::run(&Program::installed())
}
