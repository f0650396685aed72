//! `LICENSES.md` of the emitted crate.

use crate::format::header_comment;
use crate::model::Model;
use crate::options::{CODE_LICENSE, Options, Package};

/// The licence of the code.
const CODE: &str = "# Licences\n\
     \n\
     The source code of this crate is licensed under the MIT licence or the Apache licence, version 2.0, at your option. Both texts\n\
     stand below.\n";

/// The attribution that the public data set asks for.
const DATA_SET: &str = "Event names, descriptions, schemas and delivery facts come from the *SaaS Webhook Event Catalog*\n\
     (`automatelab/saas-webhook-catalog`), licensed under [CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/).\n\
     Attribution: automatelab, saas-webhook-catalog (<https://automatelab.tech/webhooks/>). They were turned into Rust types;\n\
     nothing in them was otherwise changed but by the overlays that the field docs name.\n";

/// Used instead of [`DATA_SET`] for a catalogue without rows of it.
const OWN_ROWS: &str = "Event names, descriptions, schemas and delivery facts are those of the catalogue that the crate was generated from, and\n\
     remain its owner's.\n";

/// Used instead of [`CODE`] for a crate under other terms.
const OTHER_TERMS: &str = "# Licences\n\
     \n\
     This crate is licensed under `TERMS`. The run-time code that it contains (`src/support/`) is part of *webhook-events*, and licensed\n\
     under the MIT licence or the Apache licence, version 2.0, at your option. Both texts stand below.\n";

const SAMPLES: &str = "Sample payloads in the tests are quoted from the vendors' public documentation or composed from the schemas; each test\n\
     says which. Quoted payloads remain their vendors'.\n";

/// The texts of the licences, which a package has to hold.
const TEXTS: &str = concat!(
    "\n## MIT licence\n\n```text\n",
    include_str!("../../LICENSE-MIT"),
    "```\n\n## Apache licence, version 2.0\n\n```text\n",
    include_str!("../../LICENSE-APACHE"),
    "```\n",
);

/// Emits the notice on code, rows and samples, with the texts of the code's licences.
pub(super) fn emit_licences(model: &Model, options: &Options) -> String {
    let mut events = model.vendors.iter().flat_map(|vendor| &vendor.events);
    let Package {
        license,
        attribution,
        ..
    } = &options.package;
    let code = match license.as_str() {
        CODE_LICENSE => CODE.to_owned(),
        license => OTHER_TERMS.replace("TERMS", license),
    };
    let is_published = model.vendors.iter().any(|vendor| vendor.is_published);
    let rows = match attribution {
        // The data set asks for its attribution whatever else is said.
        Some(text) if is_published => format!("{}\n\n{DATA_SET}", text.trim()),
        Some(text) => format!("{}\n", text.trim()),
        None if is_published => DATA_SET.to_owned(),
        None => OWN_ROWS.to_owned(),
    };
    let samples = if events.any(|event| !event.samples.is_empty()) {
        format!("\n{SAMPLES}")
    } else {
        String::new()
    };
    format!(
        "{}{code}\n{rows}{samples}{TEXTS}",
        header_comment("the catalogue's vendors")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn the_data_set_is_named_if_it_was_used() {
        let mut vendor = fixtures::vendor();
        let mut options = Options::named("acme-events");
        let notice_of = |vendor: &crate::model::Vendor, options: &Options| {
            let vendors = vec![vendor.clone()];
            let refused = Vec::new();
            emit_licences(&Model { vendors, refused }, options)
        };
        let notice = |vendor: &crate::model::Vendor| notice_of(vendor, &Options::named("x"));
        assert!(!notice(&vendor).contains("automatelab"));
        assert!(notice(&vendor).contains("remain its owner's"));
        vendor.is_published = true;
        assert!(notice(&vendor).contains("Attribution: automatelab, saas-webhook-catalog"));
        assert!(!notice(&vendor).contains("Sample payloads"));

        options.package.attribution = Some("Events of Acme, for its partners.".to_owned());
        options.package.license = "LicenseRef-Acme".to_owned();
        let both = notice_of(&vendor, &options);
        assert!(both.contains("for its partners.\n\nEvent names") && both.contains("automatelab"));
        vendor.is_published = false;
        let own = notice_of(&vendor, &options);
        assert!(own.contains("for its partners.\n") && !own.contains("remain its owner's"));
        assert!(!own.contains("automatelab") && own.contains("licensed under `LicenseRef-Acme`."));
    }
}
