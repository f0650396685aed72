//! Positions of values in a text.

use crate::support::locate::{PathStep, json_type, line_and_column, locate, locate_repeat};

const TEXT: &str = r#"{
  "a": [1, {"b\n": "x}]"}, true],
  "\u0063": {"d": null, "d": -2}
}"#;

fn found(path: &[PathStep]) -> Option<&'static str> {
    locate(TEXT.as_bytes(), path).map(|found| &TEXT[found.value])
}

fn member(name: &'static str) -> PathStep {
    PathStep::Member(name.into())
}

#[test]
fn values_are_found_through_members_and_items() {
    assert_eq!(found(&[]), Some(TEXT));
    assert_eq!(found(&[member("a"), PathStep::Item(0)]), Some("1"));
    assert_eq!(
        found(&[member("a"), PathStep::Item(1), member("b\n")]),
        Some("\"x}]\"")
    );
    assert_eq!(found(&[member("a"), PathStep::Item(2)]), Some("true"));
    assert_eq!(found(&[member("c"), member("d")]), Some("null"));
}

#[test]
fn missing_values_are_not_found() {
    assert_eq!(found(&[member("b")]), None);
    assert_eq!(found(&[member("a"), PathStep::Item(3)]), None);
    assert_eq!(found(&[member("a"), member("0")]), None);
    assert_eq!(found(&[PathStep::Item(0)]), None);
}

#[test]
fn the_second_of_two_members_is_found() {
    let at = locate_repeat(TEXT.as_bytes(), &[member("c")], "d").expect("d is there twice");
    assert_eq!(line_and_column(TEXT.as_bytes(), at), (3, 25));
    assert_eq!(locate_repeat(TEXT.as_bytes(), &[], "a"), None);
}

#[test]
fn truncated_and_deep_texts_do_not_panic() {
    for end in 0..TEXT.len() {
        let truncated = &TEXT.as_bytes()[..end];
        locate(truncated, &[member("c"), member("d")]);
        locate_repeat(truncated, &[member("c")], "d");
    }
    let deep = "[".repeat(1_000_000);
    assert_eq!(locate(deep.as_bytes(), &[]), None);
    assert_eq!(locate(b"\"\\", &[]), None);
}

#[test]
fn lines_and_columns_count_from_one() {
    assert_eq!(line_and_column(b"ab\ncd", 0), (1, 1));
    assert_eq!(line_and_column(b"ab\ncd", 4), (2, 2));
    assert_eq!(line_and_column(b"ab", 99), (1, 3));
}

#[test]
fn the_first_byte_determines_the_json_type() {
    let types =
        ["\"x\"", "{}", "[]", "true", "null", "-1", ""].map(|text| json_type(text.as_bytes(), 0));
    assert_eq!(
        types,
        [
            "a string",
            "an object",
            "an array",
            "a boolean",
            "null",
            "a number",
            "something else"
        ]
    );
}
