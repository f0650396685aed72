//! Conversions of values: members that may be absent or `null`, string enums, untyped JSON, unknown events.

#![allow(
    unreachable_pub,
    reason = "a macro expands here that is meant for public types"
)]

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::{DateTime, Json, Nullable, StringEnum, UnknownEvent, string_enum};

#[test]
fn a_nullable_value_is_converted() {
    let states = [
        Nullable::Absent,
        Nullable::Null,
        Nullable::from("x".to_owned()),
    ];
    let texts = states.each_ref().map(Nullable::as_deref);
    assert_eq!(texts, [None, None, Some("x")]);
    let lengths = states
        .each_ref()
        .map(|state| state.as_ref().map(String::len));
    assert_eq!(
        lengths,
        [Nullable::Absent, Nullable::Null, Nullable::Value(1)]
    );
    assert_eq!(lengths.map(|length| length.unwrap_or(7)), [7, 7, 1]);
    assert_eq!(lengths.map(Nullable::unwrap_or_default), [0, 0, 1]);
    assert_eq!(
        lengths.map(|length| length.is_value()),
        [false, false, true]
    );
    assert_eq!(lengths.map(Option::from), [None, None, Some(1)]);
}

#[test]
fn a_nullable_value_is_used_as_an_option() {
    let mut name: Nullable<String> = "x".into();
    assert_eq!(name, "x");
    assert_eq!(name, *"x");
    assert_ne!(name, "y");
    assert_ne!(Nullable::<String>::Null, "");
    assert_eq!(
        name.as_ref().and_then(|name| name.chars().next()),
        Some('x')
    );
    assert_eq!(name.as_ref().map_or(7, String::len), 1);
    assert_eq!(Nullable::Null.map_or(7, |name: String| name.len()), 7);
    assert!(name.as_ref().is_value_and(|name| name == "x"));
    assert_eq!((&name).into_iter().chain(&Nullable::Null).count(), 1);
    name.value_mut().expect("it has a value").push('y');
    assert_eq!(name.take().unwrap(), "xy");
    assert!(name.is_absent());
    assert_eq!(name.unwrap_or_else(|| "z".to_owned()), "z");
    let states = [None, Some(1)].map(Nullable::from);
    assert_eq!(states, [Nullable::Absent, Nullable::Value(1)]);
    let time: Nullable<DateTime> = "2026-01-01T00:00:00Z".into();
    assert_eq!(time, "2026-01-01T00:00:00Z");
}

#[test]
#[should_panic(expected = "the member is absent or null")]
fn a_nullable_without_a_value_is_not_unwrapped() {
    let _ = Nullable::<u8>::Null.unwrap();
}

#[test]
fn a_nullable_value_is_null_or_a_value_in_json() {
    for (text, state) in [("null", Nullable::Null), ("1", Nullable::Value(1))] {
        assert_eq!(serde_json::from_str::<Nullable<u8>>(text).ok(), Some(state));
        assert_eq!(serde_json::to_string(&state).ok().as_deref(), Some(text));
    }
    assert!(serde_json::from_str::<Nullable<u8>>("\"1\"").is_err());
    let absent = serde_json::to_value(Nullable::<u8>::Absent);
    assert_eq!(absent.ok(), Some(Value::Null));
}

#[test]
fn a_json_text_is_deserialized() {
    let json = Json::from(json!({"id": "x", "sizes": [1, 2]}));
    let read = json.deserialize::<std::collections::HashMap<&str, Value>>();
    assert_eq!(read.expect("an object")["sizes"], json!([1, 2]));
    assert!(json.deserialize::<Vec<u8>>().is_err());
}

#[test]
fn equal_json_values_have_one_hash() {
    let texts = [r#"{"a": 1, "b": "x"}"#, r#"{"b":"\u0078","a":1}"#];
    let values = texts.map(|text| serde_json::from_str::<Json>(text).expect("it is JSON"));
    assert_eq!(HashSet::from(values).len(), 1);
}

#[test]
fn an_unknown_event_is_read_as_it_is_written() {
    let text = r#"{"name":"new_event","payload":{"type":"new_event","n":[1,null]}}"#;
    let event: UnknownEvent = serde_json::from_str(text).expect("an event");
    assert_eq!(
        (&*event.name, &event.payload["n"]),
        ("new_event", &json!([1, null]))
    );
    assert_eq!(
        serde_json::to_string(&event).expect("JSON").len(),
        text.len()
    );
    let error = serde_json::from_str::<UnknownEvent>(r#"{"name": "x"}"#).expect_err("no payload");
    assert!(
        error.to_string().contains("`/payload` is missing"),
        "{error}"
    );
}

#[derive(Debug, PartialEq)]
enum Status {
    Open,
    Closed,
    Other(String),
}

string_enum!(Status {
    "open" => Open,
    "closed" => Closed,
    _ => Other,
});

#[test]
fn a_string_enum_is_read_from_text_and_written_as_it() {
    let other = || Status::Other("Open".to_owned());
    for (text, status) in [
        ("open", Status::Open),
        ("closed", Status::Closed),
        ("Open", other()),
    ] {
        assert_eq!(Status::from_text(text.into()), status);
        assert_eq!(status.to_string(), text);
        assert_eq!(format!("{status:>7}").trim_start(), text);
        let json = serde_json::to_string(&status).expect("JSON");
        assert_eq!(serde_json::from_str::<Status>(&json).ok(), Some(status));
    }
    let error = serde_json::from_str::<Status>("7").expect_err("no string");
    assert!(error.to_string().contains("expected a string"), "{error}");
}
