//! Truncated bodies, and agreement of `peek` and `parse`.

use webhook_events::{ErrorKind, slack};

use crate::body::{MENTION, parsed, with_event};

/// Line and column of a byte, both counted from 1.
fn line_and_column(text: &[u8], at: usize) -> (usize, usize) {
    let before = &text[..at];
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    (
        before.iter().filter(|byte| **byte == b'\n').count() + 1,
        before.len() - start + 1,
    )
}

#[test]
fn a_truncated_body_is_rejected_with_a_position_inside_it() {
    let long = with_event(
        r#"{"text":"caf\u00e9 – 😀","type":"message","n":[1.5e3,true,null],"channel":"D1","ts":"1.2","channel_type":"im"}"#,
    );
    for body in [MENTION, &long] {
        for length in 0..body.len() {
            let truncated = &body.as_bytes()[..length];
            let error = slack::parse(truncated).expect_err("the body is truncated");
            assert_eq!(error.kind(), ErrorKind::Syntax, "{length}: {error}");
            let position = (error.line(), error.column());
            // `serde_json` reports the last byte it has read, so the column may be 0.
            assert!(
                position <= line_and_column(truncated, length) && error.line() >= 1,
                "{length}: {error}"
            );
            slack::parse_named("app_mention", truncated).expect_err("the body is truncated");
        }
    }
}

#[test]
fn the_name_in_a_truncated_body_can_be_peeked() {
    let body = with_event(r#"{"type":"goodbye","text":"a long text"}"#);
    let truncated = &body.as_bytes()[..body.len() - 10];
    assert_eq!(
        slack::peek(truncated)
            .expect("the name is complete")
            .as_deref(),
        Some("goodbye")
    );
}

#[test]
fn peek_agrees_with_parse() {
    for event in [
        r#"{"type":"goodbye"}"#,
        r#"{"type":"message","channel":"C1","ts":"1.2"}"#,
        r#"{"channel_type":"im","channel":"D1","ts":"1.2","type":"message"}"#,
        r#"{"type":"message","channel":"C1","ts":"1.2","subtype":"invented","channel_type":7}"#,
        r#"{"type":"message","subtype":"invented","channel_type":null}"#,
        r#"{"type":"thing_invented"}"#,
        r#"{"type":""}"#,
    ] {
        let body = with_event(event);
        let name = slack::peek(body.as_bytes()).expect("the body is JSON");
        assert_eq!(name.as_deref(), Some(parsed(&body).event.name()), "{event}");
    }
}

#[test]
fn peek_borrows_from_the_body() {
    let name = slack::peek(MENTION.as_bytes())
        .expect("the body is JSON")
        .expect("it names its event");
    assert!(matches!(name, std::borrow::Cow::Borrowed(_)));
}
