//! `cargo xtask adopt` on the command line.

use std::path::PathBuf;

use clap::Args;

use super::after_help;

/// Make a vendor's adopted overlays from the vendor's own schemas
///
/// Reads JSON Schema bundles or OpenAPI 3 documents as JSON, and the mapping that says which of their schemas describe
/// which event. Names, types, presence, null and values of strings are taken over, descriptions are not. What the
/// documents require is a hint. The documents themselves are not kept; the overlays name them, with their SHA-256.
/// Corrections belong into reviewed overlays, which are applied onto the adopted ones. Then run `cargo xtask regen`.
#[derive(Debug, Args)]
#[command(after_help = after_help!(EXAMPLES))]
pub(crate) struct AdoptArgs {
    /// The vendor's slug
    pub(crate) vendor: String,
    /// The documents, in the order of the mapping
    #[arg(required = true, value_name = "DOCUMENT")]
    pub(crate) documents: Vec<PathBuf>,
    /// The mapping [default: catalog/adoptions/VENDOR.toml]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) mapping: Option<PathBuf>,
    /// Folder of the adopted overlays [default: catalog/overlays/VENDOR/adopted]
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) out: Option<PathBuf>,
    /// Change nothing; list the files that would change and exit with 4 if there are any
    #[arg(long, help_heading = "Output")]
    pub(crate) check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask adopt acme package/schema.json           update catalog/overlays/acme/adopted/
  cargo xtask adopt acme package/schema.json --check   exit with 4 unless it is up to date";
