//! The module of types that a vendor's events share: a file for each definition.

use super::features::shared_cfg;
use super::type_modules::TypeModules;
use super::types::allow_missing_docs;
use crate::docs::{self, Text};
use crate::format::{SourceItem, rust_file};
use crate::ident::RustIdent;
use crate::model::Vendor;

/// Emits `<vendor>/shared.rs`.
pub(super) fn emit_shared(vendor: &Vendor) -> String {
    let lines = |line: fn(&RustIdent) -> String| {
        let files = vendor.api.shared_files.values();
        let lines = files.map(move |file| shared_cfg(file) + &line(&file.module));
        SourceItem::Text(lines.collect())
    };
    let modules = lines(|module| format!("mod {module};\n"));
    let uses = lines(|module| format!("pub use {module}::*;\n"));
    let file_docs = Text::default().markdown(&format!(
        "Types that several events of {} share.",
        docs::escape(&vendor.display_name)
    ));
    rust_file(vendor.id.as_str(), &file_docs, [modules, uses])
}

/// Emits `<vendor>/shared/<definition>.rs`.
pub(super) fn emit_definition(
    vendor: &Vendor,
    definition: &str,
    type_modules: &TypeModules<'_>,
) -> String {
    let (imports, types) = type_modules.emit_definition(definition);
    let head = [allow_missing_docs(), imports.to_tokens()];
    let items = head.map(SourceItem::Tokens).into_iter().chain(types);
    rust_file(vendor.id.as_str(), &Text::default(), items)
}
