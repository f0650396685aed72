//! The command line: arguments, disk, progress, exit codes.
//!
//! `webhook-catalog` reads the inputs, and `webhook-codegen` decides the types. This package reads files, passes them
//! on, and writes the result to disk. Its binary is `webhook-events`; `cargo xtask` of its repository is the same code.

mod adopt;
mod cli;
mod completions;
mod console;
mod diff;
mod explain;
mod files;
mod init;
mod inputs;
mod message;
mod program;
mod progress;
mod regen;
mod render;
mod sanitize;
mod summary;
mod sync;
mod update;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use mimalloc::MiMalloc;

pub use crate::program::Program;

use crate::cli::{Cli, Command, usage};
use crate::console::Console;
use crate::inputs::take;
use crate::summary::count_errors;
use crate::workspace::Workspace;

/// The system's allocator takes a fifth of a regen's time, and more as a catalogue grows, because the memory that one
/// stage frees is fragmented for the next one.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The outcome of a command; its value is the exit code. clap exits with 2 on wrong usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything was done, or nothing needed to be.
    Done = 0,
    /// The input is wrong, or the command could not run.
    Failed = 1,
    /// `diff` has findings that `--fail-on` selects.
    Found = 3,
    /// `--check` found stale files.
    Stale = 4,
}

/// Runs the command that the arguments of this process name.
pub fn run(program: &Program) -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::parse_for(program, &arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::answer(error, program, &arguments),
    };
    #[cfg(feature = "parquet")]
    leave_damaged_parquet_to_diagnostics();
    let mut console = Console::of_process(program, &cli.output);
    let outcome = run_command(&cli, program, &mut console).unwrap_or_else(|error| {
        console.failure(&error);
        Outcome::Failed
    });
    let outcome = if console.finish() {
        outcome
    } else {
        Outcome::Failed
    };
    ExitCode::from(outcome as u8)
}

/// The Parquet decoder panics on some damaged files. The reader turns that into a diagnostic, so the panic message is
/// not printed.
#[cfg(feature = "parquet")]
fn leave_damaged_parquet_to_diagnostics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(webhook_catalog::PARQUET_THREAD) {
            default(panic);
        }
    }));
}

fn run_command(cli: &Cli, program: &Program, console: &mut Console) -> anyhow::Result<Outcome> {
    let mut diagnostics = Vec::new();
    let workspace = take(Workspace::of_process(program)?, &mut diagnostics);
    if !diagnostics.is_empty() && cli.command.reads_workspace() {
        console.diagnostics(&diagnostics);
        console.conclusion(&format!("{}; nothing was done", count_errors(&diagnostics)));
        return Ok(Outcome::Failed);
    }
    let run = |console: &mut Console| match &cli.command {
        Command::Init(args) => init::run(args, console),
        Command::Regen(args) => regen::run(args, &workspace, console),
        Command::Diff(args) => diff::run(args, &workspace, console),
        Command::Update(args) => update::run(args, &workspace, console),
        Command::Explain(args) => explain::run(args, &workspace, console),
        Command::Adopt(args) => adopt::run(args, &workspace, console),
        Command::Completions(args) => Ok(completions::run(args, program, console)),
    };
    if !cli.command.changes_workspace() {
        return run(console);
    }
    let command = workspace.command_without_check();
    sync::writing(&workspace.root, &command, console, Console::note, run)
}
