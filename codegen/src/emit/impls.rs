//! The impls below the types: reading and writing, thin, over `support`.

use std::fmt::Write as _;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::imports::Imports;
use super::unions::emit_union;
use crate::format::SourceItem;
use crate::ident::RustIdent;
use crate::model::{
    Item, Object, Presence, Property, RustType, StringEnum, Tuple, TypeDef, TypeKind, Vendor,
};

/// Emits the impls of a type, one item each.
pub(super) fn emit_impls(vendor: &Vendor, def: &TypeDef, imports: &mut Imports) -> Vec<SourceItem> {
    let name = &def.name;
    let items = match &def.kind {
        TypeKind::Object(object) => return vec![emit_object(name, object, imports)],
        TypeKind::StringEnum(list) => emit_string_enum(name, list, imports),
        TypeKind::Union(union) => emit_union(name, union, imports),
        TypeKind::Tuple(tuple) => emit_tuple(name, tuple, imports),
        TypeKind::Newtype(item) => emit_newtype(vendor, def, item, imports),
    };
    items.into_iter().map(SourceItem::Tokens).collect()
}

/// How an object is read and written: a line for each member, from which a macro of `support` writes out the impls.
fn emit_object(name: &RustIdent, object: &Object, imports: &mut Imports) -> SourceItem {
    imports.support(["object"]);
    let mut text = format!("object!({name} {{");
    for way in ["required", "optional", "optional_or_null"] {
        let mut properties = object
            .properties
            .iter()
            .filter(|property| way_to_hold(property) == way)
            .peekable();
        if properties.peek().is_none() {
            continue;
        }
        let _ = write!(text, "\n    {way} {{");
        for property in properties {
            let member = Literal::string(&property.name);
            let _ = write!(text, "\n        {member} => {},", property.ident);
        }
        text.push_str("\n    }");
    }
    if !object.properties.is_empty() {
        text.push('\n');
    }
    text.push_str("});\n");
    SourceItem::Text(text)
}

/// What `support` calls it how a field holds its member.
fn way_to_hold(property: &Property) -> &'static str {
    match (property.presence, property.item.nullable) {
        (Presence::Required, _) => "required",
        (Presence::Optional, false) => "optional",
        (Presence::Optional, true) => "optional_or_null",
    }
}

/// The parts of reading an object: variables before it, slots for it, and behind it what makes fields of the variables.
#[derive(Default)]
pub(super) struct DecodeParts {
    pub(super) variables: TokenStream,
    pub(super) required: TokenStream,
    pub(super) optional: TokenStream,
    pub(super) takes: TokenStream,
    pub(super) fields: TokenStream,
}

/// Emits the parts of reading an object.
pub(super) fn emit_members(object: &Object, imports: &mut Imports) -> DecodeParts {
    let mut reading = DecodeParts::default();
    for property in &object.properties {
        let Property {
            name,
            presence,
            item,
            boxed: _,
            docs: _,
            evidence: _,
            ident,
        } = property;
        let variable = variable(ident);
        reading.variables.extend(quote!(let mut #variable = None;));
        let slot = quote!((#name, &mut #variable),);
        match (presence, item.nullable) {
            (Presence::Required, _) => {
                reading.required.extend(slot);
                reading.takes.extend(emit_take(&variable));
            }
            (Presence::Optional, false) => reading.optional.extend(slot),
            (Presence::Optional, true) => {
                imports.support(["Nullable"]);
                reading.optional.extend(slot);
                reading
                    .takes
                    .extend(quote!(let #variable = Nullable::from_member(#variable);));
            }
        }
        reading.fields.extend(if variable == ident.to_token() {
            quote!(#ident,)
        } else {
            quote!(#ident: #variable,)
        });
    }
    reading
}

/// Emits what takes the value of a required member, which is there.
pub(super) fn emit_take(variable: &Ident) -> TokenStream {
    quote!(let Some(#variable) = #variable else { return Err(DecodeError) };)
}

/// The local variable that a member is read into. A member called `reader` must not shadow the reader; no field's name ends in
/// an underscore but those of `ident`, and this is none of them.
fn variable(ident: &RustIdent) -> Ident {
    if ident.as_str() == "reader" {
        format_ident!("reader_")
    } else {
        ident.to_token()
    }
}

/// A function of `support` that reads types of one form.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reader {
    StringEnum,
    Union,
    Tagged,
    Tuple,
}

impl Reader {
    fn function(self) -> &'static str {
        match self {
            Self::StringEnum => "decode_string_enum",
            Self::Union => "decode_union",
            Self::Tagged => "decode_tagged",
            Self::Tuple => "decode_tuple",
        }
    }

    /// What an error says was expected.
    fn expected(self) -> &'static str {
        match self {
            Self::Tagged => "an object",
            Self::StringEnum => "a string",
            Self::Union => "one of several forms",
            Self::Tuple => "an array",
        }
    }
}

/// `Decode` by one function of `support`.
pub(super) fn emit_decode(name: &RustIdent, reader: Reader, imports: &mut Imports) -> TokenStream {
    imports.support(["Decode", "JsonReader", "DecodeError", reader.function()]);
    let (expected, function) = (reader.expected(), format_ident!("{}", reader.function()));
    quote! {
        impl Decode for #name {
            const EXPECTED: &'static str = #expected;

            fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                #function(reader)
            }
        }
    }
}

/// `Deserialize` over `Decode`.
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

/// One call per member of a value that `this` names.
pub(super) fn emit_member_writes(object: &Object, this: &TokenStream) -> TokenStream {
    let lines = object.properties.iter().map(|property| {
        let (name, ident) = (&property.name, &property.ident);
        let way = format_ident!("{}", way_to_hold(property));
        quote!(writer.#way(#name, &#this.#ident);)
    });
    quote!(#(#lines)*)
}

/// `Serialize` with the body given.
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

fn emit_string_enum(
    name: &RustIdent,
    list: &StringEnum,
    imports: &mut Imports,
) -> Vec<TokenStream> {
    imports.support(["StringEnum"]);
    let StringEnum { values, unknown } = list;
    let arms = values.iter().map(|value| {
        let (ident, text) = (&value.ident, &value.value);
        quote!(#text => Self::#ident,)
    });
    vec![
        quote! {
            impl StringEnum for #name {
                fn from_string(value: String) -> Self {
                    match &*value {
                        #(#arms)*
                        _ => Self::#unknown(value),
                    }
                }
            }
        },
        emit_decode(name, Reader::StringEnum, imports),
        emit_deserialize(name, imports),
        emit_serialize(
            name,
            &quote!(serializer.serialize_str(self.as_str())),
            imports,
        ),
    ]
}

fn emit_tuple(name: &RustIdent, tuple: &Tuple, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support(["TupleReader", "DecodeError", "Tuple"]);
    imports.ser(["SerializeSeq"]);
    let mut fields = TokenStream::new();
    let mut writes = TokenStream::new();
    for place in &tuple.places {
        let ident = &place.ident;
        match place.presence {
            Presence::Required => {
                fields.extend(quote!(#ident: items.required()?,));
                writes.extend(quote!(items.serialize_element(&self.#ident)?;));
            }
            Presence::Optional => {
                fields.extend(quote!(#ident: items.optional()?,));
                writes.extend(
                    quote!(if let Some(item) = &self.#ident { items.serialize_element(item)?; }),
                );
            }
        }
    }
    vec![
        quote! {
            impl Tuple for #name {
                fn read(items: &mut TupleReader<'_, '_>) -> Result<Self, DecodeError> {
                    Ok(Self { #fields rest: items.rest()? })
                }
            }
        },
        emit_decode(name, Reader::Tuple, imports),
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
    let name = &def.name;
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

                fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
                    Decode::decode(reader).map(Self)
                }
            }
        },
        emit_deserialize(name, imports),
        emit_serialize(name, &quote!(self.0.serialize(serializer)), imports),
    ]);
    items
}
