use serde_json::{Value, json};

use crate::model::{ModulePath, Vendor};
use crate::test_support::{Files, object};

/// An object whose member `id` has this description.
fn item(id: &str) -> Value {
    object(json!({"id": {"type": "string", "description": id}}))
}

fn with_x(x: Value) -> Value {
    object(json!({"x": x}))
}

fn files<const N: usize>(rows: [(&str, Value); N]) -> Files {
    let rows = rows.into_iter();
    rows.fold(Files::default(), |files, (event, schema)| {
        files.row(event, schema)
    })
}

fn vendor<const N: usize>(rows: [(&str, Value); N]) -> Vendor {
    vendor_of(&files(rows))
}

fn vendor_of(files: &Files) -> Vendor {
    files.model().vendors.remove(0)
}

/// The types but for roots, each with the common type that is emitted for it.
fn types(vendor: &Vendor) -> Vec<String> {
    let path = |module_path: &ModulePath, name| match module_path {
        ModulePath::Event(event) => format!("{event}::{name}"),
        ModulePath::Envelope | ModulePath::Shared | ModulePath::Common => {
            format!("{}::{name}", vendor.module_name(module_path))
        }
    };
    let nested = vendor.types.iter().filter(|def| !def.path.is_empty());
    let mut lines: Vec<String> = nested
        .map(|def| {
            let own = path(&def.module_path, &def.name);
            match def.same_as.map(|id| &vendor.types[id.0]) {
                Some(common) => format!("{own} = {}", path(&common.module_path, &common.name)),
                None => own,
            }
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn equal_types_of_events_are_one() {
    let vendor = vendor([
        ("a", with_x(item("Its id."))),
        (
            "b",
            object(json!({"x": item("Its id."), "y": item("Its id.")})),
        ),
    ]);
    assert_eq!(
        types(&vendor),
        [
            "a::X = common::X",
            "b::X = common::X",
            "b::Y = common::X",
            "common::X"
        ]
    );
}

#[test]
fn types_that_are_emitted_differently_stay_apart() {
    let id = |schema: Value| object(json!({"id": schema}));
    let mut titled = item("Its id.");
    titled["title"] = json!("Item");
    let union = |tag: &str| {
        let alternative = |tag: &str| object(json!({"kind": {"const": tag}}));
        json!({"oneOf": [alternative("one"), alternative(tag)]})
    };
    for (one, other) in [
        (item("Its id."), item("Its number.")),
        (item("Its id."), titled),
        (
            id(json!({"type": "string"})),
            id(json!({"type": "integer"})),
        ),
        (
            id(json!({"type": "string"})),
            id(json!({"type": ["string", "null"]})),
        ),
        (
            id(json!({"type": "string"})),
            id(json!({"type": "string", "format": "uuid"})),
        ),
        (with_x(item("Its id.")), with_x(item("Its number."))),
        (json!({"enum": ["a", "b"]}), json!({"enum": ["a", "c"]})),
        (union("two"), union("three")),
    ] {
        let vendor = vendor([("a", with_x(one)), ("b", with_x(other))]);
        let found = types(&vendor);
        assert!(found.contains(&"a::X".to_owned()), "{found:?}");
        assert!(found.contains(&"b::X".to_owned()), "{found:?}");
    }
}

#[test]
fn evidence_counts_where_it_decides_presence() {
    let mut required = item("Its id.");
    required["required"] = json!(["id"]);
    let rows = [("a", item("Its id.")), ("b", required)].map(|(event, x)| (event, with_x(x)));
    let hints = Files {
        profiles: "[acme]\n",
        ..files(rows.clone())
    };
    assert_eq!(
        types(&vendor_of(&hints)),
        ["a::X = common::X", "b::X = common::X", "common::X"]
    );
    // Without a profile, schemas are trusted.
    assert_eq!(types(&vendor(rows)), ["a::X", "b::X"]);
}

#[test]
fn types_within_a_common_type_are_common() {
    // Both members refer to one definition, so there is no second type that is equal to it.
    let mut schema = object(json!({
        "x": object(json!({"inner": {"$ref": "#/$defs/inner"}})),
        "y": object(json!({"inner": {"$ref": "#/$defs/inner"}})),
    }));
    schema["$defs"] = json!({"inner": item("Its id.")});
    assert_eq!(
        types(&vendor([("a", schema)])),
        [
            "a::Inner = common::Inner",
            "a::X = common::X",
            "a::Y = common::X",
            "common::Inner",
            "common::X",
        ]
    );
}

#[test]
fn roots_shared_types_and_recursive_ones_stay_as_they_are() {
    let shared = |name: &str| {
        let mut schema = with_x(json!({"$ref": format!("#/$defs/{name}")}));
        schema["$defs"] = json!({name: item("Its id.")});
        schema
    };
    let tree = |name: &str| {
        let mut schema = with_x(json!({"$ref": format!("#/$defs/{name}")}));
        let nodes = json!({"type": "array", "items": {"$ref": format!("#/$defs/{name}")}});
        schema["$defs"] = json!({name: object(json!({"nodes": nodes}))});
        schema
    };
    let vendor = vendor([
        ("a", shared("item")),
        ("b", shared("item")),
        ("c", shared("thing")),
        ("d", shared("thing")),
        ("e", tree("tree")),
        ("f", tree("node")),
    ]);
    assert_eq!(
        types(&vendor),
        ["e::Tree", "f::Node", "shared::Item", "shared::Thing"]
    );
    let mut roots = vendor.types.iter().filter(|def| def.path.is_empty());
    assert!(roots.all(|def| def.same_as.is_none()));
}

#[test]
fn a_name_is_the_most_frequent_one_or_tells_the_events() {
    let with = |description: &str| with_x(item(description));
    let vendor = vendor([
        ("a", with("One.")),
        ("b", with("One.")),
        ("c", object(json!({"other": item("One.")}))),
        ("user.created", with("Two.")),
        ("user.deleted", with("Two.")),
        ("room.opened", with("Three.")),
        ("wall.painted", with("Three.")),
    ]);
    let types = types(&vendor);
    let (common, _) = types.split_at(3);
    assert_eq!(
        common,
        [
            "a::X = common::X",
            "b::X = common::X",
            "c::Other = common::X"
        ]
    );
    for line in [
        "room.opened::X = common::RoomOpenedX",
        "user.created::X = common::UserX",
        "user.deleted::X = common::UserX",
        "wall.painted::X = common::RoomOpenedX",
    ] {
        assert!(types.contains(&line.to_owned()), "{types:?}");
    }
}
