//! The `use` lines of an emitted file, collected from its items.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ident::{RustIdent, is_own_type};
use crate::model::{RustType, TypeDef};

/// Names that the items of one file use unqualified.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<ImportSource, BTreeSet<&'static str>>,
    /// True if the file has no payload types, so that it may use any name.
    has_no_payload_types: bool,
    /// True in the vendor's `mod.rs`, whose child modules are in scope.
    is_module: bool,
    /// The types that the file of a shared definition defines, which imports those of others; `None` for other files.
    defined: Option<BTreeSet<RustIdent>>,
    /// Types of the vendor that the file names without a path.
    named: BTreeSet<RustIdent>,
    /// True if the file names types of the vendor's module `shared`.
    uses_shared: bool,
    /// True if the file names types of the vendor's module `ids`.
    uses_ids: bool,
    /// Types of other modules of the vendor that this one reexports, by module and name there, each with its name here.
    reexports: BTreeMap<String, Vec<(RustIdent, RustIdent)>>,
}

/// The modules that names are imported from, in the order of the `use` lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ImportSource {
    Std,
    De,
    Ser,
    Support,
    Verify,
}

impl Imports {
    /// Imports of a file without payload types, which may use any name.
    pub(super) fn without_payload_types() -> Self {
        Self {
            has_no_payload_types: true,
            ..Self::default()
        }
    }

    /// Imports of a vendor's `mod.rs`.
    pub(super) fn of_module() -> Self {
        Self {
            is_module: true,
            ..Self::default()
        }
    }

    /// Imports of the file of a shared definition, which defines these types.
    pub(super) fn of_definition(defs: &[&TypeDef]) -> Self {
        Self {
            defined: Some(defs.iter().map(|def| def.name.clone()).collect()),
            ..Self::default()
        }
    }

    /// Imports the names in a type.
    pub(super) fn using<'t>(&mut self, rust_type: &'t RustType) -> &'t RustType {
        let mut part = Some(rust_type);
        while let Some(outer) = part {
            match outer {
                RustType::Integer => self.support(["Integer"]),
                RustType::Number => self.support(["Number"]),
                RustType::DateTime => self.support(["DateTime"]),
                RustType::Ts => self.support(["Ts"]),
                RustType::UnixTime => self.support(["UnixTime"]),
                RustType::Id(_) => self.uses_ids = true,
                RustType::Money => self.support(["Money"]),
                RustType::Json => self.support(["Json"]),
                RustType::JsonObject => self.support(["JsonObject"]),
                RustType::Lazy(_) => self.support(["Lazy"]),
                RustType::LazyItems(_) => self.support(["LazyItems"]),
                RustType::Nullable(_) => self.support(["Nullable"]),
                RustType::Map(_) => self.import(ImportSource::Std, ["BTreeMap"]),
                RustType::Shared(_) => self.uses_shared = true,
                RustType::Named(name) => {
                    self.named.insert(name.clone());
                }
                RustType::Bool
                | RustType::Str
                | RustType::String
                | RustType::Option(_)
                | RustType::Box(_)
                | RustType::Vec(_)
                | RustType::Slice(_)
                | RustType::Ref(_) => {}
            }
            part = outer.inner();
        }
        rust_type
    }

    /// Imports names from `serde::de`.
    pub(super) fn de<const N: usize>(&mut self, names: [&'static str; N]) {
        self.import(ImportSource::De, names);
    }

    /// Imports names from `serde::ser`.
    pub(super) fn ser<const N: usize>(&mut self, names: [&'static str; N]) {
        self.import(ImportSource::Ser, names);
    }

    /// Imports names from `crate::support`.
    pub(super) fn support<const N: usize>(&mut self, names: [&'static str; N]) {
        self.import(ImportSource::Support, names);
    }

    fn import<const N: usize>(&mut self, source: ImportSource, names: [&'static str; N]) {
        let is_reserved = |name: &&str| name.starts_with(char::is_lowercase) || is_own_type(name);
        debug_assert!(
            self.has_no_payload_types || names.iter().all(is_reserved),
            "a payload type could have the name of one of {names:?}"
        );
        self.names.entry(source).or_default().extend(names);
    }

    /// Imports names from `crate::support::verify`.
    pub(super) fn verify<const N: usize>(&mut self, names: [&'static str; N]) {
        self.names
            .entry(ImportSource::Verify)
            .or_default()
            .extend(names);
    }

    /// Reexports the type `name` of another module of the vendor as `alias`.
    pub(super) fn reexport(&mut self, module: &str, name: &RustIdent, alias: &RustIdent) {
        let reexports = self.reexports.entry(module.to_owned()).or_default();
        reexports.push((name.clone(), alias.clone()));
    }

    /// The `use` lines.
    pub(super) fn to_tokens(&self) -> TokenStream {
        let lines = self.names.iter().map(|(source, names)| {
            let names = names.iter().map(|name| format_ident!("{name}"));
            match source {
                ImportSource::Std => quote!(use std::collections::{#(#names),*};),
                ImportSource::De => quote!(use serde::de::{#(#names),*};),
                ImportSource::Ser => quote!(use serde::ser::{#(#names),*};),
                ImportSource::Support => quote!(use crate::support::{#(#names),*};),
                ImportSource::Verify => quote!(use crate::support::verify::{#(#names),*};),
            }
        });
        let shared = (self.uses_shared && !self.is_module).then(|| {
            quote!(
                use super::shared;
            )
        });
        let ids = (self.uses_ids && !self.is_module).then(|| match self.defined {
            Some(_) => quote!(
                use super::super::ids;
            ),
            None => quote!(
                use super::ids;
            ),
        });
        let reexports = self.reexports.iter().map(|(module, names)| {
            let module = format_ident!("{module}");
            let names = names.iter().map(|(name, alias)| {
                if name == alias {
                    quote!(#name)
                } else {
                    quote!(#name as #alias)
                }
            });
            quote!(pub use super::#module::{#(#names),*};)
        });
        let others = self.defined.as_ref().map(|defined| {
            let others: Vec<&RustIdent> = self.named.difference(defined).collect();
            (!others.is_empty()).then(|| quote!(use super::{#(#others),*};))
        });
        let others = others.flatten();
        quote!(#(#lines)* #ids #shared #others #(#reexports)*)
    }
}
