//! Lookup of the event's name in a body.

use std::borrow::Cow;

use crate::support::{
    Alias, ErrorKind, EventNaming, EventTag, Lookup, OnMisfit, PathTrie, Unenveloped, Value, parse,
};

static NAMING: EventNaming = always_enveloped(
    &[&["event", "type"], &["event", "channel_type"]],
    None,
    DIRECT_MESSAGE,
);

static IN_AN_ARRAY: EventNaming = always_enveloped(&[&["0", "name"]], None, &[]);

static JOINED: EventNaming = always_enveloped(
    &[&["type"], &["meta", "action"]],
    Some("."),
    &[Alias {
        values: &[Some("issue"), Some("gone")],
        event_name: "issue.removed",
    }],
);

static UNENVELOPED: EventNaming = EventNaming {
    paths: &[&["event", "type"], &["event", "channel_type"]],
    join: None,
    aliases: DIRECT_MESSAGE,
    unenveloped: Some(Unenveloped {
        paths: &[&["type"], &["channel_type"]],
        unless: &["event_callback"],
    }),
    tag: Some(EventTag {
        path: &["event", "subtype"],
        unenveloped_path: &["subtype"],
        event_names: &["message", "message.im"],
    }),
    event_member: None,
    path_trie: PathTrie::new(),
};

const DIRECT_MESSAGE: &[Alias] = &[Alias {
    values: &[Some("message"), Some("im")],
    event_name: "message.im",
}];

/// A naming without unenveloped bodies and without a tag.
const fn always_enveloped(
    paths: &'static [&'static [&'static str]],
    join: Option<&'static str>,
    aliases: &'static [Alias],
) -> EventNaming {
    EventNaming {
        paths,
        join,
        aliases,
        unenveloped: None,
        tag: None,
        event_member: None,
        path_trie: PathTrie::new(),
    }
}

fn peek(body: &str) -> Option<Cow<'_, str>> {
    name(&NAMING, body)
}

fn name<'b>(naming: &EventNaming, body: &'b str) -> Option<Cow<'b, str>> {
    naming
        .peek_name("slack", body.as_bytes())
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_name_is_found_at_its_path() {
    assert_eq!(
        peek(r#"{"event": {"type": "app_mention"}}"#).as_deref(),
        Some("app_mention")
    );
    assert_eq!(
        peek(r#"{"z": [{}], "event": {"x": {"type": "no"}, "type": "a\u0062"}}"#).as_deref(),
        Some("ab")
    );
    assert_eq!(
        name(&IN_AN_ARRAY, r#"[{"name": "x"}, {"name": "y"}]"#).as_deref(),
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
fn the_scan_stops_once_the_name_is_certain() {
    assert_eq!(
        peek(r#"{"event": {"type": "app_mention", not JSON"#).as_deref(),
        Some("app_mention")
    );
    let error = NAMING
        .peek("slack", br#"{"event": {"type": "message", not JSON"#)
        .expect_err("an alias may follow");
    assert_eq!(error.kind(), ErrorKind::Syntax);
}

#[test]
fn a_body_may_lack_the_name() {
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
fn a_joined_name_needs_all_its_parts() {
    let peek = |body: &'static str| name(&JOINED, body);
    assert_eq!(
        peek(r#"{"type": "issue", "meta": {"action": "made"}, not JSON"#).as_deref(),
        Some("issue.made")
    );
    assert_eq!(
        peek(r#"{"meta": {"action": "gone"}, "type": "issue"}"#).as_deref(),
        Some("issue.removed")
    );
    for (body, missing) in [
        (r#"{"type": "issue"}"#, ["meta", "action"].as_slice()),
        (r#"{"type": 1, "meta": {}}"#, &["type"]),
        (r#"{"meta": {"action": "made"}}"#, &["type"]),
    ] {
        assert_eq!(peek(body), None, "{body}");
        assert_eq!(JOINED.first_missing(body.as_bytes()), missing, "{body}");
    }
}

#[test]
fn the_error_has_the_path_of_the_missing_name() {
    let message = |naming: &'static EventNaming, body: &str| {
        let error = parse::<Value>("v", naming, OnMisfit::Keep, body.as_bytes())
            .expect_err("it has no name");
        assert_eq!(error.kind(), ErrorKind::Unnamed);
        error.to_string()
    };
    assert_eq!(
        message(&IN_AN_ARRAY, r#"[{"name": 1}]"#),
        "v: expected a string that names the event at `/0/name`, found a number (line 1, column 11)"
    );
    assert_eq!(
        message(&JOINED, "{\"type\": \"issue\",\n \"meta\": {}}"),
        "v: `/meta/action` is missing, expected a string that names the event (line 2, column 10)"
    );
}

/// Name, true if the body has no envelope, and tag.
fn peek_all(body: &str) -> Option<(String, bool, Lookup<'_>)> {
    let peeked = UNENVELOPED
        .peek("slack", body.as_bytes())
        .expect("it is JSON")?;
    Some((
        peeked.event_name.into_owned(),
        peeked.is_unenveloped,
        peeked.tag,
    ))
}

#[test]
fn a_body_without_an_envelope_is_recognised() {
    let hello = |is_unenveloped| Some(("hello".to_owned(), is_unenveloped, Lookup::NotSeen));
    assert_eq!(peek_all(r#"{"type": "hello"}"#), hello(true));
    assert_eq!(
        peek_all(r#"{"type": "event_callback", "event": {"type": "hello"}}"#),
        hello(false)
    );
    // A body whose envelope names the event has an envelope; its `type` does not matter.
    assert_eq!(
        peek_all(r#"{"type": "x", "event": {"type": "hello"}}"#),
        hello(false)
    );
    assert_eq!(peek_all(r#"{"type": "hello", "event": 1}"#), hello(true));
    assert_eq!(peek_all(r#"{"type": "event_callback"}"#), None);
    assert_eq!(peek_all(r#"{"event": {}}"#), None);
    assert_eq!(
        peek_all(r#"{"channel_type": "im", "type": "message"}"#),
        Some(("message.im".to_owned(), true, Lookup::Absent))
    );
}

#[test]
fn the_missing_path_is_that_of_the_kind_of_body() {
    for (body, missing) in [
        ("{}", ["type"].as_slice()),
        (r#"{"type": 1}"#, &["type"]),
        (r#"{"type": "event_callback"}"#, &["event", "type"]),
        (r#"{"event": {}}"#, &["event", "type"]),
    ] {
        assert_eq!(
            UNENVELOPED.first_missing(body.as_bytes()),
            missing,
            "{body}"
        );
    }
}

#[test]
fn the_tag_is_looked_up_with_the_name() {
    let message = |tag| Some(("message".to_owned(), false, tag));
    assert_eq!(
        peek_all(r#"{"event": {"type": "message", "subtype": "me", "x": 1}}"#),
        message(Lookup::Text("me".into()))
    );
    assert_eq!(
        peek_all(r#"{"event": {"subtype": "me", "type": "message"}, "subtype": "no"}"#),
        message(Lookup::Text("me".into()))
    );
    assert_eq!(
        peek_all(r#"{"event": {"type": "message"}}"#),
        message(Lookup::Absent)
    );
    assert_eq!(
        peek_all(r#"{"event": {"type": "message", "subtype": {}}}"#),
        message(Lookup::NotText)
    );
    assert_eq!(
        peek_all(r#"{"type": "message", "subtype": "me"}"#),
        Some(("message".to_owned(), true, Lookup::Text("me".into())))
    );
    // The scan for other events does not wait for the tag.
    let peeked = UNENVELOPED.peek("slack", br#"{"event": {"type": "hello", not JSON"#);
    assert_eq!(
        peeked
            .expect("it is named")
            .expect("it is named")
            .event_name,
        "hello"
    );
}
