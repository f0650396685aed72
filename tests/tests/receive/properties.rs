//! Properties of parsing: additional members are kept, and no input causes a panic.

use std::sync::LazyLock;

use end_to_end::inputs::folder;
use end_to_end::tolerance;
use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};
use webhook_catalog::SourceFile;
use webhook_events::{revenuecat, slack};

use crate::body::{MENTION, with_event};

/// Any JSON value, a few levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("JSON has only finite numbers", |float| Number::from_f64(
            float
        )
        .map(Value::Number)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Undeclared members.
fn extra_members() -> impl Strategy<Value = Map<String, Value>> {
    let name = any::<String>().prop_map(|name| format!("x{name}"));
    prop::collection::btree_map(name, any_json(), 0..5)
        .prop_map(|members| members.into_iter().collect())
}

/// JSON text of an object, with its members in an order chosen by `order`.
fn text_in_order(object: &Map<String, Value>, order: &[prop::sample::Index]) -> String {
    let mut members: Vec<String> = object
        .iter()
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    let mut text = Vec::new();
    for pick in order.iter().cycle() {
        if members.is_empty() {
            break;
        }
        text.push(members.swap_remove(pick.index(members.len())));
    }
    format!("{{{}}}", text.join(","))
}

/// The required members of an event, from its sample `minimal`; the name alone if there is no such sample.
pub(crate) fn smallest_event(name: &str) -> Map<String, Value> {
    static SAMPLES: LazyLock<Vec<SourceFile>> = LazyLock::new(|| folder("catalog/samples/slack"));
    let path = format!("{name}/minimal.json");
    let Some(sample) = SAMPLES.iter().find(|sample| sample.path == path) else {
        return Map::from_iter([("type".to_owned(), json!(name))]);
    };
    let mut body: Map<String, Value> =
        serde_json::from_slice(&sample.bytes).expect("a sample is an object");
    match body.remove("event") {
        Some(Value::Object(event)) => event,
        _ => body,
    }
}

/// A modification of a valid body.
#[derive(Debug, Clone)]
enum Damage {
    Truncate(prop::sample::Index),
    Replace(prop::sample::Index, u8),
    Insert(prop::sample::Index, u8),
    Remove(prop::sample::Index),
    Copy(prop::sample::Index, prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    // Bytes with a meaning in JSON are more frequent.
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(b"{}[]:,\"\\0-.eEtfn u\n".to_vec())
    ];
    let at = any::<prop::sample::Index>;
    prop_oneof![
        1 => at().prop_map(Damage::Truncate),
        4 => (at(), byte.clone()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        4 => (at(), byte).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        4 => at().prop_map(Damage::Remove),
        2 => (at(), at(), 1_usize..40).prop_map(|(from, to, length)| Damage::Copy(from, to, length)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    match damage {
        Damage::Truncate(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Replace(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Damage::Insert(at, byte) => bytes.insert(at.index(bytes.len()), *byte),
        Damage::Remove(at) => {
            bytes.remove(at.index(bytes.len()));
        }
        Damage::Copy(from, to, length) => {
            let from = from.index(bytes.len());
            let part = bytes[from..(from + length).min(bytes.len())].to_vec();
            let to = to.index(bytes.len());
            bytes.splice(to..to, part);
        }
    }
}

/// Parses bytes by all functions. Accepted bodies are serialized as equal values, and `peek` agrees.
fn check(bytes: &[u8]) {
    let peeked = slack::peek(bytes);
    match slack::parse(bytes) {
        Ok(delivery) => {
            let json: Value = serde_json::from_slice(bytes).expect("an accepted body is JSON");
            assert_eq!(json!(delivery), json);
            assert!(peeked.is_ok(), "an accepted body can be peeked");
            // Of repeated members `peek` finds the first, and `parse` takes the last.
            let text = json.to_string();
            let peeked = slack::peek(text.as_bytes()).expect("the text is JSON");
            assert_eq!(peeked.as_deref(), Some(delivery.event.name()));
        }
        Err(error) => {
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
            assert!(
                error.line() <= lines && error.column() <= bytes.len() + 1,
                "{error}"
            );
            assert!(!error.to_string().contains(char::is_control), "{error}");
        }
    }
    for name in ["app_mention", "thing_invented"] {
        if let Ok(delivery) = slack::parse_named(name, bytes) {
            assert_eq!(delivery.event.name(), name);
        }
    }
    let peeked = revenuecat::peek(bytes);
    if let Ok(delivery) = revenuecat::parse(bytes) {
        let json: Value = serde_json::from_slice(bytes).expect("an accepted body is JSON");
        assert_eq!(json!(delivery), json);
        let peeked = peeked.expect("an accepted body can be peeked");
        assert_eq!(
            peeked.as_deref(),
            delivery.event.facts().map(|facts| facts.name)
        );
    }
    for facts in revenuecat::EVENTS {
        if let Ok(delivery) = revenuecat::parse_named(facts.name, bytes) {
            let json: Value = serde_json::from_slice(bytes).expect("an accepted body is JSON");
            assert_eq!(json!(delivery), json);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn additional_members_are_kept(
        envelope_members in extra_members(),
        event_members in extra_members(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        pick in 0..slack::EVENTS.len(),
    ) {
        let name = slack::EVENTS[pick].name;
        let smallest: Value = serde_json::from_str(&with_event("{}")).expect("the body is JSON");
        let Value::Object(mut body) = smallest else { panic!("a body is an object") };
        let mut event = event_members;
        event.extend(smallest_event(name));
        let event_text = text_in_order(&event, &order);
        body.extend(envelope_members);
        body.insert("event".to_owned(), json!("the event"));
        // The event is inserted as text, so that the order of its members is kept.
        let text = text_in_order(&body, &order).replacen("\"event\":\"the event\"", &format!("\"event\":{event_text}"), 1);
        let json: Value = serde_json::from_str(&text).expect("the text is JSON");
        let delivery = match slack::parse(text.as_bytes()) {
            Ok(delivery) => delivery,
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}"))),
        };
        prop_assert_eq!(delivery.event.name(), name);
        prop_assert_eq!(json!(delivery), json.clone());
        let serialized = serde_json::to_string(&delivery).expect("a delivery can be serialized");
        prop_assert_eq!(serde_json::from_str::<Value>(&serialized).expect("the text is JSON"), json);
        prop_assert_eq!(slack::parse(serialized.as_bytes()).expect("it parses again"), delivery);
    }

    #[test]
    fn unknown_events_are_kept(payload in extra_members(), name in "[a-z]{30}") {
        let mut event = payload;
        event.insert("type".to_owned(), json!(name));
        let event = Value::Object(event);
        let delivery = slack::parse(with_event(&event.to_string()).as_bytes()).expect("an unknown event is not an error");
        let slack::Event::Unknown(unknown) = &delivery.event else { panic!("{delivery:?}") };
        prop_assert_eq!((&unknown.name, &unknown.payload), (&name, &event));
    }

    #[test]
    fn any_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes);
    }

    #[test]
    fn any_json_does_not_panic(body in any_json()) {
        check(body.to_string().as_bytes());
    }

    #[test]
    fn damaged_bodies_do_not_panic(damages in prop::collection::vec(damage(), 1..6), direct in any::<bool>()) {
        let message = with_event(r#"{"blocks":[{"type":"x"}],"channel_type":"im","channel":"D1","ts":"1.2","text":"a\/\u00e9","type":"message"}"#);
        let mut bytes = if direct { message.into_bytes() } else { MENTION.as_bytes().to_vec() };
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        check(&bytes);
    }

    #[test]
    fn edited_bodies_are_read(
        base in 0..tolerance::base_count(),
        decisions in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        tolerance::check_edited(base, &decisions);
    }
}
