//! Finding the event's name in a body.

use std::borrow::Cow;

use crate::support::{Alias, ErrorKind, Naming, Value, parse};

static NAMING: Naming = Naming {
    places: &[&["event", "type"], &["event", "channel_type"]],
    join: None,
    aliases: &[Alias {
        values: &[Some("message"), Some("im")],
        event_name: "message.im",
    }],
};

static IN_AN_ARRAY: Naming = Naming {
    places: &[&["0", "name"]],
    join: None,
    aliases: &[],
};

static JOINED: Naming = Naming {
    places: &[&["type"], &["meta", "action"]],
    join: Some("."),
    aliases: &[Alias {
        values: &[Some("issue"), Some("gone")],
        event_name: "issue.removed",
    }],
};

fn peek(body: &str) -> Option<Cow<'_, str>> {
    NAMING
        .peek("slack", body.as_bytes())
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_name_is_found_wherever_it_stands() {
    assert_eq!(
        peek(r#"{"event": {"type": "app_mention"}}"#).as_deref(),
        Some("app_mention")
    );
    assert_eq!(
        peek(r#"{"z": [{}], "event": {"x": {"type": "no"}, "type": "a\u0062"}}"#).as_deref(),
        Some("ab")
    );
    assert_eq!(
        IN_AN_ARRAY
            .peek("v", br#"[{"name": "x"}, {"name": "y"}]"#)
            .expect("JSON")
            .as_deref(),
        Some("x")
    );
}

#[test]
fn an_alias_needs_all_its_values() {
    assert_eq!(
        peek(r#"{"event": {"type": "message", "channel_type": "im"}}"#).as_deref(),
        Some("message.im")
    );
    assert_eq!(
        peek(r#"{"event": {"channel_type": "im", "type": "message"}}"#).as_deref(),
        Some("message.im")
    );
    assert_eq!(
        peek(r#"{"event": {"type": "message", "channel_type": "x"}}"#).as_deref(),
        Some("message")
    );
    assert_eq!(
        peek(r#"{"event": {"type": "message"}}"#).as_deref(),
        Some("message")
    );
}

#[test]
fn a_plain_name_borrows_from_the_body() {
    assert!(matches!(
        peek(r#"{"event": {"type": "app_mention"}}"#),
        Some(Cow::Borrowed(_))
    ));
}

#[test]
fn reading_stops_once_the_name_is_certain() {
    assert_eq!(
        peek(r#"{"event": {"type": "app_mention", not JSON"#).as_deref(),
        Some("app_mention")
    );
    let error = NAMING
        .peek("slack", br#"{"event": {"type": "message", not JSON"#)
        .expect_err("it goes on for an alias");
    assert_eq!(error.kind(), ErrorKind::Syntax);
}

#[test]
fn a_body_may_not_say() {
    for body in [
        "{}",
        "[]",
        "1",
        "-1.5",
        "null",
        "true",
        "\"type\"",
        r#"{"event": []}"#,
        r#"{"event": {"type": 1}}"#,
    ] {
        assert_eq!(peek(body), None, "{body}");
    }
}

#[test]
fn a_value_is_searched_alike() {
    for body in [
        r#"{"event": {"type": "message", "channel_type": "im"}}"#,
        r#"{"event": {"type": "app_mention"}}"#,
        r#"{"event": {"type": 1}}"#,
        "[]",
    ] {
        let value = serde_json::from_str(body).expect("it is JSON");
        assert_eq!(
            NAMING.find(&value).as_deref(),
            peek(body).as_deref(),
            "{body}"
        );
    }
}

#[test]
fn a_joined_name_needs_all_its_parts() {
    let peek = |body: &'static str| JOINED.peek("v", body.as_bytes()).expect("it is JSON");
    assert_eq!(
        peek(r#"{"type": "issue", "meta": {"action": "made"}, not JSON"#).as_deref(),
        Some("issue.made")
    );
    assert_eq!(
        peek(r#"{"meta": {"action": "gone"}, "type": "issue"}"#).as_deref(),
        Some("issue.removed")
    );
    for (body, lacking) in [
        (r#"{"type": "issue"}"#, ["meta", "action"].as_slice()),
        (r#"{"type": 1, "meta": {}}"#, &["type"]),
        (r#"{"meta": {"action": "made"}}"#, &["type"]),
    ] {
        assert_eq!(peek(body), None, "{body}");
        assert_eq!(JOINED.first_lacking(body.as_bytes()), lacking, "{body}");
    }
}

#[test]
fn a_missing_name_says_where_it_should_be() {
    let complaint = |naming: &Naming, body: &str| {
        let error = parse::<Value>("v", naming, body.as_bytes()).expect_err("it has no name");
        assert_eq!(error.kind(), ErrorKind::Unnamed);
        error.to_string()
    };
    assert_eq!(
        complaint(&IN_AN_ARRAY, r#"[{"name": 1}]"#),
        "v: expected a string that names the event at `/0/name`, found a number (line 1, column 11)"
    );
    assert_eq!(
        complaint(&JOINED, "{\"type\": \"issue\",\n \"meta\": {}}"),
        "v: `/meta/action` is missing, expected a string that names the event (line 2, column 10)"
    );
}
