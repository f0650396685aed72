//! The answer to arguments that name no command: help, version, or an error with advice.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Error;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use serde_json::json;

use super::Cli;
use crate::program::Program;

/// Prints help and version to stdout, and wrong usage to stderr or, with `--message-format json`, as an object to stdout.
pub(crate) fn answer(mut error: Error, program: &Program, arguments: &[OsString]) -> ExitCode {
    let code = error.exit_code();
    let is_json = error.use_stderr() && wants_json(arguments);
    if error.use_stderr() {
        advise(&mut error, program, arguments);
    }
    let printed = if is_json {
        writeln!(io::stdout(), "{}", message(&error))
    } else {
        error.print()
    };
    match printed.and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "error: cannot write to stdout: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)),
    }
}

/// True if the arguments ask for JSON, as far as they can be read.
fn wants_json(arguments: &[OsString]) -> bool {
    let pairs = arguments.windows(2);
    let is_flag = |word: &OsString| word == "--message-format";
    arguments.iter().any(|word| word == "--message-format=json")
        || pairs
            .into_iter()
            .any(|pair| is_flag(&pair[0]) && pair[1] == "json")
}

fn message(error: &Error) -> serde_json::Value {
    let rendered = error.render().to_string();
    let mut lines = rendered.lines();
    let title = lines.next().unwrap_or_default();
    let tips: Vec<&str> = lines
        .filter_map(|line| line.trim_start().strip_prefix("tip: "))
        .collect();
    json!({
        "reason": "wrong-usage",
        "exit_code": error.exit_code(),
        "message": title.strip_prefix("error: ").unwrap_or(title),
        "help": tips,
        "rendered": rendered.trim_end(),
    })
}

/// Adds advice that clap cannot know.
fn advise(error: &mut Error, program: &Program, arguments: &[OsString]) {
    let command = arguments
        .iter()
        .skip(1)
        .filter_map(|word| word.to_str())
        .find(|word| !word.starts_with('-'))
        .unwrap_or_default();
    let tip = match error.kind() {
        ErrorKind::InvalidSubcommand if error.get(ContextKind::SuggestedSubcommand).is_none() => {
            let commands = Cli::command_for(program);
            let names: Vec<&str> = commands.get_subcommands().map(|known| known.get_name()).collect();
            format!("the commands are {}", names.join(", "))
        }
        ErrorKind::UnknownArgument if command == "regen" => {
            let Some(ContextValue::String(found)) = error.get(ContextKind::InvalidArg) else {
                return;
            };
            if found.starts_with('-') {
                return;
            }
            format!("a catalogue is named by a flag: `--catalog {found}`")
        }
        ErrorKind::MissingRequiredArgument => match command {
            "diff" | "update" => {
                format!("name the newer catalogue: `cargo xtask {command} events.parquet`")
            }
            "explain" => "name a vendor, an event, a field or a diagnostic: `cargo xtask explain slack app_mention /event/ts`, \
                          `cargo xtask explain E130`"
                .to_owned(),
            "adopt" => "name a vendor and its documents: `cargo xtask adopt acme schema.json`".to_owned(),
            _ => return,
        },
        _ => return,
    };
    let tips = ContextValue::StyledStrs(vec![StyledStr::from(program.named(&tip).into_owned())]);
    error.insert(ContextKind::Suggested, tips);
}
