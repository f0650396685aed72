//! Requests that are no events, and deliveries in Socket Mode's wrapper.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use end_to_end::inputs::folder;
use serde::Deserialize;
use serde_json::{Value, from_slice, from_str, json, to_value};
use webhook_events::slack::{self, Event};
use webhook_events::verify::{ReceiveError, Secret};
use webhook_events::{ErrorKind, ParseError, discord, github, revenuecat, stripe};

use crate::body::{MENTION, with_event};

/// A form as a browser encodes it.
fn form(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields).finish()
}

/// The form in which an interaction comes.
fn interaction(payload: &Value) -> String {
    form(&[("payload", &payload.to_string())])
}

/// Socket Mode's wrapper.
fn in_socket_mode(kind: &str, payload: &Value) -> Value {
    json!({
        "envelope_id": "57d6a792-4d35-4d0b-b6aa-3361493e1caf",
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "retry_attempt": 0,
        "retry_reason": "",
        "payload": payload,
    })
}

/// The kind of a request that every function of the module refuses.
#[track_caller]
fn refused(body: &str) -> &'static str {
    let name = |error: ParseError| {
        assert_eq!(error.kind(), ErrorKind::NotEvent, "{error}");
        assert_eq!((error.line(), error.event_name()), (0, None));
        let kind = error.not_event().expect("the kind of a request");
        assert_eq!(
            error.to_string(),
            format!(
                "slack: not an event, but a request of the kind `{}`: {}",
                kind.name, kind.answer
            )
        );
        kind.name
    };
    let no_headers: [(&str, &str); 0] = [];
    let bytes = body.as_bytes();
    let names = [
        slack::parse(bytes).expect_err(body),
        slack::parse_strict(bytes).expect_err(body),
        slack::parse_request(&no_headers, bytes).expect_err(body),
        slack::peek(bytes).expect_err(body),
        slack::peek_request(&no_headers, bytes).expect_err(body),
    ]
    .map(name);
    assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
    names[0]
}

const INTERACTIONS: &[&str] = &[
    "block_actions",
    "block_suggestion",
    "dialog_cancellation",
    "dialog_submission",
    "dialog_suggestion",
    "interactive_message",
    "message_action",
    "shortcut",
    "view_closed",
    "view_submission",
    "workflow_step_edit",
];

#[test]
fn an_interaction_is_told_by_its_type() {
    for kind in INTERACTIONS {
        let payload = json!({
            "type": kind,
            "user": {"id": "U1", "username": "Zoë & co"},
            "trigger_id": "1.2",
            "actions": [{"action_id": "a", "value": "1+1=2 %"}],
        });
        assert_eq!(refused(&interaction(&payload)), *kind);
        assert_eq!(refused(&payload.to_string()), *kind);
        let wrapped = in_socket_mode("interactive", &payload).to_string();
        assert_eq!(refused(&wrapped), *kind);
        let error = from_str::<slack::Delivery>(&wrapped).expect_err("no event");
        assert!(error.to_string().contains(kind), "{error}");
    }
    let options = json!({"type": "interactive_message", "name": "n", "value": "a"});
    assert_eq!(refused(&interaction(&options)), "message_menu_options");
}

#[test]
fn an_interaction_of_a_new_kind_is_told_by_where_it_comes() {
    let payload = json!({"type": "thing_invented", "user": {"id": "U1"}});
    assert_eq!(refused(&interaction(&payload)), "interaction");
    assert_eq!(refused("payload=%7Bcut"), "interaction");
    let wrapped = in_socket_mode("interactive", &payload).to_string();
    assert_eq!(refused(&wrapped), "interaction");
}

#[test]
fn commands_and_checks_are_forms() {
    let command = [
        ("token", "gIkuvaNzQIHg97ATvDxqgjtO"),
        ("team_id", "T0001"),
        ("command", "/weather"),
        ("text", "94070 tomorrow & later"),
        ("response_url", "https://hooks.slack.com/commands/1234/5678"),
        ("trigger_id", "13345224609.738474920.8088930838d88f008e0"),
    ];
    assert_eq!(refused(&form(&command)), "slash_command");
    let members = command.map(|(name, text)| (name.to_owned(), text.into()));
    let payload = Value::Object(members.into_iter().collect());
    let wrapped = in_socket_mode("slash_commands", &payload).to_string();
    assert_eq!(refused(&wrapped), "slash_command");
    assert_eq!(
        refused(&form(&[("ssl_check", "1"), ("token", "x")])),
        "ssl_check"
    );
    let message = [
        ("trigger_word", "googlebot:"),
        ("service_id", "7"),
        ("text", "x"),
    ];
    assert_eq!(refused(&form(&message)), "outgoing_webhook");
    let disconnect =
        json!({"type": "disconnect", "reason": "warning", "debug_info": {"host": "a"}});
    assert_eq!(refused(&disconnect.to_string()), "socket_mode_disconnect");
}

#[test]
fn other_bodies_are_refused_or_unknown_as_before() {
    for (body, kind) in [
        ("a=1&b=2", ErrorKind::Syntax),
        ("{\"type\":\"block_actions\"", ErrorKind::Syntax),
        ("{}", ErrorKind::Unnamed),
        ("[]", ErrorKind::Unnamed),
        ("{\"command\":1}", ErrorKind::Unnamed),
    ] {
        let error = slack::parse(body.as_bytes()).expect_err(body);
        assert_eq!((error.kind(), error.not_event()), (kind, None), "{error}");
    }
    let delivery = slack::parse(b"{\"type\":\"thing_invented\"}").expect("an unknown event");
    assert!(matches!(delivery.event, Event::Unknown(_)), "{delivery:?}");
    let enveloped = with_event("{\"type\":\"block_actions\"}");
    let delivery = slack::parse(enveloped.as_bytes()).expect("an unknown event");
    assert!(matches!(delivery.event, Event::Unknown(_)), "{delivery:?}");
    let named = slack::parse_named("block_actions", b"{\"type\":\"block_actions\"}");
    let delivery = named.expect("the caller names an event");
    assert_eq!(delivery.event.name(), "block_actions");
}

#[test]
fn a_signed_interaction_is_verified_and_refused() {
    let body = interaction(&json!({"type": "shortcut"}));
    let at: SystemTime = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let secrets = [Secret::new("8f742231b10e8888abcd99yyyzzz85a5")];
    let headers = slack::sign(&secrets[0], at, body.as_bytes()).expect("it can be signed");
    let received = slack::receive(&headers, body.as_bytes(), &secrets, at);
    let ReceiveError::Unreadable(error) = received.expect_err("no event") else {
        panic!("the signature is right")
    };
    assert_eq!(error.not_event().map(|kind| kind.name), Some("shortcut"));
}

#[test]
fn every_sample_is_read_in_socket_modes_wrapper_as_by_itself() {
    let samples = folder("catalog/samples/slack").into_iter();
    let mut read = 0;
    for file in samples.filter(|file| file.path.ends_with(".json")) {
        let alone = slack::parse(&file.bytes).unwrap_or_else(|error| panic!("{error}"));
        let payload: Value = from_slice(&file.bytes).expect("a sample is JSON");
        let body = in_socket_mode("events_api", &payload);
        let text = body.to_string();
        let name = alone.event.name();
        assert_eq!(
            slack::peek(text.as_bytes()).expect("JSON").as_deref(),
            Some(name)
        );
        let deliveries = [
            slack::parse(text.as_bytes()),
            slack::parse_strict(text.as_bytes()),
            slack::parse_named(name, text.as_bytes()),
        ];
        for delivery in deliveries {
            let delivery = delivery.unwrap_or_else(|error| panic!("{}: {error}", file.path));
            assert_eq!(
                (&delivery.event, &delivery.envelope),
                (&alone.event, &alone.envelope)
            );
            assert_eq!(delivery.unknown_members(), alone.unknown_members());
            let wrapper = delivery.wrapper().expect("the wrapper's members");
            assert_eq!(wrapper["envelope_id"], body["envelope_id"]);
            assert_eq!(wrapper.get("payload"), None);
            assert_eq!(to_value(&delivery).expect("it is JSON"), body);
        }
        let deserialized: slack::Delivery = from_str(&text).expect("a delivery");
        assert_eq!(to_value(&deserialized).expect("it is JSON"), body);
        read += 1;
    }
    assert!(read > 100, "{read}");
}

#[test]
fn in_a_wrapper_pointers_lead_into_the_delivery_and_positions_into_the_body() {
    let body = format!(
        "{{\"envelope_id\":\"1\",\"type\":\"events_api\",\n\"payload\":\n  {}}}",
        MENTION.replace("\"U123ABC456\"", "7")
    );
    let error = slack::parse_strict(body.as_bytes()).expect_err("the user is a number");
    let at = body.find("\"user\"").expect("a user");
    let line = body[..at].matches('\n').count() + 1;
    assert_eq!((error.pointer(), error.line()), ("/event/user", line));
    let delivery = slack::parse(body.as_bytes()).expect("a delivery");
    let pointers: Vec<String> = delivery
        .misfits()
        .iter()
        .map(|misfit| misfit.pointer().to_string())
        .collect();
    assert_eq!(pointers, ["/event/user"]);
    let found: Value = from_str(&body).expect("JSON");
    assert_eq!(to_value(&delivery).expect("it is JSON"), found);
}

#[test]
fn a_wrapper_without_an_event_names_none() {
    for payload in [json!({}), json!(null), json!("x")] {
        let body = in_socket_mode("events_api", &payload).to_string();
        let error = slack::parse(body.as_bytes()).expect_err("no event");
        assert_eq!(error.kind(), ErrorKind::Unnamed, "{error}");
        assert_eq!(slack::peek(body.as_bytes()).expect("JSON"), None);
    }
    // A wrapper in a wrapper is none.
    let inner = in_socket_mode("events_api", &from_str(MENTION).expect("JSON"));
    let body = in_socket_mode("events_api", &inner).to_string();
    let delivery = slack::parse(body.as_bytes()).expect("an unknown event");
    assert_eq!(delivery.event.name(), "events_api");
    assert_eq!(
        to_value(&delivery).expect("JSON"),
        from_str::<Value>(&body).expect("JSON")
    );
}

#[test]
fn of_repeated_members_of_a_wrapper_the_last_one_counts() {
    let body = format!(
        "{{\"payload\":{{}},\"type\":\"hello\",\"envelope_id\":\"1\",\"type\":\"events_api\",\"payload\":{MENTION}}}"
    );
    let delivery = slack::parse(body.as_bytes()).expect("a delivery");
    assert_eq!(delivery.event.name(), "app_mention");
    let found: Value = from_str(&body).expect("JSON");
    assert_eq!(to_value(&delivery).expect("it is JSON"), found);
    let error = slack::parse_strict(body.as_bytes()).expect_err("members are repeated");
    assert_eq!(
        (error.kind(), error.pointer()),
        (ErrorKind::Repeated, "/type")
    );
}

#[test]
fn revenuecats_own_webhooks_are_not_its_slack_messages() {
    let webhook = json!({
        "api_version": "1.0",
        "event": {"type": "INITIAL_PURCHASE", "id": "1", "app_user_id": "u", "store": "APP_STORE"},
    });
    let text = webhook.to_string();
    let errors = [
        revenuecat::parse(text.as_bytes()).expect_err("no message"),
        revenuecat::parse_strict(text.as_bytes()).expect_err("no message"),
        revenuecat::peek(text.as_bytes()).expect_err("no message"),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::NotEvent);
        let kind = error.not_event().expect("the kind of a request");
        assert_eq!(kind.name, "webhook");
        assert!(kind.answer.contains("Slack"), "{}", kind.answer);
    }
}

/// Deliveries of several vendors, in a queue.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Queued {
    RevenueCat(Box<revenuecat::Delivery>),
    Slack(Box<slack::Delivery>),
    Other(Value),
}

#[test]
fn a_body_that_names_no_event_is_left_to_other_types() {
    for body in [
        "{}",
        "{\"a\":1}",
        "[]",
        "null",
        "7",
        "\"x\"",
        "{\"payload\":{\"attachments\":[{}]}}",
    ] {
        let error = from_str::<revenuecat::Delivery>(body).expect_err(body);
        assert!(error.to_string().contains("names the event"), "{error}");
        let queued: Queued = from_str(body).expect("any JSON");
        let Queued::Other(other) = queued else {
            panic!("not left: {queued:?}")
        };
        assert_eq!(other, from_str::<Value>(body).expect("JSON"));
        assert!(from_str::<slack::Delivery>(body).is_err(), "{body}");
        assert!(from_str::<stripe::Delivery>(body).is_err(), "{body}");
        assert!(from_str::<discord::Delivery>(body).is_err(), "{body}");
    }
    let queued: Queued = from_str(MENTION).expect("a mention");
    let Queued::Slack(delivery) = queued else {
        panic!("not Slack's: {queued:?}")
    };
    assert_eq!(delivery.event.name(), "app_mention");
    let paused = json!({"payload": {"attachments": [{"fallback": "Somebody paused"}]}});
    let queued: Queued = serde_json::from_value(paused).expect("a message");
    let Queued::RevenueCat(delivery) = queued else {
        panic!("not a message: {queued:?}")
    };
    assert_eq!(delivery.event.name(), "unknown wording: Somebody paused");
    // A header names GitHub's events: the body alone says nothing.
    let no_headers: [(&str, &str); 0] = [];
    let error = github::parse_request(&no_headers, b"{}").expect_err("no header");
    assert_eq!(error.kind(), ErrorKind::Unnamed);
}
