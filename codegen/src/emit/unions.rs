//! The impls of unions: which alternative a value is, by its tag or by trying.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::imports::Imports;
use super::traits::{
    DecodeFunction, emit_decode, emit_deserialize, emit_eq, emit_serialize, inline,
};
use crate::model::{
    Alternative, Guard, JsonType, MemberValues, ModulePath, RustType, Shape, Tag, TypeDef,
    TypeKind, Union, Vendor,
};
use crate::schema::canonical;

/// Emits the impls of a union, one item each.
pub(super) fn emit_union(
    vendor: &Vendor,
    def: &TypeDef,
    union: &Union,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    if let Some(tag) = &union.tag {
        return emit_tagged(def, union, tag, imports);
    }
    let (name, scope, inline) = (&def.name, &def.module_path, inline(def));
    imports.support(["UnionReader", "Union"]);
    let attempts = union.alternatives.iter().map(|alternative| {
        let Alternative {
            shape: _,
            guard,
            tag: _,
            label: _,
            boxed: _,
            docs: _,
            ident,
        } = alternative;
        let attempt = match emit_is_unknown(vendor, scope, alternative) {
            Some(is_unknown) if union.unknown.is_some() => {
                quote!(reader.attempt_known(Self::#ident, #is_unknown))
            }
            _ => quote!(reader.attempt(Self::#ident)),
        };
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
    let unknown = union.unknown.iter();
    let unknown = unknown.map(|ident| quote!(Self::#ident(value) => value.serialize(serializer),));
    let arms = arms.chain(unknown);
    let arms: Vec<_> = arms.collect();
    let otherwise = match &union.unknown {
        Some(ident) => quote!(reader.keep_unknown(Self::#ident)),
        None => quote!(None),
    };
    vec![
        quote! {
            impl Union for #name {
                #inline
                fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
                    #(#attempts)*
                    #otherwise
                }
            }
        },
        emit_decode(def, DecodeFunction::Union, imports),
        emit_eq(name),
        emit_deserialize(name, imports),
        emit_serialize(name, &quote!(match self { #(#arms)* }), imports),
    ]
}

/// A union whose tag alone decides.
fn emit_tagged(def: &TypeDef, union: &Union, tag: &Tag, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support([
        "Decode",
        "JsonReader",
        "DecodeError",
        "Tagged",
        "decode_unknown",
    ]);
    let Tag { member, unknown } = tag;
    let (name, inline) = (&def.name, inline(def));
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
            imports.support(["decode_untagged"]);
            quote!(None => decode_untagged::<Self, _>(reader).map(Self::#unknown),)
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

                #inline
                fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    match tag {
                        #(#arms)*
                        #missing
                        Some(_) => decode_unknown::<Self, _>(reader).map(Self::#unknown),
                    }
                }
            }
        },
        emit_decode(def, DecodeFunction::Tagged, imports),
        emit_eq(name),
        emit_deserialize(name, imports),
        emit_serialize(name, &writes, imports),
    ]
}

fn emit_guard(guard: &Guard) -> Option<TokenStream> {
    let Guard {
        json_type,
        values,
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
    conditions.extend(values.iter().map(emit_member_values));
    conditions.extend(
        required
            .iter()
            .map(|member| quote!(reader.has_member(#member))),
    );
    (!conditions.is_empty()).then(|| quote!(#(#conditions)&&*))
}

/// The condition that a member has one of the listed values.
fn emit_member_values(member: &MemberValues) -> TokenStream {
    if let Some((name, text)) = member.constant() {
        return quote!(reader.member_equals(#name, #text));
    }
    let MemberValues {
        path,
        is_required,
        values,
    } = member;
    let (texts, others): (Vec<&Value>, Vec<&Value>) =
        values.iter().partition(|value| value.is_string());
    let texts = texts.into_iter().filter_map(Value::as_str);
    let others = others.into_iter().map(canonical);
    let (texts, others): (Vec<&str>, Vec<String>) = (texts.collect(), others.collect());
    let mut options = Vec::new();
    if !*is_required {
        options.push(quote!(reader.lacks_member(&[#(#path),*])));
    }
    if !texts.is_empty() {
        options.push(quote!(reader.member_in(&[#(#path),*], &[#(#texts),*])));
    }
    if !others.is_empty() {
        options.push(quote!(reader.member_is_json(&[#(#path),*], &[#(#others),*])));
    }
    match &options[..] {
        [only] => only.clone(),
        _ => quote!((#(#options)||*)),
    }
}

/// A closure that is true for a value that an alternative, a union itself, does not know.
fn emit_is_unknown(
    vendor: &Vendor,
    scope: &ModulePath,
    alternative: &Alternative,
) -> Option<TokenStream> {
    let Shape::Named(id) = alternative.shape else {
        return None;
    };
    let TypeKind::Union(inner) = &vendor.types[id.0].kind else {
        return None;
    };
    let unknown = inner.unknown_variant()?;
    let path = RustType::of_shape(vendor, scope, &alternative.shape);
    let value = if alternative.boxed {
        quote!(**value)
    } else {
        quote!(*value)
    };
    Some(quote!(|value| matches!(#value, #path::#unknown(_))))
}
