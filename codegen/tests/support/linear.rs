//! The work of reading a hostile body: the number of times that each value is decoded, for any nesting and any alternatives.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};
use serde_json::{Number, Value};

use crate::support::{
    Decode, DecodeError, EventEnum, JsonObject, JsonReader, Malformed, OnMisfit, ParseError,
    Tagged, Union, UnionReader, decode_event, decode_tagged, decode_union, decode_unknown,
    missing_tag, object, parse_named,
};

thread_local! {
    static DECODED: Cell<usize> = const { Cell::new(0) };
}

/// A number that counts how often numbers are decoded.
#[derive(Debug, PartialEq)]
struct Counted(Number);

impl Decode for Counted {
    const EXPECTED: &'static str = "a number";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        DECODED.set(DECODED.get() + 1);
        Number::decode(reader).map(Self)
    }
}

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// An object with one of itself in every way.
#[derive(Debug, PartialEq)]
struct Node {
    leaf: Counted,
    chain: Option<Box<Node>>,
    list: Option<Vec<Node>>,
    map: Option<BTreeMap<String, Node>>,
    link: Option<Box<Link>>,
    strict: Option<Box<Strict>>,
    untagged: Option<Box<Untagged>>,
    tagged: Option<Box<OfKind>>,
    late: Option<bool>,
    extra: JsonObject,
}

object!(Node {
    required {
        "leaf" => leaf,
    }
    optional {
        "chain" => chain,
        "late" => late,
        "link" => link,
        "list" => list,
        "map" => map,
        "strict" => strict,
        "tagged" => tagged,
        "untagged" => untagged,
    }
});

/// An object that requires one of itself.
#[derive(Debug, PartialEq)]
struct Link {
    leaf: Counted,
    link: Option<Box<Link>>,
    late: Option<bool>,
    extra: JsonObject,
}

object!(Link {
    required {
        "leaf" => leaf,
        "link" => link,
    }
    optional {
        "late" => late,
    }
});

/// Three alternatives that differ in their last member alone.
#[derive(Debug, PartialEq)]
enum Untagged {
    Text(OfText),
    List(OfList),
    Flag(OfFlag),
    Unknown(Value),
}

macro_rules! alternatives {
    ($($name:ident $late:ty)*) => {
        $(
            #[derive(Debug, PartialEq)]
            struct $name {
                leaf: Counted,
                untagged: Option<Box<Untagged>>,
                strict: Option<Box<Strict>>,
                late: $late,
                extra: JsonObject,
            }

            object!($name {
                required {
                    "late" => late,
                    "leaf" => leaf,
                }
                optional {
                    "strict" => strict,
                    "untagged" => untagged,
                }
            });
        )*
    };
}

alternatives! {
    OfText String
    OfList Vec<bool>
    OfFlag bool
}

impl Union for Untagged {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if let Some(value) = reader.attempt(Self::Text) {
            return Some(value);
        }
        if let Some(value) = reader.attempt(Self::List) {
            return Some(value);
        }
        if let Some(value) = reader.attempt(Self::Flag) {
            return Some(value);
        }
        reader.keep_unknown(Self::Unknown)
    }
}

impl Decode for Untagged {
    const EXPECTED: &'static str = "one of several forms";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_union(reader)
    }
}

impl Serialize for Untagged {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(value) => value.serialize(serializer),
            Self::List(value) => value.serialize(serializer),
            Self::Flag(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

/// The same without a variant for unknown values.
#[derive(Debug, PartialEq)]
enum Strict {
    Text(OfText),
    List(OfList),
    Flag(OfFlag),
}

impl Union for Strict {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if let Some(value) = reader.attempt(Self::Text) {
            return Some(value);
        }
        if let Some(value) = reader.attempt(Self::List) {
            return Some(value);
        }
        reader.attempt(Self::Flag)
    }
}

impl Decode for Strict {
    const EXPECTED: &'static str = "one of several forms";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_union(reader)
    }
}

impl Serialize for Strict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(value) => value.serialize(serializer),
            Self::List(value) => value.serialize(serializer),
            Self::Flag(value) => value.serialize(serializer),
        }
    }
}

#[derive(Debug, PartialEq)]
enum OfKind {
    Node(Node),
    Unknown(Value),
}

impl Tagged for OfKind {
    const TAG: &'static str = "kind";

    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match tag {
            Some("node") => Decode::decode(reader).map(Self::Node),
            None => Err(missing_tag::<Self>(reader)),
            Some(_) => decode_unknown::<Self, _>(reader).map(Self::Unknown),
        }
    }
}

impl Decode for OfKind {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_tagged(reader)
    }
}

impl Serialize for OfKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Node(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

#[derive(Debug, PartialEq)]
struct Root {
    node: Option<Node>,
    untagged: Option<Untagged>,
    strict: Option<Strict>,
    extra: JsonObject,
}

object!(Root {
    optional {
        "node" => node,
        "strict" => strict,
        "untagged" => untagged,
    }
});

#[derive(Debug, PartialEq)]
enum Event {
    Root(Box<Root>),
    Malformed(Box<Malformed>),
}

impl EventEnum for Event {
    fn decode_as(_: &str, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        Decode::decode(reader).map(Self::Root)
    }

    fn malformed(event: Box<Malformed>) -> Self {
        Self::Malformed(event)
    }
}

impl Decode for Event {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_event(reader)
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Root(event) => event.serialize(serializer),
            Self::Malformed(event) => event.payload.serialize(serializer),
        }
    }
}

fn read(on_misfit: OnMisfit, body: &str) -> Result<Event, ParseError> {
    parse_named("vendor", "root", on_misfit, body.as_bytes())
}

/// The value at a level of nesting, around the value of the next level.
type Level = fn(inner: &str, late: &str) -> String;

/// A body with this many levels below `root`; `late` is the last member of a level, counted from the innermost.
fn nested(root: &str, level: Level, depth: usize, late: impl Fn(usize) -> String) -> String {
    let mut inner = "null".to_owned();
    for index in 0..depth {
        inner = level(&inner, &late(index));
    }
    format!(r#"{{"{root}": {inner}}}"#)
}

fn member(name: &str, inner: &str, late: &str) -> String {
    match inner {
        "null" => format!(r#"{{"kind": "node", "leaf": 1, "late": {late}}}"#),
        _ => format!(r#"{{"kind": "node", "leaf": 1, "{name}": {inner}, "late": {late}}}"#),
    }
}

/// Every way of nesting: the member that holds it, and a level.
const NESTINGS: &[(&str, &str, Level)] = &[
    ("chain", "node", |inner, late| member("chain", inner, late)),
    ("list", "node", |inner, late| {
        let list = format!("[{inner}]").replace("[null]", "null");
        member("list", &list, late)
    }),
    ("map", "node", |inner, late| {
        let map = format!(r#"{{"x": {inner}}}"#).replace(r#"{"x": null}"#, "null");
        member("map", &map, late)
    }),
    ("link", "node", |inner, late| {
        format!(r#"{{"leaf": 1, "link": {inner}, "late": {late}}}"#)
    }),
    ("tagged", "node", |inner, late| {
        member("tagged", inner, late)
    }),
    ("untagged", "untagged", |inner, late| {
        member("untagged", inner, late)
    }),
    ("strict", "strict", |inner, late| {
        member("strict", inner, late)
    }),
    ("strict in untagged", "untagged", |inner, late| {
        member("strict", inner, late)
    }),
    ("untagged in strict", "strict", |inner, late| {
        member("untagged", inner, late)
    }),
];

/// Number of times that any number is decoded while a body is read.
fn decoded(on_misfit: OnMisfit, body: &str) -> usize {
    let value: Value = serde_json::from_str(body).expect("a body is JSON");
    DECODED.set(0);
    let read = read(on_misfit, body);
    let decoded = DECODED.get();
    if let Ok(event) = read {
        assert_eq!(
            serde_json::to_value(&event).expect("an event is JSON"),
            value
        );
    } else {
        assert_eq!(on_misfit, OnMisfit::Refuse);
    }
    decoded
}

/// Upper bound for the number of times that a value is decoded: two strict passes, which read four times the text again at most,
/// and a tolerant pass that checks and builds.
const TIMES: usize = 16;

/// The last member of a level, counted from the innermost.
type Late = fn(usize) -> String;

#[test]
fn nesting_does_not_multiply_the_work() {
    for (name, root, level) in NESTINGS {
        let lates: [(&str, Late); 6] = [
            ("fits", |_| "true".to_owned()),
            ("misfits", |_| "{}".to_owned()),
            ("a misfit inside", |index| {
                if index == 0 { "{}" } else { "true" }.to_owned()
            }),
            ("misfits of every other", |index| {
                if index % 2 == 0 { "{}" } else { "true" }.to_owned()
            }),
            ("the last alternative", |index| {
                if index == 0 { "7" } else { "[true]" }.to_owned()
            }),
            ("an alternative each", |index| {
                ["true", "\"x\"", "[]"][index % 3].to_owned()
            }),
        ];
        for (late_name, late) in lates {
            for depth in [15, 30, 60] {
                let body = nested(root, *level, depth, late);
                for on_misfit in [OnMisfit::Keep, OnMisfit::Refuse] {
                    let decoded = decoded(on_misfit, &body);
                    assert!(
                        decoded <= TIMES * depth,
                        "{name}, {late_name}, {depth} levels, {on_misfit:?}: {decoded} numbers decoded"
                    );
                }
            }
        }
    }
}

#[test]
fn misfits_beside_each_other_do_not_multiply_the_work() {
    for (name, root, level) in NESTINGS {
        let tree = |late: &str| {
            let body = nested(root, *level, 5, |_| late.to_owned());
            body[body.find(": ").expect("it has a member") + 2..body.len() - 1].to_owned()
        };
        let root = if *root == "node" { "chain" } else { root };
        for late in ["{}", "true", "7"] {
            for count in [100, 200] {
                let trees = vec![format!(r#"{{"leaf": 1, "{root}": {}}}"#, tree(late)); count];
                let body = format!(
                    r#"{{"node": {{"leaf": 1, "list": [{}]}}}}"#,
                    trees.join(",")
                );
                let decoded = decoded(OnMisfit::Keep, &body);
                assert!(
                    decoded <= TIMES * 6 * count,
                    "{name}, {late}, {count} trees: {decoded} numbers decoded"
                );
            }
        }
    }
}

#[test]
fn a_strict_read_that_costs_too_much_gives_the_same_result() {
    let level: Level = |inner, late| member("strict", inner, late);
    for depth in [3, 60] {
        let fits = nested("strict", level, depth, |_| "true".to_owned());
        let strict = read(OnMisfit::Refuse, &fits).unwrap_or_else(|error| panic!("{error}"));
        let tolerant = read(OnMisfit::Keep, &fits).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(strict, tolerant);

        let body = nested("strict", level, depth, |index| {
            if index == 0 { "{}" } else { "true" }.to_owned()
        });
        let error = read(OnMisfit::Refuse, &body).expect_err("a value does not fit");
        assert_eq!(
            error.to_string(),
            "vendor event `root`: expected one of several forms at `/strict`, found an object (line 1, column 12)"
        );
        let Ok(Event::Root(event)) = read(OnMisfit::Keep, &body) else {
            panic!("the misfit is in an optional member")
        };
        assert!(event.extra.contains_key("strict"));

        // A misfit after the value that costs too much, and one before it.
        let after = format!("{}, \"node\": 5}}", &fits[..fits.len() - 1]);
        let error = read(OnMisfit::Refuse, &after).expect_err("a value does not fit");
        let message = error.to_string();
        assert!(
            message.contains("expected an object at `/node`, found a number"),
            "{message}"
        );
        let repeated = format!("{}, \"strict\": null}}", &fits[..fits.len() - 1]);
        let error = read(OnMisfit::Refuse, &repeated).expect_err("a member is repeated");
        assert!(
            error.to_string().contains("`/strict` is there twice"),
            "{error}"
        );
    }
}
