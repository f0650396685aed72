//! Deliveries with values that do not fit: which value is kept for a misfit, what stays typed, and what is told.

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::support::{
    Decode, DecodeError, EventEnum, EventNaming, Integer, JsonObject, JsonReader, Malformed,
    MemberWriter, Misfit, Misfits, Nullable, ObjectWriter, OnMisfit, PathTrie, Tagged, Union,
    UnionReader, UnknownEvent, boxed, boxed_unknown, decode_event, decode_tagged, decode_union,
    decode_unknown, decode_untagged, object, parse, parse_named, read_object, read_tuple,
    unknown_members,
};

/// An event.
#[derive(PartialEq)]
struct Order {
    id: String,
    count: Option<Integer>,
    customer: Option<Customer>,
    lines: Option<Vec<Line>>,
    tags: Option<BTreeMap<String, Option<bool>>>,
    range: Option<Range>,
    size: Option<Size>,
    label: Option<Label>,
    payment: Option<Payment>,
    shape: Option<Shape>,
    parent: Option<Box<Order>>,
    note: Nullable<String>,
    fields: BTreeMap<String, Option<Line>>,
    extra: JsonObject,
}

object!(Order {
    required {
        "id" => id,
    }
    optional {
        "count" => count,
        "customer" => customer,
        "label" => label,
        "lines" => lines,
        "parent" => parent,
        "payment" => payment,
        "range" => range,
        "shape" => shape,
        "size" => size,
        "tags" => tags,
    }
    optional_or_null {
        "note" => note,
    }
    prefixed {
        "field_" => fields,
    }
    constructor new { id: String, }
});

#[derive(PartialEq)]
struct Customer {
    name: Option<String>,
    address: Address,
    extra: JsonObject,
}

object!(Customer {
    required {
        "address" => address,
        "name" => name,
    }
    constructor new { address: Address, name: Option<String>, }
});

#[derive(PartialEq)]
struct Address {
    city: String,
    street: Option<String>,
    extra: JsonObject,
}

object!(Address {
    required {
        "city" => city,
    }
    optional {
        "street" => street,
    }
    constructor new { city: String, }
});

#[derive(PartialEq)]
struct Line {
    sku: String,
    label: Option<String>,
    extra: JsonObject,
}

object!(Line {
    required {
        "sku" => sku,
    }
    optional {
        "label" => label,
    }
    constructor new { sku: String, }
});

/// A tuple.
#[derive(Debug, PartialEq)]
struct Range {
    from: Integer,
    to: Option<Integer>,
    rest: Vec<Line>,
}

impl Decode for Range {
    const EXPECTED: &'static str = "an array";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        let (mut from, mut to, mut rest) = (None, None, Vec::new());
        read_tuple(reader, &mut [&mut from], &mut [&mut to], &mut rest)?;
        let Some(from) = from else {
            return Err(DecodeError);
        };
        Ok(Self { from, to, rest })
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let to = self.to.iter().map(|to| json!(to));
        let items = std::iter::once(json!(self.from)).chain(to);
        serializer.collect_seq(items.chain(self.rest.iter().map(|line| json!(line))))
    }
}

macro_rules! impl_serialize {
    ($name:ident { $($variant:ident)* }) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                }
            }
        }
    };
}

/// An untagged union without a variant for unknown values.
#[derive(Debug, PartialEq)]
enum Size {
    Object(Box<Dimensions>),
    Text(String),
    List(Vec<Size>),
}

impl_serialize!(Size { Object Text List });

#[derive(PartialEq)]
struct Dimensions {
    width: Integer,
    height: Option<Integer>,
    inner: Option<Size>,
    extra: JsonObject,
}

object!(Dimensions {
    required {
        "width" => width,
    }
    optional {
        "height" => height,
        "inner" => inner,
    }
    constructor new { width: Integer, }
});

impl Union for Size {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if reader.is_object()
            && let Some(value) = reader.attempt(Self::Object)
        {
            return Some(value);
        }
        if reader.is_string()
            && let Some(value) = reader.attempt(Self::Text)
        {
            return Some(value);
        }
        if reader.is_array()
            && let Some(value) = reader.attempt(Self::List)
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

/// An untagged union of unions, with a variant for unknown values.
#[derive(Debug, PartialEq)]
enum Label {
    Payment(Payment),
    Line(Line),
    Wide(Dimensions),
    Text(String),
    Unknown(Value),
}

impl_serialize!(Label { Payment Line Wide Text Unknown });

impl Union for Label {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if reader.is_object()
            && let Some(value) =
                reader.attempt_known(Self::Payment, |value| matches!(value, Payment::Unknown(_)))
        {
            return Some(value);
        }
        if reader.has_member("sku")
            && let Some(value) = reader.attempt(Self::Line)
        {
            return Some(value);
        }
        if reader.has_member("width")
            && let Some(value) = reader.attempt(Self::Wide)
        {
            return Some(value);
        }
        if reader.is_string()
            && let Some(value) = reader.attempt(Self::Text)
        {
            return Some(value);
        }
        reader.keep_unknown(Self::Unknown)
    }
}

impl Decode for Label {
    const EXPECTED: &'static str = "one of several forms";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_union(reader)
    }
}

/// A tagged union in which every alternative has a tag.
#[derive(Debug, PartialEq)]
enum Payment {
    Card(Card),
    Transfer(Transfer),
    Unknown(Value),
}

impl_serialize!(Payment { Card Transfer Unknown });

#[derive(PartialEq)]
struct Card {
    kind: String,
    last4: String,
    brand: Option<String>,
    extra: JsonObject,
}

object!(Card {
    required {
        "kind" => kind,
        "last4" => last4,
    }
    optional {
        "brand" => brand,
    }
    constructor new { kind: String, last4: String, }
});

#[derive(PartialEq)]
struct Transfer {
    kind: String,
    extra: JsonObject,
}

object!(Transfer {
    required {
        "kind" => kind,
    }
    constructor new { kind: String, }
});

impl Tagged for Payment {
    const TAG: &'static str = "kind";

    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match tag {
            Some("card") => Decode::decode(reader).map(Self::Card),
            Some("transfer") => Decode::decode(reader).map(Self::Transfer),
            None => decode_untagged::<Self, _>(reader).map(Self::Unknown),
            Some(_) => decode_unknown::<Self, _>(reader).map(Self::Unknown),
        }
    }
}

impl Decode for Payment {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_tagged(reader)
    }
}

/// A tagged union with an alternative that has no tag.
#[derive(Debug, PartialEq)]
enum Shape {
    Plain(Plain),
    Round(Round),
    Unknown(Value),
}

impl_serialize!(Shape { Plain Round Unknown });

#[derive(PartialEq)]
struct Plain {
    id: String,
    next: Option<Box<Shape>>,
    extra: JsonObject,
}

object!(Plain {
    required {
        "id" => id,
    }
    optional {
        "next" => next,
    }
    constructor new { id: String, }
});

#[derive(PartialEq)]
struct Round {
    form: String,
    radius: Option<Integer>,
    extra: JsonObject,
}

object!(Round {
    required {
        "form" => form,
    }
    optional {
        "radius" => radius,
    }
    constructor new { form: String, }
});

impl Tagged for Shape {
    const TAG: &'static str = "form";

    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match tag {
            None => Decode::decode(reader).map(Self::Plain),
            Some("round") => Decode::decode(reader).map(Self::Round),
            Some(_) => decode_unknown::<Self, _>(reader).map(Self::Unknown),
        }
    }
}

impl Decode for Shape {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_tagged(reader)
    }
}

/// The events of a vendor.
#[derive(Debug, PartialEq)]
enum Event {
    Order(Box<Order>),
    Payment(Box<Payment>),
    Malformed(Box<Malformed>),
    Unknown(Box<UnknownEvent>),
}

impl EventEnum for Event {
    fn decode_as(event_name: &str, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match event_name {
            "order" => boxed(reader).map(Self::Order),
            "payment" => boxed(reader).map(Self::Payment),
            _ => boxed_unknown(reader).map(Self::Unknown),
        }
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
            Self::Order(event) => event.serialize(serializer),
            Self::Payment(event) => event.serialize(serializer),
            Self::Malformed(event) => event.payload.serialize(serializer),
            Self::Unknown(event) => event.payload.serialize(serializer),
        }
    }
}

/// A delivery as the emitted crate has it.
#[derive(Debug, PartialEq)]
struct Delivery {
    envelope: Option<Envelope>,
    event: Event,
    misfits: Misfits,
}

#[derive(Debug, PartialEq)]
struct Envelope {
    app: String,
    token: Option<String>,
    extra: JsonObject,
}

impl Decode for Delivery {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        if reader.context.is_unenveloped() {
            let event = Event::decode(reader)?;
            return Ok(Self {
                envelope: None,
                event,
                misfits: reader.take_misfits(),
            });
        }
        let (mut app, mut event, mut token) = (None, None, None);
        let extra = read_object(
            reader,
            &mut [("app", &mut app), ("event", &mut event)],
            &mut [("token", &mut token)],
        )?;
        let (Some(app), Some(event)) = (app, event) else {
            return Err(DecodeError);
        };
        Ok(Self {
            envelope: Some(Envelope { app, token, extra }),
            event,
            misfits: reader.take_misfits(),
        })
    }
}

impl Serialize for Delivery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(Envelope { app, token, extra }) = &self.envelope else {
            return self.event.serialize(serializer);
        };
        let mut writer = ObjectWriter::new(serializer, extra)?;
        writer.required("app", app);
        writer.optional("token", token);
        writer.required("event", &self.event);
        writer.end()
    }
}

static NAMING: EventNaming = EventNaming {
    paths: &[&["event", "type"]],
    places: &[&[0]],
    join: "",
    rules: &[],
    unenveloped: None,
    tag: None,
    event_member: Some("event"),
    other_requests: None,
    path_trie: PathTrie::new(),
};

/// An order and its misfits, each with the value that is kept.
fn read_order(body: &str) -> (Order, Vec<String>) {
    let body = format!(r#"{{"app": "A", "event": {body}}}"#);
    let delivery = read("order", &body);
    let misfits = told(&delivery);
    match delivery.event {
        Event::Order(order) => (*order, misfits),
        other => panic!("{other:?}"),
    }
}

/// Reads a body as the event that it is named by the caller, and checks what holds for all bodies.
fn read(event_name: &str, body: &str) -> Delivery {
    let named = |on_misfit, body: &str| {
        parse_named::<Delivery>("vendor", event_name, on_misfit, body.as_bytes())
    };
    let delivery = named(OnMisfit::Keep, body).unwrap_or_else(|error| panic!("{error}"));
    let value: Value = serde_json::from_str(body).expect("a body is JSON");
    assert_eq!(json!(delivery), value);
    let strict = named(OnMisfit::Refuse, body);
    assert_eq!(
        strict.is_ok(),
        delivery.misfits.as_slice().is_empty(),
        "{strict:?}"
    );
    let written = serde_json::to_string(&delivery).expect("a delivery is JSON");
    let again = named(OnMisfit::Keep, &written);
    let from_value = named(OnMisfit::Keep, &value.to_string());
    assert_eq!(
        again.unwrap_or_else(|error| panic!("{error}")),
        from_value.unwrap_or_else(|error| panic!("{error}"))
    );
    delivery
}

fn told(delivery: &Delivery) -> Vec<String> {
    let tell = |misfit: &Misfit| format!("{misfit}; kept: {}", misfit.kept());
    delivery.misfits.as_slice().iter().map(tell).collect()
}

/// Checks the misfits of an order.
#[track_caller]
fn check(body: &str, expected: &[&str]) -> Order {
    let (order, misfits) = read_order(body);
    assert_eq!(misfits, expected, "{body}");
    order
}

fn unknown_members_of(event_name: &str, delivery: &Delivery) -> Vec<String> {
    let has_envelope = delivery.envelope.is_some();
    let members =
        unknown_members::<Delivery>(delivery, event_name, has_envelope, &delivery.misfits);
    members.iter().map(ToString::to_string).collect()
}

#[test]
fn an_optional_member_gives_way() {
    let order = check(
        r#"{"id": "a", "count": "1", "parent": {"id": "b", "count": 2}}"#,
        &["expected an integer at `/event/count`, found a string; kept: /event/count"],
    );
    assert_eq!((order.count, &order.extra["count"]), (None, &json!("1")));
    assert_eq!(
        order.parent.expect("it fits").count,
        Some(Integer::from(2_u64))
    );
    check(
        r#"{"id": "a", "count": null, "lines": {}, "parent": []}"#,
        &[
            "expected an integer at `/event/count`, found null; kept: /event/count",
            "expected an array at `/event/lines`, found an object; kept: /event/lines",
            "expected an object at `/event/parent`, found an array; kept: /event/parent",
        ],
    );
}

#[test]
fn the_smallest_member_around_that_may_be_absent_gives_way() {
    let order = check(
        r#"{"id": "a", "parent": {"id": "b", "count": 1, "parent": {"id": 3, "count": 1}}}"#,
        &[
            "expected a string at `/event/parent/parent/id`, found a number; kept: /event/parent/parent",
        ],
    );
    let parent = order.parent.expect("it fits");
    assert_eq!(parent.extra["parent"], json!({"id": 3, "count": 1}));
    assert_eq!(
        (parent.parent, parent.count),
        (None, Some(Integer::from(1_u64)))
    );
    check(
        r#"{"id": "a", "customer": {"name": "x", "address": {"city": 5, "street": 6}}}"#,
        &[
            "expected a string at `/event/customer/address/city`, found a number; kept: /event/customer",
        ],
    );
    check(
        r#"{"id": "a", "customer": {"name": "x"}}"#,
        &["`/event/customer/address` is missing, expected an object; kept: /event/customer"],
    );
    let order = check(
        r#"{"id": "a", "customer": {"name": "x", "address": {"street": [], "city": "c"}}}"#,
        &[
            "expected a string at `/event/customer/address/street`, found an array; kept: /event/customer/address/street",
        ],
    );
    assert_eq!(
        order.customer.expect("it fits").address.extra["street"],
        json!([])
    );
}

#[test]
fn members_that_start_alike_are_entries_of_a_map_and_give_way() {
    let body = r#"{"id": "a", "field_1": {"sku": "x"}, "field": 1, "field_2": null}"#;
    let order = check(body, &[]);
    let names = |fields: &BTreeMap<String, _>| fields.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&order.fields), ["field_1", "field_2"]);
    assert_eq!(order.extra["field"], json!(1));
    let mut order = check(
        r#"{"id": "a", "field_1": {"sku": 1}, "field_2": null, "count": "1", "field_2": {"sku": "y"}}"#,
        &[
            "expected a string at `/event/field_1/sku`, found a number; kept: /event/field_1",
            "expected an integer at `/event/count`, found a string; kept: /event/count",
            "`/event/field_2` is there twice; kept: /event/field_2",
        ],
    );
    assert_eq!(names(&order.fields), ["field_2"]);
    assert_eq!(order.extra["field_1"], json!({"sku": 1}));
    order.fields.insert("field_1".to_owned(), None);
    assert_eq!(json!(order)["field_1"], Value::Null);
    let delivery = read(
        "order",
        r#"{"app": "A", "event": {"id": "a", "count": [], "field_1": {"sku": "x", "new": 1}, "field": 1}}"#,
    );
    assert_eq!(
        unknown_members_of("order", &delivery),
        ["/event/field_1/new", "/event/field"]
    );
}

#[test]
fn items_entries_and_places_do_not_give_way() {
    let order = check(
        r#"{"id": "a", "lines": [{"sku": "x"}, {"sku": 1}, {"sku": 2}]}"#,
        &["expected a string at `/event/lines/1/sku`, found a number; kept: /event/lines"],
    );
    assert_eq!(order.extra["lines"][1], json!({"sku": 1}));
    let order = check(
        r#"{"id": "a", "lines": [{"sku": "x", "label": 1}, {"sku": "y", "label": "l"}]}"#,
        &[
            "expected a string at `/event/lines/0/label`, found a number; kept: /event/lines/0/label",
        ],
    );
    assert_eq!(order.lines.expect("it fits")[0].extra["label"], json!(1));
    check(
        r#"{"id": "a", "tags": {"x": true, "y": 1}}"#,
        &["expected a boolean or null at `/event/tags/y`, found a number; kept: /event/tags"],
    );
    for (range, misfit) in [
        ("[]", "`/event/range/0` is missing, expected an integer"),
        (
            "[1, \"2\"]",
            "expected an integer at `/event/range/1`, found a string",
        ),
        (
            "[1, 2, {}]",
            "`/event/range/2/sku` is missing, expected a string",
        ),
        (
            "[1, null, {\"sku\": \"x\"}]",
            "expected an integer at `/event/range/1`, found null",
        ),
    ] {
        check(
            &format!(r#"{{"id": "a", "range": {range}}}"#),
            &[&format!("{misfit}; kept: /event/range")],
        );
    }
    check(
        r#"{"id": "a", "range": [1, 2, {"sku": "x", "label": 3}]}"#,
        &[
            "expected a string at `/event/range/2/label`, found a number; kept: /event/range/2/label",
        ],
    );
}

#[test]
fn null_is_told_where_it_fits() {
    check(
        r#"{"id": "a", "customer": {"name": null, "address": {"city": "c"}}}"#,
        &[],
    );
    check(
        r#"{"id": "a", "customer": {"name": 5, "address": {"city": "c"}}}"#,
        &[
            "expected a string or null at `/event/customer/name`, found a number; kept: /event/customer",
        ],
    );
    let order = check(r#"{"id": "a", "note": null}"#, &[]);
    assert!(order.note.is_null());
    let order = check(
        r#"{"id": "a", "note": 5}"#,
        &["expected a string or null at `/event/note`, found a number; kept: /event/note"],
    );
    assert!(order.note.is_absent());
}

#[test]
fn alternatives_without_a_tag_are_tried_strictly() {
    let order = check(
        r#"{"id": "a", "size": {"width": 1, "height": "2"}}"#,
        &["expected an integer at `/event/size/height`, found a string; kept: /event/size"],
    );
    assert_eq!(order.size, None);
    check(
        r#"{"id": "a", "size": 1}"#,
        &["expected one of several forms at `/event/size`, found a number; kept: /event/size"],
    );
    check(
        r#"{"id": "a", "size": [{"width": 1, "inner": {"width": 2, "inner": ["x", []]}}]}"#,
        &[],
    );
    check(
        r#"{"id": "a", "size": [{"width": 1, "inner": {"width": 2, "inner": ["x", [], {"width": 3, "inner": false}]}}]}"#,
        &[
            "expected one of several forms at `/event/size/0/inner/inner/2/inner`, found a boolean; kept: /event/size",
        ],
    );
    // A repeated member fits no alternative.
    check(
        r#"{"id": "a", "size": {"width": 1, "width": 1}}"#,
        &["`/event/size/width` is there twice; kept: /event/size"],
    );
    // Its first value does not count, so no misfit is in it.
    check(
        r#"{"id": "a", "size": {"width": {"x": 1}, "width": 1}}"#,
        &["`/event/size/width` is there twice; kept: /event/size"],
    );
}

#[test]
fn what_no_alternative_reads_is_kept() {
    for label in [
        r#"{"kind": "invented", "last4": 1}"#,
        r#"{"kind": "card", "last4": 1}"#,
        r#"{"kind": 5}"#,
        r#"{"width": "w"}"#,
        r#"{"width": 1, "height": "h"}"#,
        "[]",
        "null",
    ] {
        let order = check(&format!(r#"{{"id": "a", "label": {label}}}"#), &[]);
        assert!(
            matches!(order.label, Some(Label::Unknown(_))),
            "{label}: {:?}",
            order.label
        );
    }
    let order = check(
        r#"{"id": "a", "label": {"kind": "invented", "width": 1, "new": 1}, "count": "x"}"#,
        &["expected an integer at `/event/count`, found a string; kept: /event/count"],
    );
    assert!(
        matches!(order.label, Some(Label::Wide(_))),
        "{:?}",
        order.label
    );
}

/// A union whose first alternative has a constant member.
#[derive(Debug, PartialEq)]
enum Claim {
    Known(JsonObject),
    Other(Value),
}

impl_serialize!(Claim { Known Other });

const CONSTANTS: &[&str] = &[
    r#"{"a":[1,{"b":null}],"c":"\u00e9"}"#,
    "2",
    "true",
    "[]",
    "null",
];

impl Union for Claim {
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self> {
        if reader.member_is_json(&["is", "it"], CONSTANTS)
            && let Some(value) = reader.attempt(Self::Known)
        {
            return Some(value);
        }
        reader.keep_unknown(Self::Other)
    }
}

impl Decode for Claim {
    const EXPECTED: &'static str = "one of several forms";

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_union(reader)
    }
}

#[derive(PartialEq)]
struct Claims {
    claims: Vec<Claim>,
    count: Option<Integer>,
    extra: JsonObject,
}

object!(Claims {
    required {
        "claims" => claims,
    }
    optional {
        "count" => count,
    }
    constructor new { claims: Vec<Claim>, }
});

#[test]
fn constants_are_compared_as_values() {
    let table = [
        (r#"{"c": "\u00e9", "a" : [1.0, { "\u0062": null }]}"#, true),
        (r#"{"c": "é", "a": 5, "a": [1e0, {"b": null}]}"#, true),
        (r#"{"c": "é", "a": [1, {"b": null}], "d": 1}"#, false),
        (r#"{"a": [1, {"b": null}]}"#, false),
        (r#"{"c": "é", "a": [1, {"b": null}, 2]}"#, false),
        (r#"{"c": "é", "a": [1]}"#, false),
        (r#"{"c": "é", "a": [1, {"b": false}]}"#, false),
        (r#"{"c": "é", "a": []}"#, false),
        ("2", true),
        ("2.0", true),
        ("20e-1", true),
        ("-2", false),
        ("\"2\"", false),
        ("true", true),
        ("false", false),
        ("[ ]", true),
        ("[[]]", false),
        ("{}", false),
        ("null", true),
    ];
    // Read strictly, and tolerantly because of a misfit beside it.
    for count in ["1", "[]"] {
        for (constant, is_known) in table {
            let body =
                format!(r#"{{"claims": [{{"is": {{"it": {constant}}}}}], "count": {count}}}"#);
            let read: Claims =
                serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}"));
            let found = matches!(read.claims[0], Claim::Known(_));
            assert_eq!(found, is_known, "{constant}");
        }
    }
}

#[test]
fn the_alternative_of_a_tag_is_read_tolerantly() {
    let order = check(
        r#"{"id": "a", "payment": {"brand": 1, "last4": "4242", "kind": "card"}}"#,
        &[
            "expected a string at `/event/payment/brand`, found a number; kept: /event/payment/brand",
        ],
    );
    assert!(matches!(order.payment, Some(Payment::Card(_))));
    check(
        r#"{"id": "a", "payment": {"kind": "card", "last4": 4242}}"#,
        &["expected a string at `/event/payment/last4`, found a number; kept: /event/payment"],
    );
    let order = check(
        r#"{"id": "a", "payment": {"kind": "cash", "last4": 4242}, "count": []}"#,
        &["expected an integer at `/event/count`, found an array; kept: /event/count"],
    );
    assert!(matches!(order.payment, Some(Payment::Unknown(_))));
    let order = check(r#"{"id": "a", "payment": {"last4": "4242"}}"#, &[]);
    assert!(matches!(order.payment, Some(Payment::Unknown(_))));
    check(
        r#"{"id": "a", "payment": {"kind": 1, "last4": "4242"}}"#,
        &["expected a string at `/event/payment/kind`, found a number; kept: /event/payment"],
    );
    check(
        r#"{"id": "a", "payment": "card"}"#,
        &["expected an object at `/event/payment`, found a string; kept: /event/payment"],
    );
}

#[test]
fn a_tag_that_is_no_string_counts_as_absent_where_a_tag_may_be_absent() {
    let order = check(
        r#"{"id": "a", "shape": {"form": 1, "id": "s", "next": {"id": "t", "form": null}}}"#,
        &[
            "expected a string at `/event/shape/form`, found a number; kept: /event/shape/form",
            "expected a string at `/event/shape/next/form`, found null; kept: /event/shape/next/form",
        ],
    );
    let Some(Shape::Plain(plain)) = order.shape else {
        panic!("{:?}", order.shape)
    };
    assert_eq!(plain.extra["form"], json!(1));
    // The alternative has a misfit of its own.
    check(
        r#"{"id": "a", "shape": {"form": [], "id": "s", "next": 5}}"#,
        &[
            "expected a string at `/event/shape/form`, found an array; kept: /event/shape/form",
            "expected an object at `/event/shape/next`, found a number; kept: /event/shape/next",
        ],
    );
    check(
        r#"{"id": "a", "shape": {"form": []}}"#,
        &["`/event/shape/id` is missing, expected a string; kept: /event/shape"],
    );
    check(r#"{"id": "a", "shape": {"id": "s"}}"#, &[]);
}

#[test]
fn of_repeated_members_the_last_counts() {
    let order = check(
        r#"{"id": 1, "id": "b", "count": 1, "count": [], "new": 1, "new": {"x": 1, "x": 2}}"#,
        &[
            "`/event/id` is there twice; kept: /event/id",
            "`/event/count` is there twice; kept: /event/count",
            "expected an integer at `/event/count`, found an array; kept: /event/count",
            "`/event/new` is there twice; kept: /event/new",
        ],
    );
    assert_eq!(
        (&*order.id, order.count, &order.extra["new"]),
        ("b", None, &json!({"x": 2}))
    );
    let order = check(
        r#"{"id": "a", "tags": {"x": true, "y": null, "x": false}}"#,
        &["`/event/tags/x` is there twice; kept: /event/tags/x"],
    );
    assert_eq!(order.tags.expect("it fits")["x"], Some(false));
    check(
        r#"{"id": "a", "lines": [{"sku": 1, "sku": "x"}], "customer": {"name": 1, "name": "n"}}"#,
        &[
            "`/event/lines/0/sku` is there twice; kept: /event/lines/0/sku",
            "`/event/customer/address` is missing, expected an object; kept: /event/customer",
        ],
    );
    // Within a plain JSON value nothing is told.
    check(
        r#"{"id": "a", "label": {"x": 1, "x": 2}, "new": [{"x": 1, "x": 2}]}"#,
        &[],
    );
}

#[test]
fn of_repeated_tags_the_last_counts() {
    for (payment, is_known) in [
        (r#"{"kind": "cash", "kind": "transfer"}"#, true),
        (r#"{"kind": "card", "kind": "transfer"}"#, true),
        (r#"{"kind": 1, "kind": "transfer"}"#, true),
        (r#"{"kind": "transfer", "kind": "cash"}"#, false),
        (r#"{"kind": "gold", "kind": "cash"}"#, false),
        (r#"{"kind": "cash", "x": 1, "k\u0069nd": "cash"}"#, false),
    ] {
        let order = check(
            &format!(r#"{{"id": "a", "payment": {payment}}}"#),
            &["`/event/payment/kind` is there twice; kept: /event/payment/kind"],
        );
        let found = matches!(order.payment, Some(Payment::Transfer(_)));
        assert_eq!(found, is_known, "{payment}: {:?}", order.payment);
    }
    check(
        r#"{"id": "a", "shape": {"form": "round", "id": "s", "form": 1}}"#,
        &[
            "`/event/shape/form` is there twice; kept: /event/shape/form",
            "expected a string at `/event/shape/form`, found a number; kept: /event/shape/form",
        ],
    );
    check(
        r#"{"id": "a", "payment": {"kind": "transfer", "kind": 1}}"#,
        &["expected a string at `/event/payment/kind`, found a number; kept: /event/payment"],
    );
}

#[test]
fn of_repeated_names_of_an_event_the_last_counts() {
    let named =
        |body: &str, on_misfit| parse::<Delivery>("vendor", &NAMING, on_misfit, body.as_bytes());
    for (event, misfit) in [
        (
            r#"{"type": "order", "id": "a", "type": "invented"}"#,
            "/event/type",
        ),
        (
            r#"{"type": "invented", "id": "a", "type": "order"}"#,
            "/event/type",
        ),
        (r#"{"type": 1, "id": "a", "type": "order"}"#, "/event/type"),
        (
            r#"{"type": "invented", "id": "a"}, "event": {"type": "order", "id": "a"}"#,
            "/event",
        ),
        // A union keeps an alternative that it does not know without its members' types.
        (
            r#"{"type": "payment", "kind": "cash", "id": "a", "type": "order"}"#,
            "/event/type",
        ),
    ] {
        let body = format!(r#"{{"app": "A", "event": {event}}}"#);
        let delivery = named(&body, OnMisfit::Keep).unwrap_or_else(|error| panic!("{error}"));
        let value: Value = serde_json::from_str(&body).expect("a body is JSON");
        assert_eq!(json!(delivery), value);
        let name = match &delivery.event {
            Event::Order(_) => "order",
            Event::Unknown(event) => &event.name,
            other => panic!("{other:?}"),
        };
        assert_eq!(value["event"]["type"], json!(name));
        assert_eq!(
            told(&delivery),
            [format!("`{misfit}` is there twice; kept: {misfit}")]
        );
        let error = named(&body, OnMisfit::Refuse).expect_err("a member is repeated");
        assert!(error.to_string().contains("is there twice"), "{error}");
    }
}

#[test]
fn a_repeated_name_that_is_no_string_at_last_names_no_event() {
    for event in [
        r#"{"type": "order", "id": "a", "type": {}}"#,
        r#"{"type": "invented", "type": {}}"#,
        r#"{"type": "payment", "kind": "cash", "type": {}}"#,
    ] {
        let body = format!(r#"{{"app": "A", "event": {event}}}"#);
        for on_misfit in [OnMisfit::Keep, OnMisfit::Refuse] {
            let read = parse::<Delivery>("vendor", &NAMING, on_misfit, body.as_bytes());
            let error = read.expect_err("the last member counts");
            assert_eq!(error.kind(), crate::support::ErrorKind::Unnamed, "{error}");
        }
    }
}

#[test]
fn a_field_that_is_set_wins_over_extra() {
    let (mut order, _) = read_order(r#"{"id": "a", "count": "1", "note": 2, "new": 3}"#);
    order.count = Some(Integer::from(7_u64));
    order.note = Nullable::Null;
    order.extra.insert("id".to_owned(), json!("other"));
    let text = serde_json::to_string(&order).expect("an order is JSON");
    assert_eq!(text, r#"{"id":"a","count":7,"note":null,"new":3}"#);
}

#[test]
fn an_event_without_a_smaller_part_is_malformed() {
    let body = "{\"app\": \"A\", \"token\": 5,\n \"event\": {\"count\": \"x\", \"id\": 7}}";
    let delivery = read("order", body);
    assert_eq!(
        told(&delivery),
        [
            "expected a string at `/token`, found a number; kept: /token",
            "expected a string at `/event/id`, found a number; kept: /event",
        ]
    );
    assert_eq!(delivery.envelope.expect("it fits").extra["token"], json!(5));
    let Event::Malformed(event) = delivery.event else {
        panic!("{:?}", delivery.event)
    };
    assert_eq!(
        (&*event.name, event.payload),
        ("order", json!({"count": "x", "id": 7}))
    );
    assert_eq!(
        event.error.to_string(),
        "vendor event `order`: expected a string at `/event/id`, found a number (line 2, column 32)"
    );
    let delivery = read("order", r#"{"app": "A", "event": null}"#);
    assert_eq!(
        told(&delivery),
        ["expected an object at `/event`, found null; kept: /event"]
    );
}

#[test]
fn a_body_whose_envelope_does_not_fit_is_malformed() {
    for (body, misfit, position) in [
        (
            r#"{"app": 1, "event": {"id": "a"}}"#,
            "expected a string at `/app`, found a number",
            "(line 1, column 9)",
        ),
        (
            r#"{"event": {"id": 5}}"#,
            "`/app` is missing, expected a string",
            "(line 1, column 1)",
        ),
        (
            r#"{"app": "A"}"#,
            "`/event` is missing, expected an object",
            "(line 1, column 1)",
        ),
        (
            "[1]",
            "expected an object at the top level, found an array",
            "(line 1, column 1)",
        ),
    ] {
        let delivery = read("order", body);
        assert_eq!(told(&delivery), [format!("{misfit}; kept: ")]);
        assert_eq!(unknown_members_of("order", &delivery), [""; 0]);
        assert_eq!(delivery.envelope, None);
        let Event::Malformed(event) = delivery.event else {
            panic!("{:?}", delivery.event)
        };
        let message = format!("vendor event `order`: {misfit} {position}");
        assert_eq!(event.error.to_string(), message);
        assert_eq!(
            event.payload,
            serde_json::from_str::<Value>(body).expect("it is JSON")
        );
    }
}

#[test]
fn names_in_pointers_are_escaped() {
    let (order, misfits) =
        read_order(r#"{"id": "a", "tags": {"a~b/c\n\u001b": 1}, "x/~\n": 1, "x/~\n": 2}"#);
    assert_eq!(
        misfits,
        [
            "expected a boolean or null at `/event/tags/a~0b~1c\\n\\u{1b}`, found a number; kept: /event/tags",
            "`/event/x~1~0\\n` is there twice; kept: /event/x~1~0\n",
        ]
    );
    assert_eq!(order.extra["x/~\n"], json!(2));
}

#[test]
fn unknown_members_are_those_that_no_type_declares() {
    let delivery = read(
        "order",
        r#"{
            "app": "A",
            "new": {"inner": 1},
            "token": 1,
            "event": {
                "id": "a",
                "count": "misfit",
                "lines": [{"sku": "x", "m/n": 1}, {"sku": "y", "label": []}],
                "tags": {"x": true},
                "size": {"width": 1, "depth": 1, "inner": [{"width": 2, "depth": {}}]},
                "label": {"kind": "cash", "x": 1},
                "payment": {"kind": "card", "last4": "1", "k~": null},
                "shape": {"form": 1, "id": "s", "y": []},
                "customer": {"name": 1, "z": 2},
                "parent": {"id": "b", "w": 1}
            }
        }"#,
    );
    let mut members = unknown_members_of("order", &delivery);
    members.sort_unstable();
    assert_eq!(
        members,
        [
            "/event/lines/0/m~1n",
            "/event/parent/w",
            "/event/payment/k~0",
            "/event/shape/y",
            "/event/size/depth",
            "/event/size/inner/0/depth",
            "/new",
        ]
    );
    // Two alternatives have been tried before the one that reads the label.
    let label = read(
        "order",
        r#"{"app": "A", "event": {"id": "a", "label": {"kind": "invented", "new": 1, "sku": 5, "width": 1}}}"#,
    );
    let mut members = unknown_members_of("order", &label);
    members.sort_unstable();
    assert_eq!(
        members,
        ["/event/label/kind", "/event/label/new", "/event/label/sku"]
    );
    let unknown = read("invented", r#"{"app": "A", "new": 1, "event": {"x": 1}}"#);
    assert_eq!(unknown_members_of("invented", &unknown), ["/new"]);
    let malformed = read("order", r#"{"app": "A", "new": 1, "event": {"x": 1}}"#);
    assert_eq!(unknown_members_of("order", &malformed), ["/new"]);
    let tagged = read(
        "payment",
        r#"{"app": "A", "event": {"kind": "transfer", "x": 1}}"#,
    );
    assert_eq!(unknown_members_of("payment", &tagged), ["/event/x"]);
}
