//! Payloads that must be refused: each required member missing, each member of another JSON type, with the exact error.

use serde_json::Value;
use webhook_catalog::{Naming, pointer};

use super::changes::{remove, replace};
use super::escapes::normalize_escapes;
use super::json_edit::{Child, Span};
use super::message_template::{event_templates, may_lose_event};
use super::payload::Payload;
use crate::expected;
use crate::model::{
    Choice, Event, EventTemplates, Item, MessageTemplates, Presence, Property, Shape, TypeId,
    TypeKind, Union, Vendor,
};

/// A change to a payload, and the error it must lead to.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    /// The change.
    pub(super) change: String,
    /// The error in full.
    pub(super) error: String,
    /// True if the caller must name the event, because the changed body may not name it any more, which is no error.
    pub(super) if_named: bool,
}

/// All single changes to declared members of a payload that make it refusable.
pub(super) fn refusals(vendor: &Vendor, event: &Event, payload: &Payload) -> Vec<Refusal> {
    let text = &*payload.text;
    let Some(body) = Span::of(text) else {
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
        naming: naming_paths(vendor, payload),
        templates: event_templates(vendor, event),
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
            if let Some(member) = body.child(&envelope.event_member) {
                walk.path.push(member.key.clone());
                walk.missing(expected::event(vendor), &body);
                walk.mismatch(&root, &member.value);
                walk.inside(&root, &member.value);
            }
        }
    }
    walk.refusals
}

/// The type of a tag.
const TAG: Item = Item {
    shape: Shape::String,
    nullable: false,
};

struct Walk<'m> {
    vendor: &'m Vendor,
    /// Start of the errors after the event is known.
    subject: String,
    text: &'m str,
    lines: Lines,
    naming: NamingPaths,
    /// The templates of the event's messages, if they name it.
    templates: Option<(&'m MessageTemplates, &'m EventTemplates)>,
    /// Path of the current value.
    path: Vec<String>,
    /// Paths of the tags of unions.
    tags: Vec<Vec<String>>,
    refusals: Vec<Refusal>,
}

impl Walk<'_> {
    fn named(&mut self, id: TypeId, value: &Span) {
        let vendor = self.vendor;
        match &vendor.types[id.0].kind {
            TypeKind::Object(object) => {
                for member in &value.children {
                    let found = object
                        .properties
                        .binary_search_by(|property| property.name.cmp(&member.key));
                    let Ok(index) = found else { continue };
                    self.path.push(member.key.clone());
                    self.property(&object.properties[index], value, member);
                    self.path.pop();
                }
            }
            TypeKind::Newtype(item) => self.inside(item, value),
            // Without a tag, alternatives are distinguished by more than one member.
            TypeKind::Union(union) => self.tagged(union, value),
            TypeKind::Tuple(_) | TypeKind::StringEnum(_) => {}
        }
    }

    /// The members of the alternative that the tag chooses, and the tag.
    fn tagged(&mut self, union: &Union, value: &Span) {
        let Some(tag) = &union.tag else { return };
        let found = value.child(&tag.member);
        let tag_member = found.map(|child| (child.key.clone(), self.value(&child.value)));
        self.path.push(tag.member.clone());
        self.tags.push(self.path.clone());
        if let Some(child) = found {
            if union
                .alternatives
                .iter()
                .all(|alternative| alternative.tag.is_some())
            {
                self.missing("a string", value);
            }
            self.mismatch(&TAG, &child.value);
        }
        self.path.pop();
        if let Some(Choice::Known(alternative)) = union.choose(&tag_member.into_iter().collect()) {
            let (shape, nullable) = (alternative.shape.clone(), false);
            self.inside(&Item { shape, nullable }, value);
        }
    }

    /// The JSON value at a span.
    fn value(&self, value: &Span) -> Value {
        serde_json::from_str(&self.text[value.range.clone()]).unwrap_or_default()
    }

    fn property(&mut self, property: &Property, object: &Span, member: &Child) {
        // Another string there makes it another event, or another alternative, whose types may accept the rest.
        if self.naming.others.contains(&self.path) || self.tags.contains(&self.path) {
            return;
        }
        if property.presence == Presence::Required {
            self.missing(&expected::item(self.vendor, &property.item), object);
        }
        self.mismatch(&property.item, &member.value);
        self.inside(&property.item, &member.value);
    }

    fn inside(&mut self, item: &Item, value: &Span) {
        match &item.shape {
            Shape::Named(id) => self.named(*id, value),
            Shape::List(item) => {
                if let Some(first) = value.children.first() {
                    self.path.push(first.key.clone());
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

    /// The member at the end of the path removed from its object.
    fn missing(&mut self, expected: &str, object: &Span) {
        let position = self.position(object);
        let error = match self.name_inside() {
            Some(pointer) => self.nameless(&pointer, &position),
            None => format!(
                "{}: `{}` is missing, expected {expected} ({position})",
                self.subject,
                escaped_pointer(&self.path)
            ),
        };
        self.push(remove(&self.path), &error);
    }

    /// The value at the end of the path replaced by one of another JSON type.
    fn mismatch(&mut self, item: &Item, value: &Span) {
        let Some((with, found)) = self.misfit(item) else {
            return;
        };
        let (pointer, position) = (escaped_pointer(&self.path), self.position(value));
        let (subject, expected) = match self.name_inside() {
            Some(naming) if naming == pointer => (
                self.vendor.id.as_str(),
                "a string that names the event".to_owned(),
            ),
            Some(naming) => {
                let error = self.nameless(&naming, &position);
                return self.push(replace(&self.path, with), &error);
            }
            None => (self.subject.as_str(), expected::item(self.vendor, item)),
        };
        let error =
            format!("{subject}: expected {expected} at `{pointer}`, found {found} ({position})");
        self.push(replace(&self.path, with), &error);
    }

    fn push(&mut self, change: String, error: &str) {
        let if_named = self
            .templates
            .is_some_and(|(templates, event)| may_lose_event(templates, event, &self.path));
        self.refusals.push(Refusal {
            change,
            error: normalize_escapes(error),
            if_named,
        });
    }

    /// Pointer to the event's name, if that is in the current value.
    fn name_inside(&self) -> Option<String> {
        let mut paths = self.naming.needed.iter();
        paths
            .find(|path| path.starts_with(&self.path))
            .map(|path| escaped_pointer(path))
    }

    fn nameless(&self, pointer: &str, position: &str) -> String {
        format!(
            "{}: `{pointer}` is missing, expected a string that names the event ({position})",
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

    fn position(&self, value: &Span) -> String {
        let (line, column) = self.lines.position(value.range.start);
        format!("line {line}, column {column}")
    }
}

/// A path as errors print it.
fn escaped_pointer(path: &[String]) -> String {
    pointer::from_steps(path).escape_debug().to_string()
}

/// Paths to the strings that name the event.
struct NamingPaths {
    /// Those without which a body names no event.
    needed: Vec<Vec<String>>,
    /// Those that only distinguish aliases.
    others: Vec<Vec<String>>,
}

fn naming_paths(vendor: &Vendor, payload: &Payload<'_>) -> NamingPaths {
    // Where the caller names the event, the names in the body are members like any other.
    let naming = vendor.naming.as_ref().filter(|_| payload.names_event);
    let Some(Naming::Body(naming)) = naming else {
        return NamingPaths {
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
    NamingPaths { needed, others }
}

/// The line breaks of a text.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(breaks.map(|(index, _)| index).collect())
    }

    /// Line and column of a byte, both counted from 1, columns in bytes.
    fn position(&self, at: usize) -> (usize, usize) {
        let before = self.0.partition_point(|newline| *newline < at);
        let start = before.checked_sub(1).map_or(0, |line| self.0[line] + 1);
        (before + 1, at - start + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_from_one() {
        let lines = Lines::of("ab\ncd\n");
        assert_eq!(
            [0, 2, 3, 4].map(|at| lines.position(at)),
            [(1, 1), (1, 3), (2, 1), (2, 2)]
        );
    }
}
