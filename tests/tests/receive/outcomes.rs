//! Outcomes of parsing: a typed event, an unknown event, or an error.

use serde_json::{Value, from_reader, from_slice, from_str, from_value, json};
use webhook_events::slack::{self, Delivery, Event, Goodbye, Message, MessageEvent};
use webhook_events::{ErrorKind, revenuecat};

use crate::body::{MENTION, envelope, parsed, with_event};

#[test]
fn a_known_event_is_typed() {
    let delivery = parsed(MENTION);
    let Event::AppMention(event) = &delivery.event else {
        panic!("not a mention: {delivery:?}")
    };
    assert_eq!(event.r#type, "app_mention");
    assert_eq!(delivery.event.name(), "app_mention");
    let team = envelope(&delivery).team_id.value();
    assert_eq!(team.map(|team| team.as_str()), Some("T123ABC456"));
    assert_eq!(envelope(&delivery).event_time, 1_515_449_522_i64);
}

#[test]
fn an_unknown_event_keeps_name_and_payload() {
    let event = r#"{"type":"thing_invented","thing":{"n":[1,null]}}"#;
    let delivery = parsed(&with_event(event));
    let Event::Unknown(unknown) = &delivery.event else {
        panic!("not unknown: {delivery:?}")
    };
    assert_eq!(unknown.name, "thing_invented");
    let payload: Value = from_str(event).expect("the event is JSON");
    assert_eq!(unknown.payload, payload);
    assert_eq!(delivery.event.name(), "thing_invented");
    assert_eq!(delivery.event.facts(), None);
}

#[test]
fn a_known_event_with_an_invalid_member_is_an_error() {
    let body = MENTION.replace("1515449522,", "\"soon\",");
    let error = slack::parse_strict(body.as_bytes()).expect_err("the time is not an integer");
    assert_eq!(error.kind(), ErrorKind::Mismatch);
    assert_eq!(error.event_name(), Some("app_mention"));
}

#[test]
fn a_name_that_differs_by_case_or_space_is_another_event() {
    for name in [
        "App_Mention",
        "app_mention ",
        " app_mention",
        "app_mentio",
        "",
        "app_mention\\u0000",
    ] {
        let delivery = parsed(&with_event(&format!("{{\"type\":\"{name}\"}}")));
        assert!(
            matches!(delivery.event, Event::Unknown(_)),
            "{name:?}: {delivery:?}"
        );
    }
}

#[test]
fn the_channel_type_determines_the_message_event() {
    for (channel_type, name) in [
        ("app_home", "message.app_home"),
        ("channel", "message.channels"),
        ("group", "message.groups"),
        ("im", "message.im"),
        ("mpim", "message.mpim"),
        ("something_new", "message"),
    ] {
        for event in [
            format!(
                r#"{{"type":"message","channel":"C1","ts":"1.2","channel_type":"{channel_type}"}}"#
            ),
            format!(
                r#"{{"ts":"1.2","channel":"C1","channel_type":"{channel_type}","type":"message"}}"#
            ),
        ] {
            let body = with_event(&event);
            assert_eq!(parsed(&body).event.name(), name, "{event}");
            let peeked = slack::peek(body.as_bytes()).expect("the body is JSON");
            assert_eq!(peeked.as_deref(), Some(name), "{event}");
        }
        let unknown = with_event(&format!(
            r#"{{"type":"message","subtype":"newer","channel":"C1","ts":"1.2","channel_type":"{channel_type}"}}"#
        ));
        assert_eq!(parsed(&unknown).event.name(), name, "{unknown}");
    }
    assert_eq!(
        parsed(&with_event(
            r#"{"type":"message","channel":"C1","ts":"1.2"}"#
        ))
        .event
        .name(),
        "message"
    );
}

#[test]
fn a_direct_message_keeps_its_type_on_the_wire() {
    let delivery = parsed(&with_event(
        r#"{"type":"message","channel":"D1","ts":"1.2","channel_type":"im"}"#,
    ));
    let Event::Message(event) = &delivery.event else {
        panic!("not a direct message: {delivery:?}")
    };
    assert_eq!(json!(event)["type"], "message");
    assert_eq!(json!(event)["channel_type"], "im");
    assert_eq!((event.channel(), event.text()), (Some("D1"), None));
    assert_eq!(delivery.event.name(), "message.im");
    assert_eq!(event.facts(), &Message::MESSAGE_IM);
    assert_eq!(event.facts().scopes, Some(&["im:history"][..]));
}

#[test]
fn an_event_has_accessors_for_what_many_events_have() {
    let read = |event: &str| {
        let delivery = parsed(&with_event(event));
        let event = delivery.event;
        let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
        [event.channel(), event.user(), event.ts()]
            .map(text)
            .join(" ")
    };
    assert_eq!(
        read(r#"{"type":"message","channel":"C1","user":"U1","ts":"1.2","channel_type":"im"}"#),
        "C1 U1 1.2"
    );
    assert_eq!(
        read(
            r#"{"type":"reaction_added","user":"U1","reaction":"thumbsup","event_ts":"1.3",
                "item":{"type":"message","channel":"C1","ts":"1.2"}}"#
        ),
        "C1 U1 1.2"
    );
    assert_eq!(
        read(
            r#"{"type":"file_shared","channel_id":"C1","file_id":"F1","file":{"id":"F1"},"user_id":"U1","event_ts":"1.3"}"#
        ),
        "C1 U1 -"
    );
    assert_eq!(read(r#"{"type":"goodbye"}"#), "- - -");
    let delivery = parsed(&with_event(
        r#"{"type":"message","subtype":"file_share","channel":"C1","user":"U1","ts":"1.2","files":[{"id":"F1"}]}"#,
    ));
    let ids = delivery.event.files().into_iter().flatten();
    assert_eq!(ids.map(|file| &file.id).collect::<Vec<_>>(), ["F1"]);
}

#[test]
fn the_channel_type_is_ignored_for_other_events() {
    let body = with_event(r#"{"type":"goodbye","channel_type":"im"}"#);
    assert_eq!(parsed(&body).event.name(), "goodbye");
}

#[test]
fn the_caller_may_name_the_event() {
    let body = with_event(r#"{"type":"goodbye"}"#);
    let same = slack::parse_named("goodbye", body.as_bytes()).expect("it fits");
    assert_eq!(same, parsed(&body));
    let other = slack::parse_named("accounts_changed", body.as_bytes()).expect("it fits as well");
    assert!(
        matches!(other.event, Event::AccountsChanged(_)),
        "{other:?}"
    );
    let unknown = slack::parse_named("thing_invented", body.as_bytes())
        .expect("an unknown event is not an error");
    assert_eq!(unknown.event.name(), "thing_invented");
}

#[test]
fn a_vendor_whose_bodies_do_not_name_their_event() {
    let body = r#"{"anything": [1, 2.0]}"#;
    let delivery = revenuecat::parse_named("Thing Invented", body.as_bytes())
        .expect("an unknown event is not an error");
    let revenuecat::Event::Unknown(unknown) = &delivery.event else {
        panic!("not unknown: {delivery:?}")
    };
    assert_eq!(unknown.name, "Thing Invented");
    let value: Value = from_str(body).expect("the body is JSON");
    assert_eq!((&unknown.payload, json!(delivery)), (&value, value.clone()));
    let error = revenuecat::parse_named_strict("Renewal", b"{}").expect_err("members are missing");
    assert_eq!(
        (error.vendor(), error.event_name(), error.kind()),
        ("revenuecat", Some("Renewal"), ErrorKind::Missing)
    );
}

#[test]
fn a_delivery_is_deserialized_from_text_values_and_streams() {
    let unknown = with_event(r#"{"type":"thing_invented","n":1.0}"#);
    let direct = with_event(
        r#"{"type":"message","channel_type":"im","channel":"D1","ts":"1.2","text":"a\/b"}"#,
    );
    for body in [MENTION, &unknown, &direct] {
        let delivery = parsed(body);
        let value: Value = from_str(body).expect("the body is JSON");
        let as_delivery = "a delivery can be deserialized";
        assert_eq!(from_str::<Delivery>(body).expect(as_delivery), delivery);
        assert_eq!(
            from_slice::<Delivery>(body.as_bytes()).expect(as_delivery),
            delivery
        );
        assert_eq!(
            from_reader::<_, Delivery>(body.as_bytes()).expect(as_delivery),
            delivery
        );
        assert_eq!(from_value::<Delivery>(value).expect(as_delivery), delivery);
    }
}

#[test]
fn an_event_is_deserialized_on_its_own() {
    let text = r#"{"type":"goodbye","text":"a\/b","n":1e3}"#;
    let event: Goodbye = from_str(text).expect("an event can be deserialized");
    let value: Value = from_str(text).expect("the text is JSON");
    assert_eq!(json!(event), value);
    assert_eq!(
        from_reader::<_, Goodbye>(text.as_bytes()).expect("from a stream"),
        event
    );
    assert_eq!(from_value::<Goodbye>(value).expect("from a value"), event);
    from_str::<Goodbye>(r#"{"text":"no type"}"#).expect_err("a required member is missing");
}

#[test]
fn a_list_of_deliveries_is_deserialized() {
    let list: Vec<Delivery> = from_str(&format!("[{MENTION},{}]", with_event(r#"{"type":"x"}"#)))
        .expect("two deliveries");
    let names: Vec<&str> = list.iter().map(|delivery| delivery.event.name()).collect();
    assert_eq!(names, ["app_mention", "x"]);
}

#[test]
fn values_are_small() {
    assert!(size_of::<Event>() <= 16, "Event: {}", size_of::<Event>());
    assert!(
        size_of::<Delivery>() <= 32,
        "Delivery: {}",
        size_of::<Delivery>()
    );
    assert!(size_of::<webhook_events::ParseError>() <= 8);
}

#[test]
fn all_kinds_of_messages_have_the_same_accessors() {
    let message = |subtype: &str| {
        let event = format!(
            r#"{{"type":"message",{subtype}"channel":"C1","user":"U1","text":"hi","ts":"1.2","thread_ts":"1.1","bot_id":"B1"}}"#
        );
        parsed(&with_event(&event))
    };
    for (member, subtype) in [
        ("", None),
        (r#""subtype":"bot_message","#, Some("bot_message")),
        (r#""subtype":"thing_invented","#, Some("thing_invented")),
    ] {
        let delivery = message(member);
        let Event::Message(event) = &delivery.event else {
            panic!("not a message: {delivery:?}")
        };
        assert_eq!(event.subtype(), subtype);
        assert_eq!(
            (event.channel(), event.user(), event.text()),
            (Some("C1"), Some("U1"), Some("hi"))
        );
        assert_eq!((event.ts(), event.thread_ts()), (Some("1.2"), Some("1.1")));
    }
    let changed = parsed(&with_event(
        r#"{"type":"message","subtype":"message_changed","channel":"C1","ts":"1.2","hidden":true,
            "message":{"type":"message","user":"U1","text":"new","ts":"1.1","blocks":[{"type":"invented"}]},
            "previous_message":{"type":"message","user":"U1","text":"old","ts":"1.1"}}"#,
    ));
    let Event::Message(changed) = &changed.event else {
        panic!("not a message: {changed:?}")
    };
    let MessageEvent::MessageChanged(changed) = &changed.0 else {
        panic!("not a change: {changed:?}")
    };
    assert_eq!(changed.message.text.as_deref(), Some("new"));
    let previous = changed.previous_message.as_ref().expect("it is there");
    assert_eq!(previous.text.as_deref(), Some("old"));
}

#[test]
fn the_subtype_alone_selects_the_type() {
    let event = |subtype: &str| {
        with_event(&format!(
            r#"{{"type":"message","channel":"C1","ts":"1.2","subtype":{subtype}}}"#
        ))
    };
    let error =
        slack::parse_strict(event(r#""me_message""#).as_bytes()).expect_err("it has no text");
    assert_eq!(
        (error.kind(), error.pointer(), error.event_name()),
        (ErrorKind::Missing, "/event/text", Some("message"))
    );
    let error = slack::parse_strict(event("7").as_bytes()).expect_err("a subtype is a string");
    assert_eq!(
        (error.kind(), error.pointer(), error.expected()),
        (ErrorKind::Mismatch, "/event/subtype", "a string")
    );
    assert!(
        parsed(&event(r#""thing_invented""#))
            .event
            .facts()
            .is_some()
    );
}

#[test]
fn a_body_without_an_envelope_is_the_event_itself() {
    let hello = parsed(r#"{"type":"hello","connection_info":{"app_id":"A1"},"x":[1.0]}"#);
    assert!(matches!(hello.event, Event::Hello(_)), "{hello:?}");
    assert_eq!(hello.envelope, None);
    let verification = parsed(r#"{"token":"t","challenge":"c\/1","type":"url_verification"}"#);
    let Event::UrlVerification(verification) = &verification.event else {
        panic!("not a challenge: {verification:?}")
    };
    assert_eq!(verification.challenge, "c/1");
    // The same event, in an envelope.
    let enveloped = parsed(&with_event(r#"{"type":"hello"}"#));
    assert!(matches!(enveloped.event, Event::Hello(_)), "{enveloped:?}");
    assert!(enveloped.envelope.is_some());
    let unknown = parsed(r#"{"type":"thing_invented","n":1}"#);
    let Event::Unknown(unknown) = &unknown.event else {
        panic!("not unknown: {unknown:?}")
    };
    assert_eq!(
        (unknown.name.as_str(), &unknown.payload["n"]),
        ("thing_invented", &json!(1))
    );
    // Slack's legacy RTM API sends messages without an envelope.
    let unenveloped = parsed(r#"{"type":"message","channel_type":"im","channel":"D1","ts":"1.2"}"#);
    assert_eq!(unenveloped.event.name(), "message.im");
    let missing = slack::parse(br#"{"type":"event_callback"}"#).expect_err("there is no event");
    assert_eq!(
        (missing.kind(), missing.pointer()),
        (ErrorKind::Unnamed, "/event/type")
    );
    for body in [r#"{"type":"hello"}"#, r#"{"type":"x"}"#, "{}"] {
        let named =
            slack::parse_named_strict("hello", body.as_bytes()).map(|delivery| delivery.envelope);
        let expected = if body == "{}" { None } else { Some(None) };
        assert_eq!(named.ok(), expected, "{body}");
    }
}
