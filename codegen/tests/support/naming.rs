//! Finding the event's name in a body.

use std::borrow::Cow;

use crate::support::{
    Alias, ErrorKind, EventNaming, EventTag, Lookup, PathTrie, Unenveloped, Value, parse,
};

static NAMING: EventNaming = EventNaming {
    paths: &[&["event", "type"], &["event", "channel_type"]],
    join: None,
    aliases: &[Alias {
        values: &[Some("message"), Some("im")],
        event_name: "message.im",
    }],
    unenveloped: None,
    tag: None,
    event_member: None,
    path_trie: PathTrie::new(),
};

static IN_AN_ARRAY: EventNaming = EventNaming {
    paths: &[&["0", "name"]],
    join: None,
    aliases: &[],
    unenveloped: None,
    tag: None,
    event_member: None,
    path_trie: PathTrie::new(),
};

static JOINED: EventNaming = EventNaming {
    paths: &[&["type"], &["meta", "action"]],
    join: Some("."),
    aliases: &[Alias {
        values: &[Some("issue"), Some("gone")],
        event_name: "issue.removed",
    }],
    unenveloped: None,
    tag: None,
    event_member: None,
    path_trie: PathTrie::new(),
};

fn peek(body: &str) -> Option<Cow<'_, str>> {
    name(&NAMING, body)
}

fn name<'b>(naming: &EventNaming, body: &'b str) -> Option<Cow<'b, str>> {
    let named = naming.peek("slack", body.as_bytes());
    let named = named.unwrap_or_else(|error| panic!("{error}"));
    named.map(|named| named.event_name)
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
fn a_missing_name_says_where_it_should_be() {
    let complaint = |naming: &'static EventNaming, body: &str| {
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

static UNENVELOPED: EventNaming = EventNaming {
    paths: &[&["event", "type"], &["event", "channel_type"]],
    join: None,
    aliases: &[Alias {
        values: &[Some("message"), Some("im")],
        event_name: "message.im",
    }],
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

/// Name, whether the body is bare, and the tag, each as text.
fn said(body: &str) -> Option<(String, bool, Lookup<'_>)> {
    let named = UNENVELOPED
        .peek("slack", body.as_bytes())
        .expect("it is JSON")?;
    Some((
        named.event_name.into_owned(),
        named.is_unenveloped,
        named.tag,
    ))
}

#[test]
fn a_body_without_an_envelope_names_its_event_itself() {
    let hello = |is_unenveloped| Some(("hello".to_owned(), is_unenveloped, Lookup::NotSeen));
    assert_eq!(said(r#"{"type": "hello"}"#), hello(true));
    assert_eq!(
        said(r#"{"type": "event_callback", "event": {"type": "hello"}}"#),
        hello(false)
    );
    // What names its event within an envelope has one, whatever else it says.
    assert_eq!(
        said(r#"{"type": "x", "event": {"type": "hello"}}"#),
        hello(false)
    );
    assert_eq!(said(r#"{"type": "hello", "event": 1}"#), hello(true));
    assert_eq!(said(r#"{"type": "event_callback"}"#), None);
    assert_eq!(said(r#"{"event": {}}"#), None);
    assert_eq!(
        said(r#"{"channel_type": "im", "type": "message"}"#),
        Some(("message.im".to_owned(), true, Lookup::Absent))
    );
}

#[test]
fn what_a_body_lacks_is_told_as_it_is_meant() {
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
        said(r#"{"event": {"type": "message", "subtype": "me", "x": 1}}"#),
        message(Lookup::Text("me".into()))
    );
    assert_eq!(
        said(r#"{"event": {"subtype": "me", "type": "message"}, "subtype": "no"}"#),
        message(Lookup::Text("me".into()))
    );
    assert_eq!(
        said(r#"{"event": {"type": "message"}}"#),
        message(Lookup::Absent)
    );
    assert_eq!(
        said(r#"{"event": {"type": "message", "subtype": {}}}"#),
        message(Lookup::NotText)
    );
    assert_eq!(
        said(r#"{"type": "message", "subtype": "me"}"#),
        Some(("message".to_owned(), true, Lookup::Text("me".into())))
    );
    // Other events do not wait for it.
    let named = UNENVELOPED.peek("slack", br#"{"event": {"type": "hello", not JSON"#);
    assert_eq!(
        named.expect("it is named").expect("it is named").event_name,
        "hello"
    );
}
