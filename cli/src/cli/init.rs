//! `cargo xtask init` on the command line.

use clap::Args;

use super::after_help;

/// Write a first catalogue of your own into this folder
///
/// Writes webhook-events.toml, a catalogue of three events, a profile that says how they are named and signed, and a sample.
/// Replaces nothing: if one of the files exists, none is written. Then change them, and run `cargo xtask regen`.
#[derive(Debug, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct InitArgs {
    /// The slug of the sender of the events: lower-case letters, digits and hyphens
    #[arg(default_value = "acme")]
    pub(crate) vendor: String,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask init shop    events of `shop`, and the crate `shop-events`
  cargo xtask regen        generate the crate";
