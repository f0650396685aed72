//! Lookup of the event's name in a body.

use std::borrow::Cow;

use crate::support::{
    ErrorKind, EventNaming, EventTag, Lookup, NamingRule, OnMisfit, PathTrie, Unenveloped, Value,
    ValueTest, parse,
};

static NAMING: EventNaming = always_enveloped(
    &[&["event", "type"], &["event", "channel_type"]],
    &[&[0]],
    DIRECT_MESSAGE,
);

static IN_AN_ARRAY: EventNaming = always_enveloped(&[&["0", "name"]], &[&[0]], &[]);

static JOINED: EventNaming = always_enveloped(
    &[&["type"], &["meta", "action"]],
    &[&[0, 1]],
    &[NamingRule {
        event_name: "issue.removed",
        conditions: &[(0, ValueTest::Text("issue")), (1, ValueTest::Text("gone"))],
    }],
);

static IN_SEVERAL_PLACES: EventNaming = always_enveloped(
    &[&["name"], &["meta", "entity"], &["meta", "action"]],
    &[&[0], &[1, 2], &[2]],
    &[],
);

static BY_RULES: EventNaming = always_enveloped(
    &[&["name"], &["id"], &["events"], &[]],
    &[&[0]],
    &[
        rule(
            "absent",
            &[(0, ValueTest::Absent), (1, ValueTest::Json("7"))],
        ),
        rule(
            "present",
            &[(1, ValueTest::Present), (2, ValueTest::Present)],
        ),
        rule("like", &[(1, ValueTest::Like("chats(*)/messages(*)"))]),
        rule("true", &[(1, ValueTest::Json("true"))]),
        rule(
            "either",
            &[(
                1,
                ValueTest::AnyOf(&[ValueTest::Text("x"), ValueTest::Json("-2")]),
            )],
        ),
        rule("heartbeat", &[(2, ValueTest::Empty)]),
        rule("handshake", &[(3, ValueTest::Empty)]),
    ],
);

static UNENVELOPED: EventNaming = EventNaming {
    paths: &[&["event", "type"], &["event", "channel_type"]],
    places: &[&[0]],
    join: ".",
    rules: DIRECT_MESSAGE,
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
    other_requests: None,
    path_trie: PathTrie::new(),
};

const DIRECT_MESSAGE: &[NamingRule] = &[rule(
    "message.im",
    &[(0, ValueTest::Text("message")), (1, ValueTest::Text("im"))],
)];

const fn rule(event_name: &'static str, conditions: &'static [(usize, ValueTest)]) -> NamingRule {
    NamingRule {
        event_name,
        conditions,
    }
}

/// A naming without unenveloped bodies and without a tag.
const fn always_enveloped(
    paths: &'static [&'static [&'static str]],
    places: &'static [&'static [usize]],
    rules: &'static [NamingRule],
) -> EventNaming {
    EventNaming {
        paths,
        places,
        join: ".",
        rules,
        unenveloped: None,
        tag: None,
        event_member: None,
        other_requests: None,
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
fn a_rule_needs_all_its_conditions() {
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
        .expect_err("a rule may apply");
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
fn places_of_the_name_are_tried_in_order() {
    let peek = |body: &'static str| name(&IN_SEVERAL_PLACES, body);
    for (body, expected) in [
        (r#"{"name": "a", not JSON"#, Some("a")),
        (
            r#"{"meta": {"action": "b", "entity": "c"}, "name": "a"}"#,
            Some("a"),
        ),
        (r#"{"meta": {"action": "b", "entity": "c"}}"#, Some("c.b")),
        (
            r#"{"name": 1, "meta": {"action": "b", "entity": "c"}, not JSON"#,
            Some("c.b"),
        ),
        (
            r#"{"name": null, "meta": {"entity": 1, "action": "b"}, not JSON"#,
            Some("b"),
        ),
        (r#"{"meta": {"action": "b"}}"#, Some("b")),
        (r#"{"meta": {"entity": "c"}}"#, None),
    ] {
        assert_eq!(peek(body).as_deref(), expected, "{body}");
    }
    assert_eq!(IN_SEVERAL_PLACES.first_missing(b"{}"), ["name"]);
}

#[test]
fn rules_test_values_of_every_kind() {
    for (body, expected) in [
        (r#"{"id": 7}"#, Some("absent")),
        (r#"{"id": 7, "name": "a"}"#, Some("a")),
        (r#"{"id": 7.0, "name": "a"}"#, Some("a")),
        (r#"{"id": "7", "name": "a"}"#, Some("a")),
        (
            r#"{"name": "a", "id": null, "events": [0]}"#,
            Some("present"),
        ),
        (r#"{"name": "a", "id": true}"#, Some("true")),
        (r#"{"name": "a", "id": "true"}"#, Some("a")),
        (r#"{"name": "a", "id": "x"}"#, Some("either")),
        (r#"{"name": "a", "id": -2}"#, Some("either")),
        (r#"{"name": "a", "events": []}"#, Some("heartbeat")),
        (r#"{"events": { }}"#, Some("heartbeat")),
        (r#"{"name": "a", "events": [[]]}"#, Some("a")),
        (r#"{"name": "a", "events": ""}"#, Some("a")),
        ("{ }", Some("handshake")),
        (
            "[
]",
            Some("handshake"),
        ),
        (r#"{"x": {}}"#, None),
        (r#"{"id": "chats('1')/messages('2')"}"#, Some("like")),
        (r#"{"id": "chats('1')/messages('2')/hosted"}"#, None),
        (r#"{"id": "chats('1')/x/messages('2')"}"#, None),
        (r#"{"id": "teams('1')/messages('2')"}"#, None),
        (r#"{"id": {"chats": []}}"#, None),
    ] {
        assert_eq!(name(&BY_RULES, body).as_deref(), expected, "{body}");
        // A decoded body gives the same name.
        let value: Value = serde_json::from_str(body).expect("it is JSON");
        let found = BY_RULES.find(&value).map(|found| found.event_name);
        assert_eq!(found.as_deref(), expected, "{body}");
    }
}

#[test]
fn the_scan_stops_once_no_rule_can_apply() {
    let peek = |body: &'static str| name(&BY_RULES, body);
    assert_eq!(
        peek(r#"{"name": "a", "events": 1, "id": 1, not JSON"#).as_deref(),
        Some("present")
    );
    assert_eq!(
        peek(r#"{"id": true, "name": "a", "events": 1}"#).as_deref(),
        Some("present")
    );
    assert_eq!(
        peek(r#"{"id": true, "name": "a"}"#).as_deref(),
        Some("true")
    );
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
        message(Lookup::NotText("{}"))
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
