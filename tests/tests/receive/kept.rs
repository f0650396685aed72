//! Lossless round trips: unknown members and values, notations of numbers and strings, order of members.

use serde_json::json;
use webhook_events::slack::{self, ChannelType, Event, MessageEvent};

use crate::body::{ENVELOPE, envelope, parsed, with_event, with_members};

#[test]
fn unknown_members_are_kept_on_every_object() {
    let body = format!(
        r#"{{"x":null,{ENVELOPE},"event":{{"":[],"type":"goodbye","y":{{"z":[true]}}}},"extra":{{}}}}"#
    );
    let delivery = parsed(&body);
    assert_eq!(
        json!(envelope(&delivery).extra),
        json!({ "x": null, "extra": {} })
    );
    let Event::Goodbye(event) = &delivery.event else {
        panic!("not a mention: {delivery:?}")
    };
    assert_eq!(json!(event.extra), json!({ "": [], "y": { "z": [true] } }));
}

#[test]
fn unknown_values_of_open_enums_are_kept() {
    let body = with_event(r#"{"type":"goodbye"}"#);
    assert_eq!(envelope(&parsed(&body)).r#type, "event_callback");
    for value in ["event_callback2", "", "Event_Callback"] {
        let delivery = parsed(&body.replace("event_callback", value));
        assert_eq!(envelope(&delivery).r#type, value);
    }
    for value in ["im", "", "IM", "thing_invented"] {
        let event =
            format!(r#"{{"type":"message","channel":"C1","ts":"1.2","channel_type":"{value}"}}"#);
        let delivery = parsed(&with_event(&event));
        let Event::Message(message) = &delivery.event else {
            panic!("not a message: {delivery:?}")
        };
        let MessageEvent::PlainMessage(message) = &message.0 else {
            panic!("not a plain message: {message:?}")
        };
        let kind = message.channel_type.as_ref().expect("the message has it");
        assert_eq!(kind.as_str(), value);
        assert_eq!(
            *kind == ChannelType::Unknown(value.to_owned()),
            value != "im"
        );
    }
}

#[test]
fn numbers_keep_their_value() {
    for (notation, integer) in [
        ("1", Some(1)),
        ("1.0", Some(1)),
        ("1e3", Some(1000)),
        ("1E+3", Some(1000)),
        ("-0", Some(0)),
        ("-7", Some(-7)),
        ("9223372036854775807", Some(i64::MAX)),
        ("18446744073709551615", None),
        ("18446744073709551616", None),
        ("123456789012345678901234567890", None),
        ("1e300", None),
    ] {
        let body = with_event(&format!(r#"{{"type":"goodbye","n":{notation}}}"#));
        let body = body.replace("1515449522", notation);
        let delivery = parsed(&body);
        assert_eq!(
            envelope(&delivery).event_time.as_i64(),
            integer,
            "{notation}"
        );
    }
    let written = json!(parsed(&with_members(r#""a":1.0,"b":1"#)));
    assert_eq!(
        (written["a"].to_string(), written["b"].to_string()),
        ("1.0".to_owned(), "1".to_owned())
    );
}

#[test]
fn numbers_with_a_fraction_are_not_integers() {
    for notation in ["1.5", "1e-1", "-0.5"] {
        let body = with_event(r#"{"type":"goodbye"}"#).replace("1515449522", notation);
        let error = slack::parse_strict(body.as_bytes()).expect_err(notation);
        assert_eq!(
            (error.pointer(), error.expected()),
            ("/event_time", "an integer"),
            "{notation}"
        );
    }
}

/// Pins a limitation: `serde_json` without `arbitrary_precision` stores these numbers as floats.
#[test]
fn numbers_beyond_a_float_are_rounded() {
    let body = with_event(r#"{"type":"goodbye"}"#).replace("1515449522", "0.1e-400");
    assert_eq!(envelope(&parsed(&body)).event_time.as_i64(), Some(0));
    let written = json!(parsed(&with_members(r#""a":1e3,"b":18446744073709551617"#)));
    assert_eq!(written["a"].to_string(), "1000.0");
    assert_eq!(written["b"].as_f64(), Some(18_446_744_073_709_551_616.0));
}

#[test]
fn escapes_in_values() {
    let delivery = parsed(&with_event(
        r#"{"type":"goodbye","url":"https:\/\/x.example\/a","t":"caf\u00e9 \ud83d\ude00\n\"\\"}"#,
    ));
    let Event::Goodbye(event) = &delivery.event else {
        panic!("not a mention: {delivery:?}")
    };
    assert_eq!(event.extra["url"], "https://x.example/a");
    assert_eq!(event.extra["t"], "café 😀\n\"\\");
    let body = with_event(r#"{"type":"goodbye"}"#).replace("\"A1\"", r#""A\/\u0031""#);
    assert_eq!(envelope(&parsed(&body)).api_app_id, "A/1");
}

#[test]
fn escapes_in_names() {
    let body = with_event(r#"{"\u0074ype":"g\u006fodbye","a\/b~c\"\u00e9":1}"#);
    let body = body.replace("\"event\":", "\"\\u0065vent\":");
    let delivery = parsed(&body);
    let Event::Goodbye(event) = &delivery.event else {
        panic!("not a mention: {delivery:?}")
    };
    assert_eq!(event.extra["a/b~c\"é"], 1);
    let peeked = slack::peek(body.as_bytes()).expect("the body is JSON");
    assert_eq!(peeked.as_deref(), Some("goodbye"));
}

#[test]
fn the_name_may_be_the_last_member() {
    let event = r#"{"text":"hi","channel":"D1","ts":"1.2","blocks":[{"type":"rich_text"}],"channel_type":"im","type":"message"}"#;
    let first = parsed(&format!(r#"{{"event":{event},{ENVELOPE}}}"#));
    let last = parsed(&format!(r#"{{{ENVELOPE},"event":{event}}}"#));
    assert_eq!(first, last);
    assert_eq!(first.event.name(), "message.im");
}

#[test]
fn other_members_called_type_are_ignored() {
    let body =
        with_event(r#"{"item":{"type":"message"},"event":{"type":"pin_added"},"type":"goodbye"}"#);
    assert_eq!(parsed(&body).event.name(), "goodbye");
}

#[test]
fn white_space_around_all_tokens() {
    let body = with_event(r#"{"type":"goodbye"}"#);
    let spaced = body.replace(['{', '}', ':', ','].as_slice(), "\u{0}");
    let mut punctuation = body.chars().filter(|c| "{}:,".contains(*c));
    let mut spaced_body = String::from(" \r\n\t");
    for c in spaced.chars() {
        if c == '\u{0}' {
            let mark = punctuation
                .next()
                .expect("as many characters as were replaced");
            spaced_body.push_str(&format!(" {mark}\r\n\t"));
        } else {
            spaced_body.push(c);
        }
    }
    assert_eq!(parsed(&spaced_body), parsed(&body));
}
