//! Rust types of the emitted crate as values: tokens for the emitters, text for reports.

use std::fmt;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use webhook_catalog::PlaceholderKind;

use super::{
    Alternative, Item, ModulePath, Placeholder, Presence, Property, Shape, TextType, TuplePlace,
    TypeId, Vendor,
};
use crate::ident::RustIdent;

/// A type as one file of the emitted crate spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RustType {
    /// `bool`.
    Bool,
    /// `str`.
    Str,
    /// `String`.
    String,
    /// `Integer` of the support code.
    Integer,
    /// `Number` of the support code.
    Number,
    /// `Money` of the support code.
    Money,
    /// `Json` of the support code.
    Json,
    /// `JsonObject` of the support code.
    JsonObject,
    /// `Lazy<_>` of the support code.
    Lazy(Box<Self>),
    /// `LazyItems<'_, _>` of the support code.
    LazyItems(Box<Self>),
    /// `Option<_>`.
    Option(Box<Self>),
    /// `Nullable<_>` of the support code.
    Nullable(Box<Self>),
    /// `Box<_>`.
    Box(Box<Self>),
    /// `Vec<_>`.
    Vec(Box<Self>),
    /// `BTreeMap<String, _>`.
    Map(Box<Self>),
    /// `[_]`.
    Slice(Box<Self>),
    /// `&_`.
    Ref(Box<Self>),
    /// A type of the model that is in scope.
    Named(RustIdent),
    /// A type of the vendor's module `shared`, outside of that module.
    Shared(RustIdent),
    /// `DateTime` of the support code.
    DateTime,
    /// `Ts` of the support code.
    Ts,
    /// `UnixTime` of the support code.
    UnixTime,
    /// A type of the vendor's module `ids`.
    Id(RustIdent),
}

impl RustType {
    /// The type of an object's field in the file of `scope`. It distinguishes absent and `null` if both can occur.
    pub(crate) fn of_field(vendor: &Vendor, scope: &ModulePath, property: &Property) -> Self {
        let Property {
            name: _,
            is_prefix,
            presence,
            item: Item { shape, nullable },
            boxed,
            docs: _,
            evidence: _,
            ident: _,
        } = property;
        let value = Self::of_shape(vendor, scope, shape).boxed_if(*boxed);
        match (presence, nullable) {
            // The map is empty if the object has none of the members.
            (Presence::Optional, false) if *is_prefix => value,
            (Presence::Required, false) => value,
            (Presence::Required, true) | (Presence::Optional, false) => Self::Option(value.into()),
            (Presence::Optional, true) => Self::Nullable(value.into()),
        }
    }

    /// The type of a tuple's place. An optional place does not distinguish absent and `null`.
    pub(crate) fn of_place(vendor: &Vendor, scope: &ModulePath, place: &TuplePlace) -> Self {
        let TuplePlace {
            presence,
            item: Item { shape, nullable },
            boxed,
            docs: _,
            ident: _,
        } = place;
        let value = Self::of_shape(vendor, scope, shape).boxed_if(*boxed);
        let value = value.optional_if(*nullable);
        value.optional_if(*presence == Presence::Optional)
    }

    /// The type that a union's variant holds.
    pub(crate) fn of_alternative(
        vendor: &Vendor,
        scope: &ModulePath,
        alternative: &Alternative,
    ) -> Self {
        Self::of_shape(vendor, scope, &alternative.shape).boxed_if(alternative.boxed)
    }

    /// The type of a value that is always present, such as an item of an array.
    pub(crate) fn of_item(vendor: &Vendor, scope: &ModulePath, item: &Item) -> Self {
        Self::of_shape(vendor, scope, &item.shape).optional_if(item.nullable)
    }

    /// The type of a value that is not `null`.
    pub(crate) fn of_shape(vendor: &Vendor, scope: &ModulePath, shape: &Shape) -> Self {
        match shape {
            Shape::Any { .. } => Self::Json,
            Shape::Boolean => Self::Bool,
            Shape::Integer => Self::Integer,
            Shape::Number => Self::Number,
            Shape::UnixTime => Self::UnixTime,
            Shape::String | Shape::Constant(_) => Self::String,
            Shape::Text(TextType::Id(name)) => Self::Id(name.clone()),
            Shape::Text(TextType::DateTime) => Self::DateTime,
            Shape::Text(TextType::Ts) => Self::Ts,
            Shape::List(item) => Self::Vec(Self::of_item(vendor, scope, item).into()),
            Shape::Map(item) if matches!(item.shape, Shape::Any { .. }) => Self::JsonObject,
            Shape::Map(item) => Self::Map(Self::of_item(vendor, scope, item).into()),
            Shape::Lazy(item) => Self::Lazy(Self::of_item(vendor, scope, item).into()),
            Shape::Named(id) => Self::of_type(vendor, scope, *id),
        }
    }

    /// A type of the model.
    pub(crate) fn of_type(vendor: &Vendor, scope: &ModulePath, id: TypeId) -> Self {
        let def = &vendor.types[id.0];
        let name = def.name.clone();
        if def.module_path == ModulePath::Shared && *scope != ModulePath::Shared {
            Self::Shared(name)
        } else {
            Self::Named(name)
        }
    }

    /// The type of what a placeholder of message templates captures.
    pub(crate) fn of_placeholder(placeholder: &Placeholder) -> Self {
        let value = match placeholder.profile.kind {
            PlaceholderKind::Text | PlaceholderKind::Url => Self::String,
            PlaceholderKind::Money => Self::Money,
            PlaceholderKind::UnixTime => Self::Integer,
        };
        value.optional_if(placeholder.presence == Presence::Optional)
    }

    /// The type of the decoded items of a list of lazy values; `None` for other shapes.
    pub(crate) fn of_lazy_items(
        vendor: &Vendor,
        scope: &ModulePath,
        shape: &Shape,
    ) -> Option<Self> {
        let Shape::List(item) = shape else {
            return None;
        };
        match (&item.shape, item.nullable) {
            (Shape::Lazy(item), false) => {
                let item = Self::of_item(vendor, scope, item);
                Some(Self::LazyItems(item.into()))
            }
            _ => None,
        }
    }

    fn boxed_if(self, is_boxed: bool) -> Self {
        if is_boxed {
            Self::Box(self.into())
        } else {
            self
        }
    }

    fn optional_if(self, is_optional: bool) -> Self {
        if is_optional {
            Self::Option(self.into())
        } else {
            self
        }
    }

    /// The type within this one, if it has one.
    pub(crate) fn inner(&self) -> Option<&Self> {
        match self {
            Self::Option(inner)
            | Self::Nullable(inner)
            | Self::Box(inner)
            | Self::Vec(inner)
            | Self::Map(inner)
            | Self::Lazy(inner)
            | Self::LazyItems(inner)
            | Self::Slice(inner)
            | Self::Ref(inner) => Some(inner),
            Self::Bool
            | Self::Str
            | Self::String
            | Self::Integer
            | Self::Number
            | Self::Money
            | Self::Json
            | Self::JsonObject
            | Self::Named(_)
            | Self::Shared(_)
            | Self::DateTime
            | Self::Ts
            | Self::UnixTime
            | Self::Id(_) => None,
        }
    }
}

impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Str => f.write_str("str"),
            Self::String => f.write_str("String"),
            Self::Integer => f.write_str("Integer"),
            Self::Number => f.write_str("Number"),
            Self::Money => f.write_str("Money"),
            Self::Json => f.write_str("Json"),
            Self::JsonObject => f.write_str("JsonObject"),
            Self::Lazy(inner) => write!(f, "Lazy<{inner}>"),
            Self::LazyItems(inner) => write!(f, "LazyItems<'_, {inner}>"),
            Self::Option(inner) => write!(f, "Option<{inner}>"),
            Self::Nullable(inner) => write!(f, "Nullable<{inner}>"),
            Self::Box(inner) => write!(f, "Box<{inner}>"),
            Self::Vec(inner) => write!(f, "Vec<{inner}>"),
            Self::Map(inner) => write!(f, "BTreeMap<String, {inner}>"),
            Self::Slice(inner) => write!(f, "[{inner}]"),
            Self::Ref(inner) => write!(f, "&{inner}"),
            Self::Named(name) => write!(f, "{name}"),
            Self::Shared(name) => write!(f, "shared::{name}"),
            Self::DateTime => f.write_str("DateTime"),
            Self::Ts => f.write_str("Ts"),
            Self::UnixTime => f.write_str("UnixTime"),
            Self::Id(name) => write!(f, "ids::{name}"),
        }
    }
}

impl ToTokens for RustType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Bool => quote!(bool),
            Self::Str => quote!(str),
            Self::String => quote!(String),
            Self::Integer => quote!(Integer),
            Self::Number => quote!(Number),
            Self::Money => quote!(Money),
            Self::Json => quote!(Json),
            Self::JsonObject => quote!(JsonObject),
            Self::Lazy(inner) => quote!(Lazy<#inner>),
            Self::LazyItems(inner) => quote!(LazyItems<'_, #inner>),
            Self::Option(inner) => quote!(Option<#inner>),
            Self::Nullable(inner) => quote!(Nullable<#inner>),
            Self::Box(inner) => quote!(Box<#inner>),
            Self::Vec(inner) => quote!(Vec<#inner>),
            Self::Map(inner) => quote!(BTreeMap<String, #inner>),
            Self::Slice(inner) => quote!([#inner]),
            Self::Ref(inner) => quote!(&#inner),
            Self::Named(name) => quote!(#name),
            Self::Shared(name) => quote!(shared::#name),
            Self::DateTime => quote!(DateTime),
            Self::Ts => quote!(Ts),
            Self::UnixTime => quote!(UnixTime),
            Self::Id(name) => quote!(ids::#name),
        });
    }
}

impl Vendor {
    /// The path by which users reach a type. Roots are reexported from the vendor's module.
    pub(crate) fn public_path(&self, crate_ident: &str, id: TypeId) -> String {
        let def = &self.types[id.0];
        let (vendor, name) = (&self.module, &def.name);
        if def.path.is_empty() {
            return format!("{crate_ident}::{vendor}::{name}");
        }
        let module = self.module_name(&def.module_path);
        format!("{crate_ident}::{vendor}::{module}::{name}")
    }

    /// The name of a module of types.
    pub(crate) fn module_name(&self, module_path: &ModulePath) -> &str {
        match module_path {
            ModulePath::Envelope => "envelope",
            ModulePath::Shared => "shared",
            ModulePath::Common => "common",
            ModulePath::Event(event_name) => {
                let mut events = self.events.iter();
                let event = events.find(|event| event.arrives_as == *event_name);
                event.map_or("", |event| event.module.as_str())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ident::own;

    #[test]
    fn text_and_tokens_agree() {
        let name = || RustType::Named(own("Item"));
        let table = [
            (RustType::Bool, "bool"),
            (RustType::Ref(RustType::Str.into()), "&str"),
            (
                RustType::Option(RustType::Box(name().into()).into()),
                "Option<Box<Item>>",
            ),
            (
                RustType::Nullable(RustType::Vec(RustType::Integer.into()).into()),
                "Nullable<Vec<Integer>>",
            ),
            (RustType::Lazy(name().into()), "Lazy<Item>"),
            (RustType::LazyItems(name().into()), "LazyItems<'_, Item>"),
            (
                RustType::Map(RustType::Shared(own("Item")).into()),
                "BTreeMap<String, shared::Item>",
            ),
            (
                RustType::Ref(RustType::Slice(name().into()).into()),
                "&[Item]",
            ),
        ];
        for (rust_type, text) in table {
            assert_eq!(rust_type.to_string(), text);
            let parsed: syn::Type = syn::parse_str(text).expect("a table of types");
            assert_eq!(
                rust_type.to_token_stream().to_string(),
                parsed.to_token_stream().to_string()
            );
        }
    }
}
