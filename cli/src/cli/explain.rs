//! `cargo xtask explain` on the command line.

use clap::{Args, ValueEnum};

use super::{InputArgs, after_help};

/// Show the sources of an event or a field, and the Rust item it became
///
/// Prints the catalogue's row or our addition and whether its own schema declares the place, the overlays that changed it with their
/// reason and source, the subschemas that describe it, the samples that have it and those that lack it, and the Rust
/// item that it became: its type, whether it is required and nullable, and why. Nothing is written.
///
/// A vendor alone lists its events. The code of a diagnostic instead of a vendor, such as E130, gives its meaning and remedy.
#[derive(Debug, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct ExplainArgs {
    /// The vendor's slug; or the code of a diagnostic, such as E130
    #[arg(value_name = "VENDOR", required_unless_present = "list")]
    pub(crate) subject: Option<String>,
    /// The event name, spelled as the vendor does; without it, all events of the vendor are listed
    pub(crate) event: Option<String>,
    /// JSON pointer into the body as it is delivered, such as /event/ts; without it, the event itself
    ///
    /// `*` and `-` stand for any item of an array and for any value of an object that is a map. An index does so too,
    /// but then only that item of each sample counts. The empty pointer is the whole body. A slash in a name is
    /// written `~1`, a tilde `~0`.
    pub(crate) pointer: Option<String>,
    /// List the codes of all diagnostics
    #[arg(long, conflicts_with = "subject")]
    pub(crate) list: bool,
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
  cargo xtask explain slack                                the events of a vendor
  cargo xtask explain slack app_mention                    an event
  cargo xtask explain slack app_mention /event/thread_ts   a field
  cargo xtask explain revenuecat Renewal '/payload/attachments/*/text'
                                                           a field of the items of an array
  cargo xtask explain E130                                 a diagnostic";
