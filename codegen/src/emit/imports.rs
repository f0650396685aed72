//! The `use` lines of an emitted file: what its items said they need, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ident::is_own_type;
use crate::model::RustType;

/// Names that the items of one file use unqualified.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<Path, BTreeSet<&'static str>>,
    /// Whether no type of a payload stands in the file.
    is_ours_alone: bool,
    /// True in the vendor's `mod.rs`, whose child modules are in scope.
    is_module: bool,
    /// True if the file names types of the vendor's module `shared`.
    uses_shared: bool,
}

/// Where a name comes from, in the order of the `use` lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Path {
    Std,
    De,
    Ser,
    Support,
    Verify,
}

impl Imports {
    /// For a file in which no type of a payload stands, so that any name may be used there.
    pub(super) fn ours_alone() -> Self {
        Self {
            is_ours_alone: true,
            ..Self::default()
        }
    }

    /// For the file that all others of a vendor are modules of.
    pub(super) fn of_module() -> Self {
        Self {
            is_module: true,
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
                RustType::Money => self.support(["Money"]),
                RustType::Json => self.support(["Json"]),
                RustType::JsonObject => self.support(["JsonObject"]),
                RustType::Nullable(_) => self.support(["Nullable"]),
                RustType::Map(_) => self.need(Path::Std, ["BTreeMap"]),
                RustType::Shared(_) => self.uses_shared = true,
                RustType::Bool
                | RustType::Str
                | RustType::String
                | RustType::Option(_)
                | RustType::Box(_)
                | RustType::Vec(_)
                | RustType::Slice(_)
                | RustType::Ref(_)
                | RustType::Named(_) => {}
            }
            part = outer.inner();
        }
        rust_type
    }

    /// Needs something of `serde::de`.
    pub(super) fn de<const N: usize>(&mut self, names: [&'static str; N]) {
        self.need(Path::De, names);
    }

    /// Needs something of `serde::ser`.
    pub(super) fn ser<const N: usize>(&mut self, names: [&'static str; N]) {
        self.need(Path::Ser, names);
    }

    /// Needs something of `crate::support`.
    pub(super) fn support<const N: usize>(&mut self, names: [&'static str; N]) {
        self.need(Path::Support, names);
    }

    fn need<const N: usize>(&mut self, path: Path, names: [&'static str; N]) {
        let is_kept_free = |name: &&str| name.starts_with(char::is_lowercase) || is_own_type(name);
        debug_assert!(
            self.is_ours_alone || names.iter().all(is_kept_free),
            "a payload type could have the name of one of {names:?}"
        );
        self.names.entry(path).or_default().extend(names);
    }

    /// Needs something of `crate::support::verify`.
    pub(super) fn verify<const N: usize>(&mut self, names: [&'static str; N]) {
        self.names.entry(Path::Verify).or_default().extend(names);
    }

    /// The `use` lines.
    pub(super) fn to_tokens(&self) -> TokenStream {
        let lines = self.names.iter().map(|(path, names)| {
            let names = names.iter().map(|name| format_ident!("{name}"));
            match path {
                Path::Std => quote!(use std::collections::{#(#names),*};),
                Path::De => quote!(use serde::de::{#(#names),*};),
                Path::Ser => quote!(use serde::ser::{#(#names),*};),
                Path::Support => quote!(use crate::support::{#(#names),*};),
                Path::Verify => quote!(use crate::support::verify::{#(#names),*};),
            }
        });
        let shared = (self.uses_shared && !self.is_module).then(|| {
            quote!(
                use super::shared;
            )
        });
        quote!(#(#lines)* #shared)
    }
}
