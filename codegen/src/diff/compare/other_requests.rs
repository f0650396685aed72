//! Requests that are no events, and the wrapper in which events may come.

use serde_json::Value;
use webhook_catalog::{BodyCondition, NotEvent, OtherRequests, Wrapper, pointer};

use super::{BASELINE, Comparison, match_by_key};
use crate::diff::change::{Availability, DeliveryChange};
use crate::diff::report::ItemKind;
use crate::event_routing;
use crate::naming_text::condition_text;

impl Comparison<'_> {
    pub(super) fn other_requests(&mut self, requests: [&OtherRequests; 2]) {
        let subject = self.module_subject("Delivery", ItemKind::Struct);
        let kinds = match_by_key(requests.map(|requests| {
            let names = requests.kinds.iter().map(|kind| kind.name.as_str());
            names.map(|name| {
                (
                    name,
                    requests.kinds.iter().filter(move |kind| kind.name == name),
                )
            })
        }));
        for (name, sides) in kinds {
            let kinds = sides.map(|kinds| kinds.into_iter().flatten().collect::<Vec<&NotEvent>>());
            let [conditions, answers] = [
                kinds.each_ref().map(|kinds| conditions_text(kinds)),
                kinds.each_ref().map(|kinds| answers_text(kinds)),
            ];
            let texts = |texts: &[Option<String>; 2]| {
                texts.clone().map(|text| Some(format!("{name}: {}", text?)))
            };
            let was_event = kinds[1].iter().any(|kind| self.was_read(&kind.conditions));
            match (kinds[0].is_empty(), kinds[1].is_empty()) {
                (true, _) => {
                    let kind = DeliveryChange::NotEventAdded { was_event };
                    self.push(&subject, texts(&conditions), kind);
                }
                (_, true) => {
                    self.push(
                        &subject,
                        texts(&conditions),
                        DeliveryChange::NotEventRemoved,
                    );
                }
                (false, false) => {
                    let kind = DeliveryChange::NotEventConditions { was_event };
                    self.push_if_changed(&subject, texts(&conditions), kind);
                    let kind = DeliveryChange::NotEventAnswer;
                    self.push_if_changed(&subject, texts(&answers), kind);
                }
            }
        }
        self.wrapper(requests.map(|requests| requests.wrapper.as_ref()));
    }

    fn wrapper(&mut self, wrappers: [Option<&Wrapper>; 2]) {
        let text = |wrapper: &Wrapper| {
            let member = pointer::join("", &wrapper.member);
            match wrapper.events.is_empty() {
                true => member,
                false => format!("{member}, of events if {}", all_text(&wrapper.events)),
            }
        };
        let of_events = self.vendors.map(|vendor| vendor.event_wrapper().is_some());
        let mut subject = self.module_subject(
            "Delivery::wrapper",
            ItemKind::Method("Option<&JsonObject>".to_owned()),
        );
        let field = Availability::between(of_events[0], of_events[1]);
        match field {
            Availability::Added => subject.baseline_item = None,
            Availability::Removed => subject.current_item = None,
            Availability::Unchanged if of_events[0] => {}
            Availability::Unchanged => {
                subject = self.module_subject("Delivery", ItemKind::Struct);
            }
        }
        let kind = DeliveryChange::Wrapper { field };
        self.push_if_changed(&subject, wrappers.map(|wrapper| wrapper.map(text)), kind);
    }

    /// True if the baseline reads a body with nothing but what the conditions ask for as an event.
    fn was_read(&self, conditions: &[BodyCondition]) -> bool {
        let Some(naming) = &self.vendors[BASELINE].naming else {
            return false;
        };
        event_routing::named(naming, &event_routing::least_body(conditions)).is_some()
    }
}

/// The conditions of one kind; `None` if the side lacks it.
fn conditions_text(kinds: &[&NotEvent]) -> Option<String> {
    let mut texts: Vec<String> = kinds
        .iter()
        .map(|kind| all_text(&kind.conditions))
        .collect();
    texts.sort();
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn answers_text(kinds: &[&NotEvent]) -> Option<String> {
    kinds.first().map(|kind| kind.answer.clone())
}

fn all_text(conditions: &[BodyCondition]) -> String {
    let texts = conditions
        .iter()
        .map(|BodyCondition { pointer, test }| condition_text(pointer, test, &Value::to_string));
    texts.collect::<Vec<_>>().join(" and ")
}
