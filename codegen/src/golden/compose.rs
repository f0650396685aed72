//! A payload for an event that has no sample: every declared member of each type once, the same values on every run.

mod values;

use serde_json::{Value, json};
use webhook_catalog::{BodyNaming, Naming, ValueTest, pointer};

use crate::event_routing;
use crate::misfit;
use crate::model::{Event, Vendor};
use values::{compose_without, set};

/// Composes a body: the envelope if there is one, the event in it, and the values that name it unless the event's type has no place
/// for them.
///
/// Members that select another event, such as `message.channels` for `message`, are left out if they are optional.
pub(super) fn compose(vendor: &Vendor, event: &Event) -> Value {
    let unnamed = compose_without(vendor, event, Vec::new());
    let Some(naming @ Naming::Body(by_body)) = &vendor.naming else {
        return unnamed;
    };
    let mut ways = ways_to_name(vendor, by_body, event);
    // Values of members that the type declares come first.
    ways.sort_by_key(|way| {
        let mut pointers = way.iter().map(|(index, _)| &by_body.pointers[*index]);
        !pointers.all(|pointer| unnamed.pointer(pointer).is_some())
    });
    let bodies = ways.into_iter();
    let fitting = bodies
        .map(|way| compose_named(vendor, event, by_body, &way))
        .filter(|body| misfit::misfit_of_body(vendor, event, body).is_none());
    let fitting: Vec<Value> = fitting.collect();
    let names_event = |body: &&Value| {
        event_routing::named(naming, body)
            .is_some_and(|named| named.event_name == event.name.as_str())
    };
    let best = fitting.iter().find(names_event).or(fitting.first());
    best.cloned().unwrap_or(unnamed)
}

/// The values at pointers that name an event, by index.
type NamingValues = Vec<(usize, NamingValue)>;

/// A value that names an event.
enum NamingValue {
    Is(Value),
    Empty,
    Absent,
}

/// The values that a rule of the event or a place of its name asks for. Events that arrive as one type are told apart by their rules
/// alone.
fn ways_to_name(vendor: &Vendor, naming: &BodyNaming, event: &Event) -> Vec<NamingValues> {
    let rules = naming.rules.iter().filter(|rule| rule.event == event.name);
    let by_rules = rules.map(|rule| {
        let conditions = rule.conditions.iter();
        let values = conditions
            .filter_map(|condition| Some((condition.pointer, passing_value(&condition.test)?)));
        values.collect()
    });
    let by_rules: Vec<NamingValues> = by_rules.collect();
    if !by_rules.is_empty() && vendor.api.name_members.contains_key(&event.arrives_as) {
        return by_rules;
    }
    let by_places = naming.places.iter().map(|place| {
        let name = event.name.as_str();
        let texts: Vec<&str> = match place.len() {
            1 => vec![name],
            parts => name.splitn(parts, event_routing::join(naming)).collect(),
        };
        let texts = texts.into_iter().map(|text| NamingValue::Is(json!(text)));
        place.iter().copied().zip(texts).collect()
    });
    by_rules.into_iter().chain(by_places).collect()
}

/// A value that passes a test; `None` if any value does.
fn passing_value(test: &ValueTest) -> Option<NamingValue> {
    match test {
        ValueTest::Equals(value) => Some(NamingValue::Is(value.clone())),
        ValueTest::Like(pattern) => Some(NamingValue::Is(json!(pattern.replace('*', "id")))),
        ValueTest::Present => None,
        ValueTest::Absent => Some(NamingValue::Absent),
        ValueTest::Empty => Some(NamingValue::Empty),
        ValueTest::AnyOf(tests) => passing_value(tests.first()?),
    }
}

/// Composes a body with these values in it.
fn compose_named(
    vendor: &Vendor,
    event: &Event,
    naming: &BodyNaming,
    values: &NamingValues,
) -> Value {
    let steps = |index: usize| pointer::steps(&naming.pointers[index]);
    let with_values = |omitted| {
        let mut body = compose_without(vendor, event, omitted);
        for (index, value) in values {
            let new = match value {
                NamingValue::Is(value) => value.clone(),
                NamingValue::Empty => match body.pointer(&naming.pointers[*index]) {
                    Some(Value::Object(_)) => json!({}),
                    _ => json!([]),
                },
                NamingValue::Absent => continue,
            };
            set(&mut body, &steps(*index), new);
        }
        body
    };
    let absent = values.iter();
    let absent = absent.filter(|(_, value)| matches!(value, NamingValue::Absent));
    let mut omitted: Vec<Vec<String>> = absent.map(|(index, _)| steps(*index)).collect();
    let body = with_values(omitted.clone());
    let named = event_routing::named_by_body(naming, &body);
    if named.is_none_or(|named| named.event_name == event.name.as_str()) {
        return body;
    }
    let is_given = |index: &usize| values.iter().any(|(given, _)| given == index);
    let others = (0..naming.pointers.len()).filter(|index| !is_given(index));
    omitted.extend(others.map(steps));
    with_values(omitted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::misfits::misfit_changes;
    use crate::golden::payload::payloads;
    use crate::test_support::{Files, object};

    const PROFILES: &str = r#"
[acme]
event = "/event"
name.body = ["/event/type"]

[acme.name.rules]
"sent.public" = { "/event/type" = "sent", "/event/area" = "open" }
"#;

    const TRUSTING: &str = r#"
[acme]
event = "/event"
name.body = ["/event/type"]
trust_required = true

[acme.name.rules]
"sent.public" = { "/event/type" = "sent", "/event/area" = "open" }
"#;

    fn body(required: &Value) -> Value {
        let mut event = object(json!({
            "type": {"type": "string"}, "area": {"enum": ["open", "closed"]}, "id": {"type": "integer"},
        }));
        event["required"] = required.clone();
        let mut body = object(json!({ "event": event }));
        body["required"] = json!(["event"]);
        body
    }

    #[test]
    fn an_optional_member_that_selects_another_event_is_left_out() {
        let body = body(&json!(["type", "id"]));
        let files = Files {
            profiles: PROFILES,
            ..Files::default()
        };
        let model = files
            .row("sent", body.clone())
            .row("sent.public", body)
            .model();
        let vendor = &model.vendors[0];
        let composed: Vec<Value> = vendor
            .events
            .iter()
            .map(|event| compose(vendor, event))
            .collect();
        assert_eq!(
            composed,
            [
                json!({"event": {"type": "sent", "id": 1}}),
                json!({"event": {"type": "sent", "id": 1, "area": "open"}}),
            ]
        );
        for event in &vendor.events {
            assert!(payloads(vendor, event)[0].names_event);
        }
    }

    #[test]
    fn an_event_that_shares_its_type_is_composed_by_its_rule() {
        let profiles = r#"
[acme]
name.body = ["/type"]
name.rules."sent.public" = { "/type" = "sent", "/area" = "open" }
variants = { sent = ["sent.*"] }
"#;
        // The members that the rule names are not declared, except for the name itself.
        let schema = object(json!({"type": {"type": "string"}}));
        let files = Files {
            profiles,
            ..Files::default()
        };
        let files = files.row("sent", schema.clone()).row("sent.public", schema);
        let model = files.model();
        let vendor = &model.vendors[0];
        let composed = vendor.events.iter().map(|event| compose(vendor, event));
        let expected = [
            json!({"type": "sent"}),
            json!({"type": "sent", "area": "open"}),
        ];
        assert_eq!(composed.collect::<Vec<Value>>(), expected);
    }

    #[test]
    fn values_that_name_the_event_by_a_rule_are_composed() {
        let profiles = r#"
[acme]
name.body = ["/name", ["/kind", "/action"]]
name.join = "."

[acme.name.rules]
"chat.sent" = { "/path" = { like = "chats(*)/messages(*)" } }
heartbeat = { "/items" = { is = "empty" }, "/path" = { is = "absent" } }
number = { "/type" = [2, 3], "/path" = { is = "absent" } }
"#;
        let schema = object(json!({
            "kind": {"type": "string"}, "action": {"type": "string"}, "path": {"type": "string"},
            "items": {"type": "array", "items": {"type": "integer"}}, "type": {"type": "integer"},
        }));
        let mut files = Files {
            profiles,
            ..Files::default()
        };
        for event in ["chat.sent", "deal.added", "heartbeat", "number"] {
            files = files.row(event, schema.clone());
        }
        let model = files.model();
        let vendor = &model.vendors[0];
        let composed = vendor.events.iter().map(|event| {
            assert!(payloads(vendor, event)[0].names_event, "{}", event.name);
            compose(vendor, event)
        });
        let kind =
            json!({"kind": "kind", "action": "action", "path": "path", "items": [1], "type": 1});
        let with = |changes: Value| {
            let mut body = kind.clone();
            for (name, value) in changes.as_object().expect("an object") {
                match value {
                    Value::Null => body.as_object_mut().and_then(|body| body.remove(name)),
                    value => body
                        .as_object_mut()
                        .and_then(|body| body.insert(name.clone(), value.clone())),
                };
            }
            body
        };
        assert_eq!(
            composed.collect::<Vec<_>>(),
            [
                with(json!({"path": "chats(id)/messages(id)"})),
                with(json!({"kind": "deal", "action": "added"})),
                with(json!({"items": [], "path": null})),
                with(json!({"type": 2, "path": null})),
            ]
        );
    }

    #[test]
    fn a_required_member_that_leads_back_is_null_if_it_may_be() {
        let schema = |node: Value| {
            let mut body = object(json!({"d": {"$ref": "#/$defs/node"}}));
            body["required"] = json!(["d"]);
            body["$defs"] = json!({
                "node": node, "may": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
            });
            body
        };
        let node = |next: Value| json!({"type": "object", "properties": {"next": next}, "required": ["next"]});
        let may = json!({"$ref": "#/$defs/may"});
        for (node, expected) in [
            (node(may.clone()), json!({"next": null})),
            (
                node(json!({"type": ["array", "null"], "items": may})),
                json!({"next": []}),
            ),
            (
                node(json!({"type": ["object", "null"], "additionalProperties": may})),
                json!({"next": {}}),
            ),
            (
                json!({"type": "array", "prefixItems": [{"type": "integer"}, may], "minItems": 2}),
                json!([1, null]),
            ),
            (
                json!({"anyOf": [node(may.clone()), {"type": "integer"}]}),
                json!({"next": null}),
            ),
        ] {
            let files = Files {
                profiles: "",
                ..Files::default()
            };
            let model = files.row("sent", schema(node)).model();
            let vendor = &model.vendors[0];
            let composed = compose(vendor, &vendor.events[0]);
            assert_eq!(composed, json!({ "d": expected }));
        }
    }

    /// With the event named by the caller, a body without the name is not an error of naming.
    #[test]
    fn misfits_in_a_payload_that_cannot_name_its_event_concern_the_types() {
        let body = body(&json!(["type", "id", "area"]));
        let files = Files {
            profiles: TRUSTING,
            ..Files::default()
        };
        let model = files
            .row("sent", body.clone())
            .row("sent.public", body)
            .model();
        let vendor = &model.vendors[0];
        let event = &vendor.events[0];
        let payload = &payloads(vendor, event)[0];
        assert!(!payload.names_event);
        let errors: Vec<String> = misfit_changes(vendor, event, payload)
            .into_iter()
            .map(|change| change.error)
            .collect();
        assert_eq!(
            errors[0],
            "acme event `sent`: `/event` is missing, expected an object (line 1, column 1)"
        );
        assert!(
            errors
                .iter()
                .all(|error| error.starts_with("acme event `sent`: ")),
            "{errors:#?}"
        );
    }

    #[test]
    fn a_type_without_a_place_for_the_name_is_composed_without_it() {
        for event in [
            json!({"type": "string"}),
            object(json!({"type": {"type": "integer"}})),
        ] {
            let files = Files {
                profiles: "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n",
                ..Files::default()
            };
            let mut body = object(json!({ "event": event }));
            body["required"] = json!(["event"]);
            let model = files.row("sent", body).model();
            let vendor = &model.vendors[0];
            let event = &vendor.events[0];
            let payload = &payloads(vendor, event)[0];
            assert!(!payload.names_event);
            let misfit = misfit::misfit_of_body(vendor, event, &payload.value);
            assert_eq!(misfit, None);
        }
    }
}
