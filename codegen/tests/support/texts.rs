//! What is JSON to the reader is what is JSON to `serde_json`, and it is the same JSON.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::support::locate::locate;
use crate::support::{Json, parse_named};

const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Pieces of JSON, right and wrong ones.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n\t\r",
    "\"",
    "\\",
    "\"a\"",
    "\"a\":",
    "\"\":",
    "\"b\\n\":1",
    "\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\ude00x\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\u{1}\"",
    "\"tab\there\"",
    "\"é\u{1f600}\u{7f}\"",
    "\"a longer text, of more than eight bytes\"",
    "0",
    "-0",
    "00",
    "01",
    "-",
    "-1",
    "+1",
    "1.",
    ".5",
    "1.5",
    "-1.5e-3",
    "1e5",
    "1E+5",
    "1e",
    "1e999",
    "-1e999",
    "1e-999",
    "9007199254740993",
    "999999999999999999",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "123456789012345678901234567890",
    "0.1",
    "2.2250738585072014e-308",
    "true",
    "false",
    "null",
    "tru",
    "nulll",
    "truefalse",
    "é",
    "\u{feff}",
    "[1,2]",
    "{\"a\":1,\"a\":2}",
    "//",
];

/// Texts that are seldom JSON.
fn pieces() -> impl Strategy<Value = String> {
    vec(select(PIECES), 1..12).prop_map(|pieces| pieces.concat())
}

/// Texts that are JSON, with space between their pieces.
fn texts() -> impl Strategy<Value = String> {
    let space = || select(&["", "", "", " ", "\n", "\t \r"][..]);
    let plain = PIECES
        .iter()
        .filter(|piece| serde_json::from_str::<Value>(piece).is_ok());
    let plain: Vec<&str> = plain.copied().collect();
    let leaf = (space(), select(plain), space())
        .prop_map(|(before, text, after)| format!("{before}{text}{after}"));
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let name = select(
            &[
                "\"a\"",
                "\"\"",
                "\"\\u0061\"",
                "\"a name with more letters\"",
                " \"\\/\" ",
            ][..],
        );
        let members = vec(
            (name, inner.clone()).prop_map(|(name, text)| format!("{name}:{text}")),
            0..6,
        );
        prop_oneof![
            (space(), vec(inner, 0..6))
                .prop_map(|(space, items)| format!("{space}[{}]", items.join(",")) + space),
            (space(), members)
                .prop_map(|(space, members)| format!("{space}{{{}}}", members.join(",")) + space),
        ]
    })
}

fn is_read_alike(text: &str) {
    let expected = serde_json::from_str::<Value>(text);
    let value = parse_named::<Value>("vendor", "event", text.as_bytes());
    let json = parse_named::<Json>("vendor", "event", text.as_bytes());
    match expected {
        Ok(expected) => {
            assert_eq!(value.expect("it is JSON"), expected, "{text}");
            let skipped = locate(text.as_bytes(), &[]).expect("it can be walked over");
            assert_eq!(&text[skipped.value], text.trim_matches(SPACE));
            let json = json.expect("it is JSON");
            assert_eq!(json.as_text(), text.trim_matches(SPACE));
            assert_eq!(
                serde_json::to_value(&json).expect("it can be written"),
                expected
            );
            assert_eq!(json.value(), &expected, "{text}");
            assert_eq!(Value::from(json), expected);
        }
        Err(expected) => {
            for error in [value.expect_err(text), json.expect_err(text)] {
                assert_eq!(
                    (error.line(), error.column()),
                    (expected.line(), expected.column())
                );
                assert!(
                    error.to_string().ends_with(&expected.to_string()),
                    "{error} for {expected}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn pieces_are_read_as_serde_json_reads_them(text in pieces()) {
        is_read_alike(&text);
    }

    #[test]
    fn texts_are_read_as_serde_json_reads_them(text in texts()) {
        prop_assert!(serde_json::from_str::<Value>(&text).is_ok());
        is_read_alike(&text);
    }

    #[test]
    fn damaged_texts_are_refused_as_serde_json_refuses_them(text in texts(), at in any::<prop::sample::Index>(), piece in select(PIECES)) {
        let characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len());
        let (before, after) = (&characters[..at], &characters[at + 1..]);
        let damaged: String = before.iter().copied().chain(piece.chars()).chain(after.iter().copied()).collect();
        is_read_alike(&damaged);
    }
}

#[test]
fn every_piece_is_read_as_serde_json_reads_it() {
    PIECES.iter().for_each(|piece| is_read_alike(piece));
}

#[test]
fn depth_has_the_bounds_of_serde_json() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            is_read_alike(&(open.repeat(depth) + "1" + &close.repeat(depth)));
            is_read_alike(&open.repeat(depth));
        }
    }
}

#[test]
fn json_is_the_same_however_it_is_spelled() {
    let read =
        |text: &str| parse_named::<Json>("vendor", "event", text.as_bytes()).expect("it is JSON");
    let one = read(r#"{"a": [1, "\u0062"], "c": null}"#);
    assert_eq!(one, read(r#"{"c":null,"a":[1,"b"]}"#));
    assert_ne!(one, read(r#"{"c":null,"a":[1,"B"]}"#));
    assert_eq!(one, json!({"a": [1, "b"], "c": null}));
    assert_eq!(one, Json::from(json!({"a": [1, "b"], "c": null})));
    // It can be used as the value that it is, and be told as the text that it was.
    assert_eq!(one["a"][1].as_str(), Some("b"));
    assert_eq!(one.clone().into_value(), one.value().clone());
    assert_eq!(one.to_string(), r#"{"a": [1, "\u0062"], "c": null}"#);
    assert_eq!(format!("{:?}", read("[1]")), "[1]");
}

#[test]
fn json_comes_from_other_formats_too() {
    let value = json!({"a": [1, 2.5, null, true, "x"], "b": {}});
    let json: Json = serde_json::from_value(value.clone()).expect("it is JSON");
    assert_eq!(json, value);
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let error = serde_json::from_value::<Json>(deep.clone()).expect_err("it is too deep");
    assert!(
        error.to_string().contains("recursion limit exceeded"),
        "{error}"
    );
    // What is made here may be deeper than what is read.
    assert_eq!(Json::from(deep.clone()).into_value(), deep);
}
