//! Recognition of events by message templates.

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
    other_requests: None,
};

/// Body of a purchase.
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
fn the_templates_identify_the_event() {
    assert_eq!(peek(&bought("b1", "ball")).as_deref(), Some("bought"));
    assert_eq!(
        peek(&swapped("b1", "ball", "bat")).as_deref(),
        Some("swapped")
    );
}

#[test]
fn placeholders_are_captured() {
    let body = swapped("b1", "ball", "bat");
    let captures = TEMPLATES.captures("swapped", &body).expect("it fits");
    let text = |name| captures.text(name);
    assert_eq!(text("buyer").as_deref(), Some("b1"));
    assert_eq!(text("page").as_deref(), Some("https://shop.test/b1"));
    assert_eq!(text("thing").as_deref(), Some("ball"));
    assert_eq!(text("new_thing").as_deref(), Some("bat"));
    assert_eq!(captures.money("price").expect("a price").text, "$5.99");
    assert_eq!(captures.integer("time").expect("a time"), 7i64);
    assert_eq!(
        (captures.integer("price"), captures.text("time")),
        (None, None)
    );
    let body = bought("b1", "ball");
    let captures = TEMPLATES.captures("bought", &body).expect("it fits");
    assert_eq!(captures.text("new_thing"), None, "its path repeats `thing`");
    assert!(TEMPLATES.captures("swapped", &body).is_none());
    assert!(TEMPLATES.captures("unknown", &body).is_none());
}

#[test]
fn no_captured_text_changes_the_event() {
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
fn an_ambiguous_text_is_not_recognised() {
    let mut body = bought("b1 bought ball", "ball");
    body["thing"] = Value::Null;
    body["items"][1]["value"] = Value::Null;
    // The link still determines the buyer.
    assert_eq!(peek(&body).as_deref(), Some("bought"));
    body["items"][0]["link"] = json!("Buyer <https://shop.test/|x|b1 bought ball> bought.");
    body["text"] = json!("Buyer x|b1 bought ball bought ball");
    assert_eq!(peek(&body), None, "{body}");
}

#[test]
fn captures_are_never_empty() {
    assert_eq!(peek(&bought("", "ball")), None);
    assert_eq!(peek(&bought("b1", "")), None);
}

#[test]
fn a_segment_of_a_url_may_be_percent_encoded() {
    let mut body = bought("b 1/é", "ball");
    for (url, is_valid) in [
        ("https://shop.test/b%201%2F%c3%A9", true),
        ("https://shop.test/b 1/é", true),
        ("https://shop.test/b%201%2Fe", false),
        ("https://shop.test/b%201%2F%c3%", false),
        ("ftp://shop.test/b 1/é", false),
    ] {
        body["items"][0]["link"] = json!(format!("Buyer <{url}|b 1/é> bought."));
        assert_eq!(peek(&body).is_some(), is_valid, "{url}");
    }
}

#[test]
fn an_item_is_selected_by_a_member_if_it_is_unique() {
    let mut body = swapped("b1", "ball", "bat");
    let items = body["items"].as_array_mut().expect("a list");
    items.swap(1, 2);
    items.push(json!({"title": "Other", "value": "x"}));
    let item = items[2].clone();
    let new_thing = |body: &Value| {
        let captures = TEMPLATES.captures("swapped", body).expect("it fits");
        captures.text("new_thing")
    };
    assert_eq!(new_thing(&body).as_deref(), Some("bat"));
    body["items"].as_array_mut().expect("a list").push(item);
    // The item is no longer unique, but the text still has the value.
    assert_eq!(new_thing(&body).as_deref(), Some("bat"));
}

#[test]
fn an_unknown_event_is_named_by_its_first_text() {
    let name = |body: &Value| {
        let named = TEMPLATES.name("acme", body.to_string().as_bytes());
        named.map_err(|error| error.to_string())
    };
    let named = |text: &'static str| Ok(text.into());
    let mut body = bought("b1", "ball");
    assert_eq!(name(&body), named("bought"));
    body["text"] = json!("bought");
    assert_eq!(name(&body), named("unknown wording: bought"));
    body["text"] = json!(1);
    assert_eq!(name(&body), named("unknown wording"));
    assert_eq!(peek(&body), None);
}

#[test]
fn a_body_without_any_of_the_texts_is_no_message() {
    for (body, expected) in [
        (
            json!({"text": 1}),
            "expected a string that names the event at `/text`, found a number",
        ),
        (
            json!([]),
            "`/text` is missing, expected a string that names the event",
        ),
        (
            json!("bought"),
            "`/text` is missing, expected a string that names the event",
        ),
    ] {
        let named = TEMPLATES.name("acme", body.to_string().as_bytes());
        let error = named.expect_err("no text").to_string();
        assert!(error.starts_with(&format!("acme: {expected}")), "{error}");
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
