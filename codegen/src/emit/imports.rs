//! The `use` lines of an emitted file: what its items said they need, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Names that the items of one file use unqualified.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<Path, BTreeSet<&'static str>>,
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
    /// Needs a collection of the standard library.
    pub(super) fn std(&mut self, name: &'static str) {
        self.names.entry(Path::Std).or_default().insert(name);
    }

    /// Needs something of `serde::de`.
    pub(super) fn de<const N: usize>(&mut self, names: [&'static str; N]) {
        self.names.entry(Path::De).or_default().extend(names);
    }

    /// Needs something of `serde::ser`.
    pub(super) fn ser<const N: usize>(&mut self, names: [&'static str; N]) {
        self.names.entry(Path::Ser).or_default().extend(names);
    }

    /// Needs something of `crate::support`.
    pub(super) fn support<const N: usize>(&mut self, names: [&'static str; N]) {
        self.names.entry(Path::Support).or_default().extend(names);
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
        quote!(#(#lines)*)
    }
}
