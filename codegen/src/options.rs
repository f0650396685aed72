//! Settings of the emitted crate.

use crate::ident::RustIdent;

/// Settings of the emitted crate.
#[derive(Debug, Clone)]
pub struct Options {
    /// The package's name, which must be one that Cargo accepts.
    pub crate_name: String,
    /// The rest of the package's metadata.
    pub package: Package,
}

/// Metadata of the emitted package. By default, those of a crate from this project: its version and its licences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its version, such as `1.2.0`.
    pub version: String,
    /// Its licence as an SPDX expression.
    pub license: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// The owner of the events' descriptions and the terms for them, as Markdown. By default, the notice that the rows ask for.
    pub attribution: Option<String>,
    /// True if it may be published on a registry.
    pub publish: bool,
}

/// The licence of the run-time code in every emitted crate.
pub(crate) const CODE_LICENSE: &str = "MIT OR Apache-2.0";

impl Default for Package {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            license: CODE_LICENSE.to_owned(),
            authors: Vec::new(),
            attribution: None,
            publish: true,
        }
    }
}

impl Options {
    /// A crate of this name, with the other settings by default.
    pub fn named(crate_name: impl Into<String>) -> Self {
        Self {
            crate_name: crate_name.into(),
            package: Package::default(),
        }
    }

    /// The crate's name as it is written in Rust paths.
    pub(crate) fn crate_ident(&self) -> String {
        self.crate_name.replace('-', "_")
    }

    /// The crate as paths in an example start that also imports the module of a vendor. A module called as the crate would
    /// hide it.
    pub(crate) fn crate_path(&self, module: &RustIdent) -> String {
        let ident = self.crate_ident();
        if module.unraw() == ident {
            format!("::{ident}")
        } else {
            ident
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ident;

    #[test]
    fn a_module_called_as_the_crate_does_not_hide_it() {
        let options = Options::named("acme-events");
        assert_eq!(
            options.crate_path(&ident::own("acme_events")),
            "::acme_events"
        );
        assert_eq!(options.crate_path(&ident::own("acme")), "acme_events");
    }
}
