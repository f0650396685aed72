//! Definitions that several parts of a vendor share.

use serde_json::{Value, json};

use super::print_module;
use crate::model::{ModulePath, TypeKind, Vendor};
use crate::test_support::{Files, object};

/// A profile by which the member `event` holds the event.
const PROFILE: &str = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";

/// A reference to a definition below `$defs`.
fn to(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// A body with these properties and definitions.
fn body(properties: Value, definitions: Value) -> Value {
    let mut schema = object(properties);
    schema["$defs"] = definitions;
    schema
}

/// A body whose member `x` refers to the definition `x`.
fn with_x(definitions: Value) -> Value {
    body(json!({"x": to("x")}), definitions)
}

fn id_of(kind: &str) -> Value {
    object(json!({"id": {"type": kind}}))
}

fn files<const N: usize>(rows: [(&str, Value); N]) -> Files {
    let mut files = Files::default();
    for (event, schema) in rows {
        files = files.row(event, schema);
    }
    files
}

#[track_caller]
fn vendor(files: &Files) -> Vendor {
    let mut vendors = files.model().vendors.into_iter();
    vendors.next().expect("one vendor")
}

/// The types of a vendor but for the roots, by their modules.
#[track_caller]
fn nested(files: &Files) -> Vec<String> {
    let vendor = vendor(files);
    let nested = vendor.types.iter().filter(|def| !def.path.is_empty());
    let nested = nested.filter(|def| def.module_path != ModulePath::Common);
    let mut paths: Vec<String> = nested
        .map(|def| match &def.module_path {
            ModulePath::Envelope | ModulePath::Common => def.name.to_string(),
            ModulePath::Shared => format!("shared::{}", def.name),
            ModulePath::Event(name) => format!("{name}::{}", def.name),
        })
        .collect();
    paths.sort();
    paths
}

#[test]
fn equal_definitions_are_one_type() {
    let one = json!({"type": "object", "properties": {"id": true, "at": true}, "required": ["id"]});
    let other = r#"{"required": ["id"], "properties": {"at": true, "id": true}, "type": "object"}"#;
    let other: Value = serde_json::from_str(other).expect("JSON");
    let files = files([
        ("a", with_x(json!({"x": one}))),
        (
            "b",
            body(
                json!({"list": {"type": "array", "items": to("x")}}),
                json!({"x": other}),
            ),
        ),
    ]);
    assert_eq!(nested(&files), ["shared::X"]);
    let vendor = vendor(&files);
    let roots = vendor
        .events
        .iter()
        .map(|event| print_module(&vendor, event.root));
    let roots: Vec<String> = roots.collect();
    assert_eq!(
        roots,
        [
            "{ x?: @x }; @x = { at?: Any, id: Any }",
            "{ list?: [@x] }; @x = { at?: Any, id: Any }"
        ]
    );
}

#[test]
fn a_definition_that_differs_is_the_events_own() {
    let x = |kind| with_x(json!({"x": id_of(kind)}));
    let two = files([("a", x("string")), ("b", x("integer")), ("c", x("string"))]);
    assert_eq!(nested(&two), ["b::X", "shared::X"]);
    let none = files([("a", x("string")), ("b", x("integer")), ("c", x("number"))]);
    assert_eq!(nested(&none), ["a::X", "b::X", "c::X"]);
}

#[test]
fn of_two_shared_definitions_with_one_name_the_one_with_fewer_events_names_its_first() {
    let x = |kind| with_x(json!({"x": id_of(kind)}));
    let rows = [
        ("a.late", x("string")),
        ("b", x("integer")),
        ("c", x("string")),
        ("d", x("integer")),
    ];
    assert_eq!(nested(&files(rows.clone())), ["shared::BX", "shared::X"]);
    let more = files(rows).row("e", x("integer"));
    assert_eq!(nested(&more), ["shared::ALateX", "shared::X"]);
}

#[test]
fn everything_that_a_definition_refers_to_counts() {
    let rows = |last: &str| {
        let definitions = |kind: &str| {
            json!({
                "x": object(json!({"y": {"type": "array", "items": to("y")}})),
                "y": object(json!({"z": to("z")})),
                "z": id_of(kind),
            })
        };
        files([
            ("a", with_x(definitions("string"))),
            ("b", with_x(definitions(last))),
        ])
    };
    assert_eq!(
        nested(&rows("string")),
        ["shared::X", "shared::Y", "shared::Z"]
    );
    assert_eq!(
        nested(&rows("integer")),
        ["a::X", "a::Y", "a::Z", "b::X", "b::Y", "b::Z"]
    );
}

#[test]
fn a_part_of_it_may_be_shared_by_more() {
    let x = object(json!({"y": to("y")}));
    let y = id_of("string");
    let both = || json!({"x": x.clone(), "y": y.clone()});
    let files = files([
        ("a", body(json!({"y": to("y")}), json!({"y": y}))),
        ("b", with_x(both())),
        ("c", with_x(both())),
        (
            "d",
            body(json!({"x": to("other")}), json!({"other": x, "y": y})),
        ),
    ]);
    assert_eq!(nested(&files), ["d::Other", "shared::X", "shared::Y"]);
    let vendor = vendor(&files);
    let print = |index: usize| print_module(&vendor, vendor.events[index].root);
    assert_eq!(print(0), "{ y?: @y }; @y = { id?: String }");
    assert_eq!(
        print(1),
        "{ x?: @x }; @x = { y?: @y }; @y = { id?: String }"
    );
}

#[test]
fn circles_are_the_same_if_all_of_them_is() {
    for keyword in ["$defs", "definitions"] {
        let to = |name: &str| json!({"$ref": format!("#/{keyword}/{name}")});
        let row = |kind: &str| {
            let mut schema = object(json!({"x": to("x")}));
            schema[keyword] = json!({
                "x": object(json!({"y": to("y"), "self": to("x")})),
                "y": object(json!({"x": {"type": "array", "items": to("x")}, "z": {"type": kind}})),
            });
            schema
        };
        let same = files([("a", row("string")), ("b", row("string"))]);
        assert_eq!(nested(&same), ["shared::X", "shared::Y"]);
        let differing = files([
            ("a", row("string")),
            ("b", row("string")),
            ("c", row("integer")),
        ]);
        assert_eq!(
            nested(&differing),
            ["c::X", "c::Y", "shared::X", "shared::Y"]
        );
    }
}

#[test]
fn names_count_and_keywords_do_not() {
    let old = json!({
        "type": "object", "properties": {"x": {"$ref": "#/definitions/x"}},
        "definitions": {"x": id_of("string")},
    });
    let other = body(json!({"x": to("w")}), json!({"w": id_of("string")}));
    let files = files([
        ("a", old),
        ("b", with_x(json!({"x": id_of("string")}))),
        ("c", other.clone()),
        ("d", other),
    ]);
    assert_eq!(nested(&files), ["shared::W", "shared::X"]);
}

#[test]
fn two_definitions_of_one_name_in_one_event() {
    let row = |old: &str| {
        let mut schema = body(
            json!({"x": to("x"), "y": {"$ref": "#/definitions/x"}}),
            json!({"x": id_of("string")}),
        );
        schema["definitions"] = json!({"x": id_of(old)});
        schema
    };
    let differing = files([("a", row("integer")), ("b", row("integer"))]);
    assert_eq!(nested(&differing), ["shared::DefinitionsX", "shared::X"]);
    let same = files([("a", row("string")), ("b", row("string"))]);
    assert_eq!(nested(&same), ["shared::DefinitionsX", "shared::X"]);
}

#[test]
fn anchors_and_uris_lead_to_definitions_too() {
    let row = |kind: &str| {
        let x = json!({
            "$id": "https://acme.test/x", "type": "object",
            "properties": {"y": {"$ref": "y#it"}, "z": {"$ref": "#here"}},
            "$defs": {"z": {"$anchor": "here", "type": "object", "properties": {"z": true}}},
        });
        let y = json!({
            "$id": "https://acme.test/y", "$anchor": "it", "type": "object",
            "properties": {"id": {"type": kind}},
        });
        body(
            json!({"x": {"$ref": "https://acme.test/x"}}),
            json!({"x": x, "y": y}),
        )
    };
    let same = files([("a", row("string")), ("b", row("string"))]);
    assert_eq!(nested(&same), ["shared::X", "shared::XDefsZ", "shared::Y"]);
    let differing = files([("a", row("string")), ("b", row("integer"))]);
    let own: Vec<String> = nested(&differing);
    assert!(
        own.iter().all(|path| !path.starts_with("shared")),
        "{own:?}"
    );
    assert_eq!(own.len(), 6);
}

#[test]
fn a_definition_that_refers_to_the_body_is_the_events_own() {
    for outside in ["#", "#/properties/y"] {
        let row = || {
            let x = object(json!({"outside": {"$ref": outside}}));
            let mut schema = with_x(json!({"x": x}));
            schema["properties"]["y"] = id_of("string");
            schema
        };
        let nested = nested(&files([("a", row()), ("b", row())]));
        assert!(
            nested.iter().all(|path| !path.starts_with("shared")),
            "{nested:?}"
        );
    }
}

#[test]
fn only_events_that_have_an_item_of_it_count() {
    let x = || json!({"x": id_of("string")});
    let merged = json!({"allOf": [to("x"), object(json!({"more": true}))]});
    let files = files([
        ("a", with_x(x())),
        ("b", body(json!({"m": merged}), x())),
        ("c", body(json!({}), x())),
    ]);
    assert_eq!(nested(&files), ["a::X", "b::M"]);
}

#[test]
fn definitions_of_every_kind_are_shared() {
    let definitions = json!({
        "text": {"type": "string", "description": "Text."},
        "known": {"enum": ["one", "two"]},
        "either": {"oneOf": [{"type": "string"}, id_of("string")]},
        "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]},
        "list": {"type": "array", "items": id_of("string")},
        "any": true,
    });
    let names = definitions.as_object().expect("an object").keys();
    let properties: Value = names.map(|name| (name.clone(), to(name))).collect();
    let row = || body(properties.clone(), definitions.clone());
    let files = files([("a", row()), ("b", row())]);
    assert_eq!(
        nested(&files),
        [
            "shared::Either",
            "shared::EitherId",
            "shared::Known",
            "shared::ListItem",
            "shared::Pair"
        ]
    );
    let vendor = vendor(&files);
    let [one, other] = [0, 1].map(|index| print_module(&vendor, vendor.events[index].root));
    assert_eq!(one, other);
}

#[test]
fn a_whole_event_wraps_the_type_that_it_shares() {
    let root = |definitions: Value| body(json!({"event": to("x")}), definitions);
    let mut files = files([
        ("a", root(json!({"x": id_of("string")}))),
        ("b", root(json!({"x": id_of("string")}))),
        ("c", root(json!({"x": id_of("integer")}))),
    ]);
    files.profiles = PROFILE;
    let vendor = vendor(&files);
    let is_newtype = |index: usize| {
        let root = &vendor.types[vendor.events[index].root.0];
        matches!(root.kind, TypeKind::Newtype(_))
    };
    assert_eq!([0, 1, 2].map(is_newtype), [true, true, false]);
    assert_eq!(nested(&files), ["shared::X"]);
    assert_eq!(vendor.api.views.len(), 1);
}

#[test]
fn a_part_of_a_definition_is_shared_with_it() {
    let x = || json!({"x": object(json!({"y": id_of("string")}))});
    let part = json!({"$ref": "#/$defs/x/properties/y"});
    let files = files([
        ("a", body(json!({"y": part}), x())),
        ("b", body(json!({"y": part}), x())),
        (
            "c",
            body(
                json!({"y": part}),
                json!({"x": object(json!({"y": id_of("integer")}))}),
            ),
        ),
    ]);
    assert_eq!(
        nested(&files),
        ["c::DefsXPropertiesY", "shared::XPropertiesY"]
    );
}

#[test]
fn the_envelope_shares_too() {
    let row = |event: &str, definitions: Value| {
        let mut schema = body(json!({"account": to("x"), "only": to("only")}), definitions);
        schema["$defs"]["only"] = id_of("string");
        schema["properties"]["event"] = object(json!({event: to("x")}));
        schema
    };
    let x = || json!({"x": id_of("string")});
    let mut files = files([("a", row("a", x())), ("b", row("b", x()))]);
    files.profiles = PROFILE;
    assert_eq!(nested(&files), ["Only", "shared::X"]);
}

#[test]
fn overlays_offer_definitions_even_to_a_single_event() {
    let overlay = json!({
        "reason": "r", "source": "https://acme.example",
        "$defs": {"x": object(json!({"y": to("y")})), "y": id_of("string")},
    });
    let old = json!({
        "type": "object", "properties": {"x": {"$ref": "#/definitions/x"}},
        "definitions": {"x": id_of("integer")},
    });
    let single = files([("a", object(json!({"x": to("x")})))]).overlay("shared", overlay.clone());
    assert_eq!(nested(&single), ["shared::X", "shared::Y"]);
    // The overlay's definition has the name, however few events use it.
    let both = files([
        ("a", old.clone()),
        ("b", old.clone()),
        ("c", object(json!({"x": to("x")}))),
    ]);
    let both = both.overlay("shared", overlay.clone());
    assert_eq!(nested(&both), ["shared::AX", "shared::X", "shared::Y"]);
    // A row's own definition counts as the overlay's if it is the same.
    let row = body(json!({"y": to("y")}), json!({"y": id_of("string")}));
    let overlay = json!({
        "reason": "r", "source": "https://acme.example", "$defs": {"x": overlay["$defs"]["y"]},
    });
    let same = json!({
        "type": "object", "properties": {"x": {"$ref": "#/definitions/x"}},
        "definitions": {"x": id_of("string")},
    });
    let equal = files([
        ("a", same),
        ("b", object(json!({"x": to("x")}))),
        ("c", row),
    ]);
    let equal = equal.overlay("shared", overlay);
    assert_eq!(nested(&equal), ["c::Y", "shared::X"]);
}

#[test]
fn a_definition_of_an_overlay_may_refer_to_the_rows_own() {
    let overlay = json!({
        "reason": "r", "source": "https://acme.example",
        "$defs": {"x": object(json!({"y": to("y")}))},
    });
    let row = |kind: &str| with_x(json!({"y": id_of(kind)}));
    let rows = files([
        ("a", row("string")),
        ("b", row("string")),
        ("c", row("integer")),
    ]);
    assert_eq!(
        nested(&rows.overlay("shared", overlay)),
        ["shared::CX", "shared::CY", "shared::X", "shared::Y"]
    );
    let overlay = json!({
        "reason": "r", "source": "https://acme.example",
        "$defs": {"x": object(json!({"y": {"$ref": "#/properties/y"}}))},
    });
    let row = || object(json!({"x": to("x"), "y": id_of("string")}));
    let files = files([("a", row()), ("b", row())]).overlay("shared", overlay);
    let own = nested(&files);
    assert!(
        own.iter().all(|path| !path.starts_with("shared")),
        "{own:?}"
    );
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let x = |kind| with_x(json!({"x": object(json!({"y": to("y")})), "y": id_of(kind)}));
    let mut rows = vec![
        ("c", x("string")),
        ("a", x("integer")),
        ("d", x("string")),
        ("b", x("integer")),
    ];
    let model = |rows: &[(&str, Value)]| {
        let mut files = Files::default();
        for (event, schema) in rows {
            files = files.row(event, schema.clone());
        }
        files.model()
    };
    let forwards = model(&rows);
    rows.reverse();
    assert_eq!(forwards, model(&rows));
}

#[test]
fn the_end_of_a_long_chain_counts() {
    const LENGTH: usize = 2_000;
    let row = |kind: &str| {
        let name = |index: usize| format!("d{index}");
        let mut definitions: serde_json::Map<String, Value> = (0..LENGTH)
            .map(|index| {
                let next = json!({"type": "array", "items": to(&name(index + 1))});
                (name(index), object(json!({"next": next})))
            })
            .collect();
        definitions.insert(name(LENGTH), json!({"type": kind}));
        body(json!({"d": to("d0")}), Value::Object(definitions))
    };
    let documents = [row("string"), row("string"), row("integer")];
    let mut report = crate::schema::Report::default();
    let documents = documents
        .each_ref()
        .map(|schema| crate::schema::parse(schema, &mut report));
    let documents = documents.iter().flatten().collect();
    let same = crate::lower::same_definitions::SameDefinitions::among(documents);
    let number = |document| same.number(document, "/$defs/d0").expect("it is there");
    assert_eq!(number(0), number(1));
    assert_ne!(number(0), number(2));
}
