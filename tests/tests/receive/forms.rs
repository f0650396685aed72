//! Bodies that are forms: Twilio's and Mailchimp's.

use end_to_end::tolerance::forms::{Field, check_form};
use form_urlencoded::Serializer;
use proptest::prelude::*;
use serde_json::json;
use webhook_events::{ErrorKind, mailchimp, slack, twilio};

const INCOMING: &str = "ToCountry=US&MediaContentType0=image%2Fjpeg&SmsMessageSid=MM00000000000000000000000000000001&NumMedia=1&ToCity=\
    &SmsSid=MM00000000000000000000000000000001&SmsStatus=received&Body=The+lamp+is+lit+%26+turning+%F0%9F%92%A1&To=%2B15005550010\
    &MessageSid=MM00000000000000000000000000000001&AccountSid=AC00000000000000000000000000000002&From=%2B15005550006\
    &MediaUrl0=https%3A%2F%2Fapi.twilio.example%2Fmedia%2F1%3Fa%3Db&ApiVersion=2010-04-01&NewField=later";

const SUBSCRIBE: &str = "type=subscribe&fired_at=2025-03-14+09%3A26%3A53&data%5Bid%5D=8a1f00c2d4&data[list_id]=b7c6d5e4f3\
    &data[email]=ada%40keeper.example&data[merges][EMAIL]=ada%40keeper.example&data[merges][FNAME]=Ada\
    &data[merges][ADDRESS][city]=Galway&data[merges][GROUPINGS][0][id]=7&data[merges][GROUPINGS][0][groups]=Lamps%2C+Oil";

#[test]
fn an_incoming_message_is_read_from_its_form() {
    let delivery = twilio::parse_request(&[("Host", "receiver.example")][..], INCOMING.as_bytes());
    let delivery = delivery.expect("it names its event");
    assert_eq!(delivery.misfits(), []);
    let unknown = delivery.unknown_members();
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].to_string(), "/NewField");
    let twilio::Event::MessageReceived(event) = &delivery.event else {
        panic!("another event: {delivery:?}")
    };
    assert_eq!(
        event.body.as_deref(),
        Some("The lamp is lit & turning \u{1f4a1}")
    );
    assert_eq!(event.to_city.as_deref(), Some(""));
    assert_eq!(event.from, "+15005550006");
    assert_eq!(
        event.media_url0.as_deref(),
        Some("https://api.twilio.example/media/1?a=b")
    );
    check_form(INCOMING, |_| Ok(delivery.to_form())).expect("it was read");
    let name = twilio::peek(INCOMING.as_bytes()).expect("it is a form");
    assert_eq!(name.as_deref(), Some("message.received"));
}

/// Callbacks have fields in common, so that no single one names them.
#[test]
fn callbacks_of_calls_recordings_and_messages_are_distinguished() {
    let forms = [
        (
            "CallSid=CA1&CallStatus=ringing&Direction=inbound",
            "call.incoming",
        ),
        (
            "CallSid=CA1&CallStatus=ringing&CallbackSource=call-progress-events",
            "call.ringing",
        ),
        (
            "CallSid=CA1&CallStatus=completed&RecordingStatus=completed",
            "call.completed",
        ),
        (
            "CallSid=CA1&RecordingSid=RE1&RecordingStatus=completed",
            "recording.completed",
        ),
        ("SmsSid=SM1&SmsStatus=sent", "message.sent"),
        (
            "MessageSid=SM1&MessageStatus=delivered&SmsStatus=sent",
            "message.delivered",
        ),
        ("MessageSid=SM1&Body=hello", "message.received"),
        ("EventType=onMessageAdded&Body=hello", "onMessageAdded"),
    ];
    for (form, name) in forms {
        let peeked = twilio::peek(form.as_bytes()).expect("it is a form");
        assert_eq!(peeked.as_deref(), Some(name), "{form}");
    }
}

#[test]
fn names_in_brackets_are_members_of_objects() {
    let delivery = mailchimp::parse(SUBSCRIBE.as_bytes()).expect("it names its event");
    let mailchimp::Event::Subscribe(event) = &delivery.event else {
        panic!("another event: {delivery:?}")
    };
    let merges = event.data.merges.as_ref().expect("it has merge fields");
    assert_eq!(merges.fname.as_deref(), Some("Ada"));
    let written = json!(merges);
    assert_eq!(written["ADDRESS"], json!({ "city": "Galway" }));
    assert_eq!(
        written["GROUPINGS"],
        json!([{ "id": "7", "groups": "Lamps, Oil" }])
    );
    check_form(SUBSCRIBE, |_| Ok(delivery.to_form())).expect("it was read");
}

/// The field is kept as the list that it is, and costs nothing else.
#[test]
fn a_field_that_is_repeated_is_a_misfit() {
    let form = format!("{INCOMING}&Body=again");
    let delivery = twilio::parse(form.as_bytes()).expect("it names its event");
    let [misfit] = delivery.misfits() else {
        panic!("not one misfit: {delivery:?}")
    };
    assert_eq!(
        misfit.to_string(),
        "expected a string at `/Body`, found an array"
    );
    check_form(&form, |_| Ok(delivery.to_form())).expect("it was read");
    let error = twilio::parse_strict(form.as_bytes()).expect_err("there is a misfit");
    assert_eq!(
        error.to_string(),
        "twilio event `message.received`: expected a string at `/Body`, found an array"
    );
    assert_eq!((error.line(), error.column()), (0, 0));
}

#[test]
fn a_malformed_event_has_no_position_in_the_form() {
    let form = "type=upemail&data[list_id]=b7c6d5e4f3&data[new_email]=ada%40lamp.example";
    let delivery = mailchimp::parse(form.as_bytes()).expect("it names its event");
    let mailchimp::Event::Malformed(event) = &delivery.event else {
        panic!("not malformed: {delivery:?}")
    };
    assert_eq!(
        event.error.to_string(),
        "mailchimp event `upemail`: `/data/old_email` is missing, expected a string"
    );
    check_form(form, |_| Ok(delivery.to_form())).expect("it was read");
}

#[test]
fn bodies_of_the_other_format_are_refused() {
    let error = mailchimp::parse(br#"{"type": "subscribe"}"#).expect_err("it is JSON");
    assert_eq!(
        error.to_string(),
        "mailchimp: the body is JSON, expected a form"
    );
    let error = twilio::peek(b"[]").expect_err("it is JSON");
    assert_eq!(
        error.to_string(),
        "twilio: the body is JSON, expected a form"
    );
    let error = slack::parse(SUBSCRIBE.as_bytes()).expect_err("it is a form");
    assert_eq!(
        error.to_string(),
        "slack: the body is a form, expected JSON"
    );
    assert_eq!(error.kind(), ErrorKind::Syntax);
    let error = twilio::parse(b"").expect_err("it names no event");
    assert_eq!(error.kind(), ErrorKind::Unnamed);
}

#[test]
fn a_form_is_json_for_serde() {
    let delivery = mailchimp::parse(SUBSCRIBE.as_bytes()).expect("it names its event");
    let json = serde_json::to_string(&delivery).expect("it is JSON");
    let again: mailchimp::Delivery = serde_json::from_str(&json).expect("the same types");
    assert_eq!(again, delivery);
}

/// Fields that a vendor declares, those it may add, and others.
fn any_field() -> impl Strategy<Value = Field> {
    let declared = prop::sample::select(vec![
        "data[email]",
        "data[id]",
        "data[merges][EMAIL]",
        "data[merges][GROUPINGS][0][id]",
        "data[merges][GROUPINGS][1][id]",
        "data",
        "data[merges]",
        "fired_at",
        "Body",
        "From",
        "MediaUrl0",
        "MessagingBinding.Type",
        "MessageSid",
    ]);
    let name = prop_oneof![
        declared.prop_map(str::to_owned),
        "[a-b\\[\\]01]{0,8}",
        "\\PC{0,3}"
    ];
    (name, "\\PC{0,4}")
}

proptest! {
    #[test]
    fn any_fields_are_written_back(fields in prop::collection::vec(any_field(), 0..12)) {
        for (name, value) in [("type", "subscribe"), ("EventType", "onMessageAdded"), ("SmsStatus", "received")] {
            let form = Serializer::new(String::new())
                .append_pair(name, value)
                .extend_pairs(&fields)
                .finish();
            let read = match name {
                "type" => check_form(&form, |form| Ok(mailchimp::parse(form)?.to_form())),
                _ => check_form(&form, |form| Ok(twilio::parse(form)?.to_form())),
            };
            prop_assert!(read.is_ok(), "{form}: {read:?}");
        }
    }
}
