//! A typed event, an unknown one, or an error.

use serde_json::{Value, from_reader, from_slice, from_str, from_value, json};
use webhook_events::slack::{self, Delivery, Event, Goodbye, MessageIm};
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
    assert_eq!(envelope(&delivery).team_id.as_deref(), Some("T123ABC456"));
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
fn a_known_event_with_a_bad_field_is_an_error_and_not_unknown() {
    let body = MENTION.replace("1515449522,", "\"soon\",");
    let error = slack::parse(body.as_bytes()).expect_err("the time is no integer");
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
fn messages_are_told_apart_by_the_kind_of_channel() {
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
fn a_direct_message_keeps_what_the_wire_calls_it() {
    let delivery = parsed(&with_event(
        r#"{"type":"message","channel":"D1","ts":"1.2","channel_type":"im"}"#,
    ));
    let Event::MessageIm(event) = &delivery.event else {
        panic!("not a direct message: {delivery:?}")
    };
    assert_eq!(json!(event)["type"], "message");
    assert_eq!(json!(event)["channel_type"], "im");
    assert_eq!((event.channel(), event.text()), (Some("D1"), None));
    assert_eq!(MessageIm::FACTS.name, "message.im");
}

#[test]
fn the_kind_of_channel_matters_for_messages_alone() {
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
    let unknown =
        slack::parse_named("thing_invented", body.as_bytes()).expect("unknown is no error");
    assert_eq!(unknown.event.name(), "thing_invented");
}

#[test]
fn a_vendor_whose_bodies_do_not_name_their_event() {
    let body = r#"{"anything": [1, 2.0]}"#;
    let delivery =
        revenuecat::parse_named("Thing Invented", body.as_bytes()).expect("unknown is no error");
    let revenuecat::Event::Unknown(unknown) = &delivery.event else {
        panic!("not unknown: {delivery:?}")
    };
    assert_eq!(unknown.name, "Thing Invented");
    let value: Value = from_str(body).expect("the body is JSON");
    assert_eq!((&unknown.payload, json!(delivery)), (&value, value.clone()));
    let error = revenuecat::parse_named("Renewal", b"{}").expect_err("members are missing");
    assert_eq!(
        (error.vendor(), error.event_name(), error.kind()),
        ("revenuecat", Some("Renewal"), ErrorKind::Missing)
    );
}

#[test]
fn a_delivery_reads_through_serde_from_text_values_and_streams() {
    let unknown = with_event(r#"{"type":"thing_invented","n":1.0}"#);
    let direct = with_event(
        r#"{"type":"message","channel_type":"im","channel":"D1","ts":"1.2","text":"a\/b"}"#,
    );
    for body in [MENTION, &unknown, &direct] {
        let delivery = parsed(body);
        let value: Value = from_str(body).expect("the body is JSON");
        let as_delivery = "serde reads a delivery";
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
fn an_event_reads_through_serde_on_its_own() {
    let text = r#"{"type":"goodbye","text":"a\/b","n":1e3}"#;
    let event: Goodbye = from_str(text).expect("serde reads an event");
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
fn a_delivery_inside_something_else_reads_through_serde() {
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
