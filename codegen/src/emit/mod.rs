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
pub(crate) mod rust_type;
mod signature;
mod types;
mod unions;
mod vendor;

use std::collections::BTreeMap;

use crate::docs::{self, Text};
use crate::format::{SourceItem, header};
use crate::model::{
    Envelope, Event, MessageTemplates, Model, ModulePath, PathStep, TypeDef, Vendor,
};
use crate::output::OutputTree;
use crate::{Options, golden, parallel};
pub(crate) use accessors::union_methods;
pub(crate) use event_enum::{event_expected, event_views};
use facts::Common;
use imports::Imports;
pub(crate) use message_template::placeholder_type;
pub(crate) use naming::{body_names_event, unenveloped_naming};
pub(crate) use package::feature;
pub(crate) use types::evidence_text;
pub(crate) use vendor::allow_inception;

/// Emits the whole crate. Each vendor's part of the model goes when its files are there.
pub(crate) fn emit(model: Model, options: &Options) -> OutputTree {
    let mut tree = OutputTree::default();
    package::emit(&model, options, &mut tree);
    golden::emit(&model, options, &mut tree);
    let mut vendors = model.vendors.into_iter();
    loop {
        let batch = next_batch(&mut vendors);
        if batch.is_empty() {
            return tree;
        }
        let around: Vec<VendorEmitter<'_>> = batch.iter().map(VendorEmitter::of).collect();
        let files: Vec<_> = around.iter().flat_map(VendorEmitter::files).collect();
        for (path, text) in parallel::map(files, |(around, file)| around.emit(file, options)) {
            tree.insert(path, text);
        }
    }
}

/// How many events are emitted at once, or a few more: enough to keep every core at work, too few to fill the memory.
const EVENTS_AT_ONCE: usize = 200;

/// Takes vendors until they have enough events. Empty when none is left.
fn next_batch(vendors: &mut impl Iterator<Item = Vendor>) -> Vec<Vendor> {
    let (mut batch, mut events) = (Vec::new(), 0);
    while events < EVENTS_AT_ONCE
        && let Some(vendor) = vendors.next()
    {
        events += vendor.events.len();
        batch.push(vendor);
    }
    batch
}

/// A vendor, and what is found out once for all its files.
struct VendorEmitter<'m> {
    vendor: &'m Vendor,
    common: Common,
    module_types: ModuleTypes<'m>,
}

/// A file of one vendor.
#[derive(Clone, Copy)]
enum File<'m> {
    Module,
    Signature,
    Shared,
    Envelope(&'m Envelope),
    MessageTemplates(&'m MessageTemplates),
    Event(&'m Event),
    GoldenModule,
    GoldenEvent(&'m Event),
}

impl<'m> VendorEmitter<'m> {
    fn of(vendor: &'m Vendor) -> Self {
        Self {
            vendor,
            common: Common::of(vendor),
            module_types: module_types(vendor),
        }
    }

    /// Every file of the vendor, those that take longest first.
    fn files(&self) -> impl Iterator<Item = (&Self, File<'m>)> {
        let vendor = self.vendor;
        let has_shared = self.module_types.contains_key(&ModulePath::Shared);
        let shared = has_shared.then_some(File::Shared).into_iter();
        let files = shared
            .chain([File::Module, File::Signature, File::GoldenModule])
            .chain(vendor.envelope.iter().map(File::Envelope))
            .chain(vendor.message_template.iter().map(File::MessageTemplates))
            .chain(vendor.events.iter().map(File::Event))
            .chain(vendor.events.iter().map(File::GoldenEvent));
        files.map(move |file| (self, file))
    }

    /// The file's path and text.
    fn emit(&self, file: File<'_>, options: &Options) -> (String, String) {
        let Self {
            vendor,
            common,
            module_types,
        } = self;
        let module = vendor.module.unraw();
        let source = |name: &str| format!("src/{module}/{name}.rs");
        let golden = |name: &str| format!("tests/golden/{module}/{name}.rs");
        let krate = options.crate_ident();
        match file {
            File::Module => (source("mod"), vendor::emit_module(vendor, common, &krate)),
            File::Signature => (
                source("signature"),
                signature::emit_signature(vendor, &krate),
            ),
            File::Shared => (source("shared"), vendor::emit_shared(vendor, module_types)),
            File::Envelope(envelope) => (
                source("envelope"),
                vendor::emit_envelope(vendor, envelope, module_types),
            ),
            File::MessageTemplates(message_template) => (
                source("message_template"),
                message_template::emit_captures(vendor, message_template),
            ),
            File::Event(event) => (
                source(event.module.unraw()),
                event::emit_event(vendor, event, common, module_types),
            ),
            File::GoldenModule => (golden("mod"), golden::vendor_file(vendor, options)),
            File::GoldenEvent(event) => (
                golden(event.module.unraw()),
                golden::event_file(vendor, event, options),
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
