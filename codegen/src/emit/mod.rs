//! Emitters of the crate's sources and package. They print the model; every choice is made by a pass.

mod accessors;
mod conversions;
mod coverage;
mod crate_root;
mod delivery;
mod entry_points;
mod event;
mod event_enum;
mod example;
mod facts;
mod features;
mod grade;
mod guide;
mod ids;
mod impls;
mod imports;
mod licences;
mod manifest;
mod members;
mod message_template;
mod naming;
mod other_requests;
mod overview;
mod package;
mod readme;
mod receive;
mod samples;
mod shared;
mod signature;
mod traits;
mod type_modules;
mod types;
mod unions;
mod vendor;
mod vendor_table;

use crate::model::{Envelope, MessageTemplates, ModulePath, SharedFile, Variant, Vendor};
use crate::options::Options;
pub(crate) use features::whole_cfg;
pub(crate) use package::emit_package;
pub(crate) use samples::{StoredText, VendorSample, emit_samples};
use type_modules::TypeModules;

/// Emitter of one vendor's source files.
pub(crate) struct VendorEmitter<'m> {
    vendor: &'m Vendor,
    type_modules: TypeModules<'m>,
}

/// A source file of one vendor.
#[derive(Clone)]
pub(crate) enum VendorFile<'m> {
    Module,
    Signature,
    Shared,
    Definition(&'m str, &'m SharedFile),
    Common,
    Ids,
    Envelope(&'m Envelope),
    MessageTemplates(&'m MessageTemplates),
    Variant(Variant<'m>),
}

impl<'m> VendorEmitter<'m> {
    pub(crate) fn new(vendor: &'m Vendor) -> Self {
        Self {
            vendor,
            type_modules: TypeModules::new(vendor),
        }
    }

    /// Every source file of the vendor, those that take longest first.
    pub(crate) fn files(&self) -> impl Iterator<Item = VendorFile<'m>> + use<'m> {
        let vendor = self.vendor;
        let file = |module_path, file| self.type_modules.has(module_path).then_some(file);
        let shared = file(&ModulePath::Shared, VendorFile::Shared);
        let definitions = vendor.api.shared_files.iter();
        let definitions = definitions.map(|(name, file)| VendorFile::Definition(name, file));
        let common = file(&ModulePath::Common, VendorFile::Common);
        let templates = vendor.message_templates.iter();
        let types = common.into_iter().chain(shared).chain(definitions);
        types
            .chain([VendorFile::Module, VendorFile::Signature])
            .chain((!vendor.ids.is_empty()).then_some(VendorFile::Ids))
            .chain(vendor.envelope.iter().map(VendorFile::Envelope))
            .chain(templates.map(VendorFile::MessageTemplates))
            .chain(vendor.variants().into_iter().map(VendorFile::Variant))
    }

    /// The file's path and text.
    pub(crate) fn emit(&self, file: VendorFile<'_>, options: &Options) -> (String, String) {
        let Self {
            vendor,
            type_modules,
        } = self;
        let path = |name: &str| format!("src/{}/{name}.rs", vendor.module.unraw());
        let krate = options.crate_path(&vendor.module);
        match file {
            VendorFile::Module => (path("mod"), vendor::emit_module(vendor, &krate)),
            VendorFile::Signature => (path("signature"), signature::emit_signature(vendor, &krate)),
            VendorFile::Shared => (path("shared"), shared::emit_shared(vendor)),
            VendorFile::Definition(name, file) => (
                path(&format!("shared/{}", file.module.unraw())),
                shared::emit_definition(vendor, name, type_modules),
            ),
            VendorFile::Common => (path("common"), vendor::emit_common(vendor, type_modules)),
            VendorFile::Ids => (path("ids"), ids::emit_ids(vendor)),
            VendorFile::Envelope(envelope) => (
                path("envelope"),
                vendor::emit_envelope(vendor, envelope, type_modules),
            ),
            VendorFile::MessageTemplates(message_templates) => (
                path("message_template"),
                message_template::emit_captures(vendor, message_templates),
            ),
            VendorFile::Variant(variant) => (
                path(variant.main().module.unraw()),
                event::emit_variant(vendor, &variant, type_modules, &krate),
            ),
        }
    }
}
