//! Checks that every name is assigned and unique in its scope, as emitters require.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Diagnostic, Place, codes};

use crate::ident::RustIdent;
use crate::model::{Model, ModulePath, TypeKind, Variant, Vendor};

pub(super) fn run(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let mut check = Check {
        vendor: "",
        diagnostics,
    };
    check.scope("vendors", model.vendors.iter().map(|vendor| &vendor.module));
    for vendor in &model.vendors {
        check.vendor = vendor.id.as_str();
        check.vendor(vendor);
    }
}

struct Check<'a> {
    vendor: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn vendor(&mut self, vendor: &Vendor) {
        let variants = vendor.variants();
        let mains = || variants.iter().map(Variant::main);
        self.scope("event modules", mains().map(|event| &event.module));
        self.scope("events", mains().map(|event| &event.variant));
        let folders = vendor.events.iter().map(|event| &event.folder);
        self.scope("folders of events", folders);
        let placeholders = vendor
            .message_templates
            .iter()
            .flat_map(|templates| &templates.placeholders);
        self.scope(
            "placeholders",
            placeholders.map(|placeholder| &placeholder.ident),
        );
        let mut modules: BTreeMap<&ModulePath, Vec<&RustIdent>> = BTreeMap::new();
        for def in &vendor.types {
            modules.entry(&def.module_path).or_default().push(&def.name);
        }
        for names in modules.into_values() {
            self.scope("types", names.into_iter());
        }
        let views = vendor.api.views.iter().map(|view| &view.name);
        let accessors = vendor.api.event_accessors.iter();
        let methods = views.chain(accessors.map(|accessor| &accessor.name));
        self.scope("methods", methods);
        for def in &vendor.types {
            match &def.kind {
                TypeKind::Object(object) => self.scope(
                    "fields",
                    object.properties.iter().map(|property| &property.ident),
                ),
                TypeKind::StringEnum(list) => {
                    self.scope(
                        "variants",
                        list.values
                            .iter()
                            .map(|value| &value.ident)
                            .chain([&list.unknown]),
                    );
                }
                TypeKind::Union(union) => {
                    let by_tag = union.tag.iter().map(|tag| &tag.unknown);
                    let unknown = by_tag.chain(&union.unknown);
                    let known = union
                        .alternatives
                        .iter()
                        .map(|alternative| &alternative.ident);
                    self.scope("variants", known.chain(unknown));
                    self.scope(
                        "methods",
                        union.accessors.iter().map(|accessor| &accessor.name),
                    );
                }
                TypeKind::Tuple(tuple) => {
                    self.scope("fields", tuple.places.iter().map(|place| &place.ident))
                }
                TypeKind::Newtype(_) => {}
            }
        }
    }

    /// Checks the names of one scope. Case is ignored because some are file names.
    fn scope<'n>(&mut self, scope: &str, names: impl Iterator<Item = &'n RustIdent>) {
        let mut seen = BTreeSet::new();
        for name in names {
            assert!(
                !name.as_str().is_empty(),
                "every name is assigned before it is verified"
            );
            if !seen.insert(name.unraw().to_ascii_lowercase()) {
                let place = Place {
                    vendor: Some(self.vendor.to_owned()),
                    ..Place::default()
                };
                let message = format!("two {scope} would both be called `{name}`");
                self.diagnostics.push(
                    Diagnostic::error(codes::NAME_CLASH, place, message)
                        .with_help("rename one of them in the catalogue or by an overlay"),
                );
            }
        }
    }
}
