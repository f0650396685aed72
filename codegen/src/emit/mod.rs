//! The emitters: model in, files out. They print what the model says and decide nothing.

mod accessors;
mod coverage;
mod delivery;
mod event;
mod event_enum;
mod facts;
mod impls;
mod imports;
mod naming;
mod package;
mod signature;
pub(crate) mod spelled;
mod types;
mod vendor;
mod wording;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::docs::{self, Text};
use crate::format::header;
use crate::model::{Home, Model, PathStep, TypeDef, Vendor};
use crate::output::OutputTree;
use crate::{Options, golden, parallel};
pub(crate) use event_enum::event_expected;
use facts::Common;
use imports::Imports;
pub(crate) use naming::bare_naming;
pub(crate) use package::feature;
pub(crate) use types::evidence_text;
pub(crate) use vendor::allow_inception;

/// Emits the whole crate.
pub(crate) fn emit(model: &Model, options: &Options) -> OutputTree {
    let mut tree = OutputTree::default();
    package::emit(model, options, &mut tree);
    for vendor in &model.vendors {
        let folder = format!("src/{}", vendor.module.unraw());
        let common = Common::of(vendor);
        let homes = homes(vendor);
        tree.insert(
            format!("{folder}/mod.rs"),
            vendor::emit_module(vendor, &common, &options.crate_ident()),
        );
        tree.insert(
            format!("{folder}/signature.rs"),
            signature::emit_signature(vendor, &options.crate_ident()),
        );
        if let Some(envelope) = &vendor.envelope {
            tree.insert(
                format!("{folder}/envelope.rs"),
                vendor::emit_envelope(vendor, envelope, &homes),
            );
        }
        if let Some(text) = vendor::emit_shared(vendor, &homes) {
            tree.insert(format!("{folder}/shared.rs"), text);
        }
        if let Some(wording) = &vendor.wording {
            tree.insert(
                format!("{folder}/wording.rs"),
                wording::emit_wording(vendor, wording),
            );
        }
        let texts = parallel::map(&vendor.events, |event| {
            event::emit_event(vendor, event, &common, &homes)
        });
        for (event, text) in vendor.events.iter().zip(texts) {
            tree.insert(format!("{folder}/{}.rs", event.module.unraw()), text);
        }
    }
    golden::emit(model, options, &mut tree);
    tree
}

/// The types of every home, root first.
type Homes<'m> = BTreeMap<&'m Home, Vec<&'m TypeDef>>;

fn homes(vendor: &Vendor) -> Homes<'_> {
    let mut homes = Homes::new();
    for def in &vendor.types {
        homes.entry(&def.home).or_default().push(def);
    }
    for defs in homes.values_mut() {
        defs.sort_by(|a, b| a.path.cmp(&b.path));
    }
    homes
}

/// Definitions of a home's types but for the root, then the impls of all of them.
fn emit_nested(
    vendor: &Vendor,
    home: &Home,
    homes: &Homes<'_>,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    let defs = homes.get(home).map(Vec::as_slice).unwrap_or_default();
    let definitions = defs.iter().filter(|def| !def.path.is_empty());
    let mut items: Vec<_> = definitions
        .flat_map(|def| types::emit_type(vendor, def, &nested_docs(def), imports))
        .collect();
    // The envelope is read and written by the delivery around it, in one go.
    let with_impls = defs
        .iter()
        .filter(|def| *home != Home::Envelope || !def.path.is_empty());
    items.extend(with_impls.flat_map(|def| impls::emit_impls(vendor, def, imports)));
    items
}

fn nested_docs(def: &TypeDef) -> Text {
    let text = types::schema_docs(&def.docs);
    let place: String = def
        .path
        .iter()
        .map(|step| match step {
            PathStep::Member(name) => format!("/{name}"),
            PathStep::Each => "/*".to_owned(),
            PathStep::Place(index) => format!("/{index}"),
            PathStep::Alternative(index) => format!(" (form {})", index + 1),
            PathStep::Definition(name) => format!("#{name}"),
        })
        .collect();
    text.markdown(&format!("Found at {}.", docs::code(&place)))
}

/// A file that is copied as it stands.
fn copied(path: &str, text: &str) -> String {
    header("//", &format!("codegen/{path}")) + "\n" + text
}
