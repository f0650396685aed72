//! Deliveries with values that do not fit their types: these values are kept, and everything else stays typed.

use std::fmt::Write as _;
use std::path::Path;

use end_to_end::expect::expect;
use serde_json::Value;
use webhook_events::slack::{self, Delivery, Event};

/// The delivery of a body, in the words of a report.
fn report(delivery: &Delivery) -> String {
    let mut text = match &delivery.event {
        Event::Malformed(event) => format!("malformed {}: {}\n", event.name, event.error),
        Event::Unknown(event) => format!("unknown {}\n", event.name),
        event => format!("typed {}\n", event.name()),
    };
    if delivery.envelope.is_none() {
        text.push_str("without envelope\n");
    }
    for misfit in delivery.misfits() {
        let _ = writeln!(text, "misfit: {misfit}; kept at `{}`", misfit.kept());
    }
    for pointer in delivery.unknown_members() {
        let _ = writeln!(text, "unknown member: {pointer}");
    }
    text
}

/// Reads the body of a fixture, and compares the outcome with the text beside it.
#[track_caller]
fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/misfits/slack");
    let path = folder.join(format!("{name}.json"));
    let body = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let delivery = slack::parse(&body).expect("a body that names its event");
    expect(&path.with_extension("txt"), &report(&delivery));
    let value: Value = serde_json::from_slice(&body).expect("a body is JSON");
    let written = serde_json::to_value(&delivery).expect("a delivery can be written");
    assert_eq!(written, value);
    let deserialized: Delivery = serde_json::from_slice(&body).expect("`parse` reads it as well");
    assert_eq!(deserialized, delivery);
    assert_eq!(deserialized.misfits(), delivery.misfits());
    assert_eq!(
        slack::parse_strict(&body).is_ok(),
        delivery.misfits().is_empty()
    );
}

macro_rules! cases {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*
    };
}

cases! {
    bot_id_is_null
    created_is_text
    mention_without_event_ts
    one_file_of_two_is_odd
    org_wide_app_has_no_team_id
    org_wide_grant_has_no_team_id
    previous_message_is_array
    profile_members_are_null
    view_state_values_is_array
}

#[test]
fn the_last_of_repeated_names_counts() {
    let event = |names: &str| format!(r#"{{{names},"channel":"C1","user":"U1","event_ts":"1.2"}}"#);
    let known = r#""type":"channel_archive""#;
    let cases = [
        (
            event(&format!(r#""type":"x_new",{known}"#)),
            "channel_archive",
        ),
        (event(&format!(r#"{known},"type":"x_new""#)), "x_new"),
        (event(r#""type":"x_old","t\u0079pe":"x_new""#), "x_new"),
        (
            format!(r#"{{"type":"x_new"}},"event":{}"#, event(known)),
            "channel_archive",
        ),
        (
            format!(r#"{},"event":{{"type":"x_new"}}"#, event(known)),
            "x_new",
        ),
    ];
    for (event, name) in cases {
        let body = format!(
            r#"{{"event":{event},"type":"event_callback","team_id":"T1","api_app_id":"A1","event_id":"Ev1","event_time":1}}"#
        );
        let delivery = slack::parse(body.as_bytes()).expect("a body that names its event");
        assert_eq!(delivery.event.name(), name, "{body}");
        assert_eq!(delivery.misfits().len(), 1, "{body}");
        let value: Value = serde_json::from_str(&body).expect("a body is JSON");
        assert_eq!(serde_json::to_value(&delivery).ok(), Some(value));
    }
}
