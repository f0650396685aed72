//! Places of every kind, and the items that they became.

use super::*;

#[test]
fn an_event_and_a_body() {
    let files = enveloped();
    let event = files.ask("paid", None).expect("there is such an event");
    assert_eq!(event.overlays.len(), 1);
    let item = &event.items[0];
    assert_eq!(
        (item.path.as_str(), item.rust_type.as_str()),
        ("my_events::acme::Event::Paid", "Box<Paid>")
    );
    assert_eq!(item.types, ["my_events::acme::Paid"]);
    assert_eq!(item.members, ["ts", "type"]);
    assert_eq!(files.explain("paid", "/event").items, event.items);
    let body = files.item("paid", "");
    assert_eq!(body.path, "my_events::acme::Delivery");
    assert_eq!(body.members, ["event", "team"]);
    let plain = Files::default().row("paid", object(json!({"id": {"type": "string"}})));
    assert_eq!(plain.item("paid", "").path, "my_events::acme::Event::Paid");
    assert_eq!(
        plain.paths("paid", "/id"),
        ["my_events::acme::Paid::id: Option<String>"]
    );
}

#[test]
fn lazy_values_and_places_in_them() {
    let mut lazy = object(json!({"s": {"type": "string"}}));
    lazy["x-lazy"] = json!(true);
    let list = json!({"type": "array", "items": lazy});
    let files = Files::default().row("paid", object(json!({"list": list})));
    let item = files.item("paid", "/list/*");
    assert_eq!(item.rust_type, "Lazy<ListItem>");
    assert_eq!(item.types, ["my_events::acme::paid::ListItem"]);
    assert_eq!(item.members, ["s"]);
    assert_eq!(item.why, ["Decoded when it is looked at."]);
    assert_eq!(
        files.paths("paid", "/list/0/s"),
        ["my_events::acme::paid::ListItem::s: Option<String>"]
    );
}

#[test]
fn every_alternative_that_has_a_member() {
    let one = |kind: &str, more: Value| {
        let mut properties = json!({"kind": {"const": kind}});
        properties["x"] = more;
        json!({"type": "object", "required": ["kind"], "properties": properties})
    };
    let list = json!({"oneOf": [
        one("text", json!({"type": "string"})),
        one("number", json!({"type": "integer"})),
        {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "none"}}},
    ]});
    let files = Files::default().row(
        "paid",
        object(json!({"a": {"type": "array", "items": list}})),
    );
    let explanation = files.explain("paid", "/a/*/x");
    let items: Vec<_> = explanation
        .items
        .iter()
        .map(|item| (item.rust_type.as_str(), item.alternatives.join(" ")))
        .collect();
    assert_eq!(
        items,
        [
            (
                "Option<String>",
                "my_events::acme::paid::AItem::Text".to_owned()
            ),
            (
                "Option<Integer>",
                "my_events::acme::paid::AItem::Number".to_owned()
            ),
        ]
    );
    assert_eq!(explanation.declarations.len(), 2);
    assert_eq!(files.explain("paid", "/a/0/kind").items.len(), 3);
    assert_eq!(files.item("paid", "/a/7").members, ["kind", "x"]);
}

#[test]
fn items_values_and_places() {
    let files = Files::default().row(
        "paid",
        object(json!({
            "list": {"type": "array", "items": {"type": "array", "items": {"type": ["integer", "null"]}}},
            "map": {"type": "object", "additionalProperties": object(json!({"a/b": {"type": "boolean"}}))},
            "tuple": {"type": "array", "minItems": 1, "prefixItems": [{"type": "string"}], "items": {"type": "boolean"}},
        })),
    );
    let table = [
        ("/list", "Paid::list: Option<Vec<Vec<Option<Integer>>>>"),
        ("/list/-", "Paid::list, each item: Vec<Option<Integer>>"),
        (
            "/list/3/*",
            "Paid::list, each item of each item: Option<Integer>",
        ),
        ("/map/*", "Paid::map, each value: MapItem"),
        ("/map/any/a~1b", "paid::MapItem::a_b: Option<bool>"),
        ("/tuple/0", "paid::Tuple::place0: String"),
        ("/tuple/4", "paid::Tuple::rest, each item: bool"),
    ];
    for (pointer, expected) in table {
        let found = files.paths("paid", pointer);
        let expected = format!("my_events::acme::{expected}");
        assert_eq!(found, [expected], "{pointer}");
    }
    assert_eq!(files.paths("paid", "/tuple/*").len(), 2);
    assert_eq!(
        files.explain("paid", "/map/any/a~1b").declarations[0].pointer,
        "/properties/map/additionalProperties/properties/a~1b"
    );
}

/// An event with an envelope and one without, whose row describes it as if it had one.
fn with_bare() -> Files {
    let schema = json!({"type": "object", "properties": {
        "team": {"type": "string"},
        "type": {"type": "string"},
        "event": object(json!({"type": {"type": "string"}, "url": {"type": "string"}})),
    }});
    Files {
        profiles: "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\nname.bare = [\"/type\"]\nname.bare_unless = [\"callback\"]\n",
        ..Files::default()
    }
    .row("made", schema.clone())
    .row("check", schema)
    .sample("made", "a", json!({"type": "callback", "event": {"type": "made", "url": "x"}}))
    .sample("check", "b", json!({"type": "check", "url": "y"}))
}

#[test]
fn a_body_without_an_envelope() {
    let files = with_bare();
    for pointer in ["/url", "/event/url"] {
        for (event, root) in [("check", "Check"), ("made", "Made")] {
            let explanation = files.explain(event, pointer);
            let path = format!("my_events::acme::{root}::url");
            assert_eq!(explanation.items[0].path, path, "{pointer}");
            assert_eq!(explanation.samples[0].counts.with, 1, "{event} {pointer}");
            assert_eq!(
                explanation.declarations[0].pointer,
                "/properties/event/properties/url"
            );
        }
    }
    // Both have such a member; how the samples come decides.
    assert_eq!(
        files.item("check", "/type").path,
        "my_events::acme::Check::r#type"
    );
    assert_eq!(
        files.item("made", "/type").path,
        "my_events::acme::Envelope::r#type"
    );
    let team = files.explain("made", "/team");
    assert_eq!(team.items[0].path, "my_events::acme::Envelope::team");
    let counts: Vec<_> = team
        .samples
        .iter()
        .map(|sample| {
            (
                sample.event.as_str(),
                sample.counts.with,
                sample.counts.without,
            )
        })
        .collect();
    assert_eq!(counts, [("check", 0, 0), ("made", 0, 1)]);
    assert_eq!(
        files.item("check", "").path,
        "my_events::acme::Event::Check"
    );
    assert_eq!(
        files.refused("check", Some("/urk")),
        "E213: the body has nothing called `urk`; did you mean `/url`?"
    );
}

#[test]
fn a_form_that_its_tag_chooses() {
    let form = |kind: &str, more: serde_json::Value| {
        let mut form = object(json!({"kind": {"const": kind}}));
        form["required"] = json!(["kind"]);
        form["properties"]["x"] = more;
        form
    };
    let mut schema = json!({
        "discriminator": {"propertyName": "kind"},
        "oneOf": [form("text", json!({"type": "string"})), form("count", json!({"type": "integer"}))],
    });
    schema["type"] = json!("object");
    let files = Files::default().row("paid", schema);
    assert_eq!(
        files.paths("paid", "/x"),
        [
            "my_events::acme::paid::Text::x: Option<String>",
            "my_events::acme::paid::Count::x: Option<Integer>"
        ]
    );
}

#[test]
fn alternatives_that_share_a_type() {
    let form = |kind: &str| {
        let mut form = object(json!({"kind": {"const": kind}, "inner": {"$ref": "#/$defs/inner"}}));
        form["required"] = json!(["kind"]);
        form
    };
    let mut schema =
        object(json!({"a": {"oneOf": [form("x"), form("y"), {"$ref": "#/$defs/inner"}]}}));
    schema["$defs"] = json!({"inner": object(json!({"b": {"type": "string"}}))});
    let files = Files::default().row("paid", schema);
    let item = files.item("paid", "/a/inner/b");
    assert_eq!(item.path, "my_events::acme::paid::Inner::b");
    assert_eq!(
        item.alternatives,
        ["my_events::acme::paid::A::X", "my_events::acme::paid::A::Y"]
    );
    assert_eq!(files.item("paid", "/a/b").alternatives.len(), 1);
}
