//! Types that hold themselves in every way, and bodies that nest them.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};
use serde_json::{Number, Value};

use crate::support::{
    Decode, DecodeError, EventEnum, JsonObject, JsonReader, Malformed, Tagged, Union, UnionReader,
    decode_event, decode_tagged, decode_union, decode_unknown, decode_untagged, object,
};

thread_local! {
    pub(crate) static DECODED: Cell<usize> = const { Cell::new(0) };
}

/// A number that counts how often numbers are decoded.
#[derive(Debug, PartialEq)]
pub(crate) struct Counted(Number);

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
#[derive(PartialEq)]
pub(crate) struct Node {
    pub(crate) leaf: Counted,
    pub(crate) chain: Option<Box<Node>>,
    pub(crate) guarded: Option<Box<Guarded>>,
    pub(crate) loose: Option<Box<Loose>>,
    pub(crate) list: Option<Vec<Node>>,
    pub(crate) map: Option<BTreeMap<String, Node>>,
    pub(crate) link: Option<Box<Link>>,
    pub(crate) strict: Option<Box<Strict>>,
    pub(crate) untagged: Option<Box<Untagged>>,
    pub(crate) tagged: Option<Box<OfKind>>,
    pub(crate) late: Option<bool>,
    pub(crate) extra: JsonObject,
}

object!(Node {
    required {
        "leaf" => leaf,
    }
    optional {
        "chain" => chain,
        "guarded" => guarded,
        "late" => late,
        "link" => link,
        "list" => list,
        "loose" => loose,
        "map" => map,
        "strict" => strict,
        "tagged" => tagged,
        "untagged" => untagged,
    }
    constructor new { leaf: Counted, }
});

/// An object that requires one of itself.
#[derive(PartialEq)]
pub(crate) struct Link {
    pub(crate) leaf: Counted,
    pub(crate) link: Option<Box<Link>>,
    pub(crate) late: Option<bool>,
    pub(crate) extra: JsonObject,
}

object!(Link {
    required {
        "leaf" => leaf,
        "link" => link,
    }
    optional {
        "late" => late,
    }
    constructor new { leaf: Counted, link: Option<Box<Link>>, }
});

/// Three alternatives that differ in their last member alone.
#[derive(Debug, PartialEq)]
pub(crate) enum Untagged {
    Text(OfText),
    List(OfList),
    Flag(OfFlag),
    Unknown(Value),
}

macro_rules! alternatives {
    ($($name:ident $late:ty)*) => {
        $(
            #[derive(PartialEq)]
            pub(crate) struct $name {
                pub(crate) leaf: Counted,
                pub(crate) untagged: Option<Box<Untagged>>,
                pub(crate) loose: Option<Box<Loose>>,
                pub(crate) strict: Option<Box<Strict>>,
                pub(crate) late: $late,
                extra: JsonObject,
            }

            object!($name {
                required {
                    "late" => late,
                    "leaf" => leaf,
                }
                optional {
                    "loose" => loose,
                    "strict" => strict,
                    "untagged" => untagged,
                }
                constructor new { late: $late, leaf: Counted, }
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
pub(crate) enum Strict {
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

/// An alternative that any object fits.
#[derive(Debug, PartialEq)]
pub(crate) enum Loose {
    Text(OfText),
    Any(JsonObject),
}

impl Union for Loose {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if let Some(value) = reader.attempt(Self::Text) {
            return Some(value);
        }
        reader.attempt(Self::Any)
    }
}

impl Decode for Loose {
    const EXPECTED: &'static str = "one of several forms";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_union(reader)
    }
}

impl Serialize for Loose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(value) => value.serialize(serializer),
            Self::Any(value) => value.serialize(serializer),
        }
    }
}

/// A union whose alternatives are told apart by a constant and by type, so that at most one is tried.
#[derive(Debug, PartialEq)]
pub(crate) enum Guarded {
    Constant(JsonObject),
    Node(Node),
    Text(String),
}

impl Union for Guarded {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if reader.member_is_json(&["guarded"], &[r#"{"leaf":1}"#, "[null]"])
            && let Some(value) = reader.attempt(Self::Constant)
        {
            return Some(value);
        }
        if reader.is_object()
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

impl Decode for Guarded {
    const EXPECTED: &'static str = "one of several forms";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_union(reader)
    }
}

impl Serialize for Guarded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Constant(value) => value.serialize(serializer),
            Self::Node(value) => value.serialize(serializer),
            Self::Text(value) => value.serialize(serializer),
        }
    }
}

#[derive(Debug, PartialEq)]
pub(crate) enum OfKind {
    Node(Node),
    Unknown(Value),
}

impl Tagged for OfKind {
    const TAG: &'static str = "kind";

    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match tag {
            Some("node") => Decode::decode(reader).map(Self::Node),
            None => decode_untagged::<Self, _>(reader).map(Self::Unknown),
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

#[derive(PartialEq)]
pub(crate) struct Root {
    pub(crate) loose: Option<Loose>,
    pub(crate) node: Option<Node>,
    pub(crate) untagged: Option<Untagged>,
    pub(crate) strict: Option<Strict>,
    pub(crate) extra: JsonObject,
}

object!(Root {
    optional {
        "loose" => loose,
        "node" => node,
        "strict" => strict,
        "untagged" => untagged,
    }
});

#[derive(Debug, PartialEq)]
pub(crate) enum Event {
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

/// The value at a level of nesting, around the value of the next level.
pub(crate) type Level = fn(inner: &str, late: &str) -> String;

/// A body with this many levels below `root`; `late` is the last member of a level, counted from the innermost.
pub(crate) fn nested(
    root: &str,
    level: Level,
    depth: usize,
    late: impl Fn(usize) -> String,
) -> String {
    let mut inner = "null".to_owned();
    for index in 0..depth {
        inner = level(&inner, &late(index));
    }
    format!(r#"{{"{root}": {inner}}}"#)
}

pub(crate) fn member(name: &str, inner: &str, late: &str) -> String {
    match inner {
        "null" => format!(r#"{{"kind": "node", "leaf": 1, "late": {late}}}"#),
        _ => format!(r#"{{"kind": "node", "leaf": 1, "{name}": {inner}, "late": {late}}}"#),
    }
}

/// Every way of nesting: the member that holds it, and a level.
pub(crate) const NESTINGS: &[(&str, &str, Level)] = &[
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
    ("guarded", "node", |inner, late| {
        member("guarded", inner, late)
    }),
    ("loose", "loose", |inner, late| member("loose", inner, late)),
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
