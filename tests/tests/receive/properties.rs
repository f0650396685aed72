//! Whatever else a vendor sends along comes back, and no bytes make a reader panic.

use std::sync::LazyLock;

use end_to_end::inputs::folder;
use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};
use webhook_catalog::SourceFile;
use webhook_events::{revenuecat, slack};

use crate::body::{MENTION, with_event};

/// Any JSON, a few levels deep; floats are finite, and names and texts are any text.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("JSON has finite numbers only", |float| Number::from_f64(
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

/// Members under names that no type of ours has.
fn extra_members() -> impl Strategy<Value = Map<String, Value>> {
    let name = any::<String>().prop_map(|name| format!("x{name}"));
    prop::collection::btree_map(name, any_json(), 0..5)
        .prop_map(|members| members.into_iter().collect())
}

/// An object as text, its members in an order chosen by `order`, names and texts spelled as serde_json does.
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

/// The members that an event must have, from its smallest sample; its name alone where nobody knows of any.
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

/// What is done to a sound body.
#[derive(Debug, Clone)]
enum Damage {
    Cut(prop::sample::Index),
    Put(prop::sample::Index, u8),
    Insert(prop::sample::Index, u8),
    Remove(prop::sample::Index),
    Copy(prop::sample::Index, prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    // Bytes with a meaning in JSON come up more often than chance would have it.
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(b"{}[]:,\"\\0-.eEtfn u\n".to_vec())
    ];
    let at = any::<prop::sample::Index>;
    prop_oneof![
        1 => at().prop_map(Damage::Cut),
        4 => (at(), byte.clone()).prop_map(|(at, byte)| Damage::Put(at, byte)),
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
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Put(at, byte) => {
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

/// Reads bytes in every way there is. What parses must come back; `peek` must agree.
fn read(bytes: &[u8]) {
    let peeked = slack::peek(bytes);
    match slack::parse(bytes) {
        Ok(delivery) => {
            let json: Value = serde_json::from_slice(bytes).expect("what parses is JSON");
            assert_eq!(json!(delivery), json);
            let peeked = peeked.expect("what parses can be peeked at");
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
    for name in ["app_mention", "nobody_knows"] {
        if let Ok(delivery) = slack::parse_named(name, bytes) {
            assert_eq!(delivery.event.name(), name);
        }
    }
    let peeked = revenuecat::peek(bytes);
    if let Ok(delivery) = revenuecat::parse(bytes) {
        let json: Value = serde_json::from_slice(bytes).expect("what parses is JSON");
        assert_eq!(json!(delivery), json);
        let peeked = peeked.expect("what parses can be peeked at");
        assert_eq!(
            peeked.as_deref(),
            delivery.event.facts().map(|facts| facts.name)
        );
    }
    for facts in revenuecat::EVENTS {
        if let Ok(delivery) = revenuecat::parse_named(facts.name, bytes) {
            let json: Value = serde_json::from_slice(bytes).expect("what parses is JSON");
            assert_eq!(json!(delivery), json);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn extra_members_come_back(
        around in extra_members(),
        inside in extra_members(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        pick in 0..slack::EVENTS.len(),
    ) {
        let name = slack::EVENTS[pick].name;
        let smallest: Value = serde_json::from_str(&with_event("{}")).expect("the body is JSON");
        let Value::Object(mut body) = smallest else { panic!("a body is an object") };
        let mut event = inside;
        event.extend(smallest_event(name));
        let event_text = text_in_order(&event, &order);
        body.extend(around);
        body.insert("event".to_owned(), json!("the event"));
        // The event is put in as text, so that the order of its own members is kept.
        let text = text_in_order(&body, &order).replacen("\"event\":\"the event\"", &format!("\"event\":{event_text}"), 1);
        let json: Value = serde_json::from_str(&text).expect("the text is JSON");
        let delivery = match slack::parse(text.as_bytes()) {
            Ok(delivery) => delivery,
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}"))),
        };
        prop_assert_eq!(delivery.event.name(), name);
        prop_assert_eq!(json!(delivery), json.clone());
        let written = serde_json::to_string(&delivery).expect("every type writes JSON");
        prop_assert_eq!(serde_json::from_str::<Value>(&written).expect("what is written is JSON"), json);
        prop_assert_eq!(slack::parse(written.as_bytes()).expect("it parses again"), delivery);
    }

    #[test]
    fn unknown_events_come_back(payload in extra_members(), name in "[a-z]{30}") {
        let mut event = payload;
        event.insert("type".to_owned(), json!(name));
        let event = Value::Object(event);
        let delivery = slack::parse(with_event(&event.to_string()).as_bytes()).expect("unknown is no error");
        let slack::Event::Unknown(unknown) = &delivery.event else { panic!("{delivery:?}") };
        prop_assert_eq!((&unknown.name, &unknown.payload), (&name, &event));
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }

    #[test]
    fn any_json_as_body(body in any_json()) {
        read(body.to_string().as_bytes());
    }

    #[test]
    fn a_damaged_body(damages in prop::collection::vec(damage(), 1..6), direct in any::<bool>()) {
        let message = with_event(r#"{"blocks":[{"type":"x"}],"channel_type":"im","channel":"D1","ts":"1.2","text":"a\/\u00e9","type":"message"}"#);
        let mut bytes = if direct { message.into_bytes() } else { MENTION.as_bytes().to_vec() };
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        read(&bytes);
    }
}
