//! `cargo xtask explain` as the user types it.

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, ValueEnum, value_parser};

use super::{DEFAULT, EXIT_CODES, InputArgs, input_args, one, read_input};

/// What is to be explained, and how to print it.
#[derive(Debug)]
pub(crate) struct ExplainArgs {
    pub(crate) input: InputArgs,
    pub(crate) vendor: String,
    pub(crate) event: String,
    pub(crate) pointer: Option<String>,
    pub(crate) format: Format,
}

/// The form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Text, Self::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Text => "text",
            Self::Json => "json",
        }))
    }
}

pub(super) fn command() -> clap::Command {
    clap::Command::new("explain")
        .about(EXPLAIN)
        .long_about(format!("{EXPLAIN}\n\n{EXPLAIN_MORE}"))
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
        .args([
            Arg::new("of_vendor")
                .value_name("VENDOR")
                .required(true)
                .help("The vendor's slug"),
            Arg::new("event")
                .value_name("EVENT")
                .required(true)
                .help("The event name, spelled as the vendor does"),
            Arg::new("pointer")
                .value_name("POINTER")
                .help(POINTER)
                .long_help(format!("{POINTER}\n\n{POINTER_MORE}")),
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(value_parser!(Format))
                .default_value("text")
                .help("How to print the report"),
        ])
        .next_help_heading("Input")
        .args(input_args())
}

pub(super) fn read(matches: &ArgMatches) -> ExplainArgs {
    ExplainArgs {
        input: read_input(matches),
        vendor: one(matches, "of_vendor").expect(REQUIRED),
        event: one(matches, "event").expect(REQUIRED),
        pointer: one(matches, "pointer"),
        format: one(matches, "format").expect(DEFAULT),
    }
}

const REQUIRED: &str = "invariant: clap asks for the argument";

const EXPLAIN: &str = "Tell where an event or a field comes from";

const EXPLAIN_MORE: &str = "\
Prints the catalogue's row and whether it declares the place itself, the overlays that had a part in it with reason \
and source, the samples that have it and those that lack it, what the schema says, and the Rust item that it became: \
its type, whether it is required and nullable, and why. Nothing is written.";

const POINTER: &str =
    "JSON pointer into the body as it is delivered, such as /event/ts; left out, the event itself";

const POINTER_MORE: &str = "\
`*` and `-` stand for any item of an array and for any value of an object that is a map; an index does as well, and then \
only that item of each sample is looked at. The empty pointer is the whole body. A slash in a name is written `~1`, a \
tilde `~0`.";

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain slack app_mention                    an event
  cargo xtask explain slack app_mention /event/thread_ts   a field
  cargo xtask explain revenuecat Renewal '/payload/attachments/*/text'
                                                           a field of the items of an array";
