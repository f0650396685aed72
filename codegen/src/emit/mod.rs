//! The emitters: model in, files out. They print what the model says and decide nothing.

mod accessors;
mod coverage;
mod delivery;
mod event;
mod event_enum;
mod facts;
mod impls;
mod imports;
mod message_template;
mod naming;
mod package;
mod signature;
mod types;
mod unions;
mod vendor;

use std::collections::BTreeMap;

use crate::Options;
use crate::docs::{self, Text};
use crate::format::{SourceItem, header};
use crate::model::{Envelope, Event, MessageTemplates, ModulePath, PathStep, TypeDef, Vendor};
use imports::Imports;
pub(crate) use package::emit_package;
pub(crate) use types::evidence_text;

/// Emitter of one vendor's source files.
pub(crate) struct VendorEmitter<'m> {
    vendor: &'m Vendor,
    module_types: ModuleTypes<'m>,
}

/// A source file of one vendor.
#[derive(Clone, Copy)]
pub(crate) enum SourceFile<'m> {
    Module,
    Signature,
    Shared,
    Envelope(&'m Envelope),
    MessageTemplates(&'m MessageTemplates),
    Event(&'m Event),
}

impl<'m> VendorEmitter<'m> {
    pub(crate) fn new(vendor: &'m Vendor) -> Self {
        Self {
            vendor,
            module_types: module_types(vendor),
        }
    }

    pub(crate) fn vendor(&self) -> &'m Vendor {
        self.vendor
    }

    /// Every source file of the vendor, those that take longest first.
    pub(crate) fn files(&self) -> impl Iterator<Item = SourceFile<'m>> + use<'m> {
        let vendor = self.vendor;
        let has_shared = self.module_types.contains_key(&ModulePath::Shared);
        let shared = has_shared.then_some(SourceFile::Shared).into_iter();
        let templates = vendor.message_template.iter();
        shared
            .chain([SourceFile::Module, SourceFile::Signature])
            .chain(vendor.envelope.iter().map(SourceFile::Envelope))
            .chain(templates.map(SourceFile::MessageTemplates))
            .chain(vendor.events.iter().map(SourceFile::Event))
    }

    /// The file's path and text.
    pub(crate) fn emit(&self, file: SourceFile<'_>, options: &Options) -> (String, String) {
        let Self {
            vendor,
            module_types,
        } = self;
        let path = |name: &str| format!("src/{}/{name}.rs", vendor.module.unraw());
        let krate = options.crate_ident();
        match file {
            SourceFile::Module => (path("mod"), vendor::emit_module(vendor, &krate)),
            SourceFile::Signature => (path("signature"), signature::emit_signature(vendor, &krate)),
            SourceFile::Shared => (path("shared"), vendor::emit_shared(vendor, module_types)),
            SourceFile::Envelope(envelope) => (
                path("envelope"),
                vendor::emit_envelope(vendor, envelope, module_types),
            ),
            SourceFile::MessageTemplates(message_template) => (
                path("message_template"),
                message_template::emit_captures(vendor, message_template),
            ),
            SourceFile::Event(event) => (
                path(event.module.unraw()),
                event::emit_event(vendor, event, module_types),
            ),
        }
    }
}

/// The types of every home, root first.
type ModuleTypes<'m> = BTreeMap<&'m ModulePath, Vec<&'m TypeDef>>;

fn module_types(vendor: &Vendor) -> ModuleTypes<'_> {
    let mut module_types = ModuleTypes::new();
    for def in &vendor.types {
        module_types.entry(&def.module_path).or_default().push(def);
    }
    for defs in module_types.values_mut() {
        defs.sort_by(|a, b| a.path.cmp(&b.path));
    }
    module_types
}

/// Definitions of a home's types but for the root, then the impls of all of them.
fn emit_nested(
    vendor: &Vendor,
    module_path: &ModulePath,
    module_types: &ModuleTypes<'_>,
    imports: &mut Imports,
) -> Vec<SourceItem> {
    let defs = module_types
        .get(module_path)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let definitions = defs.iter().filter(|def| !def.path.is_empty());
    let mut items: Vec<_> = definitions
        .flat_map(|def| types::emit_type(vendor, def, &nested_docs(def), imports))
        .map(SourceItem::Tokens)
        .collect();
    // The envelope is read and written by the delivery around it, in one go.
    let with_impls = defs
        .iter()
        .filter(|def| *module_path != ModulePath::Envelope || !def.path.is_empty());
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
