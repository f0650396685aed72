//! How deliveries name their event, as the profile says.

use std::collections::BTreeMap;

use webhook_catalog::{Alias, BareNaming, BodyNaming, EventName, Naming};

use super::Comparison;
use crate::diff::change::ChangeKind;
use crate::emit::is_told_by_body;

impl Comparison<'_> {
    pub(super) fn naming(&mut self, baseline: Option<&Naming>, current: Option<&Naming>) {
        let [told_before, told_after] = self.vendors().map(is_told_by_body);
        let kind = ChangeKind::Naming {
            loses_parse: told_before && !told_after,
            gains_parse: !told_before && told_after,
            is_found: is_found(baseline, current),
        };
        let parse = self.module_item("parse", "fn");
        let (before, after) = (baseline.map(text), current.map(text));
        self.text(&parse, before, after, kind);
        let body = |naming: Option<&Naming>| match naming {
            Some(Naming::Body(naming)) => Some(naming.clone()),
            Some(Naming::Header { .. } | Naming::Wording(_)) | None => None,
        };
        let (before, after) = (body(baseline), body(current));
        if let (Some(before), Some(after)) = (&before, &after) {
            self.aliases(&before.aliases, &after.aliases);
        }
        let bare = |naming: Option<BodyNaming>| naming.and_then(|naming| naming.bare);
        self.bare(bare(before).as_ref(), bare(after).as_ref());
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
        let events: std::collections::BTreeSet<&EventName> =
            before.keys().chain(after.keys()).collect();
        for event in events {
            let place = self.event_place(event);
            let text = |events: &BTreeMap<EventName, Vec<String>>| {
                events.get(event).map(|values| values.join("; "))
            };
            self.text(&place, text(&before), text(&after), ChangeKind::Alias);
        }
    }

    fn bare(&mut self, baseline: Option<&BareNaming>, current: Option<&BareNaming>) {
        let text = |bare: &BareNaming| {
            let BareNaming { pointers, unless } = bare;
            let unless = match unless.as_slice() {
                [] => String::new(),
                unless => format!(", unless {}", unless.join(" or ")),
            };
            format!("{}{unless}", pointers.join(", "))
        };
        let kind = match (baseline, current) {
            (None, _) => ChangeKind::BareAdded,
            (Some(_), None) => ChangeKind::BareRemoved,
            (Some(_), Some(_)) => ChangeKind::BareChanged,
        };
        let place = self.module_item("Delivery", "struct");
        self.text(&place, baseline.map(text), current.map(text), kind);
    }
}

/// Whether the baseline's code finds the names of events where they now are.
fn is_found(baseline: Option<&Naming>, current: Option<&Naming>) -> bool {
    match (baseline, current) {
        (Some(Naming::Body(one)), Some(Naming::Body(other))) => {
            one.pointers == other.pointers && one.join == other.join
        }
        (Some(Naming::Body(_)), Some(Naming::Header { .. } | Naming::Wording(_)) | None) => false,
        // A body that is not understood gives an unknown event, and a caller names an event as before.
        (Some(Naming::Header { .. } | Naming::Wording(_)) | None, _) => true,
    }
}

fn text(naming: &Naming) -> String {
    match naming {
        // Aliases and bodies without envelope are told by themselves.
        Naming::Body(BodyNaming {
            pointers,
            join,
            aliases: _,
            bare: _,
        }) => match join {
            Some(join) => format!("the body, at {} joined by `{join}`", pointers.join(", ")),
            None => format!("the body, at {}", pointers.join(", ")),
        },
        Naming::Header { name } => format!("the header `{name}`"),
        // What is learned by it is compared instead.
        Naming::Wording(_) => "the wording of the body".to_owned(),
    }
}
