//! Checks that no event is taken for another request: by the conditions of the vendor's profile, of samples and of bodies with nothing
//! but the values that name an event.

use std::collections::BTreeMap;

use serde_json::Value;
use webhook_catalog::{
    BodyNaming, Diagnostic, NamingCondition, NotEvent, Place, all_hold, codes, pointer, shown,
};

use crate::event_routing::{self, body_naming};
use crate::model::{Event, Model, Vendor};

/// Reports kinds of requests that are no events whose conditions events fulfil.
pub(super) fn run(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &model.vendors {
        for (kind, event) in events_taken_for_others(vendor) {
            let place = Place {
                vendor: Some(vendor.id.to_string()),
                event: Some(event.name.to_string()),
                ..Place::default()
            };
            let message = format!(
                "the profile's conditions of {}, which is no event, hold for the event",
                shown(kind)
            );
            let help = "add a condition to `not_events` that the event does not fulfil";
            diagnostics
                .push(Diagnostic::error(codes::EVENT_IS_NOT_EVENT, place, message).with_help(help));
        }
        check_wrapper(vendor, diagnostics);
    }
}

/// Each kind of request with the first event that is taken for one.
fn events_taken_for_others(vendor: &Vendor) -> BTreeMap<&str, &Event> {
    let mut found = BTreeMap::new();
    for event in &vendor.events {
        let samples = event.samples.iter().map(|sample| sample.value.clone());
        for body in samples.chain(naming_bodies(vendor, event)) {
            if let Some(kind) = taken_for(vendor, &body) {
                found.entry(kind.name.as_str()).or_insert(event);
            }
        }
    }
    found
}

/// The kind of request for which a body is taken.
fn taken_for<'v>(vendor: &'v Vendor, body: &Value) -> Option<&'v NotEvent> {
    let mut kinds = vendor.other_requests.kinds.iter();
    kinds.find(|kind| all_hold(&kind.conditions, body))
}

/// Bodies with nothing but the values that name the event.
fn naming_bodies(vendor: &Vendor, event: &Event) -> Vec<Value> {
    let Some(BodyNaming {
        pointers,
        places,
        join: _,
        rules,
        unenveloped,
    }) = body_naming(vendor)
    else {
        return Vec::new();
    };
    let lists = [
        Some(pointers),
        unenveloped.as_ref().map(|naming| &naming.pointers),
    ];
    let name = Value::from(event.name.as_str());
    let mut bodies = Vec::new();
    for pointers in lists.into_iter().flatten() {
        for place in places {
            if let [only] = place.as_slice() {
                bodies.push(event_routing::body_with([(
                    pointers[*only].as_str(),
                    name.clone(),
                )]));
            }
        }
        for rule in rules.iter().filter(|rule| rule.event == event.name) {
            let values = rule.conditions.iter();
            let values = values.filter_map(|NamingCondition { pointer, test }| {
                Some((
                    pointers[*pointer].as_str(),
                    event_routing::least_value(test)?,
                ))
            });
            bodies.push(event_routing::body_with(values));
        }
    }
    bodies
}

/// Reports a wrapper that is recognised by values of events, or of its own member.
fn check_wrapper(vendor: &Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let Some(wrapper) = vendor.event_wrapper() else {
        return;
    };
    let mut report = |message: String, help: &str| {
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            ..Place::default()
        };
        diagnostics
            .push(Diagnostic::error(codes::EVENT_IS_NOT_EVENT, place, message).with_help(help));
    };
    let member = pointer::join("", &wrapper.member);
    let mut conditions = wrapper.events.iter();
    if let Some(inside) =
        conditions.find(|condition| pointer::is_within(&condition.pointer, &member))
    {
        let message = format!(
            "the profile's wrapper is recognised by {}, which is inside {}",
            shown(&inside.pointer),
            shown(&member)
        );
        report(message, "recognise the wrapper by its other members");
    }
    let events = vendor.events.iter();
    let mut samples =
        events.flat_map(|event| event.samples.iter().map(move |sample| (event, sample)));
    let wrapped = samples.find(|(_, sample)| {
        all_hold(&wrapper.events, &sample.value) && sample.value.get(&wrapper.member).is_some()
    });
    if let Some((event, _)) = wrapped {
        let message = format!(
            "a sample of {} is taken for the wrapper of an event",
            shown(event.name.as_str())
        );
        report(
            message,
            "add a condition to `wrapper.events` that the event does not fulfil",
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::Model;
    use crate::test_support::{Files, object};

    /// The errors about events that are taken for other requests.
    fn found(profile: &str) -> Vec<String> {
        let profiles = format!(
            "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\nname.bare = [\"/type\"]\n\
             name.rules.opened = {{ \"/event/type\" = \"state\", \"/event/is_open\" = true }}\n{profile}\n"
        );
        let row = || object(json!({"event": object(json!({"type": {"type": "string"}}))}));
        let files = Files {
            profiles: profiles.leak(),
            ..Files::default()
        };
        let files = files.row("paid", row()).row("opened", row()).sample(
            "paid",
            "full",
            json!({"event": {"type": "paid"}, "id": 1, "payload": {}}),
        );
        let built = Model::build(files.inputs());
        let found = built.diagnostics.iter();
        let found = found.filter(|found| found.code.as_str() == "E152");
        found
            .map(|found| format!("{}: {}", found.place, found.message))
            .collect()
    }

    fn kind(conditions: &str) -> String {
        format!("not_events.click = {{ when = {conditions}, answer = \"A.\" }}")
    }

    #[test]
    fn an_event_is_not_taken_for_another_request() {
        for sound in [
            r#"{ "/type" = "click" }"#,
            r#"{ "/type" = "paid", "/by" = { is = "present" } }"#,
            r#"{ "/type" = "state", "/is_open" = false }"#,
        ] {
            assert_eq!(found(&kind(sound)), [""; 0], "{sound}");
        }
        let taken = |event: &str| {
            format!(
                "acme {event}: the profile's conditions of `click`, which is no event, hold for the event"
            )
        };
        for (conditions, event) in [
            (r#"{ "/type" = "paid" }"#, "paid"),
            (r#"{ "/event/type" = ["x", "paid"] }"#, "paid"),
            (r#"{ "/id" = 1 }"#, "paid"),
            (r#"{ "/is_open" = true }"#, "opened"),
            (r#"{ "/type" = "state" }"#, "opened"),
            (r#"[{ "/type" = "x" }, { "/type" = "opened" }]"#, "opened"),
        ] {
            assert_eq!(found(&kind(conditions)), [taken(event)], "{conditions}");
        }
    }

    #[test]
    fn an_event_is_not_taken_for_a_wrapper() {
        let wrapper = |events: &str| {
            found(&format!(
                "wrapper = {{ member = \"/payload\", events = {events} }}"
            ))
        };
        assert_eq!(wrapper(r#"{ "/type" = "wrapped" }"#), [""; 0]);
        assert_eq!(
            wrapper(r#"{ "/id" = 1 }"#),
            ["acme: a sample of `paid` is taken for the wrapper of an event"]
        );
        assert_eq!(
            wrapper(r#"{ "/payload/type" = "x" }"#),
            [
                "acme: the profile's wrapper is recognised by `/payload/type`, which is inside `/payload`"
            ]
        );
    }
}
