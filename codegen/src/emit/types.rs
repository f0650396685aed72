//! Definitions of types with their docs.

use proc_macro2::TokenStream;
use quote::quote;

use super::accessors::{emit_accessors, emit_lazy_accessors};
use super::imports::Imports;
use crate::docs::{self, Text};
use crate::model::{
    Docs, ModulePath, Object, Property, RustType, Shape, StringEnum, TextType, Tuple, TypeDef,
    TypeKind, Union, Vendor,
};

/// Emits the definition of a type with its inherent methods.
pub(super) fn emit_type(
    vendor: &Vendor,
    def: &TypeDef,
    docs: &Text,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    let docs = docs.outer();
    let name = &def.name;
    let attributes = match def.kind {
        TypeKind::StringEnum(_) => quote!(#docs #[derive(Debug, Clone, PartialEq, Eq, Hash)]),
        // `object!` implements `Debug`.
        TypeKind::Object(_) => quote!(#docs #[derive(Clone, PartialEq)]),
        _ => quote!(#docs #[derive(Debug, Clone, PartialEq)]),
    };
    let definition = match &def.kind {
        TypeKind::Object(object) => {
            let fields = emit_fields(vendor, def, object, imports);
            let definition = quote!(#attributes #[non_exhaustive] pub struct #name { #fields });
            let accessors = emit_lazy_accessors(vendor, def, object, imports);
            return [definition].into_iter().chain(accessors).collect();
        }
        TypeKind::StringEnum(list) => emit_string_enum(&attributes, def, list),
        TypeKind::Union(union) => {
            let definition = emit_union(vendor, &attributes, def, union, imports);
            let accessors = union
                .tag
                .as_ref()
                .map(|tag| emit_accessors(def, union, tag, imports));
            return [definition].into_iter().chain(accessors).collect();
        }
        TypeKind::Tuple(tuple) => emit_tuple(vendor, &attributes, def, tuple, imports),
        TypeKind::Newtype(item) => {
            let inner = RustType::of_item(vendor, &def.module_path, item);
            imports.using(&inner);
            quote!(#attributes pub struct #name(pub #inner);)
        }
    };
    vec![definition]
}

/// The fields of an object, `extra` last.
fn emit_fields(
    vendor: &Vendor,
    def: &TypeDef,
    object: &Object,
    imports: &mut Imports,
) -> TokenStream {
    imports.support(["JsonObject"]);
    let fields = object.fields().map(|property| {
        let Property {
            name,
            is_prefix,
            presence: _,
            item,
            boxed: _,
            docs,
            // Its place is a report: a count of samples is no part of the type.
            evidence: _,
            ident,
        } = property;
        let mut docs = field_docs(docs, &item.shape);
        if *is_prefix {
            let name = docs::code(name);
            docs = docs.markdown(&format!("The other members whose names start with {name}."));
        }
        let docs = docs.outer();
        let field_type = RustType::of_field(vendor, &def.module_path, property);
        imports.using(&field_type);
        quote!(#docs pub #ident: #field_type,)
    });
    let fields: Vec<_> = fields.collect();
    quote!(#(#fields)* #[doc = " Members that this type does not declare."] pub extra: JsonObject,)
}

/// The attribute at the top of a file of types.
pub(super) fn allow_missing_docs() -> TokenStream {
    quote!(#![allow(missing_docs, reason = "vendors do not describe every member")])
}

/// Docs from the schema: title, description, then notes.
pub(super) fn schema_docs(docs: &Docs) -> Text {
    let Docs {
        title,
        description,
        notes,
        deprecated,
    } = docs;
    let mut text = Text::default();
    for prose in [title, description].into_iter().flatten() {
        text = text.prose(prose);
    }
    for note in notes {
        text = text.prose(&format!("{}.", note.to_string().trim_end_matches('.')));
    }
    if *deprecated {
        text.markdown("Deprecated by the vendor.")
    } else {
        text
    }
}

fn field_docs(docs: &Docs, shape: &Shape) -> Text {
    let text = schema_docs(docs);
    match shape {
        Shape::Any {
            reason: Some(reason),
        } => text.prose(&format!("Kept as JSON: {}.", reason)),
        _ => text,
    }
}

fn emit_string_enum(attributes: &TokenStream, def: &TypeDef, list: &StringEnum) -> TokenStream {
    let name = &def.name;
    let StringEnum { values, unknown } = list;
    let variants = values.iter().map(|value| {
        let docs = Text::default().markdown(&docs::code(&value.value)).outer();
        let ident = &value.ident;
        quote!(#docs #ident,)
    });
    quote! {
        #attributes
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value unknown to this type. Code that matches on [`as_str`](Self::as_str) keeps working when a"]
            #[doc = " later version knows it."]
            #unknown(String),
        }
    }
}

fn emit_union(
    vendor: &Vendor,
    attributes: &TokenStream,
    def: &TypeDef,
    union: &Union,
    imports: &mut Imports,
) -> TokenStream {
    let name = &def.name;
    let variants: Vec<_> = union
        .alternatives
        .iter()
        .map(|alternative| {
            let mut docs = field_docs(&alternative.docs, &alternative.shape);
            if docs.is_empty() {
                docs = docs.markdown(&shape_words(vendor, &def.module_path, &alternative.shape));
            }
            let docs = docs.outer();
            let ident = &alternative.ident;
            let inner = RustType::of_alternative(vendor, &def.module_path, alternative);
            imports.using(&inner);
            quote!(#docs #ident(#inner),)
        })
        .collect();
    let unknown = union.tag.as_ref().map(|tag| {
        imports.support(["JsonObject"]);
        let has_untagged = union.alternatives.iter().any(|one| one.tag.is_none());
        let or_absent = if has_untagged { "" } else { ", or absent" };
        let docs = Text::default()
            .markdown(&format!(
                "An object whose {} is unknown to this type{or_absent}, as it came.",
                docs::code(&tag.member)
            ))
            .outer();
        let ident = &tag.unknown;
        quote!(#docs #ident(JsonObject),)
    });
    let unclaimed = union.unknown.as_ref().map(|ident| {
        imports.support(["Json"]);
        quote! {
            #[doc = " A value that none of the other variants reads, as it came."]
            #ident(Json),
        }
    });
    quote!(#attributes #[non_exhaustive] pub enum #name { #(#variants)* #unknown #unclaimed })
}

fn emit_tuple(
    vendor: &Vendor,
    attributes: &TokenStream,
    def: &TypeDef,
    tuple: &Tuple,
    imports: &mut Imports,
) -> TokenStream {
    let name = &def.name;
    let places: Vec<_> = tuple
        .places
        .iter()
        .enumerate()
        .map(|(index, place)| {
            let docs = field_docs(&place.docs, &place.item.shape)
                .markdown(&format!("Item {index} of the array."))
                .outer();
            let ident = &place.ident;
            let place_type = RustType::of_place(vendor, &def.module_path, place);
            imports.using(&place_type);
            quote!(#docs pub #ident: #place_type,)
        })
        .collect();
    let rest = RustType::of_item(vendor, &def.module_path, &tuple.rest);
    imports.using(&rest);
    quote! {
        #attributes
        #[non_exhaustive]
        pub struct #name {
            #(#places)*
            #[doc = " The items after those above."]
            pub rest: Vec<#rest>,
        }
    }
}

/// A sentence that describes the form of a value.
fn shape_words(vendor: &Vendor, scope: &ModulePath, shape: &Shape) -> String {
    match shape {
        Shape::Any { .. } => "Any JSON value.".to_owned(),
        Shape::Boolean => "A boolean.".to_owned(),
        Shape::Integer => "An integer.".to_owned(),
        Shape::UnixTime => "A time, in seconds since 1970.".to_owned(),
        Shape::Number => "A number.".to_owned(),
        Shape::String | Shape::Constant(_) => "A string.".to_owned(),
        Shape::List(_) => "An array.".to_owned(),
        Shape::Map(_) => "An object.".to_owned(),
        Shape::Lazy(item) => shape_words(vendor, scope, &item.shape),
        Shape::Text(TextType::DateTime) => "A date and a time of day.".to_owned(),
        Shape::Text(TextType::Ts) => "A time.".to_owned(),
        Shape::Named(_) | Shape::Text(TextType::Id(_)) => {
            format!("See [`{}`].", RustType::of_shape(vendor, scope, shape))
        }
    }
}
