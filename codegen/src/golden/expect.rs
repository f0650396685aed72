//! The typed value that a payload must become, as assertions on its fields.

use std::collections::BTreeSet;

use quote::quote;
use serde_json::{Map, Value};

use super::payload::Payload;
use super::statements::{Statements, spelled_index, spelled_text, tokens};
use super::{json_text, type_path};
use crate::event_routing;
use crate::event_routing::unenveloped_naming;
use crate::model::{
    Choice, Event, Item, Object, Presence, Property, Shape, TypeId, TypeKind, Union, Vendor,
};

/// How deep in named types members are asserted one by one; deeper ones are held against their JSON as a whole.
const MAX_DEPTH: usize = 6;
/// How many members of a payload are asserted one by one. A test without end is read by nobody, and needs a stack without
/// end in a debug build.
const MAX_MEMBERS: usize = 500;

/// Makes assertions for one event's payloads.
pub(super) struct Expectations<'m> {
    vendor: &'m Vendor,
    event: &'m Event,
    statements: &'m mut Statements,
    /// How many named types the value at hand stands in.
    depth: usize,
    /// How many more members are asserted one by one.
    left: usize,
}

/// What the value at hand should be, and how the test names it.
struct Subject<'v> {
    /// An expression such as `event.attachments[0].text`, spelled as it is in a macro.
    path: String,
    /// Whether the expression is a reference to the value rather than the value's place.
    is_reference: bool,
    value: &'v Value,
}

impl<'v> Subject<'v> {
    fn place(path: String, value: &'v Value) -> Self {
        Self {
            path,
            is_reference: false,
            value,
        }
    }

    fn reference(path: String, value: &'v Value) -> Self {
        Self {
            path,
            is_reference: true,
            value,
        }
    }
}

impl<'m> Expectations<'m> {
    pub(super) fn new(
        vendor: &'m Vendor,
        event: &'m Event,
        statements: &'m mut Statements,
    ) -> Self {
        Self {
            vendor,
            event,
            statements,
            depth: 0,
            left: MAX_MEMBERS,
        }
    }

    /// Asserts what `delivery` is and `event` within it.
    pub(super) fn of_body(&mut self, payload: &Payload<'_>) {
        let (envelope, naming) = (self.vendor.envelope.as_ref(), self.vendor.naming.as_ref());
        let (around, inside) = event_routing::split(envelope, naming, &payload.value);
        match (envelope, &around) {
            (Some(envelope), Some(around)) => {
                let is_sometimes = unenveloped_naming(self.vendor).is_some();
                self.statements.statement(if is_sometimes {
                    "let envelope = delivery.envelope.as_ref().expect(\"the body has an envelope\");"
                } else {
                    "let envelope = &delivery.envelope;"
                });
                let subject = Subject::reference("envelope".to_owned(), around);
                self.named(envelope.fields, subject);
            }
            (Some(_), None) => self.statements.assert_eq("delivery.envelope", "None"),
            (None, _) => {}
        }
        let inside = inside.unwrap_or(Value::Null);
        let subject = Subject::reference("event".to_owned(), &inside);
        self.named(self.event.root, subject);
    }

    fn named(&mut self, id: TypeId, subject: Subject<'_>) {
        let Subject {
            path,
            is_reference,
            value,
        } = subject;
        let vendor = self.vendor;
        let def = &vendor.types[id.0];
        match (&def.kind, value) {
            (TypeKind::Object(object), Value::Object(members))
                if self.depth < MAX_DEPTH && object.properties.len() <= self.left =>
            {
                self.left -= object.properties.len();
                self.depth += 1;
                self.object(object, &path, members);
                self.depth -= 1;
            }
            (TypeKind::StringEnum(list), Value::String(text)) => {
                let type_path = self.type_path(id);
                let place = if is_reference {
                    format!("* {path}")
                } else {
                    path
                };
                let expected = match list.values.iter().find(|known| known.value == *text) {
                    Some(known) => format!("{type_path}::{}", known.ident),
                    None => {
                        let text = spelled_text(text);
                        format!("{type_path}::{}({text}.to_owned())", list.unknown)
                    }
                };
                self.statements.assert_eq(&place, &expected);
            }
            (TypeKind::Newtype(item), value) => {
                self.item(item, Subject::place(format!("{path}.0"), value));
            }
            (TypeKind::Union(union), value) => self.union(id, union, &path, value),
            _ => self.same_json(&path, value),
        }
    }

    /// The alternative that the tag chooses, and what it holds.
    fn union(&mut self, id: TypeId, union: &Union, path: &str, value: &Value) {
        let (variant, known) = match (union.choose(value), &union.tag) {
            (Some(Choice::Known(one)), _) => (&one.ident, Some(&one.shape)),
            (Some(Choice::Unknown), Some(tag)) => (&tag.unknown, None),
            _ => return self.same_json(path, value),
        };
        let (type_path, path) = (tokens(&self.type_path(id)), tokens(path));
        self.statements.begin_block();
        self.statements.formatted(quote! {
            let value: &#type_path = &#path;
            let #type_path::#variant(value) = value else { panic!("{value:?}") };
        });
        match known {
            Some(shape) => self.shape(shape, Subject::reference("value".to_owned(), value)),
            None => self.same_json("value", value),
        }
        self.statements.end_block();
    }

    fn object(&mut self, object: &Object, path: &str, members: &Map<String, Value>) {
        for property in &object.properties {
            let path = format!("{path}.{}", property.ident);
            self.property(property, path, members.get(&property.name));
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
            self.statements.assert(&format!("{path}.extra.is_empty()"));
        } else {
            let extra: Map<String, Value> = extra
                .into_iter()
                .map(|name| (name.clone(), members[name].clone()))
                .collect();
            self.same_json(&format!("{path}.extra"), &Value::Object(extra));
        }
    }

    fn property(&mut self, property: &Property, path: String, value: Option<&Value>) {
        let Property { presence, item, .. } = property;
        match (presence, item.nullable, value) {
            (Presence::Required, false, Some(value)) => {
                self.shape(&item.shape, Subject::place(path, value));
            }
            (Presence::Required, true, Some(Value::Null)) | (Presence::Optional, false, None) => {
                self.statements.assert(&format!("{path}.is_none()"));
            }
            (Presence::Required, true, Some(value)) | (Presence::Optional, false, Some(value)) => {
                let path = format!("{path}.as_ref().expect(\"the member is there\")");
                self.shape(&item.shape, Subject::reference(path, value));
            }
            (Presence::Optional, true, None) => {
                self.statements.assert(&format!("{path}.is_absent()"));
            }
            (Presence::Optional, true, Some(Value::Null)) => {
                self.statements.assert(&format!("{path}.is_null()"));
            }
            (Presence::Optional, true, Some(value)) => {
                let path = format!("{path}.value().expect(\"the member is there\")");
                self.shape(&item.shape, Subject::reference(path, value));
            }
            // A required member that the payload lacks: the payload is refused, so nothing is asserted of it.
            (Presence::Required, _, None) => {}
        }
    }

    fn item(&mut self, item: &Item, subject: Subject<'_>) {
        let Subject {
            path,
            is_reference: _,
            value,
        } = subject;
        match (item.nullable, value) {
            (true, Value::Null) => self.statements.assert(&format!("{path}.is_none()")),
            (true, value) => {
                let path = format!("{path}.as_ref().expect(\"it is not null\")");
                self.shape(&item.shape, Subject::reference(path, value));
            }
            (false, value) => self.shape(&item.shape, Subject::place(path, value)),
        }
    }

    fn shape(&mut self, shape: &Shape, subject: Subject<'_>) {
        let Subject {
            path,
            is_reference,
            value,
        } = subject;
        match (shape, value) {
            (Shape::Boolean, Value::Bool(expected)) => {
                let not = if *expected { "" } else { "! " };
                let place = if is_reference { "* " } else { "" };
                self.statements.assert(&format!("{not}{place}{path}"));
            }
            (Shape::String | Shape::Constant(_), Value::String(text)) => {
                self.statements.assert_eq(&path, &spelled_text(text));
            }
            (Shape::Integer, Value::Number(number)) => match number.as_i64() {
                Some(number) => {
                    let sign = if number < 0 { "- " } else { "" };
                    let found = format!("{path}.as_i64()");
                    let expected = format!("Some({sign}{})", number.unsigned_abs());
                    self.statements.assert_eq(&found, &expected);
                }
                None => self.same_json(&path, value),
            },
            (Shape::List(item), Value::Array(items)) => {
                let count = items.len().to_string();
                self.statements.assert_eq(&format!("{path}.len()"), &count);
                for (index, value) in items.iter().enumerate() {
                    let path = spelled_index(&path, index);
                    self.item(item, Subject::place(path, value));
                }
            }
            (Shape::Named(id), value) => self.named(
                *id,
                Subject {
                    path,
                    is_reference,
                    value,
                },
            ),
            (Shape::Any { .. } | Shape::Number | Shape::Map(_), value) => {
                self.same_json(&path, value);
            }
            // A payload of another form is refused, so nothing is asserted of it.
            (
                Shape::Boolean
                | Shape::Integer
                | Shape::String
                | Shape::Constant(_)
                | Shape::List(_),
                _,
            ) => {}
        }
    }

    fn same_json(&mut self, path: &str, value: &Value) {
        let (path, text) = (tokens(path), compact(value));
        self.statements
            .formatted(quote!(check::is_json(&#path, #text);));
    }

    fn type_path(&self, id: TypeId) -> String {
        type_path(self.vendor, self.event, &self.vendor.types[id.0])
    }
}

fn compact(value: &Value) -> String {
    // Sorted like the payload itself; only the line breaks go, none of which stand inside a string.
    json_text::pretty(value)
        .lines()
        .map(str::trim_start)
        .collect::<Vec<_>>()
        .join(" ")
}
