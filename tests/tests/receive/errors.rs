//! Errors have the event, the position in the body, and the expected and found types.

use webhook_events::{ErrorKind, ParseError, slack};

use crate::body::{ENVELOPE, MENTION, with_event, with_members};

#[track_caller]
fn error_of(body: impl AsRef<[u8]>) -> ParseError {
    let body = body.as_ref();
    match slack::parse_strict(body) {
        Err(error) => error,
        Ok(delivery) => panic!("accepted as {delivery:?}"),
    }
}

#[test]
fn a_value_of_another_type() {
    let error = error_of(MENTION.replace("\"A123ABC456\"", "[1]"));
    assert_eq!(error.vendor(), "slack");
    assert_eq!(error.event_name(), Some("app_mention"));
    assert_eq!(error.pointer(), "/api_app_id");
    assert_eq!((error.line(), error.column()), (4, 17));
    assert_eq!(error.kind(), ErrorKind::Mismatch);
    assert_eq!(
        (error.expected(), error.found()),
        ("a string", Some("an array"))
    );
    assert_eq!(
        error.to_string(),
        "slack event `app_mention`: expected a string at `/api_app_id`, found an array (line 4, column 17)"
    );
}

#[test]
fn a_missing_member() {
    let error = error_of(MENTION.replace("\"event_id\"", "\"id\""));
    assert_eq!(
        (error.kind(), error.pointer()),
        (ErrorKind::Missing, "/event_id")
    );
    assert_eq!(
        (error.line(), error.column()),
        (1, 1),
        "position of the object that lacks the member"
    );
    assert_eq!((error.expected(), error.found()), ("a string", None));
}

#[test]
fn null_is_a_mismatch() {
    let error = error_of(MENTION.replace("\"A123ABC456\"", "null"));
    assert_eq!(
        (error.kind(), error.found()),
        (ErrorKind::Mismatch, Some("null"))
    );
}

#[test]
fn a_repeated_member() {
    for (body, pointer) in [
        (with_members(r#""token":"u""#), "/token"),
        (with_members(r#""x":1,"x":1"#), "/x"),
        (with_members(r#""event":{"type":"goodbye"}"#), "/event"),
        (
            with_event(r#"{"type":"goodbye","type":"goodbye"}"#),
            "/event/type",
        ),
        (
            with_event(r#"{"type":"goodbye","a\/b":1,"a/b":2}"#),
            "/event/a~1b",
        ),
        (
            with_event(r#"{"type":"goodbye","\u0074ype":"x"}"#),
            "/event/type",
        ),
    ] {
        let error = error_of(&body);
        assert_eq!(
            (error.kind(), error.pointer()),
            (ErrorKind::Repeated, pointer),
            "{body}"
        );
        let start = &body[error.column() - 1..];
        assert!(
            error.line() == 1 && start.starts_with('"'),
            "{error}: {start}"
        );
    }
}

#[test]
fn a_body_that_does_not_name_its_event() {
    // The position is that of the value at the name's path, or of the innermost value on the path that exists.
    for (event, start) in [("{}", "{}}"), (r#"{"type":7}"#, "7}"), ("null", "null}")] {
        let body = with_event(event);
        let column = body.find(start).expect("the body has the value") + 1;
        let error = error_of(&body);
        assert_eq!(
            (error.kind(), error.event_name()),
            (ErrorKind::Unnamed, None),
            "{event}"
        );
        assert_eq!(
            (error.pointer(), error.expected()),
            ("/event/type", "a string that names the event")
        );
        assert_eq!((error.line(), error.column()), (1, column), "{event}");
    }
    let error = error_of(format!("{{{ENVELOPE}}}"));
    assert_eq!(
        (error.kind(), error.line(), error.column()),
        (ErrorKind::Unnamed, 1, 1)
    );
    assert_eq!(slack::peek(b"{}").expect("it is JSON"), None);
}

#[test]
fn a_body_that_is_not_an_object() {
    for body in ["[]", "1", "\"event\"", "null", "true"] {
        let error = error_of(body);
        assert_eq!(error.kind(), ErrorKind::Unnamed, "{body}");
        let named = slack::parse_named_strict("goodbye", body.as_bytes()).expect_err(body);
        assert_eq!(
            (named.kind(), named.pointer(), named.expected()),
            (ErrorKind::Mismatch, "", "an object"),
            "{body}"
        );
    }
}

#[test]
fn text_after_the_body() {
    for trailing in ["x", "{}", ",", "}", "\0"] {
        let error = error_of(format!("{MENTION}\n{trailing}"));
        assert_eq!(error.kind(), ErrorKind::Syntax, "{trailing:?}");
        assert_eq!(
            (error.line(), error.column()),
            (18, 1),
            "{trailing:?}: {error}"
        );
    }
}

#[test]
fn an_empty_body() {
    for body in ["", " ", "\n"] {
        let error = error_of(body);
        assert_eq!(error.kind(), ErrorKind::Syntax, "{body:?}");
        slack::peek(body.as_bytes()).expect_err("there is no JSON");
    }
}

#[test]
fn a_byte_order_mark() {
    let error = error_of(format!("\u{feff}{MENTION}"));
    assert_eq!(
        (error.kind(), error.line(), error.column()),
        (ErrorKind::Syntax, 1, 1)
    );
}

#[test]
fn bytes_that_are_not_utf_8() {
    for field in ["T1", "goodbye", "team_id"] {
        let body = with_event(r#"{"type":"goodbye"}"#);
        let at = body.find(field).expect("the body has it");
        let mut bytes = body.into_bytes();
        bytes[at] = 0xff;
        let error = error_of(&bytes);
        assert_eq!(error.kind(), ErrorKind::Syntax, "{field}: {error}");
        assert_eq!(error.line(), 1, "{field}: {error}");
    }
}

#[test]
fn half_a_surrogate_pair() {
    let error = error_of(with_members(r#""x":"\ud83d""#));
    assert_eq!((error.kind(), error.pointer()), (ErrorKind::Syntax, "/x"));
}

#[test]
fn nesting_ten_thousand_levels_deep() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        for body in [
            with_members(&format!("\"x\":{deep}")),
            with_event(&format!(r#"{{"type":"goodbye","x":{deep}}}"#)),
            with_event(&format!(r#"{{"type":"unknown_thing","x":{deep}}}"#)),
            with_event(&format!(r#"{{"x":{deep},"type":"goodbye"}}"#)),
        ] {
            assert_eq!(error_of(&body).kind(), ErrorKind::Syntax, "{open}");
            slack::parse_named("goodbye", body.as_bytes()).expect_err("too deep");
        }
        // The scan for the name is not limited in depth.
        assert_eq!(error_of(&deep).kind(), ErrorKind::Unnamed, "{open}");
        slack::parse_named("unknown_thing", deep.as_bytes())
            .expect_err("too deep or not an object");
    }
}

#[test]
fn the_pointer_of_a_syntax_error() {
    let error = error_of(with_event(r#"{"type":"goodbye","x":[1,{"y":tru}]}"#));
    assert_eq!(error.kind(), ErrorKind::Syntax);
    assert!(error.pointer().starts_with("/event"), "{}", error.pointer());
    assert!(
        std::error::Error::source(&error).is_some(),
        "the error of `serde_json`"
    );
}

#[test]
fn a_hostile_name_is_escaped_and_truncated() {
    let name = format!("\\u001b[31m{}\\n", "x".repeat(10_000));
    let body = format!(r#"{{{ENVELOPE},"event":{{"type":"{name}"}},"token":1}}"#);
    let text = error_of(body).to_string();
    assert!(
        text.len() < 1_000 && !text.contains(char::is_control),
        "{text}"
    );
}
