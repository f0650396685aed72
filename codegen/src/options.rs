//! Settings of the emitted crate.

use crate::ident::RustIdent;

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
        let options = Options {
            crate_name: "acme-events".to_owned(),
        };
        assert_eq!(
            options.crate_path(&ident::own("acme_events")),
            "::acme_events"
        );
        assert_eq!(options.crate_path(&ident::own("acme")), "acme_events");
    }
}
