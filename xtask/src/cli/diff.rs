//! `cargo xtask diff` as the user types it.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, ArgMatches, ValueEnum, value_parser};

use super::{DEFAULT, EXIT_CODES, InputArgs, PathOrNone, all, input_args, one, vendor_arg};

/// What is to be compared, how to print it, and what to fail on.
#[derive(Debug)]
pub(crate) struct DiffArgs {
    /// The inputs of the baseline; its samples, overlays and profiles are the current catalogue's as well.
    pub(crate) input: InputArgs,
    pub(crate) current: Vec<PathBuf>,
    pub(crate) accepted: Option<PathOrNone>,
    pub(crate) format: DiffFormat,
    pub(crate) fail_on: FailOn,
}

/// The form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiffFormat {
    Text,
    Markdown,
    Json,
    Html,
}

/// Which findings make the command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailOn {
    Breaking,
    Any,
    Never,
}

impl ValueEnum for DiffFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Text, Self::Markdown, Self::Json, Self::Html]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Html => "html",
        }))
    }
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Breaking, Self::Any, Self::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Breaking => PossibleValue::new("breaking")
                .help("The wire or the source breaks, or no rule knows the change"),
            Self::Any => PossibleValue::new("any").help("Anything differs, or an overlay is stale"),
            Self::Never => PossibleValue::new("never").help("Nothing that is found"),
        })
    }
}

pub(super) fn command() -> clap::Command {
    let [_, samples, overlays, profiles] = input_args();
    clap::Command::new("diff")
        .about(DIFF)
        .long_about(format!("{DIFF}\n\n{DIFF_MORE}"))
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
        .args([
            Arg::new("current")
                .value_name("CURRENT")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .num_args(1..)
                .help("The newer catalogue: .parquet, .jsonl or .json; one file or several"),
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(value_parser!(DiffFormat))
                .default_value("text")
                .help("How to print the report; `markdown` suits a pull request and a changelog, `html` is a page to open in a browser"),
            Arg::new("fail_on")
                .long("fail-on")
                .value_name("WHAT")
                .value_parser(value_parser!(FailOn))
                .default_value("breaking")
                .help("Which findings, unless accepted, make the command exit with 3"),
            Arg::new("accepted")
                .long("accepted")
                .value_name("FILE")
                .value_parser(value_parser!(PathOrNone))
                .help("List of accepted findings, or `none` [default: catalog/accepted.toml]"),
        ])
        .next_help_heading("Input")
        .arg(
            Arg::new("baseline")
                .long("baseline")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .action(ArgAction::Append)
                .help("Catalogue to compare with; may be repeated [default: those in catalog/]"),
        )
        .args([samples, overlays, profiles])
        .arg(vendor_arg())
}

pub(super) fn read(matches: &ArgMatches) -> DiffArgs {
    DiffArgs {
        input: InputArgs {
            catalog: all(matches, "baseline"),
            samples: one(matches, "samples"),
            overlays: one(matches, "overlays"),
            profiles: one(matches, "profiles"),
            vendors: all(matches, "vendor"),
        },
        current: all(matches, "current"),
        accepted: one(matches, "accepted"),
        format: one(matches, "format").expect(DEFAULT),
        fail_on: one(matches, "fail_on").expect(DEFAULT),
    }
}

const DIFF: &str = "Tell what a newer catalogue breaks";

const DIFF_MORE: &str = "\
Both catalogues are read with the same samples, overlays and profiles and become what the crate would be made from; \
whatever differs is found and judged three ways. Wire: does code built from the baseline still read the payloads that \
the newer catalogue describes? Source: does code written against the baseline still compile? Behaviour: does it still do \
the same? An overlay that does not fit the newer catalogue is told in the report. Nothing is written.

Findings that were looked at can be accepted by their fingerprint, with a reason; an entry that no finding matches is an \
error, unless `--vendor` leaves vendors out.";

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff events.parquet                        what an update of the snapshot would break
  cargo xtask diff new.jsonl --baseline old.jsonl --samples none
                                                         two catalogues of your own
  cargo xtask diff events.parquet --vendor slack --format markdown --fail-on never
                                                         for the text of a pull request";
