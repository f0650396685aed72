//! The way in which deliveries name their event.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use webhook_catalog::{
    BodyNaming, EventName, HeaderAlias, Naming, UnenvelopedNaming, ValueTest, pointer,
};

use super::{BASELINE, CURRENT, Comparison, match_by_key};
use crate::diff::change::{Availability, DeliveryChange};
use crate::diff::report::{ItemKind, Subject};
use crate::event_routing::{self, body_names_event};
use crate::model::{DeclaredName, Event, Shape, TypeId, TypeKind, Vendor};
use crate::naming_text::rule_text;

impl Comparison<'_> {
    pub(super) fn naming(&mut self, namings: [Option<&Naming>; 2]) {
        let [had_parse, has_parse] = self.vendors.map(body_names_event);
        let parse = Availability::between(had_parse, has_parse);
        let has_any = had_parse || has_parse;
        let name = if has_any { "parse" } else { "parse_named" };
        let mut subject = self.module_subject(name, ItemKind::Function);
        match parse {
            Availability::Unchanged => {}
            Availability::Added => subject.baseline_item = None,
            Availability::Removed => subject.current_item = None,
        }
        let kind = DeliveryChange::Naming {
            parse,
            is_found: is_found(namings),
        };
        self.push_if_changed(
            &subject,
            namings.map(|naming| naming.map(naming_text)),
            kind,
        );
        let bodies = namings.map(|naming| match naming {
            Some(Naming::Body(naming)) => Some(naming),
            Some(Naming::Header { .. } | Naming::MessageTemplates(_)) | None => None,
        });
        match namings {
            [Some(Naming::Body(baseline)), Some(Naming::Body(current))] => {
                self.rules([baseline, current]);
            }
            [
                Some(Naming::Header { aliases, .. }),
                Some(Naming::Header {
                    aliases: current, ..
                }),
            ] => self.header_aliases([aliases, current]),
            _ => {}
        }
        self.unenveloped(bodies.map(|naming| naming?.unenveloped.as_ref()));
    }

    /// True if the baseline looks for event names at this member of the type `owner`.
    pub(super) fn is_naming_member(&self, owner: TypeId, pointer: &str, name: &str) -> bool {
        let Some(Naming::Body(naming)) = &self.vendors[BASELINE].naming else {
            return false;
        };
        if naming
            .pointers
            .iter()
            .any(|naming_pointer| naming_pointer == pointer)
        {
            return true;
        }
        // Alternatives and shared types have other pointers than the event that they are.
        let in_event = pointer::join(&self.event_pointer(), name);
        let in_unenveloped = pointer::join("", name);
        let mut unenveloped = naming
            .unenveloped
            .iter()
            .flat_map(|unenveloped| &unenveloped.pointers);
        let is_named = naming.pointers.contains(&in_event)
            || unenveloped.any(|pointer| *pointer == in_unenveloped);
        is_named && event_types(self.vendors[BASELINE]).contains(&owner)
    }

    /// An event that its current schema names in a way which the baseline takes for another event.
    pub(super) fn declared_names(&mut self, subject: &Subject, events: [&Event; 2]) {
        let [Some(Naming::Body(naming)), Some(Naming::Body(current))] =
            self.vendors.map(|vendor| vendor.naming.as_ref())
        else {
            return;
        };
        let can_name =
            |event: &Event| event_routing::can_name(naming, &event.declared_names, &event.name);
        if naming.pointers != current.pointers
            || !can_name(events[BASELINE])
            || can_name(events[CURRENT])
        {
            return;
        }
        let [before, after] =
            events.map(|event| event_routing::names(naming, &event.declared_names));
        let known = |event: &Event| after.contains(event.name.as_str());
        let kind = DeliveryChange::NamedOtherwise {
            is_known: self.vendors[BASELINE].events.iter().any(known),
        };
        let pointer = naming.pointers.iter().zip(&events[CURRENT].declared_names);
        let mut pointer =
            pointer.filter(|(_, declared)| matches!(declared, DeclaredName::Closed { .. }));
        let subject = Subject {
            pointer: pointer
                .next()
                .map_or_else(String::new, |(pointer, _)| pointer.clone()),
            ..subject.clone()
        };
        let texts = [before, after].map(|names| {
            (!names.is_empty()).then(|| names.into_iter().collect::<Vec<_>>().join(", "))
        });
        self.push(&subject, texts, kind);
    }

    fn rules(&mut self, namings: [&BodyNaming; 2]) {
        for (event, texts) in match_by_key(namings.map(rule_texts)) {
            let subject = self.event_subject(event);
            let is_read = has_names(namings[CURRENT], event);
            self.push_if_changed(&subject, texts, DeliveryChange::Rule { is_read });
        }
    }

    fn header_aliases(&mut self, aliases: [&[HeaderAlias]; 2]) {
        for (event, texts) in match_by_key(aliases.map(alias_texts)) {
            let subject = self.event_subject(event);
            self.push_if_changed(&subject, texts, DeliveryChange::Rule { is_read: true });
        }
    }

    fn unenveloped(&mut self, namings: [Option<&UnenvelopedNaming>; 2]) {
        let kind = match namings {
            [None, _] => DeliveryChange::UnenvelopedAdded,
            [Some(_), None] => DeliveryChange::UnenvelopedRemoved,
            [Some(_), Some(_)] => DeliveryChange::UnenvelopedChanged,
        };
        let subject = self.module_subject("Delivery", ItemKind::Struct);
        let texts = namings.map(|naming| naming.map(unenveloped_text));
        self.push_if_changed(&subject, texts, kind);
    }
}

/// The types of whole events: the roots, their alternatives, and the types that these wrap.
fn event_types(vendor: &Vendor) -> BTreeSet<TypeId> {
    let mut types = BTreeSet::new();
    let mut queue: Vec<TypeId> = vendor.events.iter().map(|event| event.root).collect();
    while let Some(id) = queue.pop() {
        if !types.insert(id) {
            continue;
        }
        let shapes: Vec<&Shape> = match &vendor.types[id.0].kind {
            TypeKind::Newtype(item) => vec![&item.shape],
            TypeKind::Union(union) => union
                .alternatives
                .iter()
                .map(|alternative| &alternative.shape)
                .collect(),
            TypeKind::Object(_) | TypeKind::StringEnum(_) | TypeKind::Tuple(_) => Vec::new(),
        };
        queue.extend(shapes.into_iter().filter_map(|shape| match shape {
            Shape::Named(id) => Some(*id),
            _ => None,
        }));
    }
    types
}

/// True if the baseline's code finds event names in current deliveries.
fn is_found(namings: [Option<&Naming>; 2]) -> bool {
    match namings {
        [Some(Naming::Body(baseline)), Some(Naming::Body(current))] => {
            place_texts(baseline).starts_with(&place_texts(current))
        }
        [
            Some(Naming::Body(_)),
            Some(Naming::Header { .. } | Naming::MessageTemplates(_)) | None,
        ] => false,
        // A body without a known template is an unknown event; callers that name the event are not affected.
        [
            Some(Naming::Header { .. } | Naming::MessageTemplates(_)) | None,
            _,
        ] => true,
    }
}

/// The header's values for each event.
fn alias_texts(aliases: &[HeaderAlias]) -> BTreeMap<&EventName, String> {
    let mut texts: BTreeMap<&EventName, String> = BTreeMap::new();
    for HeaderAlias { event, value } in aliases {
        push_text(texts.entry(event).or_default(), value);
    }
    texts
}

fn push_text(texts: &mut String, text: &str) {
    if !texts.is_empty() {
        texts.push_str("; ");
    }
    texts.push_str(text);
}

/// The rules of each event.
fn rule_texts(naming: &BodyNaming) -> BTreeMap<&EventName, String> {
    let mut texts: BTreeMap<&EventName, String> = BTreeMap::new();
    for rule in &naming.rules {
        let text = rule_text(rule, &naming.pointers, Value::to_string);
        push_text(texts.entry(&rule.event).or_default(), &text);
    }
    texts
}

/// True if every body that a rule of this event identifies has strings at a place of the name, so that code without the rule reads
/// it as another event, or an unknown one.
fn has_names(naming: &BodyNaming, event: &EventName) -> bool {
    let mut rules = naming.rules.iter().filter(|rule| rule.event == *event);
    rules.all(|rule| {
        let is_text = |index: &usize| {
            let mut conditions = rule.conditions.iter();
            conditions
                .any(|condition| condition.pointer == *index && accepts_only_texts(&condition.test))
        };
        naming.places.iter().any(|place| place.iter().all(is_text))
    })
}

fn accepts_only_texts(test: &ValueTest) -> bool {
    match test {
        ValueTest::Equals(value) => value.is_string(),
        ValueTest::Like(_) => true,
        ValueTest::Present | ValueTest::Absent | ValueTest::Empty => false,
        ValueTest::AnyOf(tests) => tests.iter().all(accepts_only_texts),
    }
}

fn unenveloped_text(naming: &UnenvelopedNaming) -> String {
    let UnenvelopedNaming { pointers, unless } = naming;
    let pointers = pointers.join(", ");
    match unless.as_slice() {
        [] => pointers,
        unless => format!("{pointers}, unless {}", unless.join(" or ")),
    }
}

fn naming_text(naming: &Naming) -> String {
    match naming {
        // Rules and bodies without an envelope are compared separately.
        Naming::Body(naming) => format!("the body, at {}", place_texts(naming).join(", or at ")),
        // Aliases are compared separately.
        Naming::Header { name, aliases: _ } => format!("the header `{name}`"),
        // The learned templates are compared instead.
        Naming::MessageTemplates(_) => "the wording of the body".to_owned(),
    }
}

/// The places of the name.
fn place_texts(naming: &BodyNaming) -> Vec<String> {
    let places = naming.places.iter().map(|place| {
        let pointers = place.iter().map(|index| naming.pointers[*index].as_str());
        let pointers = pointers.collect::<Vec<_>>().join(", ");
        match &naming.join {
            Some(join) if place.len() > 1 => format!("{pointers} joined by `{join}`"),
            _ => pointers,
        }
    });
    places.collect()
}
