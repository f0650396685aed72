//! The command line: commands, flags and their help texts.
//!
//! Doc comments of commands and flags are help texts: the first paragraph is printed by `-h`, all of it by `--help`.

mod adopt;
mod completions;
mod crate_name;
mod diff;
mod explain;
mod init;
mod regen;
mod update;
pub(crate) mod usage;

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{Resettable, StyledStr};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub(crate) use adopt::AdoptArgs;
pub(crate) use completions::{CompletedShell, CompletionsArgs};
pub(crate) use diff::{DiffArgs, DiffFormat, FailOn};
pub(crate) use explain::{ExplainArgs, ExplainFormat};
pub(crate) use init::InitArgs;
pub(crate) use regen::RegenArgs;
pub(crate) use update::UpdateArgs;

use crate::program::{Program, XTASK};
use crate::workspace::CONFIG;

/// Turn the catalogue of webhook events into the crate that is checked in here
#[derive(Debug, Parser)]
#[command(
    name = XTASK,
    bin_name = XTASK,
    after_help = EXIT_CODES,
    version,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// The definition of the command line, with commands called by the name of the program.
    pub(crate) fn command_for(program: &Program) -> clap::Command {
        let command = Self::command();
        if program.is_xtask() {
            return command;
        }
        let command = command
            .name(program.name())
            .bin_name(program.name())
            .about("Turn a catalogue of webhook events into a Rust crate");
        command.mut_subcommands(|command| renamed(command, program))
    }

    pub(crate) fn parse_for(
        program: &Program,
        arguments: &[OsString],
    ) -> clap::error::Result<Self> {
        let mut command = Self::command_for(program);
        let matches = command.try_get_matches_from_mut(arguments)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }
}

/// A command whose help texts call it by the name of the program.
fn renamed(command: clap::Command, program: &Program) -> clap::Command {
    let name = |text: Option<&StyledStr>| {
        let text = text.map(|text| with_default_of_config(&program.named(&text.to_string())));
        Resettable::from(text.map(StyledStr::from))
    };
    let (about, long_about) = (name(command.get_about()), name(command.get_long_about()));
    let after_help = name(command.get_after_help());
    command
        .about(about)
        .long_about(long_about)
        .after_help(after_help)
        .mut_args(|arg| {
            let (help, long_help) = (name(arg.get_help()), name(arg.get_long_help()));
            arg.help(help).long_help(long_help)
        })
}

/// The help of a flag whose default is in the configuration file, instead of in the layout of this workspace.
fn with_default_of_config(help: &str) -> String {
    let default = help
        .split_once(" [default: ")
        .filter(|(_, rest)| !rest.starts_with("those of both"))
        .and_then(|(before, rest)| Some((before, rest.split_once(']')?.1)));
    match default {
        Some((before, after)) => format!("{before} [default: as in {CONFIG}]{after}"),
        None => help.to_owned(),
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(InitArgs),
    Regen(RegenArgs),
    Diff(DiffArgs),
    Update(UpdateArgs),
    Explain(ExplainArgs),
    Adopt(AdoptArgs),
    Completions(CompletionsArgs),
}

impl Command {
    /// True if the command needs the inputs of the workspace.
    pub(crate) fn reads_workspace(&self) -> bool {
        !matches!(self, Self::Init(_) | Self::Completions(_))
    }

    /// True if the command replaces files of the workspace.
    pub(crate) fn changes_workspace(&self) -> bool {
        match self {
            Self::Regen(args) => !args.check && args.out.is_none(),
            Self::Adopt(args) => !args.check && args.out.is_none(),
            Self::Update(_) => true,
            Self::Init(_) | Self::Diff(_) | Self::Explain(_) | Self::Completions(_) => false,
        }
    }
}

const EXIT_CODES: &str = "\
Exit codes: 0 done or fresh, 1 bad input or could not run, 2 wrong usage, 3 diff found what --fail-on names, \
4 stale (--check)";

/// The examples of a command and the exit codes, below its help.
macro_rules! after_help {
    ($examples:expr) => {
        format!("{}\n\n{}", $examples, $crate::cli::EXIT_CODES)
    };
}
use after_help;

// Flags of every command that control the output.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct OutputArgs {
    /// Print text for people, or JSON on stdout, one object a line
    ///
    /// Every JSON object has a `reason`. `diagnostic` has severity, code, message, place, excerpt, help, and
    /// `rendered`, the text for people. `regen-finished` is the last object and has exit_code, errors and warnings,
    /// and, if a crate was generated, check, command, read, vendors, out, created, replaced, removed, foreign (paths
    /// below `out`), unchanged and elapsed_ms. `explain-finished` is the last object and has exit_code and, if there is one,
    /// the explanation. `diff-finished` is the last object and has exit_code and, if there is one, the report.
    /// `adopt-finished` is the last object and has exit_code, errors and warnings, and, if overlays were made, check,
    /// command, documents, events, definitions, left_out, out, created, replaced, removed and unchanged.
    /// `init-finished` has exit_code and created, a list of paths.
    /// `failed`, with a message, means that the command could not run at all, and `wrong-usage`, with a message and
    /// help, that the arguments are wrong.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(crate) message_format: MessageFormat,
    /// Use of colour; `auto` depends on the terminal and on NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Print diagnostics and reports only: no summary, no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// List every changed file and every file left alone
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

// The inputs of one catalogue.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Catalogue to read: .parquet, .jsonl or .json, or a folder of these; may be repeated [default: those in catalog/]
    ///
    /// Folders in a folder are read if they are partitions: the rows below `vendor=slack` are Slack's. With this flag, additions,
    /// samples, overlays and profiles are those that the flags below name, and otherwise none.
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) supplements: SupplementArgs,
}

// The inputs beside a catalogue's rows.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SupplementArgs {
    /// Folder of additions to the catalogue, or `none` [default: catalog/additions, or `none` without overlays]
    #[arg(long, value_name = "DIR")]
    pub(crate) additions: Option<PathOrNone>,
    /// Folder of sample payloads, or `none` [default: catalog/samples]
    #[arg(long, value_name = "DIR")]
    pub(crate) samples: Option<PathOrNone>,
    /// Folder of overlays, or `none` [default: catalog/overlays]
    #[arg(long, value_name = "DIR")]
    pub(crate) overlays: Option<PathOrNone>,
    /// File of vendor profiles, or `none` [default: catalog/profiles.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) profiles: Option<PathOrNone>,
}

/// A path, or the word `none`. A file of that name is written `./none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathOrNone {
    Path(PathBuf),
    None,
}

impl FromStr for PathOrNone {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(if text == "none" {
            Self::None
        } else {
            Self::Path(text.into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regen(words: &[&str]) -> Result<(OutputArgs, RegenArgs), clap::Error> {
        let cli = Cli::try_parse_from(["xtask", "regen"].iter().chain(words))?;
        match cli.command {
            Command::Regen(args) => Ok((cli.output, args)),
            Command::Diff(_)
            | Command::Update(_)
            | Command::Explain(_)
            | Command::Adopt(_)
            | Command::Init(_)
            | Command::Completions(_) => {
                unreachable!("the words begin with `regen`")
            }
        }
    }

    #[test]
    fn clap_accepts_the_definition() {
        Cli::command().debug_assert();
    }

    #[test]
    fn defaults_without_flags() {
        let (output, args) = regen(&[]).expect("no flag is needed");
        assert_eq!(args.crate_name, None);
        assert!(
            !args.check
                && args.out.is_none()
                && args.input.catalog.is_empty()
                && args.input.supplements.samples.is_none()
        );
        assert_eq!(
            (output.message_format, output.color),
            (MessageFormat::Human, Color::Auto)
        );
    }

    #[test]
    fn repeated_flags_and_none() {
        let words = [
            "--catalog",
            "a.jsonl",
            "--catalog",
            "b.parquet",
            "--vendor",
            "x",
            "--vendor",
            "y",
            "--samples",
            "none",
        ];
        let (_, args) = regen(&words).expect("every word is a flag or its value");
        assert_eq!(
            args.input.catalog,
            [PathBuf::from("a.jsonl"), PathBuf::from("b.parquet")]
        );
        assert_eq!(args.vendors, ["x", "y"]);
        assert_eq!(args.input.supplements.samples, Some(PathOrNone::None));
        assert_eq!("./none".parse(), Ok(PathOrNone::Path("./none".into())));
    }

    #[test]
    fn global_flags_before_and_after_the_command() {
        let before = Cli::try_parse_from(["xtask", "--message-format", "json", "-v", "regen"])
            .expect("before");
        assert_eq!(before.output.message_format, MessageFormat::Json);
        let (after, _) = regen(&["--color=never", "-q"]).expect("after");
        assert!(after.quiet && after.color == Color::Never);
    }

    #[test]
    fn wrong_usage_exits_with_2() {
        for words in [
            &["--nope"][..],
            &["--crate-name", "9lives"],
            &["-q", "-v"],
            &["--vendor"],
            &["stray"],
        ] {
            let error = regen(words).expect_err("this is wrong");
            assert_eq!(error.exit_code(), 2, "{words:?}");
        }
        assert_eq!(
            Cli::try_parse_from(["xtask"])
                .expect_err("a command is missing")
                .exit_code(),
            2
        );
    }
}
