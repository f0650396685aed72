//! Conversions of events and their values, as a program uses them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use webhook_events::verify::{ReceiveError, Secret, VerifyError};
use webhook_events::{ErrorKind, github, slack, stripe};

fn mention() -> Value {
    json!({"type": "app_mention", "user": "U1", "text": "hi", "ts": "1.2", "channel": "C1", "event_ts": "1.2"})
}

fn envelope(event: &Value) -> Value {
    json!({
        "type": "event_callback", "token": "t", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1,
        "authorizations": [], "event": event,
    })
}

#[test]
fn an_event_is_read_from_its_payload() {
    for payload in [
        mention(),
        json!({"type": "new_event", "x": [null]}),
        json!({"type": "app_mention", "user": 7}),
    ] {
        let event: slack::Event = serde_json::from_value(payload.clone()).expect("a named event");
        assert_eq!(serde_json::to_value(&event).expect("JSON"), payload);
        let body = envelope(&payload).to_string();
        let delivery = slack::parse(body.as_bytes()).expect("a delivery");
        assert_eq!(delivery.event, event);
        let text = payload.to_string();
        let named = slack::Event::from_payload(event.name(), text.as_bytes());
        assert_eq!(named.expect("it is JSON"), event);
    }
    assert!(serde_json::from_value::<slack::Event>(json!({"user": "U1"})).is_err());
}

#[test]
fn an_event_that_its_payload_does_not_name_is_read_by_its_name() {
    let push = br#"{"ref": "refs/heads/main", "commits": []}"#;
    let event = github::Event::from_payload("push", push).expect("it is JSON");
    assert_eq!(event.name(), "push");
    let unknown = stripe::Event::from_payload("invoice.lost", b"{}").expect("it is JSON");
    assert!(matches!(unknown, stripe::Event::Unknown(_)));
    let error = stripe::Event::from_payload("invoice.paid", b"{").expect_err("no JSON");
    assert_eq!(error.kind(), ErrorKind::Syntax);
}

#[test]
fn an_event_is_converted_from_and_into_its_type() {
    let mention: slack::AppMention = serde_json::from_value(mention()).expect("a mention");
    let event = slack::Event::from(mention.clone());
    assert_eq!(event.name(), "app_mention");
    assert_eq!(slack::AppMention::try_from(event.clone()), Ok(mention));
    assert_eq!(slack::Hello::try_from(event.clone()), Err(event));
}

#[test]
fn a_text_is_converted_into_an_enum() {
    for (text, expected) in [
        ("im", slack::ChannelType::Im),
        ("Im", slack::ChannelType::Unknown("Im".to_owned())),
    ] {
        assert_eq!(slack::ChannelType::from(text), expected);
        assert_eq!(text.parse().as_ref(), Ok(&expected));
        assert_eq!(expected.to_string(), text);
    }
}

#[test]
fn times_are_converted_into_those_of_other_crates() {
    let whole = webhook_events::UnixTime::from(1_627_207_200);
    assert_eq!(
        whole.to_jiff().expect("a time").to_string(),
        "2021-07-25T10:00:00Z"
    );
    let ts = webhook_events::Ts::from("1627207200.000016");
    assert_eq!(
        ts.to_chrono().expect("a time").to_rfc3339(),
        "2021-07-25T10:00:00.000016+00:00"
    );
    let local = webhook_events::DateTime::from("1969-12-31T23:59:59.5-01:30");
    let (jiff, chrono) = (local.to_jiff(), local.to_chrono());
    let time = local.to_time().expect("a time");
    assert_eq!(jiff.expect("a time").as_millisecond(), 5_399_500);
    assert_eq!(chrono.expect("a time").timestamp_millis(), 5_399_500);
    assert_eq!(time.unix_timestamp_nanos(), 5_399_500_000_000);
    let before = webhook_events::DateTime::from("1969-12-31T23:59:59.25Z");
    let before = before.to_jiff().expect("a time");
    assert_eq!(before.as_millisecond(), -750);
    for text in ["", "yesterday", "2021-02-29T00:00:00Z"] {
        let none = webhook_events::DateTime::from(text);
        assert!(none.to_jiff().is_none() && none.to_chrono().is_none() && none.to_time().is_none());
    }
    let far = webhook_events::UnixTime::from(i64::MAX);
    assert!(far.to_jiff().is_none() && far.to_chrono().is_none() && far.to_time().is_none());
}

#[test]
fn an_envelope_is_read_as_it_is_written() {
    let body = envelope(&mention()).to_string();
    let delivery = slack::parse(body.as_bytes()).expect("a delivery");
    let envelope = delivery.envelope.expect("an envelope");
    let text = serde_json::to_string(&envelope).expect("JSON");
    assert_eq!(
        serde_json::from_str::<slack::Envelope>(&text).ok(),
        Some(*envelope)
    );
}

#[test]
fn a_request_is_verified_and_parsed_in_one_call() {
    let (secret, now) = (
        Secret::new("secret"),
        UNIX_EPOCH + Duration::from_secs(1_800_000_000),
    );
    let receive = |body: &[u8], signed: &[u8], at: SystemTime| {
        let signed = slack::sign(&secret, now, signed).expect("it can be signed");
        let headers = |name: &str| {
            let mut pairs = signed.iter();
            let pair = pairs.find(|(candidate, _)| candidate.eq_ignore_ascii_case(name));
            pair.map(|(_, value)| value.as_bytes())
        };
        slack::receive(&headers, body, std::slice::from_ref(&secret), at)
    };
    let body = envelope(&mention()).to_string();
    let delivery = receive(body.as_bytes(), body.as_bytes(), now).expect("signed");
    assert_eq!(delivery.event.name(), "app_mention");
    let refused = receive(body.as_bytes(), b"{}", now).expect_err("another body was signed");
    assert!(
        matches!(refused, ReceiveError::Refused(VerifyError::Mismatch)),
        "{refused}"
    );
    let unreadable = receive(b"{}", b"{}", now).expect_err("no event");
    let ReceiveError::Unreadable(error) = &unreadable else {
        panic!("{unreadable}")
    };
    assert_eq!(error.kind(), ErrorKind::Unnamed);
    assert_eq!(unreadable.to_string(), format!("unreadable: {error}"));
}
