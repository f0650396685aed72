//! Payloads that must be refused: each required member missing, each member of another JSON type, with the exact error.

use std::ops::Range;

use serde_json::Value;
use webhook_catalog::Naming;

use super::json_spans::{Inside, Lines, Placed, place};
use super::message_template::{event_wording, may_lose_event};
use super::payload::Payload;
use crate::expected;
use crate::model::{
    Choice, Event, EventTemplates, Item, MessageTemplates, Presence, Property, Shape, TypeId,
    TypeKind, Union, Vendor,
};
use webhook_catalog::pointer;

/// A change to a payload's text, and the error it must lead to.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    /// The bytes that are replaced.
    pub(super) at: Range<usize>,
    /// What stands there instead; `nothing` for nothing.
    pub(super) with: &'static str,
    /// The error in full.
    pub(super) error: String,
    /// Whether the caller must name the event, because the changed body may not tell it any more, which is no error.
    pub(super) if_named: bool,
}

/// All single changes to declared members of a payload that make it refusable.
pub(super) fn refusals(vendor: &Vendor, event: &Event, payload: &Payload) -> Vec<Refusal> {
    let text = &*payload.text;
    let Some(body) = place(text) else {
        return Vec::new();
    };
    let event_name: String = event
        .name
        .as_str()
        .chars()
        .take(100)
        .flat_map(char::escape_debug)
        .collect();
    let mut walk = Walk {
        vendor,
        subject: format!("{} event `{event_name}`", vendor.id),
        lines: Lines::of(text),
        naming: naming_places(vendor, payload),
        message_template: event_wording(vendor, event),
        text,
        path: Vec::new(),
        tags: Vec::new(),
        refusals: Vec::new(),
    };
    let root = Item {
        shape: Shape::Named(event.root),
        nullable: false,
    };
    match vendor.envelope.as_ref().filter(|_| !payload.is_unenveloped) {
        None => {
            walk.mismatch(&root, &body);
            walk.inside(&root, &body);
        }
        Some(envelope) => {
            walk.named(envelope.fields, &body);
            if let Some(member) = body
                .inside
                .iter()
                .find(|inside| inside.step == envelope.event_member)
            {
                walk.path.push(member.step.clone());
                walk.missing(expected::event(vendor), &body, member);
                walk.mismatch(&root, &member.value);
                walk.inside(&root, &member.value);
            }
        }
    }
    walk.refusals
}

/// What a tag is.
const TEXT: Item = Item {
    shape: Shape::String,
    nullable: false,
};

struct Walk<'m> {
    vendor: &'m Vendor,
    /// How an error begins once the event is known.
    subject: String,
    text: &'m str,
    lines: Lines,
    /// Where the body names its event.
    naming: NamingPlaces,
    /// How the body is worded, where that tells its event.
    message_template: Option<(&'m MessageTemplates, &'m EventTemplates)>,
    /// The way to the value at hand.
    path: Vec<String>,
    /// The ways to members that alone decide which alternative a value is.
    tags: Vec<Vec<String>>,
    refusals: Vec<Refusal>,
}

impl Walk<'_> {
    fn named(&mut self, id: TypeId, value: &Placed) {
        let vendor = self.vendor;
        match &vendor.types[id.0].kind {
            TypeKind::Object(object) => {
                for member in &value.inside {
                    let found = object
                        .properties
                        .binary_search_by(|property| property.name.cmp(&member.step));
                    let Ok(index) = found else { continue };
                    self.path.push(member.step.clone());
                    self.property(&object.properties[index], value, member);
                    self.path.pop();
                }
            }
            TypeKind::Newtype(item) => self.inside(item, value),
            // Without a tag, alternatives are told apart by more than one member.
            TypeKind::Union(union) => self.tagged(union, value),
            TypeKind::Tuple(_) | TypeKind::StringEnum(_) => {}
        }
    }

    /// The members of the alternative that the tag chooses, and the tag.
    fn tagged(&mut self, union: &Union, value: &Placed) {
        let Some(tag) = &union.tag else { return };
        let found = value.inside.iter().find(|one| one.step == tag.member);
        let said = found.map(|one| (one.step.clone(), self.value(&one.value)));
        self.path.push(tag.member.clone());
        self.tags.push(self.path.clone());
        if let Some(inside) = found {
            if union.alternatives.iter().all(|one| one.tag.is_some()) {
                self.missing("a string", value, inside);
            }
            self.mismatch(&TEXT, &inside.value);
        }
        self.path.pop();
        if let Some(Choice::Known(one)) = union.choose(&said.into_iter().collect()) {
            let (shape, nullable) = (one.shape.clone(), false);
            self.inside(&Item { shape, nullable }, value);
        }
    }

    /// The value at a place.
    fn value(&self, json_spans: &Placed) -> Value {
        serde_json::from_str(&self.text[json_spans.at.clone()]).unwrap_or_default()
    }

    fn property(&mut self, property: &Property, object: &Placed, member: &Inside) {
        // Another string there makes it another event, or another alternative, whose types may accept the rest.
        if self.naming.others.contains(&self.path) || self.tags.contains(&self.path) {
            return;
        }
        if property.presence == Presence::Required {
            self.missing(&self.expected(&property.item), object, member);
        }
        self.mismatch(&property.item, &member.value);
        self.inside(&property.item, &member.value);
    }

    fn inside(&mut self, item: &Item, value: &Placed) {
        match &item.shape {
            Shape::Named(id) => self.named(*id, value),
            Shape::List(item) => {
                if let Some(first) = value.inside.first() {
                    self.path.push(first.step.clone());
                    self.mismatch(item, &first.value);
                    self.inside(item, &first.value);
                    self.path.pop();
                }
            }
            Shape::Any { .. }
            | Shape::Boolean
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Constant(_)
            | Shape::Map(_) => {}
        }
    }

    /// The member at the end of the path taken out of its object.
    fn missing(&mut self, expected: &str, object: &Placed, member: &Inside) {
        let position = self.position(object);
        let error = match self.name_inside() {
            Some(place) => self.nameless(&place, &position),
            None => format!(
                "{}: `{}` is missing, expected {expected} ({position})",
                self.subject,
                self.pointer()
            ),
        };
        self.refusals.push(Refusal {
            at: member.whole.clone(),
            with: "nothing",
            error,
            if_named: self.may_lose_event(),
        });
    }

    /// The value at the end of the path replaced by one of another JSON type.
    fn mismatch(&mut self, item: &Item, value: &Placed) {
        let Some((with, found)) = self.misfit(item) else {
            return;
        };
        let (pointer, position) = (self.pointer(), self.position(value));
        let error = match self.name_inside() {
            Some(place) if place == pointer => {
                let expected = "a string that names the event";
                format!(
                    "{}: expected {expected} at `{pointer}`, found {found} ({position})",
                    self.vendor.id
                )
            }
            Some(place) => self.nameless(&place, &position),
            None => {
                let expected = self.expected(item);
                format!(
                    "{}: expected {expected} at `{pointer}`, found {found} ({position})",
                    self.subject
                )
            }
        };
        self.refusals.push(Refusal {
            at: value.at.clone(),
            with,
            error,
            if_named: self.may_lose_event(),
        });
    }

    /// Whether a change to the value at hand may leave the event unknown.
    fn may_lose_event(&self) -> bool {
        self.message_template
            .is_some_and(|(message_template, event)| {
                may_lose_event(message_template, event, &self.path)
            })
    }

    /// Where the event's name is, if it goes together with the value at hand.
    fn name_inside(&self) -> Option<String> {
        let mut places = self.naming.needed.iter();
        places
            .find(|place| place.starts_with(&self.path))
            .map(|place| pointer_text(place))
    }

    fn nameless(&self, place: &str, position: &str) -> String {
        format!(
            "{}: `{place}` is missing, expected a string that names the event ({position})",
            self.vendor.id
        )
    }

    /// A value that no item of this shape can be, and its JSON type in words.
    fn misfit(&self, item: &Item) -> Option<(&'static str, &'static str)> {
        let is_object = match &item.shape {
            Shape::Any { .. } => return None,
            Shape::Map(_) => true,
            Shape::Named(id) => match &self.vendor.types[id.0].kind {
                TypeKind::Object(_) => true,
                TypeKind::Union(union) if union.tag.is_some() => true,
                TypeKind::Union(_) => return None,
                TypeKind::Newtype(item) => return self.misfit(item),
                TypeKind::StringEnum(_) | TypeKind::Tuple(_) => false,
            },
            Shape::Boolean
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Constant(_)
            | Shape::List(_) => false,
        };
        Some(if is_object {
            ("true", "a boolean")
        } else {
            ("{}", "an object")
        })
    }

    /// What the reader of an item says it expects.
    fn expected(&self, item: &Item) -> String {
        let what = match &item.shape {
            Shape::Any { .. } => return "a JSON value or null".to_owned(),
            Shape::Boolean => "a boolean",
            Shape::Integer => "an integer",
            Shape::Number => "a number",
            Shape::String | Shape::Constant(_) => "a string",
            Shape::List(_) => "an array",
            Shape::Map(_) => "an object",
            Shape::Named(id) => match &self.vendor.types[id.0].kind {
                TypeKind::Object(_) => "an object",
                TypeKind::StringEnum(_) => "a string",
                TypeKind::Union(union) if union.tag.is_some() => "an object",
                TypeKind::Union(_) => "one of several forms",
                TypeKind::Tuple(_) => "an array",
                TypeKind::Newtype(item) => return self.expected(item),
            },
        };
        if item.nullable {
            format!("{what} or null")
        } else {
            what.to_owned()
        }
    }

    fn position(&self, value: &Placed) -> String {
        let (line, column) = self.lines.position(value.at.start);
        format!("line {line}, column {column}")
    }

    fn pointer(&self) -> String {
        pointer_text(&self.path)
    }
}

fn pointer_text(path: &[String]) -> String {
    pointer::from_steps(path).escape_debug().to_string()
}

/// Places without which a body does not name its event, and places that only tell aliases apart.
struct NamingPlaces {
    needed: Vec<Vec<String>>,
    others: Vec<Vec<String>>,
}

fn naming_places(vendor: &Vendor, payload: &Payload<'_>) -> NamingPlaces {
    // Where the caller names the event, the names in the body are members like any other.
    let naming = vendor.naming.as_ref().filter(|_| payload.names_event);
    let Some(Naming::Body(naming)) = naming else {
        return NamingPlaces {
            needed: Vec::new(),
            others: Vec::new(),
        };
    };
    let pointers = match &naming.unenveloped {
        Some(unenveloped) if payload.is_unenveloped => &unenveloped.pointers,
        _ => &naming.pointers,
    };
    let mut needed: Vec<_> = pointers
        .iter()
        .map(|pointer| pointer::steps(pointer))
        .collect();
    let others = if naming.join.is_some() {
        Vec::new()
    } else {
        needed.split_off(1)
    };
    NamingPlaces { needed, others }
}
