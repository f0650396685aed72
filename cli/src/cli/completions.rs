//! `cargo xtask completions` on the command line.

use clap::{Args, ValueEnum};

use super::after_help;

/// Print a script that completes `cargo xtask` in a shell
///
/// Nothing is installed. The completion of other commands stays as it was.
#[derive(Debug, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: CompletedShell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompletedShell {
    Bash,
    Zsh,
    Fish,
}

const EXAMPLES: &str = "\
Examples:
  source <(cargo xtask completions bash)          in this shell; or in ~/.bashrc, from a file
  cargo xtask completions zsh > DIR/_cargo-xtask  in a folder of $fpath
  cargo xtask completions fish | source";
