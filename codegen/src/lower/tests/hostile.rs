//! Malicious schemas, and extreme ones made by careless generators.

use serde_json::{Map, Value, json};

use super::super::all_of::ExpandedSet;
use super::super::merge::merge;
use super::{errors, lines, lower_schema, print, types, vendor_of};
use crate::model::TypeKind;
use crate::schema::{Document, Report, Source, parse};

/// A schema within `depth` objects.
fn nested(depth: usize) -> Value {
    // By hand, because `json!` copies what it is given.
    (0..depth).fold(json!({"type": "string"}), |inner, _| {
        let properties: Map<String, Value> = [("a".to_owned(), inner)].into_iter().collect();
        let object = [
            ("type".to_owned(), json!("object")),
            ("properties".to_owned(), Value::Object(properties)),
        ];
        Value::Object(object.into_iter().collect())
    })
}

#[test]
fn deep_nesting_is_refused() {
    assert!(types(nested(60)).starts_with("{ a?: {"));
    let message = "E103 : the schema is nested more than 128 levels deep";
    assert_eq!(errors(nested(100)), [message]);
    let deep = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(move || {
            let schema = nested(10_000);
            assert_eq!(errors(schema), [message]);
        });
    deep.expect("a thread")
        .join()
        .expect("deep nesting is refused");
}

#[test]
fn long_chains_of_definitions_are_fine() {
    let chain = |wrap: fn(Value) -> Value| {
        let mut definitions: Map<String, Value> = (0..2000)
            .map(|index| {
                (
                    format!("d{index}"),
                    wrap(json!({"$ref": format!("#/$defs/d{}", index + 1)})),
                )
            })
            .collect();
        definitions.insert("d2000".to_owned(), json!({"type": "string"}));
        json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}}, "$defs": definitions})
    };
    let objects = vendor_of(chain(
        |inner| json!({"type": "object", "properties": {"next": inner}}),
    ));
    assert_eq!(objects.types.len(), 2001);
    assert_eq!(types(chain(|inner| inner)), "{ a?: String }");
    let refused = "references nest types too deep here";
    for wrap in [
        (|inner| json!({"type": "array", "items": inner})) as fn(Value) -> Value,
        |inner| json!({"anyOf": [inner, {"type": "null"}]}),
        |inner| json!({"anyOf": [inner, {"type": "integer"}]}),
        |inner| json!({"allOf": [inner, {"anyOf": [{"type": "string"}, {"type": "null"}]}]}),
    ] {
        let checked = lower_schema(chain(wrap));
        let lines = lines(&checked);
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("E111 ") || line.ends_with(refused)),
            "{lines:?}"
        );
    }
}

/// An object with `count` members.
fn wide(count: usize) -> Value {
    let properties: Map<String, Value> = (0..count)
        .map(|index| {
            (
                format!("p{index}"),
                json!({"type": "string", "description": "d"}),
            )
        })
        .collect();
    json!({"type": "object", "properties": properties})
}

#[test]
fn wide_schemas_stay_within_the_budget() {
    let objects: Map<String, Value> = (0..100)
        .map(|index| (format!("o{index}"), wide(1000)))
        .collect();
    let vendor = vendor_of(json!({"type": "object", "properties": objects}));
    assert_eq!(vendor.types.len(), 101);
    let TypeKind::Object(object) = &vendor.types[100].kind else {
        panic!("the member is an object")
    };
    assert_eq!(object.properties.len(), 1000);
}

/// The printed types, and the diagnostics.
fn limited(schema: Value) -> (String, Vec<String>) {
    let checked = lower_schema(schema);
    (print(&checked.value.vendors[0]), lines(&checked))
}

#[test]
fn an_object_of_too_many_members_is_a_map() {
    let warning = |pointer: &str| {
        [format!(
            "E134 {pointer}: it has more than 1000 members, so it becomes a map of JSON values"
        )]
    };
    let (printed, warnings) = limited(wide(1001));
    assert_eq!((&printed[..], &warnings[..]), ("{}", &warning("")[..]));
    let member = |count: usize| {
        let mut object = wide(count);
        object["required"] = json!(["p0"]);
        limited(json!({"type": "object", "properties": {"a": object}}))
    };
    assert!(member(1000).0.contains("p0: String"));
    let (printed, warnings) = member(1001);
    assert_eq!(printed, "{ a?: map[Any] }");
    assert_eq!(warnings, warning("/properties/a"));

    let definition = json!({
        "type": "object", "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"$ref": "#/$defs/a"}},
        "$defs": {"a": wide(1001)},
    });
    let (printed, warnings) = limited(definition);
    assert_eq!(printed, "{ a?: map[Any], b?: map[Any] }");
    assert_eq!(warnings, warning("/$defs/a"));
}

/// The map would accept the values of the other alternatives, so it is tried last, and the tag is not used.
#[test]
fn an_alternative_of_too_many_members_is_tried_last() {
    let alternative = |kind: &str, count: usize| {
        let mut object = wide(count);
        object["properties"]["kind"] = json!({"const": kind});
        object["required"] = json!(["kind"]);
        object
    };
    let (printed, _) = limited(json!({
        "oneOf": [alternative("large", 1000), alternative("small", 1)],
        "discriminator": {"propertyName": "kind"},
    }));
    let expected = "union(o<kind=small>: { kind: \"small\", p0?: String }, o: map[Any], ...)";
    assert_eq!(printed, expected);
}

#[test]
fn an_enum_of_too_many_values_is_a_string() {
    let values = |range: std::ops::Range<u32>| -> Vec<String> {
        range.map(|index| format!("v{index}")).collect()
    };
    let string = |schema: Value| {
        let (printed, warnings) = limited(json!({"type": "object", "properties": {"a": schema}}));
        assert_eq!(printed, "{ a?: String }");
        assert_eq!(
            warnings,
            ["E134 /properties/a: it has more than 4000 values, so it becomes a string"]
        );
    };
    assert!(types(json!({"enum": values(0..4000)})).starts_with("enum[v0|v1|"));
    string(json!({"enum": values(0..4001)}));
    let constants: Vec<Value> = values(0..50_000)
        .iter()
        .map(|value| json!({"const": value}))
        .collect();
    string(json!({ "anyOf": constants }));
    string(json!({"anyOf": [{"enum": values(0..3000)}, {"enum": values(3000..6000)}]}));
}

#[test]
fn a_tuple_of_too_many_places_is_an_array() {
    let tuple = |count: usize| {
        let places = vec![json!({"type": "string"}); count];
        json!({"type": "object", "properties": {"a": {"type": "array", "prefixItems": places, "minItems": 3}}})
    };
    assert!(
        limited(tuple(100))
            .0
            .contains("tuple(String, String, String, String?,")
    );
    let (printed, warnings) = limited(tuple(101));
    assert_eq!(printed, "{ a?: [Any] }");
    assert_eq!(
        warnings,
        ["E134 /properties/a: it has more than 100 places, so it becomes an array of JSON values"]
    );
}

#[test]
fn exponential_combinations_are_bounded() {
    let either = json!({"anyOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}]});
    let groups: Vec<Value> = (0..30).map(|_| either.clone()).collect();
    let checked = lower_schema(json!({"type": "object", "allOf": groups}));
    let message = "E111 : combining its references and alternatives gives far more types than it has subschemas";
    assert_eq!(lines(&checked), [message]);

    // Each definition is merged in two ways, each of which merges the next in two ways.
    let mut definitions: Map<String, Value> = (0..40)
        .map(|index| {
            let next =
                |name: &str| json!({"$ref": format!("#/$defs/d{}", index + 1), "required": [name]});
            (
                format!("d{index}"),
                json!({"type": "object", "properties": {"a": next("x"), "b": next("y")}}),
            )
        })
        .collect();
    definitions.insert("d40".to_owned(), json!({"type": "object"}));
    let checked = lower_schema(json!({"$ref": "#/$defs/d0", "$defs": definitions}));
    assert_eq!(lines(&checked), [message]);
}

#[test]
fn special_names_are_plain_text() {
    let schema = json!({"type": "object", "properties": {"": true, "*/": true, "a\u{0}b": true, "\u{1F600}": true, "r#\"": true}});
    let vendor = vendor_of(schema);
    let TypeKind::Object(root) = &vendor.types[0].kind else {
        panic!("the root is an object")
    };
    assert_eq!(root.properties.len(), 5);
}

#[test]
fn numbers_beyond_machine_integers_are_notes() {
    let schema: Value = serde_json::from_str(
        r#"{"type": "object", "properties": {"a": {"type": "integer", "maximum": 99999999999999999999999999, "minimum": -1e300},
            "b": {"type": "array", "minItems": 1e300, "prefixItems": [true]}, "c": {"const": 123456789012345678901234567890}}}"#,
    )
    .expect("it is JSON");
    assert_eq!(
        types(schema),
        "{ a?: Integer, b?: tuple(Any, Any*), c?: Integer }"
    );
}

#[test]
fn long_prose_is_cut_off() {
    let schema = json!({"type": "object", "description": "é".repeat(10_000_000)});
    let checked = lower_schema(schema);
    assert_eq!(
        lines(&checked),
        ["E118 /description: `description` has 20000000 bytes and is cut off"]
    );
    let vendor = &checked.value.vendors[0];
    let description = vendor.types[0]
        .docs
        .description
        .as_deref()
        .expect("a description");
    assert!(description.len() < 20_000 && description.ends_with("é…"));
}

#[test]
fn long_names_above_many_members_are_refused() {
    let members: Map<String, Value> = (0..10_000)
        .map(|index| (format!("p{index}"), json!(true)))
        .collect();
    let inner = json!({"type": "object", "properties": members});
    let outer: Map<String, Value> = [("x".repeat(100_000), inner)].into_iter().collect();
    let found = errors(json!({"type": "object", "properties": outer}));
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("E118 ")
            && found[0].ends_with("too long for how many there are below them")
    );
}

#[test]
fn pairs_of_members_and_schemas_for_further_members_are_bounded() {
    let seeds = |count: usize| {
        let properties: Map<String, Value> = (0..3000)
            .map(|index| (format!("p{index}"), json!(true)))
            .collect();
        let further = vec![json!({"additionalProperties": {"type": "string"}}); count];
        let schema = json!({"properties": properties, "allOf": further});
        let document = parse(Source::from(&schema), &mut Report::default()).expect("a schema");
        let expanded = ExpandedSet::of(&document, &[Document::ROOT]);
        let members = merge(&document, &expanded.nodes).members;
        members
            .values()
            .map(|member| member.seeds.len())
            .sum::<usize>()
    };
    assert_eq!(seeds(3), 3000 + 3 * 3000);
    assert_eq!(seeds(3000), 3000 + 333 * 3000);
}

/// The first 200 numbers of the second list take all pairs that may be compared, and the others are kept.
#[test]
fn pairs_of_numbers_in_two_enums_are_bounded() {
    let second = |numbers: std::ops::Range<u32>| {
        let first: Vec<u32> = (0..5000).collect();
        let second: Vec<u32> = numbers.collect();
        let checked = lower_schema(json!({"enum": first, "allOf": [{"enum": second}]}));
        lines(&checked)
    };
    assert_eq!(second(5000..5100), ["E110 : no value fits this"]);
    assert_eq!(second(5000..10_000), [""; 0]);
}

#[test]
fn pairs_of_places_and_tuples_are_bounded() {
    let printed = |count: usize| {
        let mut arrays = vec![json!({"items": {"type": "string"}}); count];
        arrays.push(json!({"prefixItems": vec![json!(true); 100]}));
        types(json!({"type": "array", "allOf": arrays}))
    };
    assert!(printed(3).starts_with("tuple(String?, String?"));
    assert_eq!(printed(10_000), "new [Any]");
}

/// Only the last of `count` conditional schemas declares `last`.
#[test]
fn subschemas_of_conditional_schemas_are_bounded() {
    let printed = |count: usize| {
        let mut conditional: Map<String, Value> = (0..count)
            .map(|index| (format!("p{index}"), json!({"$ref": "#/$defs/all"})))
            .collect();
        let last = json!({"properties": {"last": {"type": "string"}}});
        conditional.insert("q".to_owned(), last);
        let all: Vec<Value> = (0..3000)
            .map(|index| json!({"minProperties": index}))
            .collect();
        types(
            json!({"type": "object", "dependentSchemas": conditional, "$defs": {"all": {"allOf": all}}}),
        )
    };
    assert!(printed(3).contains("last?: "));
    assert_eq!(printed(3000), "{}");
}
