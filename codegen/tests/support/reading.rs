//! Decoding and serialization of types like the emitted ones.

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::support::{
    Decode, DecodeError, ErrorKind, Integer, JsonObject, JsonReader, Nullable, OnMisfit,
    ParseError, Union, UnionReader, decode_union, object, parse_named, read_tuple,
};

#[derive(PartialEq)]
struct Node {
    id: String,
    count: Option<Integer>,
    parent: Nullable<Box<Node>>,
    children: Option<Vec<Node>>,
    by_name: Option<BTreeMap<String, Option<bool>>>,
    size: Option<Size>,
    pair: Option<Pair>,
    extra: JsonObject,
}

object!(Node {
    required {
        "count" => count,
        "id" => id,
    }
    optional {
        "by_name" => by_name,
        "children" => children,
        "pair" => pair,
        "size" => size,
    }
    optional_or_null {
        "parent" => parent,
    }
    constructor new { count: Option<Integer>, id: String, }
});

#[derive(Debug, PartialEq)]
enum Size {
    Node(Box<Node>),
    Text(String),
}

impl Union for Size {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if reader.has_member("id")
            && let Some(value) = reader.attempt(Self::Node)
        {
            return Some(value);
        }
        if reader.is_string()
            && let Some(value) = reader.attempt(Self::Text)
        {
            return Some(value);
        }
        None
    }
}

impl Decode for Size {
    const EXPECTED: &'static str = "one of several forms";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_union(reader)
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Node(node) => node.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
        }
    }
}

#[derive(Debug, PartialEq)]
struct Pair {
    left: bool,
    right: Option<String>,
    rest: Vec<Integer>,
}

impl Decode for Pair {
    const EXPECTED: &'static str = "an array";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        let (mut left, mut right, mut rest) = (None, None, Vec::new());
        read_tuple(reader, &mut [&mut left], &mut [&mut right], &mut rest)?;
        let Some(left) = left else {
            return Err(DecodeError);
        };
        Ok(Self { left, right, rest })
    }
}

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = [
            Some(json!(self.left)),
            self.right.as_ref().map(|right| json!(right)),
        ]
        .into_iter()
        .flatten();
        serializer.collect_seq(items.chain(self.rest.iter().map(|number| json!(number))))
    }
}

fn read(body: &str) -> Result<Node, ParseError> {
    parse_named("vendor", "node.made", OnMisfit::Refuse, body.as_bytes())
}

/// The error's message after the event's name.
fn message(body: &str) -> String {
    let error = read(body).expect_err("the body is rejected").to_string();
    error
        .strip_prefix("vendor event `node.made`: ")
        .expect("the error names vendor and event")
        .to_owned()
}

#[test]
fn an_object_is_formatted_as_by_a_derived_debug() {
    let node = Node {
        id: "n".to_owned(),
        count: None,
        parent: Nullable::Null,
        children: Some(Vec::new()),
        by_name: None,
        size: Some(Size::Text("large".to_owned())),
        pair: None,
        extra: [("a b".to_owned(), json!(1))].into_iter().collect(),
    };
    assert_eq!(
        format!("{node:?}"),
        r#"Node { count: None, id: "n", by_name: None, children: Some([]), pair: None, size: Some(Text("large")), parent: Null, extra: {"a b": Number(1)} }"#
    );
}

#[test]
fn values_are_serialized_as_read() {
    for body in [
        r#"{"id": "a", "count": null}"#,
        r#"{"id": "a\/\u00e9", "count": 1.0, "x\n": [1, {"y": null}], "": 2}"#,
        r#"{"id": "a", "count": 1, "parent": null, "children": []}"#,
        r#"{"id": "a", "count": 1, "parent": {"id": "b", "count": 2, "new": true}, "children": [{"id": "c", "count": 3}]}"#,
        r#"{"id": "a", "count": 1, "by_name": {"x": true, "y": null}}"#,
        r#"{"id": "a", "count": 1, "size": "big", "pair": [true, "x", 1, 2e0]}"#,
        r#"{"id": "a", "count": 1, "size": {"id": "n", "count": null, "more": []}, "pair": [false]}"#,
    ] {
        let node = read(body).unwrap_or_else(|error| panic!("{error}"));
        let expected: Value = serde_json::from_str(body).expect("it is JSON");
        assert_eq!(
            serde_json::to_value(&node).expect("a node is JSON"),
            expected
        );
    }
}

#[test]
fn all_formats_are_decoded_alike() {
    let body =
        r#"{"id": "a", "count": 1, "size": {"id": "n", "count": null}, "pair": [true, "x", 1]}"#;
    let node: Node = serde_json::from_str(body).expect("it is a node");
    assert_eq!(node, read(body).expect("it is a node"));
    let value = serde_json::to_value(&node).expect("a node is JSON");
    assert_eq!(
        serde_json::from_value::<Node>(value).expect("it is a node"),
        node
    );
    let message = |body: &str| {
        let error = serde_json::from_str::<Node>(body).expect_err("it is rejected");
        error.to_string()
    };
    for (body, expected) in [
        (
            r#"{"id": 2, "count": 1}"#,
            "expected a string at `/id`, found a number",
        ),
        (r#"{"id": "a"}"#, "`/count` is missing"),
        ("[]", "expected an object at the top level, found an array"),
    ] {
        assert!(message(body).starts_with(expected), "{}", message(body));
    }
    let kept: Node = serde_json::from_str(r#"{"id": "a", "count": 1, "parent": {"id": 2}}"#)
        .expect("an optional member gives way");
    assert!(kept.parent.is_absent());
    assert_eq!(kept.extra["parent"], json!({"id": 2}));
}

#[test]
fn absent_null_and_value_are_distinct() {
    let parent = |member: &str| {
        read(&format!(r#"{{"id": "a", "count": 1{member}}}"#))
            .expect("it is read")
            .parent
    };
    assert!(parent("").is_absent());
    assert!(parent(r#", "parent": null"#).is_null());
    assert_eq!(
        parent(r#", "parent": {"id": "p", "count": 2}"#)
            .value()
            .expect("it is there")
            .id,
        "p"
    );
}

#[test]
fn errors_have_pointer_and_types() {
    let table = [
        (
            r#"{"count": 1}"#,
            "`/id` is missing, expected a string (line 1, column 1)",
        ),
        (
            r#"{"id": "a"}"#,
            "`/count` is missing, expected an integer or null (line 1, column 1)",
        ),
        (
            r#"{"id": 1}"#,
            "expected a string at `/id`, found a number (line 1, column 8)",
        ),
        (
            "{\"id\": \"a\",\n \"count\": 1.5}",
            "expected an integer or null at `/count`, found a number (line 2, column 11)",
        ),
        (
            "[]",
            "expected an object at the top level, found an array (line 1, column 1)",
        ),
        (
            r#"{"id": "a", "id": "b"}"#,
            "`/id` is there twice (line 1, column 13)",
        ),
        (
            r#"{"x/": 1, "x/": 2}"#,
            "`/x~1` is there twice (line 1, column 11)",
        ),
        (
            r#"{"children": [{"id": "a", "count": 1}, {"id": "b", "count": "c"}]}"#,
            "expected an integer or null at `/children/1/count`, found a string (line 1, column 61)",
        ),
        (
            r#"{"by_name": {"a~b": {}}}"#,
            "expected a boolean or null at `/by_name/a~0b`, found an object (line 1, column 21)",
        ),
        (
            r#"{"by_name": {"a": true, "a": true}}"#,
            "`/by_name/a` is there twice (line 1, column 25)",
        ),
        (
            r#"{"parent": {"id": 1}}"#,
            "expected a string at `/parent/id`, found a number (line 1, column 19)",
        ),
        (
            r#"{"parent": 1}"#,
            "expected an object or null at `/parent`, found a number (line 1, column 12)",
        ),
        (
            r#"{"size": 1}"#,
            "expected one of several forms at `/size`, found a number (line 1, column 10)",
        ),
        (
            r#"{"size": {"id": "a", "count": "x"}}"#,
            "expected an integer or null at `/size/count`, found a string (line 1, column 31)",
        ),
        (
            r#"{"pair": []}"#,
            "`/pair/0` is missing, expected a boolean (line 1, column 10)",
        ),
        (
            r#"{"pair": [true, "x", "y"]}"#,
            "expected an integer at `/pair/2`, found a string (line 1, column 22)",
        ),
    ];
    for (body, expected) in table {
        assert_eq!(message(body), expected, "{body}");
    }
}

#[test]
fn syntax_errors_have_a_position() {
    assert_eq!(
        message(""),
        "not valid JSON at the top level: EOF while parsing a value at line 1 column 0"
    );
    assert_eq!(
        message("{\"id\": \"a\","),
        "not valid JSON at the top level: EOF while parsing a value at line 1 column 11"
    );
    assert!(
        message("{\"parent\": {\"id\": x}}")
            .starts_with("not valid JSON at `/parent/id`: expected value")
    );
    assert!(
        message("{\"id\": \"a\", \"count\": 1} x")
            .starts_with("not valid JSON at the top level: trailing characters")
    );
    let deep = format!("{{\"x\": {}", "[".repeat(10_000));
    assert!(message(&deep).starts_with("not valid JSON at `/x`: recursion limit exceeded"));
}

#[test]
fn errors_have_accessors() {
    let error = read("{\n  \"id\": []\n}").expect_err("it is rejected");
    assert_eq!(
        (error.vendor(), error.event_name(), error.pointer()),
        ("vendor", Some("node.made"), "/id")
    );
    assert_eq!(
        (error.line(), error.column(), error.kind()),
        (2, 9, ErrorKind::Mismatch)
    );
    assert_eq!(
        (error.expected(), error.found()),
        ("a string", Some("an array"))
    );
    assert_eq!(read("{}").expect_err("it is rejected").found(), None);
}

#[test]
fn control_characters_in_names_are_escaped() {
    let error = parse_named::<Node>("vendor", "a\nb\u{1b}[31m", OnMisfit::Refuse, b"[]")
        .expect_err("it is rejected")
        .to_string();
    assert!(
        error.starts_with("vendor event `a\\nb\\u{1b}[31m`: "),
        "{error}"
    );
    let body = "{\"by_name\": {\"\\n\\u001b\": 1}}";
    assert!(message(body).contains("`/by_name/\\n\\u{1b}`"));
}
