//! Methods of a tagged union: its tag, and the members that many of its alternatives have.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use crate::docs::{self, Text};
use crate::ident::{self, Kind, RustIdent};
use crate::model::{
    ModulePath, Presence, Property, RustType, Shape, Tag, TypeDef, TypeKind, Union, Vendor,
};

/// A member gets a method where at least one in so many alternatives has it.
const ONE_IN: usize = 8;

/// A member and where it is found.
struct Shared<'m> {
    /// The variants whose value has it, with the field.
    places: Vec<(&'m RustIdent, &'m Property)>,
    shape: &'m Shape,
}

/// Emits `impl` with the methods of a tagged union.
pub(super) fn emit_accessors(
    vendor: &Vendor,
    def: &TypeDef,
    union: &Union,
    tag: &Tag,
    imports: &mut Imports,
) -> TokenStream {
    let name = &def.name;
    let mut methods = vec![emit_tag(union, tag, imports)];
    for (member, shared) in shared_members(vendor, union, tag) {
        methods.push(emit_member(
            vendor, def, member, &shared, union, tag, imports,
        ));
    }
    quote!(impl #name { #(#methods)* })
}

fn emit_tag(union: &Union, tag: &Tag, imports: &mut Imports) -> TokenStream {
    imports.support(["Value"]);
    let Tag { member, unknown } = tag;
    let method = ident::single(Kind::Field, member);
    let arms = union.alternatives.iter().map(|one| {
        let ident = &one.ident;
        match &one.tag {
            Some(text) => quote!(Self::#ident(_) => Some(#text),),
            None => quote!(Self::#ident(_) => None,),
        }
    });
    let docs = Text::default()
        .markdown(&format!(
            "The member {}, which tells the alternatives apart.",
            docs::code(member)
        ))
        .outer();
    quote! {
        #docs
        pub fn #method(&self) -> Option<&str> {
            match self {
                #(#arms)*
                Self::#unknown(value) => value.get(#member).and_then(Value::as_str),
            }
        }
    }
}

/// The methods of a tagged union and what each returns, spelled as in the file where they stand.
pub(crate) fn union_methods(
    vendor: &Vendor,
    def: &TypeDef,
    union: &Union,
) -> BTreeMap<String, String> {
    let Some(tag) = &union.tag else {
        return BTreeMap::new();
    };
    let members = shared_members(vendor, union, tag);
    let members = members.into_values().map(|shared| {
        let output = output(vendor, &def.module_path, shared.shape);
        (shared.places[0].1.ident.to_string(), output.to_string())
    });
    let tag = ident::single(Kind::Field, &tag.member).to_string();
    members.chain([(tag, "Option<&str>".to_owned())]).collect()
}

/// The members that enough alternatives have, all in the same shape. Constants say nothing.
fn shared_members<'m>(
    vendor: &'m Vendor,
    union: &'m Union,
    tag: &Tag,
) -> BTreeMap<&'m str, Shared<'m>> {
    let mut members: BTreeMap<&str, Option<Shared<'m>>> = BTreeMap::new();
    for one in &union.alternatives {
        let Shape::Named(id) = one.shape else {
            continue;
        };
        let TypeKind::Object(object) = &vendor.types[id.0].kind else {
            continue;
        };
        for property in &object.properties {
            let shape = &property.item.shape;
            let found = members.entry(&property.name).or_insert_with(|| {
                let places = Vec::new();
                Some(Shared { places, shape })
            });
            match found {
                Some(shared) if shared.shape == shape => shared.places.push((&one.ident, property)),
                other => *other = None,
            }
        }
    }
    let enough = union.alternatives.len().div_ceil(ONE_IN).max(2);
    let all = members
        .into_iter()
        .filter_map(|(name, shared)| Some((name, shared?)));
    all.filter(|(name, shared)| {
        let is_constant = matches!(shared.shape, Shape::Constant(_));
        *name != tag.member && !is_constant && shared.places.len() >= enough
    })
    .collect()
}

fn emit_member(
    vendor: &Vendor,
    def: &TypeDef,
    member: &str,
    shared: &Shared<'_>,
    union: &Union,
    tag: &Tag,
    imports: &mut Imports,
) -> TokenStream {
    let is_text = matches!(shared.shape, Shape::String);
    let output = imports.using(output(vendor, &def.module_path, shared.shape));
    let arms = shared.places.iter().map(|(variant, property)| {
        let value = borrowed(property);
        quote!(Self::#variant(value) => #value,)
    });
    let arms: Vec<_> = arms.collect();
    let has_others = !is_text || arms.len() < union.alternatives.len();
    let others = has_others.then(|| quote!(_ => None,));
    let unknown = &tag.unknown;
    let of_unknown = is_text
        .then(|| quote!(Self::#unknown(value) => value.get(#member).and_then(Value::as_str),));
    let mut text = Text::default().markdown(&format!(
        "The member {}, where this alternative has it.",
        docs::code(member)
    ));
    if is_text {
        text = text.markdown("Also found where the alternative is not known.");
    }
    let docs = text.outer();
    let method = &shared.places[0].1.ident;
    quote! {
        #docs
        pub fn #method(&self) -> #output {
            match self {
                #(#arms)*
                #of_unknown
                #others
            }
        }
    }
}

/// The return type of a method that gives a member.
fn output(vendor: &Vendor, scope: &ModulePath, shape: &Shape) -> RustType {
    let value = match shape {
        Shape::String => RustType::Ref(RustType::Str.into()),
        Shape::Boolean => RustType::Bool,
        Shape::List(item) => {
            let item = RustType::of_item(vendor, scope, item);
            RustType::Ref(RustType::Slice(item.into()).into())
        }
        shape => RustType::Ref(RustType::of_shape(vendor, scope, shape).into()),
    };
    RustType::Option(value.into())
}

/// A field of `value` as an `Option` of what the method gives: a reference, but a boolean itself.
fn borrowed(property: &Property) -> TokenStream {
    let ident = &property.ident;
    let as_slice = match &property.item.shape {
        Shape::Boolean => {
            return match (property.presence, property.item.nullable) {
                (Presence::Required, false) => quote!(Some(value.#ident)),
                (Presence::Optional, true) => quote!(value.#ident.value().copied()),
                _ => quote!(value.#ident),
            };
        }
        Shape::String => Some(quote!(String::as_str)),
        Shape::List(_) => Some(quote!(Vec::as_slice)),
        _ if property.boxed => Some(quote!(Box::as_ref)),
        _ => None,
    };
    match (property.presence, property.item.nullable, as_slice) {
        (Presence::Required, false, _) => quote!(Some(&value.#ident)),
        (Presence::Optional, true, Some(as_slice)) => {
            quote!(value.#ident.value().map(#as_slice))
        }
        (Presence::Optional, true, None) => quote!(value.#ident.value()),
        (_, _, Some(_)) => quote!(value.#ident.as_deref()),
        (_, _, None) => quote!(value.#ident.as_ref()),
    }
}
