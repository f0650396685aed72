//! `cargo xtask explain` on the command line.

use clap::{Args, ValueEnum};

use super::{InputArgs, after_help};

/// Show the sources of an event or a field, and the Rust item it became
///
/// Prints the catalogue's row or our addition and whether its own schema declares the place, the overlays that changed it with their
/// reason and source, the subschemas that describe it, the samples that have it and those that lack it, and the Rust
/// item that it became: its type, whether it is required and nullable, and why. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct ExplainArgs {
    /// The vendor's slug
    pub(crate) vendor: String,
    /// The event name, spelled as the vendor does
    pub(crate) event: String,
    /// JSON pointer into the body as it is delivered, such as /event/ts; without it, the event itself
    ///
    /// `*` and `-` stand for any item of an array and for any value of an object that is a map. An index does so too,
    /// but then only that item of each sample counts. The empty pointer is the whole body. A slash in a name is
    /// written `~1`, a tilde `~0`.
    pub(crate) pointer: Option<String>,
    /// Format of the report
    #[arg(long, default_value = "text")]
    pub(crate) format: ExplainFormat,
    #[command(flatten)]
    pub(crate) input: InputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    Text,
    Json,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain slack app_mention                    an event
  cargo xtask explain slack app_mention /event/thread_ts   a field
  cargo xtask explain revenuecat Renewal '/payload/attachments/*/text'
                                                           a field of the items of an array";
