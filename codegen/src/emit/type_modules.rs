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
        let emitted = defs.filter(|def| def.same_as.is_none());
        let emitted: Vec<&TypeDef> = emitted.copied().collect();
        let nested: Vec<&TypeDef> = emitted
            .iter()
            .copied()
            .filter(|def| !def.path.is_empty())
            .collect();
        self.emit_types(&nested, &emitted, imports)
    }

    /// Emits the types of a shared definition and inside it, then the impls of all of them.
    pub(super) fn emit_definition(&self, definition: &str) -> (Imports, Vec<SourceItem>) {
        let defs = self.modules.get(&ModulePath::Shared).into_iter().flatten();
        let is_inside = |def: &&TypeDef| match def.path.first() {
            Some(PathStep::Definition(name)) => name == definition,
            _ => false,
        };
        let defs: Vec<&TypeDef> = defs.copied().filter(is_inside).collect();
        let mut imports = Imports::of_definition(&defs);
        let items = self.emit_types(&defs, &defs, &mut imports);
        (imports, items)
    }

    fn emit_types(
        &self,
        defs: &[&TypeDef],
        with_impls: &[&TypeDef],
        imports: &mut Imports,
    ) -> Vec<SourceItem> {
        let vendor = self.vendor;
        let mut items = Vec::new();
        for def in defs {
            let tokens = emit_type(vendor, def, &schema_docs(&def.docs), imports);
            items.extend(tokens.into_iter().map(SourceItem::Tokens));
        }
        for def in with_impls {
            items.extend(emit_impls(vendor, def, imports));
        }
        items
    }
}
