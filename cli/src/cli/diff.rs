//! `cargo xtask diff` on the command line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{PathOrNone, SupplementArgs, after_help};

/// Report the differences of a newer catalogue, and whether they break users of the crate
///
/// Both catalogues are read with the same samples, and with the same additions, overlays and profiles unless the baseline is given
/// its own. The crates that they would give are compared. Each difference is judged three ways. Wire: how does code built from the baseline read the deliveries that
/// the newer catalogue describes? They fit; or some have misfits, which requires a minor version; or some are malformed, refused
/// or taken for another event, which requires a major one. Source: does code written against the baseline still compile? Behaviour: does it still
/// do the same? A row that changed where an overlay decides is a finding to look at.
/// Overlays that do not fit the newer catalogue, and additions that it has taken up, are part of the report.
/// Nothing is written.
///
/// The same change at the same place of several events is told once. A finding, or all those of such a group, can be accepted
/// by a fingerprint, with a reason. An entry that no finding matches is an error, unless
/// `--vendor` leaves vendors out.
#[derive(Debug, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct DiffArgs {
    /// The newer catalogue: .parquet, .jsonl or .json; files, or folders of files
    #[arg(required = true)]
    pub(crate) current: Vec<PathBuf>,
    /// Format of the report
    #[arg(long, default_value = "text")]
    pub(crate) format: DiffFormat,
    /// Findings that make the command exit with 3, unless they are accepted
    #[arg(long, value_name = "WHAT", default_value = "breaking")]
    pub(crate) fail_on: FailOn,
    /// List of accepted findings, or `none` [default: catalog/accepted.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) accepted: Option<PathOrNone>,
    /// Catalogue to compare with; may be repeated [default: those in catalog/]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) baseline: Vec<PathBuf>,
    /// Additions of the baseline alone, or `none` [default: those of both]
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub(crate) baseline_additions: Option<PathOrNone>,
    /// Overlays of the baseline alone, or `none` [default: those of both]
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub(crate) baseline_overlays: Option<PathOrNone>,
    /// Profiles of the baseline alone, or `none` [default: those of both]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) baseline_profiles: Option<PathOrNone>,
    #[command(flatten, next_help_heading = "Input")]
    pub(crate) supplements: SupplementArgs,
    /// Only this vendor's rows, additions and samples; may be repeated, or a list with commas
    #[arg(
        long = "vendor",
        value_name = "SLUG",
        value_delimiter = ',',
        help_heading = "Input"
    )]
    pub(crate) vendors: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// A block for each change, the gravest first
    Text,
    /// A line for each change
    Short,
    /// For a pull request and a changelog, at most 65,536 characters
    Markdown,
    /// For programs; `cli/src/diff/report.schema.json` describes it
    Json,
    /// A page to open in a browser
    Html,
    /// Annotations of a workflow of GitHub Actions
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Deliveries become malformed, or the source breaks
    Breaking,
    /// Anything differs, or an overlay or addition is stale
    Any,
    /// No finding
    Never,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff events.parquet                        the effect of an update of the snapshot
  cargo xtask diff new.jsonl --baseline old.jsonl --samples none
                                                         two catalogues of your own
  cargo xtask diff events.parquet --vendor slack --format markdown --fail-on never
                                                         for the text of a pull request";
