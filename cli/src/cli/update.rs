//! `cargo xtask update` on the command line.

use std::path::PathBuf;

use clap::Args;

use super::after_help;

/// Replace the snapshot by a newer catalogue
///
/// Prints the findings of `diff`, replaces the snapshot in catalog/ by the file, regenerates the crate, adds an entry to
/// CHANGELOG.md, and lets the new crate read every payload that the earlier one was tested with. Files change at the end, all
/// of them or none.
///
/// Refuses if overlays do not fit the newer catalogue or it has taken up additions, unless `--drop-stale` is given, or if more
/// than a fifth of the events is gone.
#[derive(Debug, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct UpdateArgs {
    /// The newer catalogue: .parquet, .jsonl or .json
    ///
    /// For a URL, or a data set of Hugging Face as `hf:OWNER/NAME`, prints the command that downloads it.
    pub(crate) file: PathBuf,
    /// Take the rows of this vendor alone; may be repeated
    ///
    /// The rows of all other vendors stay. The snapshot becomes JSONL.
    #[arg(long = "vendor", value_name = "SLUG")]
    pub(crate) vendors: Vec<String>,
    /// Remove overlays and additions that do not fit the newer catalogue
    ///
    /// An event with an adopted overlay is taken out of the mapping too. Of shared definitions, only those go that do not fit.
    #[arg(long)]
    pub(crate) drop_stale: bool,
    /// Update even if more than a fifth of the rows is gone
    #[arg(long)]
    pub(crate) allow_loss: bool,
    /// Do not build the crate to check that it still reads earlier payloads
    #[arg(long)]
    pub(crate) no_wire_check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff events.parquet      look first
  cargo xtask update events.parquet    then take it
  cargo xtask update events.parquet --vendor slack --drop-stale";
