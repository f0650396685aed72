//! Definitions of types: what a reader of the crate sees first.

use proc_macro2::TokenStream;
use quote::quote;

use super::accessors::emit_accessors;
use super::imports::Imports;
use crate::docs::{self, Text};
use crate::model::{
    Docs, Evidence, Item, ModulePath, Object, Presence, Property, Shape, StringEnum, Tuple,
    TuplePlace, TypeDef, TypeKind, Union, Vendor,
};

/// Emits the definition of a type. `docs` are the type's own.
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
        _ => quote!(#docs #[derive(Debug, Clone, PartialEq)]),
    };
    let definition = match &def.kind {
        TypeKind::Object(object) => {
            let fields = emit_fields(vendor, object, imports);
            quote!(#attributes #[non_exhaustive] pub struct #name { #fields })
        }
        TypeKind::StringEnum(list) => return emit_string_enum(&attributes, def, list),
        TypeKind::Union(union) => {
            let definition = emit_union(vendor, &attributes, def, union, imports);
            let accessors = union
                .tag
                .as_ref()
                .map(|tag| emit_accessors(vendor, def, union, tag, imports));
            return [definition].into_iter().chain(accessors).collect();
        }
        TypeKind::Tuple(tuple) => emit_tuple(vendor, &attributes, def, tuple, imports),
        TypeKind::Newtype(item) => {
            let inner = item_type(vendor, item, false, imports);
            quote!(#attributes pub struct #name(pub #inner);)
        }
    };
    vec![definition]
}

/// The fields of an object, `extra` last.
pub(super) fn emit_fields(vendor: &Vendor, object: &Object, imports: &mut Imports) -> TokenStream {
    imports.support(["JsonObject"]);
    let fields = object.properties.iter().map(|property| {
        let Property {
            name: _,
            presence,
            item,
            boxed,
            docs,
            evidence,
            ident,
        } = property;
        let docs = field_docs(docs, &item.shape)
            .markdown(&evidence_text(*presence, evidence))
            .outer();
        let field_type = field_type(vendor, *presence, item, *boxed, imports);
        quote!(#docs pub #ident: #field_type,)
    });
    let fields: Vec<_> = fields.collect();
    quote!(#(#fields)* #[doc = " Members that this type does not know."] pub extra: JsonObject,)
}

/// The type of an object's field: it tells absent and `null` apart where both can happen.
pub(super) fn field_type(
    vendor: &Vendor,
    presence: Presence,
    item: &Item,
    boxed: bool,
    imports: &mut Imports,
) -> TokenStream {
    let inner = boxed_type(shape_type(vendor, &item.shape, imports), boxed);
    match (presence, item.nullable) {
        (Presence::Required, false) => inner,
        (Presence::Required, true) | (Presence::Optional, false) => quote!(Option<#inner>),
        (Presence::Optional, true) => {
            imports.support(["Nullable"]);
            quote!(Nullable<#inner>)
        }
    }
}

/// Docs from the schema: title, description, then what the type does not say.
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
        text.markdown("The vendor deprecates it.")
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

/// One sentence on why a member is required or optional.
pub(crate) fn evidence_text(presence: Presence, evidence: &Evidence) -> String {
    let Evidence {
        schema,
        samples_with,
        samples,
    } = evidence;
    let by_samples = format!("in {samples_with} of {samples} samples");
    match (schema, presence, samples) {
        (Some(Presence::Required), Presence::Required, 0) => "Required by the schema.".to_owned(),
        (Some(Presence::Required), Presence::Optional, 0) => {
            "Required by the schema, but no payload of finite size could have it everywhere."
                .to_owned()
        }
        (Some(Presence::Optional), _, 0) => "Optional in the schema.".to_owned(),
        (Some(Presence::Required), Presence::Required, _) => {
            format!("Required by the schema; {by_samples}.")
        }
        (Some(Presence::Required), Presence::Optional, _) => {
            format!("Required by the schema, but {by_samples}.")
        }
        (Some(Presence::Optional), _, _) => format!("Optional in the schema; {by_samples}."),
        (None, _, _) => format!("Known from samples; {by_samples}."),
    }
}

fn emit_string_enum(
    attributes: &TokenStream,
    def: &TypeDef,
    list: &StringEnum,
) -> Vec<TokenStream> {
    let name = &def.name;
    let StringEnum { values, unknown } = list;
    let variants = values.iter().map(|value| {
        let docs = Text::default().markdown(&docs::code(&value.value)).outer();
        let ident = &value.ident;
        quote!(#docs #ident,)
    });
    let arms = values.iter().map(|value| {
        let (ident, text) = (&value.ident, &value.value);
        quote!(Self::#ident => #text,)
    });
    vec![
        quote! {
            #attributes
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #[doc = " A value that this type does not know. Matching on [`as_str`](Self::as_str) goes on working when it"]
                #[doc = " becomes known."]
                #unknown(String),
            }
        },
        quote! {
            impl #name {
                #[doc = " The value as the vendor writes it."]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(#arms)*
                        Self::#unknown(value) => value,
                    }
                }
            }
        },
    ]
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
            let docs = field_docs(&alternative.docs, &alternative.shape)
                .markdown(&shape_words(vendor, &alternative.shape, imports))
                .outer();
            let ident = &alternative.ident;
            let inner = boxed_type(
                shape_type(vendor, &alternative.shape, imports),
                alternative.boxed,
            );
            quote!(#docs #ident(#inner),)
        })
        .collect();
    let unknown = union.tag.as_ref().map(|tag| {
        imports.support(["JsonObject"]);
        let docs = Text::default()
            .markdown(&format!(
                "One with a {} that this type does not know, kept whole.",
                docs::code(&tag.member)
            ))
            .outer();
        let ident = &tag.unknown;
        quote!(#docs #ident(JsonObject),)
    });
    quote!(#attributes #[non_exhaustive] pub enum #name { #(#variants)* #unknown })
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
                .markdown(&format!("Place {index} of the array."))
                .outer();
            let ident = &place.ident;
            let place_type = place_type(vendor, place, imports);
            quote!(#docs pub #ident: #place_type,)
        })
        .collect();
    let rest = item_type(vendor, &tuple.rest, false, imports);
    quote! {
        #attributes
        #[non_exhaustive]
        pub struct #name {
            #(#places)*
            #[doc = " What follows the places above."]
            pub rest: Vec<#rest>,
        }
    }
}

/// The type of a tuple's place.
pub(super) fn place_type(
    vendor: &Vendor,
    place: &TuplePlace,
    imports: &mut Imports,
) -> TokenStream {
    let inner = item_type(vendor, &place.item, place.boxed, imports);
    match place.presence {
        Presence::Required => inner,
        Presence::Optional => quote!(Option<#inner>),
    }
}

/// The form of a value in words.
fn shape_words(vendor: &Vendor, shape: &Shape, imports: &mut Imports) -> String {
    match shape {
        Shape::Any { .. } => "Any JSON value.".to_owned(),
        Shape::Boolean => "A boolean.".to_owned(),
        Shape::Integer => "An integer.".to_owned(),
        Shape::Number => "A number.".to_owned(),
        Shape::String | Shape::Constant(_) => "A string.".to_owned(),
        Shape::List(_) => "An array.".to_owned(),
        Shape::Map(_) => "An object.".to_owned(),
        Shape::Named(_) => {
            let path = shape_type(vendor, shape, imports).to_string();
            format!("A [`{}`].", path.replace(' ', ""))
        }
    }
}

pub(super) fn boxed_type(inner: TokenStream, boxed: bool) -> TokenStream {
    if boxed { quote!(Box<#inner>) } else { inner }
}

/// The Rust type of an item: `Option` where it may be `null`.
pub(super) fn item_type(
    vendor: &Vendor,
    item: &Item,
    boxed: bool,
    imports: &mut Imports,
) -> TokenStream {
    let inner = boxed_type(shape_type(vendor, &item.shape, imports), boxed);
    if item.nullable {
        quote!(Option<#inner>)
    } else {
        inner
    }
}

/// The Rust type of a value that is not `null`.
pub(super) fn shape_type(vendor: &Vendor, shape: &Shape, imports: &mut Imports) -> TokenStream {
    match shape {
        Shape::Any { .. } => {
            imports.support(["Json"]);
            quote!(Json)
        }
        Shape::Boolean => quote!(bool),
        Shape::Integer => {
            imports.support(["Integer"]);
            quote!(Integer)
        }
        Shape::Number => {
            imports.support(["Number"]);
            quote!(Number)
        }
        Shape::String | Shape::Constant(_) => quote!(String),
        Shape::List(item) => {
            let inner = item_type(vendor, item, false, imports);
            quote!(Vec<#inner>)
        }
        Shape::Map(item) if is_any(item) => {
            imports.support(["JsonObject"]);
            quote!(JsonObject)
        }
        Shape::Map(item) => {
            imports.std("BTreeMap");
            let inner = item_type(vendor, item, false, imports);
            quote!(BTreeMap<String, #inner>)
        }
        Shape::Named(id) => {
            let def = &vendor.types[id.0];
            let name = &def.name;
            match def.module_path {
                ModulePath::Shared => imports.shared_type(name),
                ModulePath::Envelope | ModulePath::Event(_) => quote!(#name),
            }
        }
    }
}

/// Whether a map's values are plain JSON.
pub(super) fn is_any(item: &Item) -> bool {
    matches!(item.shape, Shape::Any { .. })
}
