//! Settings of the emitted crate.

/// Settings of the emitted crate.
#[derive(Debug, Clone)]
pub struct Options {
    /// The package's name, which must be one that Cargo accepts.
    pub crate_name: String,
}

impl Options {
    /// The crate's name as it is written in Rust paths.
    pub(crate) fn crate_ident(&self) -> String {
        self.crate_name.replace('-', "_")
    }
}
