//! Values that are decoded when they are looked at.

use serde_json::{Value, json};

use crate::support::{
    Decode, DecodeError, ErrorKind, Integer, Json, JsonObject, JsonReader, Lazy, LazyItems,
    OnMisfit, Tagged, decode_tagged, decode_unknown, decode_untagged, object, parse_named,
};

#[derive(Clone, PartialEq)]
struct Message {
    text: Option<String>,
    blocks: Option<Vec<Lazy<Block>>>,
    extra: JsonObject,
}

object!(Message {
    optional {
        "blocks" => blocks,
        "text" => text,
    }
});

impl Message {
    fn blocks(&self) -> LazyItems<'_, Block> {
        LazyItems::of("blocks", self.blocks.as_deref())
    }
}

#[derive(Debug, PartialEq)]
enum Block {
    Header(Header),
    Unknown(JsonObject),
}

impl Tagged for Block {
    const TAG: &'static str = "type";

    fn decode_as(tag: Option<&str>, reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        match tag {
            Some("header") => Decode::decode(reader).map(Self::Header),
            None => decode_untagged::<Self, _>(reader).map(Self::Unknown),
            Some(_) => decode_unknown::<Self, _>(reader).map(Self::Unknown),
        }
    }
}

impl Decode for Block {
    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        decode_tagged(reader)
    }
}

#[derive(PartialEq)]
struct Header {
    r#type: String,
    level: Option<Integer>,
    extra: JsonObject,
}

object!(Header {
    required {
        "type" => r#type,
    }
    optional {
        "level" => level,
    }
    constructor new { r#type: String, }
});

fn read(body: &Value) -> Message {
    let text = body.to_string();
    parse_named("acme", "message", OnMisfit::Refuse, text.as_bytes()).expect("any block fits")
}

fn message(blocks: Value) -> Message {
    read(&json!({"blocks": blocks, "text": "t"}))
}

fn header(level: i64) -> Header {
    Header {
        r#type: "header".to_owned(),
        level: Some(Integer::from(level)),
        extra: JsonObject::new(),
    }
}

#[test]
fn values_are_decoded_one_by_one() {
    let read = message(json!([{"type": "header", "level": 1}, {"type": "new", "x": [1]}]));
    let blocks: Vec<Block> = read.blocks().flatten().collect();
    let unknown = json!({"type": "new", "x": [1]});
    let Value::Object(unknown) = unknown else {
        unreachable!("it is written as an object")
    };
    assert_eq!(blocks, [Block::Header(header(1)), Block::Unknown(unknown)]);
    assert_eq!(LazyItems::<Block>::of("blocks", None).count(), 0);
}

#[test]
fn the_tag_counts_wherever_and_however_it_is_written() {
    let block = |text: &str| serde_json::from_str::<Lazy<Block>>(text).expect("it is JSON");
    for text in [
        r#"{"type":"header","level":1}"#,
        "{ \n\t\"type\" :\r \"header\" , \"level\": 1}",
        r#"{"level":1,"type":"header"}"#,
        r#"{"\u0074ype":"header","level":1}"#,
        r#"{"type":"h\u0065ader","level":1}"#,
    ] {
        let read = block(text).get_strict();
        assert_eq!(
            read.unwrap_or_else(|error| panic!("{text}: {error}")),
            Block::Header(header(1)),
            "{text}"
        );
    }
    for text in [r#"{"typed":"header"}"#, "{}"] {
        let read = block(text).get_strict();
        assert!(matches!(read, Ok(Block::Unknown(_))), "{text}: {read:?}");
    }
    for (text, expected) in [
        (r#"{"type":null}"#, "expected a string at `/type`"),
        (
            r#"{"type":"header","type":"new"}"#,
            "`/type` is there twice",
        ),
    ] {
        let error = block(text).get_strict().expect_err(text).to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_surprise_costs_its_member_and_no_other_value() {
    let read =
        message(json!([{"type": "header", "level": "high"}, 5, {"type": "header", "level": 2}]));
    let blocks: Vec<_> = read.blocks().collect();
    let Ok(Block::Header(kept)) = &blocks[0] else {
        panic!("the level gives way, but here is {:?}", blocks[0]);
    };
    assert_eq!(
        (kept.level.is_none(), &kept.extra["level"]),
        (true, &json!("high"))
    );
    assert_eq!(
        *blocks[2].as_ref().expect("it fits"),
        Block::Header(header(2))
    );
    let error = blocks[1].as_ref().expect_err("it is no object");
    assert_eq!(
        error.to_string(),
        "value: expected an object at `/blocks/1`, found a number"
    );
    let lists = read.blocks.as_deref().expect("there are blocks");
    let error = lists[0].get_strict().expect_err("the level is no integer");
    assert_eq!(
        error.to_string(),
        "value: expected an integer at `/level`, found a string (line 1, column 10)"
    );
    let typeless = message(json!([{"level": 1}, {"type": 1}]));
    let blocks: Vec<_> = typeless.blocks().collect();
    assert!(matches!(blocks[0], Ok(Block::Unknown(_))), "{blocks:?}");
    let error = blocks[1].as_ref().expect_err("its type is no text");
    assert_eq!(
        (error.pointer(), error.kind()),
        ("/blocks/1/type", ErrorKind::Mismatch)
    );
    assert_eq!((error.vendor(), error.line()), ("", 0));
}

#[test]
fn it_is_written_and_compared_as_json() {
    let body = json!({"blocks": [{"type": "header", "level": "high"}, null, "é"], "text": "t"});
    let read = self::read(&body);
    assert_eq!(
        serde_json::to_value(&read).expect("it can be written"),
        body
    );
    assert_eq!(read, read.clone());
    let [first, null, _] = read.blocks.as_deref().expect("there are blocks") else {
        panic!("there are three blocks");
    };
    assert_eq!(*first, json!({"level": "high", "type": "header"}));
    assert_eq!(first["level"], "high");
    assert_eq!(null.as_json().as_text(), "null");
    assert_ne!(first, null);
    assert_eq!(first.clone().into_json(), first.as_json().clone());
    let deserialized: Lazy<Block> =
        serde_json::from_str(r#"{"type":"header"}"#).expect("any JSON fits");
    assert!(matches!(deserialized.get(), Ok(Block::Header(_))));
}

#[test]
fn a_value_of_the_type_converts() {
    let lazy = Lazy::from(header(3));
    assert_eq!(lazy.as_json().as_text(), r#"{"type":"header","level":3}"#);
    assert_eq!(lazy.get().expect("it fits"), header(3));
    let other: Lazy<Header> = Lazy::from_json(Json::from(json!({"level": 3})));
    assert_ne!(lazy, other);
}

#[test]
fn debug_shows_the_decoded_value() {
    let read = message(json!([{"type": "header", "level": 1}, 5]));
    let [header, number] = read.blocks.as_deref().expect("there are blocks") else {
        panic!("there are two blocks");
    };
    assert_eq!(
        format!("{header:?}"),
        "Lazy(Header(Header { type: \"header\", level: Some(1), extra: {} }))"
    );
    assert_eq!(format!("{number:?}"), "Lazy(Json(5))");
    let items = format!("{:?}", read.blocks());
    assert_eq!(items, r#"[Json({"level":1,"type":"header"}), Json(5)]"#);
}
