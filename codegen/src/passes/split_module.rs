//! Splits a vendor's module: a file for each shared definition, and, if the profile lists features, the parts that each of them
//! compiles.
//!
//! An event belongs to one feature or to all. A shared definition is compiled with the features of the events that it is in.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Diagnostic, EventName, Place, codes, shown};

use crate::ident::{self, NameKind, cargo_feature};
use crate::model::{Model, ModulePath, PathStep, SharedFile, TypeDef, TypeId, Vendor};

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        let event_features = event_features(vendor);
        let features: BTreeSet<&String> = event_features.values().collect();
        vendor.api.features = features.into_iter().cloned().collect();
        let users = users_of_definitions(vendor, &event_features);
        vendor.api.shared_files = shared_files(vendor, users);
        vendor.api.event_features = event_features;
    }
    diagnostics.extend(clashes(model));
}

/// The Cargo feature of each event that belongs to one. Empty unless there are several.
fn event_features(vendor: &Vendor) -> BTreeMap<EventName, String> {
    let prefix = cargo_feature(&vendor.id);
    let mut features: BTreeMap<EventName, String> = BTreeMap::new();
    for variant in vendor.variants() {
        let of_events = variant.events.iter();
        let of_events: BTreeSet<Option<&str>> = of_events
            .map(|event| vendor.features.of(&event.name))
            .collect();
        // What arrives as one type is compiled as one.
        let [Some(feature)] = of_events.into_iter().collect::<Vec<_>>()[..] else {
            continue;
        };
        let names = variant.events.iter().map(|event| event.name.clone());
        features.extend(names.map(|name| (name, format!("{prefix}-{feature}"))));
    }
    let distinct: BTreeSet<&String> = features.values().collect();
    match distinct.len() {
        0 | 1 => BTreeMap::new(),
        _ => features,
    }
}

/// By shared definition, the features of the events that it is in; empty if it is compiled with any.
fn users_of_definitions(
    vendor: &Vendor,
    event_features: &BTreeMap<EventName, String>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let definitions = vendor.types.iter().filter_map(shared_definition);
    users.extend(definitions.map(|name| (name.to_owned(), BTreeSet::new())));
    if event_features.is_empty() {
        return users;
    }
    let mut roots: BTreeMap<Option<&String>, Vec<TypeId>> = BTreeMap::new();
    for (index, def) in vendor.types.iter().enumerate() {
        // Common types are compiled with any feature.
        let feature = match &def.module_path {
            ModulePath::Event(name) => {
                let mut events = vendor.events.iter();
                let event = events.find(|event| event.arrives_as == *name);
                event.and_then(|event| event_features.get(&event.name))
            }
            ModulePath::Envelope | ModulePath::Common => None,
            ModulePath::Shared => continue,
        };
        roots.entry(feature).or_default().push(TypeId(index));
    }
    let always = reached(vendor, roots.remove(&None).unwrap_or_default());
    for (feature, roots) in roots {
        for definition in reached(vendor, roots) {
            let users = users.entry(definition).or_default();
            users.extend(feature.cloned());
        }
    }
    for (definition, users) in &mut users {
        let is_whole = users.len() == vendor.api.features.len();
        if is_whole || always.contains(definition) {
            users.clear();
        }
    }
    users
}

/// The shared definitions in these types.
fn reached(vendor: &Vendor, mut waiting: Vec<TypeId>) -> BTreeSet<String> {
    let mut seen: BTreeSet<TypeId> = waiting.iter().copied().collect();
    let mut definitions = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let def = &vendor.types[id.0];
        definitions.extend(shared_definition(def).map(str::to_owned));
        let inner = def.kind.type_ids().into_iter().chain(def.same_as);
        waiting.extend(inner.filter(|id| seen.insert(*id)));
    }
    definitions
}

/// The shared definition that a type is, or is inside of.
fn shared_definition(def: &TypeDef) -> Option<&str> {
    match (&def.module_path, def.path.first()) {
        (ModulePath::Shared, Some(PathStep::Definition(name))) => Some(name),
        _ => None,
    }
}

fn shared_files(
    vendor: &Vendor,
    users: BTreeMap<String, BTreeSet<String>>,
) -> BTreeMap<String, SharedFile> {
    debug_assert!(
        vendor.types.iter().all(|def| {
            def.module_path != ModulePath::Shared || shared_definition(def).is_some()
        }),
        "a shared type is a definition or inside one"
    );
    let definitions: Vec<String> = users.keys().cloned().collect();
    let names = definitions.iter().map(String::as_str);
    let (modules, _) = ident::assign(NameKind::Module, names, &[]);
    let files = users.into_iter().map(|(definition, features)| {
        let module = modules[definition.as_str()].clone();
        (definition, SharedFile { module, features })
    });
    files.collect()
}

/// Features of a vendor that have the name of another vendor's feature.
fn clashes(model: &Model) -> Vec<Diagnostic> {
    let whole = model.vendors.iter();
    let whole: BTreeMap<&str, &Vendor> = whole
        .map(|vendor| (cargo_feature(&vendor.id), vendor))
        .collect();
    let parts = model.vendors.iter().flat_map(|vendor| {
        let features = vendor.api.features.iter();
        features.map(move |feature| (vendor, feature))
    });
    let clashes = parts.filter_map(|(vendor, feature)| {
        let other = whole.get(feature.as_str())?;
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            ..Place::default()
        };
        let message = format!(
            "the feature {} is also that of the vendor {}",
            shown(feature),
            shown(other.id.as_str())
        );
        let help = "give it another name in `features` of the profile";
        Some(Diagnostic::error(codes::FEATURE_CLASH, place, message).with_help(help))
    });
    clashes.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::model::Model;
    use crate::options::Options;
    use crate::test_support::{Files, object};

    /// A payload whose members refer to these definitions, of which `invoice` refers to `customer`.
    fn payload(definitions: &[&str]) -> Value {
        let members = definitions.iter().map(|name| {
            let definition = json!({"$ref": format!("#/$defs/{name}")});
            ((*name).to_owned(), definition)
        });
        let mut schema = object(Value::Object(members.collect()));
        let text = json!({"type": "string"});
        schema["$defs"] = json!({
            "invoice": object(json!({"customer": {"$ref": "#/$defs/customer"}, "number": text})),
            "customer": object(json!({"name": text})),
            "plan": object(json!({"price": text})),
        });
        schema
    }

    const PROFILES: &str =
        "[acme.features]\nbilling = [\"invoice.*\"]\npeople = [\"customer.*\"]\n";

    fn files(profiles: &'static str) -> Files {
        Files {
            profiles,
            ..Files::default()
        }
        .row("invoice.paid", payload(&["invoice", "plan"]))
        .row("invoice.sent", payload(&["invoice"]))
        .row("customer.made", payload(&["customer"]))
        .row("ping", payload(&["plan"]))
    }

    #[test]
    fn definitions_are_compiled_with_the_features_of_their_events() {
        let model = files(PROFILES).model();
        let api = &model.vendors[0].api;
        assert_eq!(api.features, ["acme-billing", "acme-people"]);
        let features = |definition: &str| {
            let features = api.shared_files[definition].features.iter();
            features.map(String::as_str).collect::<Vec<_>>()
        };
        assert_eq!(features("invoice"), ["acme-billing"]);
        // Both features compile it, so that it needs none.
        assert_eq!(features("customer"), [""; 0]);
        // An event of all features has it.
        assert_eq!(features("plan"), [""; 0]);
        let events: Vec<_> = api.event_features.values().collect();
        assert_eq!(events, ["acme-people", "acme-billing", "acme-billing"]);
    }

    #[test]
    fn a_vendor_with_one_feature_is_not_split() {
        for profiles in ["", "[acme.features]\nall = [\"*\"]\n"] {
            let model = files(profiles).model();
            let api = &model.vendors[0].api;
            assert_eq!(api.features, [""; 0]);
            assert!(api.event_features.is_empty());
            let mut files = api.shared_files.values();
            assert!(files.all(|file| file.features.is_empty()));
        }
    }

    #[test]
    fn a_definition_has_a_file() {
        let options = Options::named("my-events");
        let tree = files(PROFILES).model().emit(&options).tree;
        let text = |path| tree.get(path).expect("it is emitted");
        let shared = text("src/acme/shared.rs");
        assert!(
            shared.ends_with(
                "\nmod customer;\n#[cfg(feature = \"acme-billing\")]\nmod invoice;\nmod plan;\n\n\
                 pub use customer::*;\n#[cfg(feature = \"acme-billing\")]\npub use invoice::*;\npub use plan::*;\n"
            ),
            "{shared}"
        );
        let invoice = text("src/acme/shared/invoice.rs");
        assert!(
            invoice.contains("use super::{Customer};") || invoice.contains("use super::Customer;"),
            "{invoice}"
        );
        assert!(
            text("src/lib.rs")
                .contains("#[cfg(any(feature = \"acme-billing\", feature = \"acme-people\"))]")
        );
        let manifest = text("Cargo.toml");
        assert!(
            manifest.contains(
                "\nacme = [\"acme-billing\", \"acme-people\"]\nacme-billing = []\nacme-people = []\n"
            ),
            "{manifest}"
        );
        let module = text("src/acme/mod.rs");
        for line in [
            "#[cfg(feature = \"acme-billing\")]\n#[doc(hidden)]\npub mod invoice_paid;\n",
            "    #[cfg(feature = \"acme-people\")]\n    CustomerMade(Box<CustomerMade>),\n",
            "            \"ping\" => boxed(reader).map(Self::Ping),\n",
        ] {
            assert!(module.contains(line), "{line}{module}");
        }
    }

    #[test]
    fn a_feature_that_is_another_vendors() {
        let mut files = files(PROFILES);
        let mut other = files.rows[0].clone();
        other["vendor"] = json!("acme-billing");
        files.rows.push(other);
        let found = Model::build(files.inputs()).diagnostics;
        let found: Vec<_> = found.iter().filter(|found| found.is_error()).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code.to_string(), "E203");
        assert_eq!(
            found[0].message,
            "the feature `acme-billing` is also that of the vendor `acme-billing`"
        );
    }
}
