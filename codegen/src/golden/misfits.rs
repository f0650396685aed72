//! Changes to a payload after which one value does not fit: each required member missing, each value of another JSON type. Each
//! has the exact error of `parse_strict` and the outcome of `parse`.

mod errors;
mod naming;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;
use webhook_catalog::BodyFormat;

use super::changes::{Change, Edit};
use super::json_edit::{Child, Span};
use super::message_template::{event_templates, may_lose_event};
use super::payload::Payload;
use crate::form_value::unlike_form;
use crate::misfit::{self, Kept};
use crate::model::{
    Choice, Event, EventTemplates, Item, MessageTemplates, Object, Presence, Property, Shape,
    TypeId, TypeKind, Union, Vendor,
};
use errors::Errors;
use naming::{NamingAfter, NamingPaths};

/// A change to a payload, and what it must lead to.
#[derive(Debug, PartialEq)]
pub(super) struct MisfitChange {
    /// The change.
    pub(super) change: String,
    /// The error of `parse_strict` in full.
    pub(super) error: String,
    /// The value that `parse` keeps as it came; `None` if it refuses the body with the same error.
    pub(super) kept: Option<Kept>,
    /// True if the caller must name the event, because the changed body may not name it any more, which is no error.
    pub(super) if_named: bool,
}

/// Limit of the bytes that are read for the changes to a payload, here and by its test: for each change the whole payload.
const MAX_BYTES: usize = 2_000_000;

/// The single changes to declared values of a payload after which exactly one value does not fit, in the first object of each type. Of a
/// large payload with many changes every second one is left out, or more.
///
/// Optional members that the payload lacks are inserted only where no other change concerns an optional member of the event, or none
/// the envelope.
pub(super) fn misfit_changes(
    vendor: &Vendor,
    event: &Event,
    payload: &Payload,
) -> Vec<MisfitChange> {
    let text = &*payload.text;
    let Some(body) = Span::of(text) else {
        return Vec::new();
    };
    let mut walk = Walk {
        vendor,
        event,
        payload,
        body: payload.value.clone().into_owned(),
        errors: Errors::of(vendor, event, text, &body),
        naming: NamingPaths::of(vendor, payload),
        templates: event_templates(vendor, event),
        path: Vec::new(),
        tags: Vec::new(),
        lacking: Vec::new(),
        walked: BTreeSet::new(),
        distance: (values_in(&body) * text.len()).div_ceil(MAX_BYTES).max(1),
        candidates: 0,
        changes: Vec::new(),
    };
    let root = Item {
        shape: Shape::Named(event.root),
        nullable: false,
    };
    let Some(envelope) = vendor.envelope.as_ref().filter(|_| !payload.is_unenveloped) else {
        walk.value(&root, &body);
        walk.insert_optional();
        return walk.changes;
    };
    walk.named(envelope.fields, &body);
    if walk.changes.is_empty() {
        walk.insert_optional();
    }
    walk.lacking.clear();
    if let Some(member) = body.child(&envelope.event_member) {
        walk.path.push(member.key.clone());
        walk.missing();
        walk.value(&root, &member.value);
        walk.insert_optional();
    }
    walk.changes
}

/// Number of values in a value, itself included.
fn values_in(span: &Span) -> usize {
    let children = span.children.iter();
    1 + children.map(|child| values_in(&child.value)).sum::<usize>()
}

/// The type of a tag.
const TAG: Item = Item {
    shape: Shape::String,
    nullable: false,
};

struct Walk<'m> {
    vendor: &'m Vendor,
    event: &'m Event,
    payload: &'m Payload<'m>,
    /// The payload's value, to which one change at a time is applied.
    body: Value,
    errors: Errors<'m>,
    naming: NamingPaths,
    /// The templates of the event's messages, if they name it.
    templates: Option<(&'m MessageTemplates, &'m EventTemplates)>,
    /// Path of the current value.
    path: Vec<String>,
    /// Paths of the tags of unions.
    tags: Vec<Vec<String>>,
    /// Paths of optional members that the payload lacks, each with its item.
    lacking: Vec<(Vec<String>, &'m Item)>,
    /// The types of objects whose members are changed already.
    walked: BTreeSet<TypeId>,
    /// Of so many candidates for changes one is tried.
    distance: usize,
    candidates: usize,
    changes: Vec<MisfitChange>,
}

impl<'m> Walk<'m> {
    fn named(&mut self, id: TypeId, value: &Span) {
        let vendor = self.vendor;
        match &vendor.types[id.0].kind {
            // A type has the same code wherever it is.
            TypeKind::Object(object) if self.walked.insert(id) => self.object(object, value),
            TypeKind::Object(_) => {}
            TypeKind::Newtype(item) => self.inside(&item.shape, value),
            TypeKind::Union(union) if union.tag.is_some() => self.tagged(union, value),
            TypeKind::Union(union) => self.untagged(union, value),
            TypeKind::Tuple(tuple) => {
                for (place, child) in tuple.places.iter().zip(&value.children) {
                    self.entry(&place.item, child);
                }
            }
            TypeKind::StringEnum(_) => {}
        }
    }

    fn object(&mut self, object: &'m Object, value: &Span) {
        for member in &value.children {
            let found = object
                .properties
                .binary_search_by(|property| property.name.cmp(&member.key));
            let Some(index) = found.ok().filter(|at| !object.properties[*at].is_prefix) else {
                continue;
            };
            self.path.push(member.key.clone());
            self.property(&object.properties[index], member);
            self.path.pop();
        }
        for property in object.properties.iter().filter(|one| !one.is_prefix) {
            if property.presence == Presence::Optional && value.child(&property.name).is_none() {
                let mut path = self.path.clone();
                path.push(property.name.clone());
                self.lacking.push((path, &property.item));
            }
        }
    }

    /// The members of the alternative that the tag chooses, and the tag.
    fn tagged(&mut self, union: &'m Union, value: &Span) {
        let Some(tag) = &union.tag else { return };
        self.path.push(tag.member.clone());
        self.tags.push(self.path.clone());
        if value.child(&tag.member).is_some() {
            self.mismatch(&TAG);
        }
        self.path.pop();
        let chosen = self.found().and_then(|value| union.choose(value));
        if let Some(Choice::Known(alternative)) = chosen {
            self.inside(&alternative.shape, value);
        }
    }

    /// The members of the only alternative that the value can be. Where there are several, a change may make it another one.
    fn untagged(&mut self, union: &'m Union, value: &Span) {
        let Some(found) = self.found() else { return };
        let mut possible = union
            .alternatives
            .iter()
            .filter(|alternative| misfit::admits(&alternative.guard, found));
        if let (Some(only), None) = (possible.next(), possible.next()) {
            self.inside(&only.shape, value);
        }
    }

    /// The current value of the payload.
    fn found(&self) -> Option<&'m Value> {
        let mut steps = self.path.iter();
        steps.try_fold(&*self.payload.value, |value, step| match value {
            Value::Object(members) => members.get(step),
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    fn property(&mut self, property: &'m Property, member: &Child) {
        if self.is_distinguishing(&self.path) {
            return;
        }
        if property.presence == Presence::Required {
            self.missing();
        }
        self.value(&property.item, &member.value);
    }

    /// True for strings that make it another event, or another alternative, whose types may accept the rest.
    fn is_distinguishing(&self, path: &Vec<String>) -> bool {
        self.naming.others.contains(path) || self.tags.contains(path)
    }

    /// A value, and those inside it.
    fn value(&mut self, item: &'m Item, value: &Span) {
        self.mismatch(item);
        self.inside(&item.shape, value);
    }

    fn inside(&mut self, shape: &'m Shape, value: &Span) {
        match shape {
            Shape::Named(id) => self.named(*id, value),
            Shape::List(item) | Shape::Map(item) => {
                if let Some(first) = value.children.first() {
                    self.entry(item, first);
                }
            }
            // A misfit in a lazy value is found when it is looked at.
            Shape::Any { .. }
            | Shape::Lazy(_)
            | Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(_)
            | Shape::Constant(_) => {}
        }
    }

    /// An item of a list, an entry of a map or a place of a tuple.
    fn entry(&mut self, item: &'m Item, child: &Child) {
        self.path.push(child.key.clone());
        self.value(item, &child.value);
        self.path.pop();
    }

    /// The current member removed from its object.
    fn missing(&mut self) {
        let (path, edit) = (self.path.clone(), Edit::Remove);
        self.add(Change { path, edit });
    }

    /// The current value replaced by one of another JSON type.
    fn mismatch(&mut self, item: &Item) {
        self.other_types(item).iter().any(|other| {
            let (path, edit) = (self.path.clone(), Edit::Replace(other));
            self.add(Change { path, edit })
        });
    }

    /// Inserts the first optional member that the payload lacks, outermost first, if no other change keeps a member.
    fn insert_optional(&mut self) {
        let keeps_member = |change: &MisfitChange| match &change.kept {
            Some(Kept::Member(steps)) => steps.starts_with(&self.path),
            Some(Kept::Payload(_)) | None => false,
        };
        if self.changes.iter().any(keeps_member) {
            return;
        }
        let mut lacking = std::mem::take(&mut self.lacking);
        lacking.retain(|(path, _)| !self.is_distinguishing(path));
        lacking.sort_by_key(|(path, _)| path.len());
        lacking.iter().any(|(path, item)| {
            let mut others = self.other_types(item).iter();
            others.any(|other| {
                let (path, edit) = (path.clone(), Edit::Insert(other));
                self.add(Change { path, edit })
            })
        });
    }

    /// Adds a change, unless it leaves everything fitting or more than one value does not fit. Returns false then, and true if it is
    /// added or left out.
    fn add(&mut self, change: Change<'_>) -> bool {
        self.candidates += 1;
        if !(self.candidates - 1).is_multiple_of(self.distance) {
            return true;
        }
        if self.vendor.body == BodyFormat::Form && !self.is_of_form_after(&change) {
            return false;
        }
        let outcome = match self.naming_after(&change) {
            NamingAfter::Same => self.misfit(&change),
            NamingAfter::None => self.unnamed(&change).map(|error| (error, None)),
            NamingAfter::Other => None,
        };
        let Some((error, kept)) = outcome else {
            return false;
        };
        let if_named = self
            .templates
            .is_some_and(|(templates, event)| may_lose_event(templates, event, &change.path));
        self.changes.push(MisfitChange {
            change: change.to_string(),
            error,
            kept,
            if_named,
        });
        true
    }

    /// True if a form is read as the changed body.
    fn is_of_form_after(&mut self, change: &Change<'_>) -> bool {
        let unlike = change.read_applied(&mut self.body, unlike_form);
        unlike.is_some_and(|place| place.is_none())
    }

    fn misfit(&mut self, change: &Change<'_>) -> Option<(String, Option<Kept>)> {
        let (vendor, event) = (self.vendor, self.event);
        let is_unenveloped = self.payload.is_unenveloped;
        let only = change.read_applied(&mut self.body, |changed| {
            misfit::only_misfit(vendor, event, changed, is_unenveloped)
        });
        let (misfit, kept) = only.flatten()?;
        Some((self.errors.misfit(&misfit, change)?, Some(kept)))
    }

    /// Values of other JSON types than those of this shape, as far as it is known without trying.
    fn other_types(&self, item: &Item) -> &'static [&'static str] {
        let OtherValues {
            object,
            scalar,
            all,
        } = match self.vendor.body {
            BodyFormat::Json => OF_JSON,
            BodyFormat::Form => OF_FORM,
        };
        match &item.shape {
            Shape::Any { .. } | Shape::Lazy(_) => &[],
            Shape::Map(_) => scalar,
            Shape::Named(id) => match &self.vendor.types[id.0].kind {
                TypeKind::Object(_) => scalar,
                TypeKind::Union(union) if union.tag.is_some() => scalar,
                TypeKind::Union(_) => all,
                TypeKind::Newtype(item) => self.other_types(item),
                TypeKind::StringEnum(_) | TypeKind::Tuple(_) => object,
            },
            Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(_)
            | Shape::Constant(_)
            | Shape::List(_) => object,
        }
    }
}

/// Values to put in place of others, as JSON text.
struct OtherValues {
    /// An object.
    object: &'static [&'static str],
    /// A value that is no object.
    scalar: &'static [&'static str],
    /// A value of each JSON type.
    all: &'static [&'static str],
}

const OF_JSON: OtherValues = OtherValues {
    object: &["{}"],
    scalar: &["true"],
    all: &["{}", "true", "[]", "0", "\"\""],
};

/// The same for forms.
const OF_FORM: OtherValues = OtherValues {
    object: &[r#"{"a": "b"}"#],
    scalar: &[r#""""#],
    all: &[r#"{"a": "b"}"#, r#""""#, r#"["a", "b"]"#],
};
