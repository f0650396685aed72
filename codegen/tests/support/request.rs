//! Names of events in headers.

use std::borrow::Cow;

use crate::support::{ErrorKind, HeaderNaming, Headers, ParseError};

const NAMING: HeaderNaming = HeaderNaming {
    header: "X-Acme-Event",
    aliases: &[("convo.new", "conversation.created")],
};

fn event_name(headers: &dyn Headers) -> Result<Cow<'static, str>, ParseError> {
    NAMING.event_name("acme", headers)
}

#[track_caller]
fn refused(headers: &dyn Headers, problem: &str) {
    let error = event_name(headers).expect_err("the header names no event");
    assert_eq!(
        error.to_string(),
        format!("acme: the header `X-Acme-Event`, which names the event, {problem}")
    );
    assert_eq!(error.kind(), ErrorKind::Unnamed);
    assert_eq!(error.header(), Some("X-Acme-Event"));
    assert_eq!(error.event_name(), None);
    assert_eq!((error.pointer(), error.line(), error.column()), ("", 0, 0));
    assert_eq!(error.found(), None);
}

#[test]
fn the_header_names_the_event_in_any_case_of_its_name() {
    for name in ["X-Acme-Event", "x-acme-event", "X-ACME-EVENT"] {
        let headers = [("Host", "a"), (name, "paid"), ("X-Acme-Events", "lost")];
        assert_eq!(event_name(&headers).ok().as_deref(), Some("paid"));
    }
}

#[test]
fn an_alias_stands_for_its_event_and_the_event_name_for_itself() {
    for (value, expected) in [
        ("convo.new", "conversation.created"),
        ("conversation.created", "conversation.created"),
        ("Convo.New", "Convo.New"),
        ("convo.new ", "convo.new "),
    ] {
        let named = event_name(&[("X-Acme-Event", value)]);
        assert_eq!(named.ok().as_deref(), Some(expected));
    }
}

#[test]
fn a_header_may_be_repeated_with_the_same_value_only() {
    let twice = [("X-Acme-Event", "paid"), ("x-acme-event", "paid")];
    assert_eq!(event_name(&twice).ok().as_deref(), Some("paid"));
    let differing = [("X-Acme-Event", "paid"), ("x-acme-event", "lost")];
    refused(&differing, "is there several times, with different values");
}

#[test]
fn a_header_that_names_no_event() {
    let none: [(&str, &str); 0] = [];
    refused(&none, "is missing");
    refused(&[("X-Acme-Events", "paid")], "is missing");
    refused(&[("X-Acme-Event", "")], "is empty");
    refused(&[("X-Acme-Event", b"pai\xc3")], "is not UTF-8");
}
