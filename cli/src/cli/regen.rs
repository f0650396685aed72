//! `cargo xtask regen` on the command line.

use std::path::PathBuf;

use clap::Args;

use super::crate_name::{parse_crate_name, parse_module_path};
use super::{InputArgs, after_help};

/// Regenerate the crate from the catalogue, or check that it is fresh
///
/// Everything is generated in memory and compared with the files in --out. Files that are the same keep their
/// modification time; generated files that are no longer wanted are removed; a file that was not generated is never
/// replaced or removed. If anything fails, nothing is changed. A run without diagnostics is recorded below target/, and one
/// that finds the same inputs, generator and output ends there.
#[derive(Debug, Default, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct RegenArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Only this vendor's rows, additions and samples; may be repeated, or a list with commas
    #[arg(
        long = "vendor",
        value_name = "SLUG",
        value_delimiter = ',',
        help_heading = "Input"
    )]
    pub(crate) vendors: Vec<String>,
    /// Folder of the generated crate [default: generated]
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) out: Option<PathBuf>,
    /// Package name of the generated crate [default: webhook-events]
    #[arg(long, value_name = "NAME", help_heading = "Output", value_parser = parse_crate_name)]
    pub(crate) crate_name: Option<String>,
    /// Write the sources alone, as the module of this path in another crate, such as `events`
    ///
    /// For `--out src/events` of a package that declares the dependencies and features of the crate, as far as it uses them.
    #[arg(long, value_name = "PATH", help_heading = "Output", value_parser = parse_module_path, requires = "out")]
    pub(crate) module: Option<String>,
    /// Change nothing; list the files that would change and exit with 4 if there are any
    #[arg(long, help_heading = "Output")]
    pub(crate) check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask regen                      bring the checked-in crate up to date
  cargo xtask regen --check              exit with 4 unless it is
  cargo xtask regen --vendor slack --out ../slack-events --crate-name slack-events
                                         write a crate of one vendor's events to another folder
  cargo xtask regen --catalog events.jsonl --profiles profiles.toml --out ../my-events
                                         generate from a catalogue of your own";
