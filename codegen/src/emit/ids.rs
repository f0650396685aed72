//! The module of a vendor's ids.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::types::schema_docs;
use crate::docs::{self, Text};
use crate::format::rust_file;
use crate::model::Vendor;

/// Emits `<vendor>/ids.rs`.
pub(super) fn emit_ids(vendor: &Vendor) -> String {
    let mut imports = Imports::without_payload_types();
    imports.support(["Text"]);
    let kinds = vendor.ids.keys().map(|name| quote!(pub enum #name {}));
    let aliases = vendor.ids.iter().map(|(name, docs)| {
        let docs = schema_docs(docs).outer();
        quote!(#docs pub type #name = Text<kind::#name>;)
    });
    let kinds = quote!(
        mod kind { #(#kinds)* }
    );
    let items: Vec<TokenStream> = [imports.to_tokens(), kinds]
        .into_iter()
        .chain(aliases)
        .collect();
    let file_docs = Text::default().markdown(&format!(
        "Ids of {}. Each is the text that came, with a type of its own.",
        docs::escape(&vendor.display_name)
    ));
    rust_file(vendor.id.as_str(), &file_docs, items)
}
