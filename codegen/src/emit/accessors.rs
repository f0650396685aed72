//! Accessors of tagged unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::features::{shared_attribute, variant_cfg};
use super::imports::Imports;
use super::traits::inline;
use crate::docs::{self, Text};
use crate::model::{
    Accessor, AccessorField, AccessorSource, EventAccessor, EventRead, Object, ReadStep, RustType,
    Tag, TypeDef, Union, Vendor,
};

/// Emits the `impl` with the accessors of a tagged union.
pub(super) fn emit_accessors(
    def: &TypeDef,
    union: &Union,
    tag: &Tag,
    imports: &mut Imports,
) -> TokenStream {
    let inline = inline(def);
    let methods = union.accessors.iter().map(|accessor| {
        let Accessor {
            member,
            name,
            output,
            description,
            source,
        } = accessor;
        imports.using(output);
        let (docs, arms) = match source {
            AccessorSource::Tag => (tag_docs(tag), emit_tag_arms(union, tag, imports)),
            AccessorSource::Fields {
                fields,
                reads_unknown,
            } if matches!(output, RustType::LazyItems(_)) => {
                let arms = fields.iter().map(|AccessorField { variant, field, .. }| {
                    quote!(Self::#variant(value) => value.#field(),)
                });
                let arms = quote!(#(#arms)* _ => LazyItems::of(#member, None),);
                (lazy_docs(member), arms)
            }
            AccessorSource::Fields {
                fields,
                reads_unknown,
            } => {
                let is_exhaustive = *reads_unknown && fields.len() == union.alternatives.len();
                let fields = fields.iter().map(emit_field_arm);
                let unknown = reads_unknown.then(|| emit_unknown_arm(tag, member, imports));
                let others = (!is_exhaustive).then(|| quote!(_ => None,));
                (
                    field_docs(member, *reads_unknown),
                    quote!(#(#fields)* #unknown #others),
                )
            }
        };
        let described = description.as_ref();
        let described = described.map_or_else(Text::default, |text| Text::default().prose(text));
        let docs = described.then(docs).outer();
        quote! {
            #docs
            #inline
            pub fn #name(&self) -> #output {
                match self { #arms }
            }
        }
    });
    let methods: Vec<TokenStream> = methods.collect();
    let name = &def.name;
    quote!(impl #name { #(#methods)* })
}

/// Emits the `impl` with the methods of an object that decode its lists of lazy values.
pub(super) fn emit_lazy_accessors(
    vendor: &Vendor,
    def: &TypeDef,
    object: &Object,
    imports: &mut Imports,
) -> Option<TokenStream> {
    let inline = inline(def);
    let methods = object.properties.iter().filter_map(|property| {
        let output = RustType::of_lazy_items(vendor, &def.module_path, &property.item.shape)?;
        imports.using(&output);
        let docs = lazy_docs(&property.name).outer();
        let (member, name) = (&property.name, &property.ident);
        let field_type = RustType::of_field(vendor, &def.module_path, property);
        let items = emit_reference(&quote!(self.#name), &field_type);
        Some(quote! {
            #docs
            #inline
            pub fn #name(&self) -> #output {
                LazyItems::of(#member, #items)
            }
        })
    });
    let methods: Vec<TokenStream> = methods.collect();
    let name = &def.name;
    (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }))
}

/// Emits the methods of `Event` that return a member of many events.
pub(super) fn emit_event_accessors(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    let variants = vendor.variants();
    let methods = vendor.api.event_accessors.iter().map(|accessor| {
        let EventAccessor {
            name,
            output,
            definition,
            description,
            reads,
        } = accessor;
        imports.using(output);
        let file = definition.as_ref();
        let file = file.and_then(|definition| vendor.api.shared_files.get(definition));
        let compiled = file.map(shared_attribute);
        let docs = Text::default()
            .prose(description)
            .markdown("`None` where it is absent, and for events without it.")
            .outer();
        let arms = reads.iter().filter_map(|EventRead { variant, steps }| {
            let variant = variants.iter().find(|known| known.name == variant)?;
            let (cfg, ident) = (variant_cfg(vendor, variant), &variant.main().variant);
            let value = match emit_steps(&quote!(event), steps) {
                Expression::Always(value) => quote!(Some(#value)),
                Expression::Maybe(value) => value,
            };
            Some(quote!(#cfg Self::#ident(event) => #value,))
        });
        quote! {
            #docs
            #compiled
            pub fn #name(&self) -> #output {
                match self {
                    #(#arms)*
                    _ => None,
                }
            }
        }
    });
    methods.collect()
}

/// A value as an expression.
enum Expression {
    /// It is always there.
    Always(TokenStream),
    /// An `Option` of it.
    Maybe(TokenStream),
}

/// Emits a reference to the member that the steps lead to, or a boolean itself.
fn emit_steps(value: &TokenStream, steps: &[ReadStep]) -> Expression {
    let Some((step, rest)) = steps.split_first() else {
        return Expression::Always(value.clone());
    };
    let newtypes = |count: usize| std::iter::repeat_n(quote!(.0), count);
    let member = match step {
        ReadStep::Field {
            newtypes: count,
            field,
            rust_type,
        } => {
            let newtypes = newtypes(*count);
            let field = quote!(#value #(#newtypes)* .#field);
            match (rust_type, rest) {
                (RustType::Option(_) | RustType::Nullable(_), _) => {
                    emit_reference(&field, rust_type)
                }
                (_, [_, ..]) => return emit_steps(&field, rest),
                (RustType::Bool, []) => return Expression::Always(field),
                (RustType::String | RustType::Id(_) | RustType::DateTime | RustType::Ts, []) => {
                    return Expression::Always(quote!(#field.as_str()));
                }
                (_, []) => return Expression::Always(quote!(&#field)),
            }
        }
        ReadStep::Accessor {
            newtypes: count,
            accessor,
        } => {
            let newtypes = newtypes(*count);
            quote!(#value #(#newtypes)* .#accessor())
        }
    };
    if rest.is_empty() {
        return Expression::Maybe(member);
    }
    Expression::Maybe(match emit_steps(&quote!(value), rest) {
        Expression::Always(inner) => quote!(#member.map(|value| #inner)),
        Expression::Maybe(inner) => quote!(#member.and_then(|value| #inner)),
    })
}

fn lazy_docs(member: &str) -> Text {
    Text::default().markdown(&format!(
        "The items of {}, decoded one by one; none if it is absent.",
        docs::code(member)
    ))
}

fn tag_docs(tag: &Tag) -> Text {
    Text::default().markdown(&format!(
        "The member {}, which distinguishes the alternatives.",
        docs::code(&tag.member)
    ))
}

fn field_docs(member: &str, reads_unknown: bool) -> Text {
    let text = Text::default().markdown(&format!(
        "The member {}, if this alternative has it.",
        docs::code(member)
    ));
    if reads_unknown {
        text.markdown("Also read from unknown alternatives.")
    } else {
        text
    }
}

fn emit_tag_arms(union: &Union, tag: &Tag, imports: &mut Imports) -> TokenStream {
    let arms = union.alternatives.iter().map(|alternative| {
        let variant = &alternative.ident;
        match &alternative.tag {
            Some(text) => quote!(Self::#variant(_) => Some(#text),),
            None => quote!(Self::#variant(_) => None,),
        }
    });
    let unknown = emit_unknown_arm(tag, &tag.member, imports);
    quote!(#(#arms)* #unknown)
}

/// The text of a member of an unknown alternative.
fn emit_unknown_arm(tag: &Tag, member: &str, imports: &mut Imports) -> TokenStream {
    imports.support(["Value"]);
    let unknown = &tag.unknown;
    quote!(Self::#unknown(value) => value.get(#member).and_then(Value::as_str),)
}

fn emit_field_arm(field: &AccessorField) -> TokenStream {
    let AccessorField {
        variant,
        field,
        rust_type,
    } = field;
    let value = emit_reference(&quote!(value.#field), rust_type);
    quote!(Self::#variant(value) => #value,)
}

/// Emits an `Option` of a reference to the value of a field, or of a boolean itself.
pub(super) fn emit_reference(field: &TokenStream, rust_type: &RustType) -> TokenStream {
    match rust_type {
        RustType::Option(inner) => match **inner {
            RustType::Bool => quote!(#field),
            _ if deref_function(inner).is_some() => quote!(#field.as_deref()),
            _ => quote!(#field.as_ref()),
        },
        RustType::Nullable(inner) => match (deref_function(inner), &**inner) {
            (_, RustType::Bool) => quote!(#field.value().copied()),
            (Some(deref), _) => quote!(#field.value().map(#deref)),
            (None, _) => quote!(#field.value()),
        },
        RustType::Bool => quote!(Some(#field)),
        _ => quote!(Some(&#field)),
    }
}

/// The function from a reference to what the type dereferences to.
fn deref_function(rust_type: &RustType) -> Option<TokenStream> {
    match rust_type {
        RustType::String => Some(quote!(String::as_str)),
        RustType::Id(_) | RustType::DateTime | RustType::Ts => Some(quote!(|text| text.as_str())),
        RustType::Vec(_) => Some(quote!(Vec::as_slice)),
        RustType::Box(_) => Some(quote!(Box::as_ref)),
        RustType::Bool
        | RustType::Str
        | RustType::Integer
        | RustType::UnixTime
        | RustType::Number
        | RustType::Money
        | RustType::Json
        | RustType::JsonObject
        | RustType::Lazy(_)
        | RustType::LazyItems(_)
        | RustType::Option(_)
        | RustType::Nullable(_)
        | RustType::Map(_)
        | RustType::Slice(_)
        | RustType::Ref(_)
        | RustType::Named(_)
        | RustType::Shared(_) => None,
    }
}
