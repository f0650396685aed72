//! Bodies in Slack's format, and the round trip that every accepted body must pass.

use serde_json::{Value, json};
use webhook_events::slack::{self, Delivery, Envelope};

/// Members of the envelope.
pub(crate) const ENVELOPE: &str = r#""token":"t","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":"Ev1","event_time":1515449522"#;

/// A body with the JSON text `event` as its event.
pub(crate) fn with_event(event: &str) -> String {
    format!("{{{ENVELOPE},\"event\":{event}}}")
}

/// The envelope of a delivery.
#[track_caller]
pub(crate) fn envelope(delivery: &Delivery) -> &Envelope {
    let envelope = delivery.envelope.as_deref();
    envelope.expect("the body has an envelope")
}

/// A body with further members in its envelope.
pub(crate) fn with_members(members: &str) -> String {
    format!("{{{ENVELOPE},\"event\":{{\"type\":\"goodbye\"}},{members}}}")
}

/// Slack's example of an `app_mention` delivery.
pub(crate) const MENTION: &str = r#"{
  "token": "ZZZZZZWSxiZZZ2yIvs3peJ",
  "team_id": "T123ABC456",
  "api_app_id": "A123ABC456",
  "event": {
    "type": "app_mention",
    "user": "U123ABC456",
    "text": "What is the hour of the pearl, <@U0LAN0Z89>?",
    "ts": "1515449522.000016",
    "channel": "C123ABC456",
    "event_ts": "1515449522000016"
  },
  "type": "event_callback",
  "event_id": "Ev123ABC456",
  "event_time": 1515449522,
  "authorizations": [{"enterprise_id": null, "is_bot": false}]
}"#;

/// Parses a body, and asserts that it is serialized as an equal value, as a value and as text.
#[track_caller]
pub(crate) fn parsed(body: &str) -> Delivery {
    let delivery = match slack::parse(body.as_bytes()) {
        Ok(delivery) => delivery,
        Err(error) => panic!("{error}\nin {body}"),
    };
    let json: Value = serde_json::from_str(body).expect("a body that parses is JSON");
    assert_eq!(json!(delivery), json, "serialized as a value");
    let text = serde_json::to_string(&delivery).expect("a delivery can be serialized");
    let serialized: Value = serde_json::from_str(&text).expect("the text is JSON");
    assert_eq!(serialized, json, "serialized as text");
    assert_eq!(
        slack::parse(text.as_bytes()).expect("it parses again"),
        delivery
    );
    delivery
}
