//! How deliveries name their event, as the profile says.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Alias, BodyNaming, EventName, Naming, UnenvelopedNaming};

use super::Comparison;
use crate::diff::change::{Availability, DeliveryChange};
use crate::diff::report::ItemKind;
use crate::event_routing::body_names_event;
use crate::model::{Shape, TypeId, TypeKind, Vendor};
use webhook_catalog::pointer;

impl Comparison<'_> {
    pub(super) fn naming(&mut self, baseline: Option<&Naming>, current: Option<&Naming>) {
        let [told_before, told_after] = self.vendors().map(body_names_event);
        let kind = DeliveryChange::Naming {
            parse: Availability::between(told_before, told_after),
            is_found: is_found(baseline, current),
        };
        let parse = self.module_item(
            if told_before || told_after {
                "parse"
            } else {
                "parse_named"
            },
            ItemKind::Function,
        );
        let parse = match (told_before, told_after) {
            (true, false) => parse.of(parse.baseline.clone(), None),
            (false, true) => parse.of(None, parse.current.clone()),
            _ => parse,
        };
        let (before, after) = (baseline.map(text), current.map(text));
        self.text(&parse, before, after, kind);
        let body = |naming: Option<&Naming>| match naming {
            Some(Naming::Body(naming)) => Some(naming.clone()),
            Some(Naming::Header { .. } | Naming::MessageTemplates(_)) | None => None,
        };
        let (before, after) = (body(baseline), body(current));
        if let (Some(before), Some(after)) = (&before, &after) {
            self.aliases(&before.aliases, &after.aliases);
        }
        let unenveloped = |naming: Option<BodyNaming>| naming.and_then(|naming| naming.unenveloped);
        self.unenveloped(unenveloped(before).as_ref(), unenveloped(after).as_ref());
    }

    /// Whether the baseline looks for an event's name at a member of one of its types.
    pub(super) fn names_event(&self, owner: TypeId, pointer: &str, name: &str) -> bool {
        let Some(Naming::Body(naming)) = &self.baseline.naming else {
            return false;
        };
        if naming.pointers.iter().any(|one| one == pointer) {
            return true;
        }
        // Alternatives and shared types have pointers of their own.
        let own = pointer::join(&self.event_pointer(), name);
        let unenveloped = pointer::join("", name);
        let in_bare = naming
            .unenveloped
            .iter()
            .flat_map(|unenveloped| &unenveloped.pointers);
        let is_named =
            naming.pointers.contains(&own) || in_bare.into_iter().any(|one| *one == unenveloped);
        is_named && event_forms(self.baseline).contains(&owner)
    }

    fn aliases(&mut self, baseline: &[Alias], current: &[Alias]) {
        let by_event = |aliases: &[Alias]| {
            let mut events: BTreeMap<EventName, Vec<String>> = BTreeMap::new();
            for alias in aliases {
                let Alias { event, values } = alias;
                let values: Vec<String> = values
                    .iter()
                    .map(|value| value.clone().unwrap_or_else(|| "*".to_owned()))
                    .collect();
                let all = events.entry(event.clone()).or_default();
                all.push(values.join(", "));
            }
            events
        };
        let (before, after) = (by_event(baseline), by_event(current));
        let events: BTreeSet<&EventName> = before.keys().chain(after.keys()).collect();
        for event in events {
            let place = self.event_place(event);
            let text = |events: &BTreeMap<EventName, Vec<String>>| {
                events.get(event).map(|values| values.join("; "))
            };
            self.text(&place, text(&before), text(&after), DeliveryChange::Alias);
        }
    }

    fn unenveloped(
        &mut self,
        baseline: Option<&UnenvelopedNaming>,
        current: Option<&UnenvelopedNaming>,
    ) {
        let text = |unenveloped: &UnenvelopedNaming| {
            let UnenvelopedNaming { pointers, unless } = unenveloped;
            let unless = match unless.as_slice() {
                [] => String::new(),
                unless => format!(", unless {}", unless.join(" or ")),
            };
            format!("{}{unless}", pointers.join(", "))
        };
        let kind = match (baseline, current) {
            (None, _) => DeliveryChange::UnenvelopedAdded,
            (Some(_), None) => DeliveryChange::UnenvelopedRemoved,
            (Some(_), Some(_)) => DeliveryChange::UnenvelopedChanged,
        };
        let place = self.module_item("Delivery", ItemKind::Struct);
        self.text(&place, baseline.map(text), current.map(text), kind);
    }
}

/// The types that whole events have: their roots, and what these are one of or only give a name to.
fn event_forms(vendor: &Vendor) -> BTreeSet<TypeId> {
    let mut forms = BTreeSet::new();
    let mut waiting: Vec<TypeId> = vendor.events.iter().map(|event| event.root).collect();
    while let Some(id) = waiting.pop() {
        if !forms.insert(id) {
            continue;
        }
        let shapes: Vec<&Shape> = match &vendor.types[id.0].kind {
            TypeKind::Newtype(item) => vec![&item.shape],
            TypeKind::Union(union) => union.alternatives.iter().map(|one| &one.shape).collect(),
            TypeKind::Object(_) | TypeKind::StringEnum(_) | TypeKind::Tuple(_) => Vec::new(),
        };
        waiting.extend(shapes.into_iter().filter_map(|shape| match shape {
            Shape::Named(id) => Some(*id),
            _ => None,
        }));
    }
    forms
}

/// Whether the baseline's code finds the names of events where they now are.
fn is_found(baseline: Option<&Naming>, current: Option<&Naming>) -> bool {
    match (baseline, current) {
        (Some(Naming::Body(one)), Some(Naming::Body(other))) => {
            one.pointers == other.pointers && one.join == other.join
        }
        (
            Some(Naming::Body(_)),
            Some(Naming::Header { .. } | Naming::MessageTemplates(_)) | None,
        ) => false,
        // A body that is not understood gives an unknown event, and a caller names an event as before.
        (Some(Naming::Header { .. } | Naming::MessageTemplates(_)) | None, _) => true,
    }
}

fn text(naming: &Naming) -> String {
    match naming {
        // Aliases and bodies without envelope are told by themselves.
        Naming::Body(BodyNaming {
            pointers,
            join,
            aliases: _,
            unenveloped: _,
        }) => match join {
            Some(join) => format!("the body, at {} joined by `{join}`", pointers.join(", ")),
            None => format!("the body, at {}", pointers.join(", ")),
        },
        Naming::Header { name } => format!("the header `{name}`"),
        // What is learned by it is compared instead.
        Naming::MessageTemplates(_) => "the wording of the body".to_owned(),
    }
}
