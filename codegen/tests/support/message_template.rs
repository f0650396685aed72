//! Recognising events by their wording.

use serde_json::{Value, json};

use crate::support::{CaptureKind, EventTemplates, MessageTemplates, Piece, Placeholder};

use Piece::{Capture, Literal};

static TEMPLATES: MessageTemplates = MessageTemplates {
    texts: &[&["text"], &["items", "0", "link"]],
    placeholders: &[
        Placeholder {
            name: "buyer",
            path: None,
            kind: CaptureKind::Text,
        },
        Placeholder {
            name: "page",
            path: None,
            kind: CaptureKind::Url {
                last_segment: Some("buyer"),
            },
        },
        Placeholder {
            name: "thing",
            path: Some(&["thing"]),
            kind: CaptureKind::Text,
        },
        Placeholder {
            name: "new_thing",
            path: Some(&["items", "title=Thing", "value"]),
            kind: CaptureKind::Text,
        },
        Placeholder {
            name: "price",
            path: Some(&["items", "title=Price", "value"]),
            kind: CaptureKind::Text,
        },
        Placeholder {
            name: "time",
            path: Some(&["time"]),
            kind: CaptureKind::Text,
        },
    ],
    events: &[
        EventTemplates {
            event_name: "bought",
            templates: &[
                &[
                    Literal("Buyer "),
                    Capture("buyer"),
                    Literal(" bought "),
                    Capture("thing"),
                ],
                &[
                    Literal("Buyer <"),
                    Capture("page"),
                    Literal("|"),
                    Capture("buyer"),
                    Literal("> bought."),
                ],
            ],
            repeats: &[("new_thing", "thing")],
        },
        EventTemplates {
            event_name: "swapped",
            templates: &[
                &[
                    Literal("Buyer "),
                    Capture("buyer"),
                    Literal(" swapped "),
                    Capture("thing"),
                    Literal(" for "),
                    Capture("new_thing"),
                ],
                &[
                    Literal("Buyer <"),
                    Capture("page"),
                    Literal("|"),
                    Capture("buyer"),
                    Literal("> swapped."),
                ],
            ],
            repeats: &[],
        },
    ],
};

/// A purchase, and whatever members the caller changes.
fn bought(buyer: &str, thing: &str) -> Value {
    json!({
        "text": format!("Buyer {buyer} bought {thing}"),
        "thing": thing,
        "items": [
            {"link": format!("Buyer <https://shop.test/{buyer}|{buyer}> bought.")},
            {"title": "Thing", "value": thing},
            {"title": "Price", "value": "$5.99"},
        ],
        "time": 7,
    })
}

fn swapped(buyer: &str, thing: &str, new_thing: &str) -> Value {
    let mut body = bought(buyer, thing);
    body["text"] = json!(format!("Buyer {buyer} swapped {thing} for {new_thing}"));
    body["items"][0]["link"] = json!(format!(
        "Buyer <https://shop.test/{buyer}|{buyer}> swapped."
    ));
    body["items"][1]["value"] = json!(new_thing);
    body
}

fn peek(body: &Value) -> Option<String> {
    let name = TEMPLATES
        .peek("v", body.to_string().as_bytes())
        .unwrap_or_else(|error| panic!("{error}"));
    name.map(std::borrow::Cow::into_owned)
}

#[test]
fn the_wording_tells_the_event() {
    assert_eq!(peek(&bought("b1", "ball")).as_deref(), Some("bought"));
    assert_eq!(
        peek(&swapped("b1", "ball", "bat")).as_deref(),
        Some("swapped")
    );
}

#[test]
fn what_placeholders_stand_for() {
    let body = swapped("b1", "ball", "bat");
    let words = TEMPLATES.captures("swapped", &body).expect("it fits");
    let text = |name| words.text(name);
    assert_eq!(text("buyer").as_deref(), Some("b1"));
    assert_eq!(text("page").as_deref(), Some("https://shop.test/b1"));
    assert_eq!(text("thing").as_deref(), Some("ball"));
    assert_eq!(text("new_thing").as_deref(), Some("bat"));
    assert_eq!(words.money("price").expect("a price").text, "$5.99");
    assert_eq!(words.integer("time").expect("a time"), 7i64);
    assert_eq!((words.integer("price"), words.text("time")), (None, None));
    let body = bought("b1", "ball");
    let words = TEMPLATES.captures("bought", &body).expect("it fits");
    assert_eq!(words.text("new_thing"), None, "it repeats the thing");
    assert!(TEMPLATES.captures("swapped", &body).is_none());
    assert!(TEMPLATES.captures("nobody knows", &body).is_none());
}

#[test]
fn whoever_chooses_a_part_cannot_choose_the_event() {
    for buyer in [
        "b1 bought ball",
        "b1 swapped ball for bat",
        "b|1",
        "<https://shop.test/b1|b1> bought.",
        "b\n1",
        "😀> swapped.",
    ] {
        for thing in ["ball", "ball bought ball", " for ", "> bought.", "|"] {
            let body = bought(buyer, thing);
            assert_eq!(peek(&body).as_deref(), Some("bought"), "{body}");
            let body = swapped(buyer, thing, "bat for b");
            assert_eq!(peek(&body).as_deref(), Some("swapped"), "{body}");
        }
    }
}

#[test]
fn a_body_that_contradicts_itself_is_not_recognised() {
    let changes: [(&str, Value); 5] = [
        ("/text", json!("Buyer b2 bought ball")),
        ("/text", json!("Buyer b1 bought bat")),
        ("/thing", json!("bat")),
        ("/items/1/value", json!("bat")),
        (
            "/items/0/link",
            json!("Buyer <https://shop.test/b2|b1> bought."),
        ),
    ];
    for (pointer, value) in changes {
        let mut body = bought("b1", "ball");
        *body.pointer_mut(pointer).expect("the member is there") = value;
        assert_eq!(peek(&body), None, "{body}");
    }
}

#[test]
fn a_text_that_can_be_split_in_two_ways_is_not_recognised() {
    let mut body = bought("b1 bought ball", "ball");
    body["thing"] = Value::Null;
    body["items"][1]["value"] = Value::Null;
    // The link still says who bought it.
    assert_eq!(peek(&body).as_deref(), Some("bought"));
    body["items"][0]["link"] = json!("Buyer <https://shop.test/|x|b1 bought ball> bought.");
    body["text"] = json!("Buyer x|b1 bought ball bought ball");
    assert_eq!(peek(&body), None, "{body}");
}

#[test]
fn parts_are_never_empty() {
    assert_eq!(peek(&bought("", "ball")), None);
    assert_eq!(peek(&bought("b1", "")), None);
}

#[test]
fn a_part_of_an_address_may_be_encoded() {
    let mut body = bought("b 1/é", "ball");
    for (address, is_right) in [
        ("https://shop.test/b%201%2F%c3%A9", true),
        ("https://shop.test/b 1/é", true),
        ("https://shop.test/b%201%2Fe", false),
        ("https://shop.test/b%201%2F%c3%", false),
        ("ftp://shop.test/b 1/é", false),
    ] {
        body["items"][0]["link"] = json!(format!("Buyer <{address}|b 1/é> bought."));
        assert_eq!(peek(&body).is_some(), is_right, "{address}");
    }
}

#[test]
fn an_item_is_found_by_a_member_if_it_is_the_only_one() {
    let mut body = swapped("b1", "ball", "bat");
    let items = body["items"].as_array_mut().expect("a list");
    items.swap(1, 2);
    items.push(json!({"title": "Other", "value": "x"}));
    let item = items[2].clone();
    let words = |body: &Value| {
        let words = TEMPLATES.captures("swapped", body).expect("it fits");
        words.text("new_thing")
    };
    assert_eq!(words(&body).as_deref(), Some("bat"));
    body["items"].as_array_mut().expect("a list").push(item);
    // Two say it, so neither counts, but the text still does.
    assert_eq!(words(&body).as_deref(), Some("bat"));
}

#[test]
fn an_unknown_wording_is_called_so() {
    let name = |body: &Value| TEMPLATES.name_of(body).into_owned();
    let mut body = bought("b1", "ball");
    assert_eq!(name(&body), "bought");
    body["text"] = json!("bought");
    assert_eq!(name(&body), "unknown wording: bought");
    for body in [json!({"text": 1}), json!([]), json!(null), json!("bought")] {
        assert_eq!(name(&body), "unknown wording");
        assert_eq!(peek(&body), None);
    }
}

#[test]
fn a_body_that_is_not_json_is_an_error() {
    for body in ["", "{", "{} x"] {
        let error = TEMPLATES.peek("v", body.as_bytes()).expect_err(body);
        assert_eq!(error.kind(), crate::support::ErrorKind::Syntax);
    }
}
