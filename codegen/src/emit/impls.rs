//! Impls for reading and writing each kind of type, as thin layers over the support code.

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::conversions::{emit_newtype_conversions, emit_union_conversions};
use super::imports::Imports;
use super::members::{emit_field, emit_take, variable};
use super::traits::{emit_deserialize, emit_eq, emit_serialize, inline};
use super::unions::emit_union;
use crate::format::SourceItem;
use crate::model::{
    Item, Object, Presence, Property, RustType, Section, Shape, StringEnum, Tuple, TypeDef,
    TypeKind, Vendor,
};

/// Emits the impls of a type, one item each.
pub(super) fn emit_impls(vendor: &Vendor, def: &TypeDef, imports: &mut Imports) -> Vec<SourceItem> {
    let items = match &def.kind {
        TypeKind::Object(object) => return vec![emit_object(vendor, def, object, imports)],
        TypeKind::StringEnum(list) => return vec![emit_string_enum(def, list, imports)],
        TypeKind::Union(union) => emit_union(vendor, def, union, imports),
        TypeKind::Tuple(tuple) => emit_tuple(def, tuple, imports),
        TypeKind::Newtype(item) => emit_newtype(vendor, def, item, imports),
    };
    let conversions = match &def.kind {
        TypeKind::Union(union) => emit_union_conversions(vendor, def, union, imports),
        TypeKind::Newtype(_) => emit_newtype_conversions(vendor, def, imports),
        TypeKind::Object(_) | TypeKind::StringEnum(_) | TypeKind::Tuple(_) => None,
    };
    let items = items.into_iter().map(SourceItem::Tokens);
    items.chain(conversions).collect()
}

/// The attribute of a type's functions, as the support code's macros take it.
fn inline_word(def: &TypeDef) -> &'static str {
    if def.is_lazy { "#[inline] " } else { "" }
}

/// Emits a call of the support code's `object!`, which expands to the impls: a line per member, by presence.
fn emit_object(
    vendor: &Vendor,
    def: &TypeDef,
    object: &Object,
    imports: &mut Imports,
) -> SourceItem {
    imports.support(["object"]);
    let mut text = format!("object!({}{} {{", inline_word(def), def.name);
    for section in Section::ALL {
        let mut properties = object
            .properties
            .iter()
            .filter(|property| property.section() == section)
            .peekable();
        if properties.peek().is_none() {
            continue;
        }
        let _ = write!(text, "\n    {} {{", section.keyword());
        for property in properties {
            let member = Literal::string(&property.name);
            let _ = write!(text, "\n        {member} => {},", property.ident);
        }
        text.push_str("\n    }");
    }
    text.push_str(&constructor_sections(vendor, def, object));
    if !object.properties.is_empty() {
        text.push('\n');
    }
    text.push_str("});\n");
    SourceItem::Text(text)
}

/// The sections of the constructor of an object with required members.
fn constructor_sections(vendor: &Vendor, def: &TypeDef, object: &Object) -> String {
    let scope = &def.module_path;
    let is_method = |property: &Property| {
        property.ident.as_str() == "new"
            && RustType::of_lazy_items(vendor, scope, &property.item.shape).is_some()
    };
    let required = object.properties.iter();
    let required = required.filter(|property| property.section() == Section::Required);
    let required: Vec<&Property> = required.collect();
    if required.is_empty() {
        return String::new();
    }
    let is_taken = object.properties.iter().any(is_method);
    let name = if is_taken {
        "constructor new_"
    } else {
        "constructor new"
    };
    let constant = |property: &Property| match &property.item {
        Item {
            shape: Shape::Constant(text),
            nullable: false,
        } => Some(format!("{}: {}", property.ident, Literal::string(text))),
        _ => None,
    };
    let arguments = required
        .iter()
        .filter(|property| constant(property).is_none());
    let arguments = arguments.map(|property| {
        let field_type = RustType::of_field(vendor, scope, property);
        format!("{}: {field_type}", property.ident)
    });
    let arguments: Vec<String> = arguments.collect();
    let new = match arguments.is_empty() {
        true => format!("\n    {name} {{}}"),
        false => section_of(name, arguments),
    };
    new + &section_of("constants", required.iter().copied().filter_map(constant))
}

/// A section of a macro call with a line for each entry; empty without any.
fn section_of(name: &str, entries: impl IntoIterator<Item = String>) -> String {
    let lines: String = entries
        .into_iter()
        .map(|entry| format!("\n        {entry},"))
        .collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("\n    {name} {{{lines}\n    }}"),
    }
}

/// Emits a call of the support code's `string_enum!`, which expands to the impls: a line per value.
fn emit_string_enum(def: &TypeDef, list: &StringEnum, imports: &mut Imports) -> SourceItem {
    imports.support(["string_enum"]);
    let StringEnum { values, unknown } = list;
    let mut text = format!("string_enum!({}{} {{", inline_word(def), def.name);
    for value in values {
        let _ = write!(
            text,
            "\n    {} => {},",
            Literal::string(&value.value),
            value.ident
        );
    }
    let _ = write!(text, "\n    _ => {unknown},\n}});\n");
    SourceItem::Text(text)
}

fn emit_tuple(def: &TypeDef, tuple: &Tuple, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support(["Decode", "JsonReader", "DecodeError", "read_tuple"]);
    imports.ser(["SerializeSeq"]);
    let (name, inline) = (&def.name, inline(def));
    let mut variables = TokenStream::new();
    let (mut required, mut optional) = (TokenStream::new(), TokenStream::new());
    let mut takes = TokenStream::new();
    let mut fields = TokenStream::new();
    let mut writes = TokenStream::new();
    for place in &tuple.places {
        let ident = &place.ident;
        let variable = variable(ident);
        variables.extend(quote!(let mut #variable = None;));
        match place.presence {
            Presence::Required => {
                required.extend(quote!(&mut #variable,));
                takes.extend(emit_take(&variable));
                writes.extend(quote!(items.serialize_element(&self.#ident)?;));
            }
            Presence::Optional => {
                optional.extend(quote!(&mut #variable,));
                writes.extend(
                    quote!(if let Some(item) = &self.#ident { items.serialize_element(item)?; }),
                );
            }
        }
        fields.extend(emit_field(ident, &variable));
    }
    vec![
        quote! {
            impl Decode for #name {
                const EXPECTED: &'static str = "an array";

                #inline
                fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    #variables
                    let mut rest = Vec::new();
                    read_tuple(reader, &mut [#required], &mut [#optional], &mut rest)?;
                    #takes
                    Ok(Self { #fields rest })
                }
            }
        },
        emit_eq(name),
        emit_deserialize(name, imports),
        emit_serialize(
            name,
            &quote! {
                let mut items = serializer.serialize_seq(None)?;
                #writes
                self.rest.iter().try_for_each(|item| items.serialize_element(item))?;
                items.end()
            },
            imports,
        ),
    ]
}

fn emit_newtype(
    vendor: &Vendor,
    def: &TypeDef,
    item: &Item,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    imports.support(["Decode", "JsonReader", "DecodeError"]);
    let (name, inline) = (&def.name, inline(def));
    let inner = RustType::of_item(vendor, &def.module_path, item);
    imports.using(&inner);
    let deref = vendor.wrapped_shared_type(item).map(|_| {
        quote! {
            impl std::ops::Deref for #name {
                type Target = #inner;

                fn deref(&self) -> &#inner {
                    &self.0
                }
            }
        }
    });
    let mut items: Vec<_> = deref.into_iter().collect();
    items.extend([
        quote! {
            impl Decode for #name {
                const EXPECTED: &'static str = <#inner as Decode>::EXPECTED;
                const NULLABLE: bool = <#inner as Decode>::NULLABLE;

                #inline
                fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    Decode::decode(reader).map(Self)
                }
            }
        },
        emit_eq(name),
        emit_deserialize(name, imports),
        emit_serialize(name, &quote!(self.0.serialize(serializer)), imports),
    ]);
    items
}
