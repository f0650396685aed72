//! The reader and `serde_json` accept the same texts and give the same values.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::support::locate::locate;
use crate::support::{Json, OnMisfit, parse_named};

const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Valid and invalid pieces of JSON.
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

/// Texts that are rarely valid JSON.
fn pieces() -> impl Strategy<Value = String> {
    vec(select(PIECES), 1..12).prop_map(|pieces| pieces.concat())
}

/// Valid JSON with white space between the tokens.
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

fn assert_same_as_serde_json(text: &str) {
    let expected = serde_json::from_str::<Value>(text);
    let value = parse_named::<Value>("vendor", "event", OnMisfit::Refuse, text.as_bytes());
    let json = parse_named::<Json>("vendor", "event", OnMisfit::Refuse, text.as_bytes());
    match expected {
        Ok(expected) => {
            assert_eq!(value.expect("it is JSON"), expected, "{text}");
            let skipped = locate(text.as_bytes(), &[]).expect("it can be skipped");
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
        assert_same_as_serde_json(&text);
    }

    #[test]
    fn texts_are_read_as_serde_json_reads_them(text in texts()) {
        prop_assert!(serde_json::from_str::<Value>(&text).is_ok());
        assert_same_as_serde_json(&text);
    }

    #[test]
    fn damaged_texts_are_rejected_as_serde_json_rejects_them(text in texts(), at in any::<prop::sample::Index>(), piece in select(PIECES)) {
        let characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len());
        let (before, after) = (&characters[..at], &characters[at + 1..]);
        let damaged: String = before.iter().copied().chain(piece.chars()).chain(after.iter().copied()).collect();
        assert_same_as_serde_json(&damaged);
    }
}

#[test]
fn every_piece_is_read_as_serde_json_reads_it() {
    PIECES
        .iter()
        .for_each(|piece| assert_same_as_serde_json(piece));
}

#[test]
fn depth_has_the_limit_of_serde_json() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            assert_same_as_serde_json(&(open.repeat(depth) + "1" + &close.repeat(depth)));
            assert_same_as_serde_json(&open.repeat(depth));
        }
    }
}

#[test]
fn json_with_the_same_value_is_equal() {
    let read = |text: &str| {
        parse_named::<Json>("vendor", "event", OnMisfit::Refuse, text.as_bytes())
            .expect("it is JSON")
    };
    let json = read(r#"{"a": [1, "\u0062"], "c": null}"#);
    assert_eq!(json, read(r#"{"c":null,"a":[1,"b"]}"#));
    assert_ne!(json, read(r#"{"c":null,"a":[1,"B"]}"#));
    assert_eq!(json, json!({"a": [1, "b"], "c": null}));
    assert_eq!(json, Json::from(json!({"a": [1, "b"], "c": null})));
    // It dereferences to the value and is displayed as the original text.
    assert_eq!(json["a"][1].as_str(), Some("b"));
    assert_eq!(json.clone().into_value(), json.value().clone());
    assert_eq!(json.to_string(), r#"{"a": [1, "\u0062"], "c": null}"#);
    assert_eq!(
        format!("{:#?}", read("[ 1,\n\t{\"a b\": \"c \\\" \\\\\"} ]")),
        r#"Json([1,{"a b":"c \" \\"}])"#
    );
}

#[test]
fn json_is_deserialized_from_other_formats() {
    let value = json!({"a": [1, 2.5, null, true, "x"], "b": {}});
    let json: Json = serde_json::from_value(value.clone()).expect("it is JSON");
    assert_eq!(json, value);
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let error = serde_json::from_value::<Json>(deep.clone()).expect_err("it is too deep");
    assert!(
        error.to_string().contains("recursion limit exceeded"),
        "{error}"
    );
    // The limit on depth does not apply to values built in the program.
    assert_eq!(Json::from(deep.clone()).into_value(), deep);
}
