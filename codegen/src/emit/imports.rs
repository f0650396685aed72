//! The `use` lines of an emitted file: what its items said they need, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ident::{RustIdent, is_own_type};

/// Names that the items of one file use unqualified.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<Path, BTreeSet<&'static str>>,
    /// Whether no type of a payload stands in the file.
    is_ours_alone: bool,
    /// Which of a vendor's files it is.
    file: File,
    /// Whether it names types that the vendor's events share from elsewhere.
    uses_shared: bool,
}

/// A vendor's file, as far as it matters for what is in scope there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum File {
    /// An event's, or the envelope's.
    #[default]
    Inner,
    /// The one of the types that events share.
    Shared,
    /// The one that all others are modules of.
    Module,
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

    /// For the file of the types that the vendor's events share.
    pub(super) fn of_shared() -> Self {
        Self {
            file: File::Shared,
            ..Self::default()
        }
    }

    /// For the file that all others of a vendor are modules of.
    pub(super) fn of_module() -> Self {
        Self {
            file: File::Module,
            ..Self::default()
        }
    }

    /// How a type that the vendor's events share is called here.
    pub(super) fn shared_type(&mut self, name: &RustIdent) -> TokenStream {
        if self.file == File::Shared {
            return quote!(#name);
        }
        self.uses_shared |= self.file == File::Inner;
        quote!(shared::#name)
    }

    /// Needs a collection of the standard library.
    pub(super) fn std(&mut self, name: &'static str) {
        self.need(Path::Std, [name]);
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
        let shared = self.uses_shared.then(|| {
            quote!(
                use super::shared;
            )
        });
        quote!(#(#lines)* #shared)
    }
}
