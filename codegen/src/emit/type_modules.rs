//! Types by the module they are emitted in.

use std::collections::BTreeMap;

use super::impls::emit_impls;
use super::imports::Imports;
use super::types::{emit_type, schema_docs};
use crate::docs::{self, Text};
use crate::format::SourceItem;
use crate::model::{ModulePath, PathStep, TypeDef, Vendor};

/// The types of each of a vendor's modules, root first.
pub(super) struct TypeModules<'m> {
    vendor: &'m Vendor,
    modules: BTreeMap<&'m ModulePath, Vec<&'m TypeDef>>,
}

impl<'m> TypeModules<'m> {
    pub(super) fn new(vendor: &'m Vendor) -> Self {
        let mut modules = BTreeMap::<_, Vec<_>>::new();
        for def in &vendor.types {
            modules.entry(&def.module_path).or_default().push(def);
        }
        for defs in modules.values_mut() {
            defs.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Self { vendor, modules }
    }

    /// Returns true if events share types.
    pub(super) fn has_shared(&self) -> bool {
        self.modules.contains_key(&ModulePath::Shared)
    }

    /// Emits the definitions of a module's types except the root, then the impls of all of them.
    pub(super) fn emit(&self, module_path: &ModulePath, imports: &mut Imports) -> Vec<SourceItem> {
        let vendor = self.vendor;
        let defs = self.modules.get(module_path).into_iter().flatten();
        let nested = defs.clone().filter(|def| !def.path.is_empty());
        let mut items: Vec<_> = nested
            .flat_map(|def| emit_type(vendor, def, &nested_docs(def), imports))
            .map(SourceItem::Tokens)
            .collect();
        // The delivery reads and writes the fields of the envelope together with the event.
        let with_impls =
            defs.filter(|def| *module_path != ModulePath::Envelope || !def.path.is_empty());
        items.extend(with_impls.flat_map(|def| emit_impls(vendor, def, imports)));
        items
    }
}

fn nested_docs(def: &TypeDef) -> Text {
    let path: String = def
        .path
        .iter()
        .map(|step| match step {
            PathStep::Member(name) => format!("/{name}"),
            PathStep::Each => "/*".to_owned(),
            PathStep::Place(index) => format!("/{index}"),
            PathStep::Alternative(label) => format!(" ({label})"),
            PathStep::Definition(name) => format!("#{name}"),
        })
        .collect();
    schema_docs(&def.docs).markdown(&format!("Found at {}.", docs::code(&path)))
}
