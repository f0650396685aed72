//! The impls of unions: which alternative a value is, by its tag or by trying.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::traits::{DecodeFunction, emit_decode, emit_deserialize, emit_serialize};
use crate::ident::RustIdent;
use crate::model::{Alternative, Guard, JsonType, Tag, Union};

/// Emits the impls of a union, one item each.
pub(super) fn emit_union(
    name: &RustIdent,
    union: &Union,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    if let Some(tag) = &union.tag {
        return emit_tagged(name, union, tag, imports);
    }
    imports.support(["UnionReader", "Union"]);
    let attempts = union.alternatives.iter().map(|alternative| {
        let Alternative {
            shape: _,
            guard,
            tag: _,
            boxed: _,
            docs: _,
            ident,
        } = alternative;
        let attempt = quote!(reader.attempt(Self::#ident));
        match emit_guard(guard) {
            Some(guard) => quote!(if #guard && let Some(value) = #attempt { return Some(value); }),
            None => quote!(if let Some(value) = #attempt { return Some(value); }),
        }
    });
    let attempts: Vec<_> = attempts.collect();
    let arms = union.alternatives.iter().map(|alternative| {
        let ident = &alternative.ident;
        quote!(Self::#ident(value) => value.serialize(serializer),)
    });
    let arms: Vec<_> = arms.collect();
    vec![
        quote! {
            impl Union for #name {
                fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
                    #(#attempts)*
                    None
                }
            }
        },
        emit_decode(name, DecodeFunction::Union, imports),
        emit_deserialize(name, imports),
        emit_serialize(name, &quote!(match self { #(#arms)* }), imports),
    ]
}

/// A union whose tag alone decides.
fn emit_tagged(
    name: &RustIdent,
    union: &Union,
    tag: &Tag,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    imports.support(["Decode", "JsonReader", "DecodeError", "Tagged"]);
    let Tag { member, unknown } = tag;
    let decode = quote!(Decode::decode(reader));
    let arms = union.alternatives.iter().map(|alternative| {
        let ident = &alternative.ident;
        match &alternative.tag {
            Some(text) => quote!(Some(#text) => #decode.map(Self::#ident),),
            None => quote!(None => #decode.map(Self::#ident),),
        }
    });
    let arms: Vec<_> = arms.collect();
    let missing = union
        .alternatives
        .iter()
        .all(|alternative| alternative.tag.is_some())
        .then(|| {
            imports.support(["missing_tag"]);
            quote!(None => Err(missing_tag::<Self>(reader)),)
        });
    let writes = union.alternatives.iter().map(|alternative| {
        let ident = &alternative.ident;
        quote!(Self::#ident(value) => value.serialize(serializer),)
    });
    let writes =
        quote!(match self { #(#writes)* Self::#unknown(value) => value.serialize(serializer), });
    vec![
        quote! {
            impl Tagged for #name {
                const TAG: &'static str = #member;

                fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    match tag {
                        #(#arms)*
                        #missing
                        Some(_) => #decode.map(Self::#unknown),
                    }
                }
            }
        },
        emit_decode(name, DecodeFunction::Tagged, imports),
        emit_deserialize(name, imports),
        emit_serialize(name, &writes, imports),
    ]
}

fn emit_guard(guard: &Guard) -> Option<TokenStream> {
    let Guard {
        json_type,
        constants,
        required,
    } = guard;
    let mut conditions = Vec::new();
    if let Some(json_type) = json_type {
        let is_one = match json_type {
            JsonType::Boolean => quote!(is_boolean),
            JsonType::Number => quote!(is_number),
            JsonType::String => quote!(is_string),
            JsonType::Array => quote!(is_array),
            JsonType::Object => quote!(is_object),
        };
        conditions.push(quote!(reader.#is_one()));
    }
    conditions.extend(
        constants
            .iter()
            .map(|(member, value)| quote!(reader.member_equals(#member, #value))),
    );
    conditions.extend(
        required
            .iter()
            .map(|member| quote!(reader.has_member(#member))),
    );
    (!conditions.is_empty()).then(|| quote!(#(#conditions)&&*))
}
