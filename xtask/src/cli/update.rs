//! `cargo xtask update` as the user types it.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::{EXIT_CODES, one};

/// Which catalogue to take, and what to take it in spite of.
#[derive(Debug)]
pub(crate) struct UpdateArgs {
    pub(crate) file: PathBuf,
    pub(crate) allow_loss: bool,
    pub(crate) no_wire_check: bool,
}

pub(super) fn command() -> clap::Command {
    clap::Command::new("update")
        .about(UPDATE)
        .long_about(format!("{UPDATE}\n\n{UPDATE_MORE}"))
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
        .args([
            Arg::new("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help("The newer catalogue: .parquet, .jsonl or .json"),
            Arg::new("allow_loss")
                .long("allow-loss")
                .action(ArgAction::SetTrue)
                .help("Take it although more than a fifth of the events is gone"),
            Arg::new("no_wire_check")
                .long("no-wire-check")
                .action(ArgAction::SetTrue)
                .help("Do not build the crate to see whether it still reads earlier payloads"),
        ])
}

pub(super) fn read(matches: &ArgMatches) -> UpdateArgs {
    UpdateArgs {
        file: one(matches, "file").expect("invariant: clap asks for the argument"),
        allow_loss: matches.get_flag("allow_loss"),
        no_wire_check: matches.get_flag("no_wire_check"),
    }
}

const UPDATE: &str = "Take a newer catalogue in the place of the snapshot";

const UPDATE_MORE: &str = "\
Prints what `diff` finds, puts the file in the place of the snapshot in catalog/, makes the crate anew, writes what changed \
into CHANGELOG.md, and has the new crate read every payload that the earlier one was tested with. Where anything fails, all \
is as it was before.

It takes nothing where overlays do not fit the newer catalogue any more, or where more than a fifth of the events is gone.";

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff events.parquet      look first
  cargo xtask update events.parquet    then take it";
