//! Members of objects: the parts of reading and writing them one by one.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::imports::Imports;
use crate::ident::RustIdent;
use crate::model::{Object, Presence, Property};

/// The parts of an expression that reads an object.
#[derive(Default)]
pub(super) struct DecodeParts {
    /// Declarations of the variables that members are read into.
    pub(super) variables: TokenStream,
    /// Slots of required members.
    pub(super) required: TokenStream,
    /// Slots of optional members.
    pub(super) optional: TokenStream,
    /// Statements that turn the variables into values of the fields.
    pub(super) takes: TokenStream,
    /// The fields of the struct expression.
    pub(super) fields: TokenStream,
}

/// Emits the parts of reading an object.
pub(super) fn emit_members(object: &Object, imports: &mut Imports) -> DecodeParts {
    let mut parts = DecodeParts::default();
    for property in &object.properties {
        let Property {
            name,
            // Only types that are built from candidates have such a property.
            is_prefix: _,
            presence,
            item,
            boxed: _,
            docs: _,
            evidence: _,
            ident,
        } = property;
        let variable = variable(ident);
        let slot = quote!((#name, &mut #variable),);
        let mut empty = quote!(None);
        match (presence, item.nullable) {
            (Presence::Required, _) => {
                parts.required.extend(slot);
                parts.takes.extend(emit_take(&variable));
            }
            (Presence::Optional, false) => parts.optional.extend(slot),
            (Presence::Optional, true) => {
                imports.support(["Nullable"]);
                parts.optional.extend(slot);
                empty = quote!(Nullable::Absent);
            }
        }
        parts.variables.extend(quote!(let mut #variable = #empty;));
        parts.fields.extend(emit_field(ident, &variable));
    }
    parts
}

/// Emits the field of a struct expression that takes the value of a variable.
pub(super) fn emit_field(ident: &RustIdent, variable: &Ident) -> TokenStream {
    if *variable == ident.to_token() {
        quote!(#ident,)
    } else {
        quote!(#ident: #variable,)
    }
}

/// Emits the statement that takes the value of a required member. Reading fails without it, so the value is present.
pub(super) fn emit_take(variable: &Ident) -> TokenStream {
    quote!(let Some(#variable) = #variable else { return Err(DecodeError) };)
}

/// The local variable that a member is read into. A field called `reader` must not shadow the reader; `ident` gives no field
/// the name `reader_`.
pub(super) fn variable(ident: &RustIdent) -> Ident {
    if ident.as_str() == "reader" {
        format_ident!("reader_")
    } else {
        ident.to_token()
    }
}
