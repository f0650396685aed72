//! Types by the module they are emitted in.

use std::collections::BTreeMap;

use super::impls::emit_impls;
use super::imports::Imports;
use super::types::{emit_type, schema_docs};
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

    /// True if there are types of this module.
    pub(super) fn has(&self, module_path: &ModulePath) -> bool {
        self.modules.contains_key(module_path)
    }

    /// Emits the definitions of a module's types except the root, then the impls of all of them.
    pub(super) fn emit(&self, module_path: &ModulePath, imports: &mut Imports) -> Vec<SourceItem> {
        let vendor = self.vendor;
        let defs = self.modules.get(module_path).into_iter().flatten();
        for (def, id) in defs.clone().filter_map(|def| Some((def, def.same_as?))) {
            let emitted = &vendor.types[id.0];
            imports.reexport(
                vendor.module_name(&emitted.module_path),
                &emitted.name,
                &def.name,
            );
        }
        let defs = defs.filter(|def| def.same_as.is_none());
        let nested = defs.clone().filter(|def| !def.path.is_empty());
        let mut items: Vec<_> = nested
            .flat_map(|def| emit_type(vendor, def, &schema_docs(&def.docs), imports))
            .map(SourceItem::Tokens)
            .collect();
        // The delivery reads and writes the fields of the envelope together with the event.
        let with_impls =
            defs.filter(|def| *module_path != ModulePath::Envelope || !def.path.is_empty());
        items.extend(with_impls.flat_map(|def| emit_impls(vendor, def, imports)));
        items
    }

    /// Emits the types of a shared definition and inside it, then the impls of all of them.
    pub(super) fn emit_definition(
        &self,
        definition: &str,
        imports: &mut Imports,
    ) -> Vec<SourceItem> {
        let vendor = self.vendor;
        let defs = self.modules.get(&ModulePath::Shared).into_iter().flatten();
        let is_inside = |def: &&&TypeDef| matches!(def.path.first(), Some(PathStep::Definition(name)) if name == definition);
        let defs = defs.filter(is_inside);
        let mut items: Vec<_> = defs
            .clone()
            .flat_map(|def| {
                imports.defined(&def.name);
                emit_type(vendor, def, &schema_docs(&def.docs), imports)
            })
            .map(SourceItem::Tokens)
            .collect();
        items.extend(defs.flat_map(|def| emit_impls(vendor, def, imports)));
        items
    }
}
