//! Impls of `Decode`, `Deserialize` and `Serialize`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use crate::ident::RustIdent;
use crate::model::TypeDef;

/// A function of the support code that decodes all types of one kind.
#[derive(Debug, Clone, Copy)]
pub(super) enum DecodeFunction {
    Union,
    Tagged,
}

impl DecodeFunction {
    fn name(self) -> &'static str {
        match self {
            Self::Union => "decode_union",
            Self::Tagged => "decode_tagged",
        }
    }

    /// The expectation that error messages name.
    fn expected(self) -> &'static str {
        match self {
            Self::Tagged => "an object",
            Self::Union => "one of several forms",
        }
    }
}

/// The attribute of functions that only a program that looks at lazy values needs.
pub(super) fn inline(def: &TypeDef) -> Option<TokenStream> {
    def.is_lazy.then(|| quote!(#[inline]))
}

/// Emits `Decode` over a function of the support code.
pub(super) fn emit_decode(
    def: &TypeDef,
    function: DecodeFunction,
    imports: &mut Imports,
) -> TokenStream {
    let (name, inline) = (&def.name, inline(def));
    imports.support(["Decode", "JsonReader", "DecodeError", function.name()]);
    let expected = function.expected();
    let function = format_ident!("{}", function.name());
    quote! {
        impl Decode for #name {
            const EXPECTED: &'static str = #expected;

            #inline
            fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                #function(reader)
            }
        }
    }
}

/// Emits `Eq` for a type whose `PartialEq` is derived. A derived `Eq` would check every field again, and no JSON value differs from
/// itself.
pub(super) fn emit_eq(name: &RustIdent) -> TokenStream {
    quote!(impl std::cmp::Eq for #name {})
}

/// Emits `Deserialize` over `Decode`.
pub(super) fn emit_deserialize(name: &RustIdent, imports: &mut Imports) -> TokenStream {
    imports.de(["Deserialize", "Deserializer"]);
    imports.support(["deserialize"]);
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    }
}

/// Emits `Serialize` with this body.
pub(super) fn emit_serialize(
    name: &RustIdent,
    body: &TokenStream,
    imports: &mut Imports,
) -> TokenStream {
    imports.ser(["Serialize", "Serializer"]);
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}
