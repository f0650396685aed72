//! The typed value that a payload must become, as assertions on its fields.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::payload::Payload;
use super::{json_text, type_path};
use crate::bodies;
use crate::emit::bare_naming;
use crate::model::{
    Choice, Event, Item, Object, Presence, Property, Shape, TypeId, TypeKind, Union, Vendor,
};

/// How deep in named types members are asserted one by one; deeper ones are held against their JSON as a whole.
const DEEPEST: usize = 6;
/// How many members of a payload are asserted one by one. A test without end is read by nobody, and needs a stack without
/// end in a debug build.
const MOST_MEMBERS: usize = 500;

/// Makes assertions for one event's payloads.
pub(super) struct Expectations<'m> {
    vendor: &'m Vendor,
    event: &'m Event,
    /// How many named types the value at hand stands in.
    depth: usize,
    /// How many more members are asserted one by one.
    left: usize,
}

/// What the value at hand should be, and how the test names it.
struct Subject<'v> {
    /// An expression such as `event.attachments[0].text`.
    path: TokenStream,
    /// Whether the expression is a reference to the value rather than the value's place.
    is_reference: bool,
    value: &'v Value,
}

impl<'v> Subject<'v> {
    fn place(path: TokenStream, value: &'v Value) -> Self {
        Self {
            path,
            is_reference: false,
            value,
        }
    }

    fn reference(path: TokenStream, value: &'v Value) -> Self {
        Self {
            path,
            is_reference: true,
            value,
        }
    }
}

impl<'m> Expectations<'m> {
    pub(super) fn new(vendor: &'m Vendor, event: &'m Event) -> Self {
        Self {
            vendor,
            event,
            depth: 0,
            left: 0,
        }
    }

    /// Assertions on `delivery` and on `event` within it.
    pub(super) fn of_body(&mut self, payload: &Payload) -> TokenStream {
        self.left = MOST_MEMBERS;
        let (envelope, naming) = (self.vendor.envelope.as_ref(), self.vendor.naming.as_ref());
        let (around, inside) = bodies::split(envelope, naming, &payload.value);
        let mut statements = match (envelope, &around) {
            (Some(envelope), Some(around)) => {
                let found = if bare_naming(self.vendor).is_some() {
                    quote!(
                        delivery
                            .envelope
                            .as_ref()
                            .expect("the body has an envelope")
                    )
                } else {
                    quote!(&delivery.envelope)
                };
                let subject = Subject::reference(quote!(envelope), around);
                let statements = self.named(envelope.fields, subject);
                quote!(let envelope = #found; #statements)
            }
            (Some(_), None) => quote!(assert_eq!(delivery.envelope, None);),
            (None, _) => TokenStream::new(),
        };
        let inside = inside.unwrap_or(Value::Null);
        statements.extend(self.named(self.event.root, Subject::reference(quote!(event), &inside)));
        statements
    }

    fn named(&mut self, id: TypeId, subject: Subject<'_>) -> TokenStream {
        let Subject {
            path,
            is_reference,
            value,
        } = subject;
        let vendor = self.vendor;
        let def = &vendor.types[id.0];
        match (&def.kind, value) {
            (TypeKind::Object(object), Value::Object(members))
                if self.depth < DEEPEST && object.properties.len() <= self.left =>
            {
                self.left -= object.properties.len();
                self.depth += 1;
                let statements = self.object(object, &path, members);
                self.depth -= 1;
                statements
            }
            (TypeKind::StringEnum(list), Value::String(text)) => {
                let type_path = self.type_path(id);
                let place = if is_reference { quote!(*#path) } else { path };
                match list.values.iter().find(|known| known.value == *text) {
                    Some(known) => {
                        let variant = &known.ident;
                        quote!(assert_eq!(#place, #type_path::#variant);)
                    }
                    None => {
                        let unknown = &list.unknown;
                        quote!(assert_eq!(#place, #type_path::#unknown(#text.to_owned()));)
                    }
                }
            }
            (TypeKind::Newtype(item), value) => {
                self.item(item, Subject::place(quote!(#path.0), value))
            }
            (TypeKind::Union(union), value) => self.union(id, union, &path, value),
            _ => same_json(&path, value),
        }
    }

    /// The alternative that the tag chooses, and what it holds.
    fn union(
        &mut self,
        id: TypeId,
        union: &Union,
        path: &TokenStream,
        value: &Value,
    ) -> TokenStream {
        let type_path = self.type_path(id);
        let (variant, inside) = match (union.choose(value), &union.tag) {
            (Some(Choice::Known(one)), _) => {
                let inside = Subject::reference(quote!(value), value);
                (&one.ident, self.shape(&one.shape, inside))
            }
            (Some(Choice::Unknown), Some(tag)) => (&tag.unknown, same_json(&quote!(value), value)),
            _ => return same_json(path, value),
        };
        quote! {{
            let value: &#type_path = &#path;
            let #type_path::#variant(value) = value else { panic!("{value:?}") };
            #inside
        }}
    }

    fn object(
        &mut self,
        object: &Object,
        path: &TokenStream,
        members: &Map<String, Value>,
    ) -> TokenStream {
        let mut statements = TokenStream::new();
        for property in &object.properties {
            let ident = &property.ident;
            let path = quote!(#path.#ident);
            statements.extend(self.property(property, path, members.get(&property.name)));
        }
        let known: BTreeSet<&String> = object
            .properties
            .iter()
            .map(|property| &property.name)
            .collect();
        let mut extra: Vec<&String> = members
            .keys()
            .filter(|name| !known.contains(name))
            .collect();
        extra.sort_unstable();
        if extra.is_empty() {
            statements.extend(quote!(assert!(#path.extra.is_empty());));
        } else {
            let extra: Map<String, Value> = extra
                .into_iter()
                .map(|name| (name.clone(), members[name].clone()))
                .collect();
            statements.extend(same_json(&quote!(#path.extra), &Value::Object(extra)));
        }
        statements
    }

    fn property(
        &mut self,
        property: &Property,
        path: TokenStream,
        value: Option<&Value>,
    ) -> TokenStream {
        let Property { presence, item, .. } = property;
        match (presence, item.nullable, value) {
            (Presence::Required, false, Some(value)) => {
                self.shape(&item.shape, Subject::place(path, value))
            }
            (Presence::Required, true, Some(Value::Null)) => quote!(assert!(#path.is_none());),
            (Presence::Required, true, Some(value)) | (Presence::Optional, false, Some(value)) => {
                let path = quote!(#path.as_ref().expect("the member is there"));
                self.shape(&item.shape, Subject::reference(path, value))
            }
            (Presence::Optional, false, None) => quote!(assert!(#path.is_none());),
            (Presence::Optional, true, None) => quote!(assert!(#path.is_absent());),
            (Presence::Optional, true, Some(Value::Null)) => quote!(assert!(#path.is_null());),
            (Presence::Optional, true, Some(value)) => {
                let path = quote!(#path.value().expect("the member is there"));
                self.shape(&item.shape, Subject::reference(path, value))
            }
            // A required member that the payload lacks: the payload is refused, so nothing is asserted of it.
            (Presence::Required, _, None) => TokenStream::new(),
        }
    }

    fn item(&mut self, item: &Item, subject: Subject<'_>) -> TokenStream {
        let Subject {
            path,
            is_reference: _,
            value,
        } = subject;
        match (item.nullable, value) {
            (true, Value::Null) => quote!(assert!(#path.is_none());),
            (true, value) => {
                let path = quote!(#path.as_ref().expect("it is not null"));
                self.shape(&item.shape, Subject::reference(path, value))
            }
            (false, value) => self.shape(&item.shape, Subject::place(path, value)),
        }
    }

    fn shape(&mut self, shape: &Shape, subject: Subject<'_>) -> TokenStream {
        let Subject {
            path,
            is_reference,
            value,
        } = subject;
        let place = if is_reference {
            quote!(*#path)
        } else {
            quote!(#path)
        };
        match (shape, value) {
            (Shape::Boolean, Value::Bool(true)) => quote!(assert!(#place);),
            (Shape::Boolean, Value::Bool(false)) => quote!(assert!(!#place);),
            (Shape::String | Shape::Constant(_), Value::String(text)) => {
                quote!(assert_eq!(#path, #text);)
            }
            (Shape::Integer, Value::Number(number)) => match number.as_i64() {
                Some(number) => {
                    let number = Literal::i64_unsuffixed(number);
                    quote!(assert_eq!(#path.as_i64(), Some(#number));)
                }
                None => same_json(&path, value),
            },
            (Shape::List(item), Value::Array(items)) => {
                let count = Literal::usize_unsuffixed(items.len());
                let mut statements = quote!(assert_eq!(#path.len(), #count););
                for (index, value) in items.iter().enumerate() {
                    let index = Literal::usize_unsuffixed(index);
                    statements
                        .extend(self.item(item, Subject::place(quote!(#path[#index]), value)));
                }
                statements
            }
            (Shape::Named(id), value) => self.named(
                *id,
                Subject {
                    path,
                    is_reference,
                    value,
                },
            ),
            (Shape::Any { .. } | Shape::Number | Shape::Map(_), value) => same_json(&path, value),
            // A payload of another form is refused, so nothing is asserted of it.
            (
                Shape::Boolean
                | Shape::Integer
                | Shape::String
                | Shape::Constant(_)
                | Shape::List(_),
                _,
            ) => TokenStream::new(),
        }
    }

    fn type_path(&self, id: TypeId) -> TokenStream {
        type_path(self.vendor, self.event, &self.vendor.types[id.0])
    }
}

fn same_json(path: &TokenStream, value: &Value) -> TokenStream {
    let text = compact(value);
    quote!(check::is_json(&#path, #text);)
}

fn compact(value: &Value) -> String {
    // Sorted like the payload itself; only the line breaks go, none of which stand inside a string.
    json_text::pretty(value)
        .lines()
        .map(str::trim_start)
        .collect::<Vec<_>>()
        .join(" ")
}
