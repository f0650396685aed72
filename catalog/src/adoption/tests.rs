//! Documents and mappings in memory, and the overlays that they become.

use serde_json::{Map, Value, json};

use super::*;

const HEAD: &str = "[[documents]]\nname = \"acme\"\nversion = \"1\"\nfile = \"a.json\"\nurl = \"https://acme.example\"\n";

fn mapping(events_and_definitions: &str) -> Mapping {
    let checked = read_mapping(&mapping_file(&format!("{HEAD}{events_and_definitions}")));
    assert_eq!(lines(&checked.diagnostics), Vec::<String>::new());
    checked.value.expect("a mapping without an error is read")
}

fn mapping_file(text: &str) -> SourceFile {
    SourceFile {
        label: "acme.toml".to_owned(),
        path: "acme.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn document(text: &str) -> SourceFile {
    SourceFile {
        label: "a.json".to_owned(),
        path: "a.json".to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn lines(diagnostics: &[Diagnostic]) -> Vec<String> {
    let line = |found: &Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
    diagnostics.iter().map(line).collect()
}

/// Adopts `paid = "paid"` and further lines of the mapping from a bundle of definitions.
fn adopt_bundle(further: &str, definitions: &Value) -> Checked<Option<Adoption>> {
    let mapping = mapping(&format!("[events]\npaid = \"paid\"\n{further}"));
    let bundle = json!({ "$defs": definitions });
    adopt(&mapping, &[document(&bundle.to_string())])
}

fn file(adoption: &Adoption, name: &str) -> Value {
    serde_json::from_str(&adoption.files[name]).expect("a written file is JSON")
}

/// The payload schema of `paid`, and the definitions.
#[track_caller]
fn adopted(further: &str, definitions: &Value) -> (Value, Value) {
    let checked = adopt_bundle(further, definitions);
    assert_eq!(lines(&checked.diagnostics), Vec::<String>::new());
    let adoption = checked.value.expect("without an error there are overlays");
    let event = file(&adoption, "paid.json")["payload_schema"].clone();
    (event, file(&adoption, "definitions.json")["$defs"].clone())
}

/// The schema of the member `a` of `paid`.
#[track_caller]
fn member(schema: Value) -> Value {
    let paid = json!({"type": "object", "properties": {"a": schema}});
    adopted("", &json!({ "paid": paid })).0["properties"]["a"].clone()
}

#[track_caller]
fn refused(definitions: &Value, expected: &[&str]) {
    let checked = adopt_bundle("", definitions);
    assert_eq!(lines(&checked.diagnostics), expected);
    assert_eq!(checked.value, None);
}

#[test]
fn types_null_and_values_are_taken_over_and_words_are_not() {
    for (schema, expected) in [
        (
            json!({"type": "string", "description": "d", "title": "t", "default": "x"}),
            json!({"type": "string"}),
        ),
        (
            json!({"type": "string", "nullable": true}),
            json!({"type": ["string", "null"]}),
        ),
        (
            json!({"type": ["null", "string"]}),
            json!({"type": ["string", "null"]}),
        ),
        (
            json!({"enum": ["b", "a", null]}),
            json!({"enum": ["a", "b", null], "type": ["string", "null"]}),
        ),
        (
            json!({"const": "a"}),
            json!({"enum": ["a"], "type": "string"}),
        ),
        // Values that are no strings are types.
        (json!({"enum": [1, 2]}), json!({"type": "integer"})),
        (
            json!({"enum": [1.5, true]}),
            json!({"type": ["boolean", "number"]}),
        ),
        (
            json!({"enum": ["a", 1]}),
            json!({"type": ["integer", "string"]}),
        ),
        (
            json!({"type": "array", "items": {"type": "number"}}),
            json!({"type": "array", "items": {"type": "number"}}),
        ),
        (
            json!({"additionalProperties": {"type": "integer"}}),
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
        ),
        (json!({"type": "object"}), json!({"type": "object"})),
        // Nothing is known of a value that is always null.
        (json!({"type": "null"}), json!(true)),
        (json!({}), json!(true)),
    ] {
        assert_eq!(member(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn alternatives_are_joined() {
    for (alternatives, expected) in [
        (
            json!([{"type": "string"}, {"type": "null"}]),
            json!({"type": ["string", "null"]}),
        ),
        (
            json!([{"type": "integer"}, {"type": "number"}]),
            json!({"type": "number"}),
        ),
        (
            json!([{"const": "a"}, {"const": "b"}]),
            json!({"type": "string", "enum": ["a", "b"]}),
        ),
        (
            json!([{"const": "a"}, {"type": "string"}]),
            json!({"type": "string"}),
        ),
        (
            json!([{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}]),
            json!({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}, {"type": "null"}]}),
        ),
        (
            json!([
                {"properties": {"x": {"type": "string"}, "y": {"type": "integer"}}, "required": ["x", "y"]},
                {"properties": {"x": {"type": "null"}}, "required": ["x"]},
            ]),
            json!({
                "type": "object", "required": ["x"],
                "properties": {"x": {"type": ["string", "null"]}, "y": {"type": "integer"}},
            }),
        ),
    ] {
        assert_eq!(member(json!({ "oneOf": alternatives })), expected);
    }
}

#[test]
fn parts_are_joined_and_null_beside_them_is_null() {
    let parts = json!([
        {"properties": {"x": {"type": "string"}}, "required": ["x"]},
        {"properties": {"y": {"type": "string"}}, "required": ["y"]},
    ]);
    let joined = json!({
        "type": "object", "required": ["x", "y"],
        "properties": {"x": {"type": "string"}, "y": {"type": "string"}},
    });
    assert_eq!(member(json!({ "allOf": parts })), joined);
    let nullable = member(json!({ "allOf": parts, "type": "null" }));
    assert_eq!(nullable["type"], json!(["object", "null"]));
}

#[test]
fn the_schemas_of_an_event_become_one() {
    let made = json!({"type": "object", "required": ["action", "id"], "properties": {
        "action": {"const": "made"}, "id": {"type": "integer"}, "by": {"type": "string"},
    }});
    let gone = json!({"type": "object", "required": ["action", "id"], "properties": {
        "action": {"const": "gone"}, "id": {"type": "string"},
    }});
    let bundle = json!({"definitions": {"thing$made": made, "thing$gone": gone, "thing_part": {}}});
    let mapping = mapping("[events]\nthing = \"thing$*\"\n");
    let checked = adopt(&mapping, &[document(&bundle.to_string())]);
    let adoption = checked.value.expect("nothing is wrong");
    let expected = json!({"type": "object", "required": ["action", "id"], "properties": {
        "action": {"type": "string", "enum": ["gone", "made"]},
        "by": {"type": "string"},
        "id": {"type": ["integer", "string"]},
    }});
    assert_eq!(file(&adoption, "thing.json")["payload_schema"], expected);
    assert_eq!(adoption.left_out, ["thing_part"]);
}

#[test]
fn the_longest_pattern_takes_a_schema() {
    let bundle = json!({"$defs": {"run-made": {}, "run-step-made": {}, "run": {}}});
    let mapping = mapping("[events]\nrun = [\"run\", \"run-*\"]\nstep = \"run-step-*\"\n");
    let checked = adopt(&mapping, &[document(&bundle.to_string())]);
    assert_eq!(lines(&checked.diagnostics), Vec::<String>::new());
    let names = BTreeSet::from(["run", "run-made", "run-step-made"]);
    let patterns: Vec<Patterns<'_>> = mapping
        .events
        .iter()
        .map(|event| (&event.schemas[..], &event.place))
        .collect();
    let taken = assign(&patterns, &names, &mut Vec::new());
    assert_eq!(taken, [vec!["run", "run-made"], vec!["run-step-made"]]);
}

#[test]
fn objects_like_a_definition_are_of_it() {
    let user = json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "integer"}, "login": {"type": "string"}, "url": {"type": "string"}, "type": {"type": "string"},
    }});
    let mut like = user.clone();
    like["properties"]["name"] = json!({"type": "string"});
    like["properties"]["url"]["type"] = json!(["string", "null"]);
    let unlike = json!({"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}});
    let few =
        json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}});
    let paid = json!({"type": "object", "properties": {"by": user, "for": like, "of": unlike, "owner": few}});
    let further = "[definitions]\nuser = { schemas = \"user\", members = \"owner\" }\n";
    let (event, definitions) = adopted(further, &json!({"paid": paid, "user": user}));
    let reference = json!({"$ref": "#/$defs/user"});
    assert_eq!(event["properties"]["by"], reference);
    assert_eq!(event["properties"]["for"], reference);
    assert_eq!(event["properties"]["owner"], reference);
    assert_eq!(event["properties"]["of"], unlike);
    let expected = json!({"user": {"type": "object", "required": ["id"], "properties": {
        "id": {"type": "integer"}, "login": {"type": "string"}, "name": {"type": "string"}, "type": {"type": "string"},
        "url": {"type": ["string", "null"]},
    }}});
    assert_eq!(definitions, expected);
}

#[test]
fn referenced_objects_are_definitions_and_may_contain_themselves() {
    let node = json!({"type": "object", "properties": {
        "parent": {"$ref": "#/$defs/node"}, "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
    }});
    let leaf = json!({"type": "object", "properties": {"size": {"type": "integer"}}});
    let paid = json!({"type": "object", "properties": {
        "root": {"$ref": "#/$defs/node"}, "any": {"oneOf": [{"$ref": "#/$defs/node"}, {"$ref": "#/$defs/leaf"}]},
    }});
    let (event, definitions) = adopted("", &json!({"paid": paid, "node": node, "leaf": leaf}));
    assert_eq!(event["properties"]["root"], json!({"$ref": "#/$defs/node"}));
    assert_eq!(definitions["node"], node);
    let any = &event["properties"]["any"];
    assert_eq!(any, &json!({"$ref": "#/$defs/leaf_or_node"}));
    let members = definitions["leaf_or_node"]["properties"].as_object();
    assert_eq!(members.map(Map::len), Some(3));
}

#[test]
fn an_extended_object_that_contains_itself_becomes_a_definition() {
    let base = json!({"type": "object", "properties": {"id": {"type": "integer"}}});
    let item = json!({"allOf": [{"$ref": "#/$defs/base"}, {"properties": {"item": {"$ref": "#/$defs/item"}}}]});
    let paid = json!({"type": "object", "properties": {"item": {"$ref": "#/$defs/item"}}});
    let (event, definitions) = adopted("", &json!({"paid": paid, "base": base, "item": item}));
    assert_eq!(event["properties"]["item"], json!({"$ref": "#/$defs/item"}));
    let properties = &definitions["item"]["properties"];
    assert_eq!(properties["item"], json!({"$ref": "#/$defs/item"}));
    assert_eq!(properties["id"], json!({"type": "integer"}));
}

#[test]
fn payloads_of_webhooks() {
    let body =
        json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/made"}}}});
    let openapi = json!({
        "openapi": "3.1.0",
        "webhooks": {"made": {"post": {"requestBody": body}}, "other": {"post": {"requestBody": body}}},
        "components": {"schemas": {"made": {"type": "object", "properties": {"a": {"type": "string"}}}}},
    });
    let mapping = mapping("[events]\n\"a/made\" = \"made\"\n");
    let checked = adopt(&mapping, &[document(&openapi.to_string())]);
    let adoption = checked.value.expect("nothing is wrong");
    let expected = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    assert_eq!(file(&adoption, "a_made.json")["payload_schema"], expected);
    assert_eq!(adoption.left_out, ["other"]);
}

#[test]
fn what_is_no_document_is_refused() {
    let mapping = mapping("[events]\npaid = \"paid\"\n");
    for (text, expected) in [
        (
            "{",
            "not JSON: the text ends in the middle of an object, at line 1 column 2",
        ),
        (
            "openapi: 3.1.0\n",
            "not JSON: expected value, at line 1 column 1",
        ),
        ("[]", "a document is an object, found an array"),
        (
            "{\"$defs\": {}, \"$defs\": {}}",
            "not JSON: the key `$defs` stands twice in one object, at line 1 column 21",
        ),
        (
            "{\"swagger\": \"2.0\"}",
            "this is Swagger \"2.0\", not OpenAPI 3",
        ),
        ("{\"openapi\": \"4.0.0\"}", "OpenAPI \"4.0.0\" is not read"),
        (
            "{\"type\": \"object\"}",
            "the document has no named schemas",
        ),
    ] {
        let checked = adopt(&mapping, &[document(text)]);
        assert_eq!(
            lines(&checked.diagnostics),
            [format!("E063 a.json: {expected}")]
        );
        assert_eq!(checked.value, None);
    }
    let deep = format!("{}1{}", "{\"$defs\":".repeat(200), "}".repeat(200));
    let checked = adopt(&mapping, &[document(&deep)]);
    assert!(lines(&checked.diagnostics)[0].contains("nested more than 127 levels deep"));
    let huge = SourceFile {
        bytes: vec![b' '; (64 << 20) + 1],
        ..document("")
    };
    let checked = adopt(&mapping, &[huge]);
    let expected = "E063 a.json: the document has 67108865 bytes; at most 67108864 are read";
    assert_eq!(lines(&checked.diagnostics), [expected]);
}

#[test]
fn the_files_are_those_of_the_mapping() {
    let mapping = mapping("[events]\npaid = \"paid\"\n");
    let checked = adopt(&mapping, &[]);
    let expected = "E063 acme.toml: the mapping has 1 documents, but 0 files are given";
    assert_eq!(lines(&checked.diagnostics), [expected]);
    let other = SourceFile {
        path: "b.json".to_owned(),
        ..document("{}")
    };
    let checked = adopt(&mapping, &[other]);
    let expected = "E063 a.json: the mapping expects `a.json` here, found `b.json`";
    assert_eq!(lines(&checked.diagnostics), [expected]);
}

#[test]
fn schemas_that_the_documents_lack_are_named() {
    let further = "[definitions]\nuser = \"usr\"\n";
    let checked = adopt_bundle(further, &json!({"pay": {}, "user": {}}));
    let expected = [
        "E064 acme.toml, at /events/paid: the documents have no schema `paid`",
        "E064 acme.toml, at /definitions/user: the documents have no schema `usr`",
    ];
    assert_eq!(lines(&checked.diagnostics), expected);
    assert!(
        checked.diagnostics[1]
            .help
            .as_ref()
            .is_some_and(|help| help.contains("`user`"))
    );
    assert_eq!(checked.value, None);
}

#[test]
fn references_that_lead_nowhere_are_refused() {
    for (reference, expected) in [
        (
            "https://evil.example/a.json#/x",
            "E107 a.json, at /$defs/paid/$ref: `https://evil.example/a.json#/x` is in another document",
        ),
        (
            "../../etc/passwd",
            "E107 a.json, at /$defs/paid/$ref: `../../etc/passwd` is in another document",
        ),
        (
            "#/$defs/none",
            "E108 a.json, at /$defs/none: a `$ref` leads to `/$defs/none`, where nothing is",
        ),
        (
            "#anchor",
            "E108 a.json, at /$defs/paid/$ref: `#anchor` is no JSON pointer",
        ),
    ] {
        refused(&json!({"paid": {"$ref": reference}}), &[expected]);
    }
}

#[test]
fn references_that_never_reach_a_schema_are_refused() {
    let circle = json!({"paid": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/paid"}]}});
    let expected = "E109 a.json, at /$defs/paid: `paid` refers to itself for the same value";
    refused(&circle, &[expected]);
    let mut chain = json!({"paid": {"$ref": "#/$defs/s0"}});
    for index in 0..1000 {
        let next = format!("#/$defs/s{}", index + 1);
        chain[format!("s{index}")] = json!({"$ref": next});
    }
    chain["s1000"] = json!({"type": "object"});
    let checked = adopt_bundle("", &chain);
    let found = lines(&checked.diagnostics);
    assert!(
        found.len() == 1 && found[0].starts_with("E112 "),
        "{found:?}"
    );
}

#[test]
fn contradictions_are_refused() {
    let text = json!({"type": "string"});
    let paid = |parts: Value| json!({"paid": {"properties": {"a": {"allOf": parts}}}});
    refused(
        &paid(json!([text, {"type": "object"}])),
        &[
            "E110 a.json, at /$defs/paid/properties/a: no value fits: it asks for `string` and for `object` at once",
        ],
    );
    refused(
        &paid(json!([{"enum": ["a"]}, {"enum": ["b"]}])),
        &[
            "E110 a.json, at /$defs/paid/properties/a: no value fits: no string is in both of its lists of values",
        ],
    );
}

#[test]
fn mistyped_keywords_are_refused() {
    let paid = json!({"type": "strnig", "properties": [], "enum": {}, "allOf": 1, "items": 2, "$ref": 3, "required": ""});
    let expected = [
        "E101 a.json, at /$defs/paid/$ref: the keyword's value is text, found a number",
        "E101 a.json, at /$defs/paid/allOf: the keyword's value is an array, found a number",
        "E101 a.json, at /$defs/paid/enum: the keyword's value is an array, found an object",
        "E102 a.json, at /$defs/paid/items: a schema is an object or a boolean, found a number",
        "E101 a.json, at /$defs/paid/properties: the keyword's value is an object, found an array",
        "E101 a.json, at /$defs/paid/required: the keyword's value is an array, found text",
        "E101 a.json, at /$defs/paid/type: `\"strnig\"` is no JSON type",
    ];
    refused(&json!({ "paid": paid }), &expected);
}

#[test]
fn keywords_that_could_hide_members_are_named() {
    let paid = json!({"type": "object", "then": {"properties": {"a": {}}}});
    let checked = adopt_bundle("", &json!({ "paid": paid }));
    let expected = "E104 a.json, at /$defs/paid/then: `then` is not adopted";
    assert_eq!(lines(&checked.diagnostics), [expected]);
    assert!(checked.value.is_some());
}

#[test]
fn two_schemas_for_one_definition_are_refused() {
    let object = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}});
    let paid = json!({"properties": {"a": {"$ref": "#/$defs/x~1y"}, "b": {"$ref": "#/$defs/x_y"}}});
    let definitions = json!({"paid": paid, "x/y": object("a"), "x_y": object("b")});
    refused(
        &definitions,
        &["E065 acme.toml: two schemas would be the definition `x_y`"],
    );
}

#[test]
fn schemas_that_multiply_end() {
    // Each combination of the sixteen is another object, and holds all others.
    let mut definitions = json!({"paid": {"$ref": "#/$defs/s0"}});
    for index in 0..16 {
        let parts: Vec<Value> = (0..index + 1)
            .map(|other| json!({"$ref": format!("#/$defs/s{other}")}))
            .collect();
        let member = format!("m{index}");
        definitions[format!("s{index}")] = json!({"type": "object", "properties": {
            member: {"oneOf": parts}, "next": {"$ref": format!("#/$defs/s{}", (index + 1) % 16)},
        }});
    }
    let (_, definitions) = adopted("", &definitions);
    // Those of one schema, and those of neighbours, of which there are as many as there are pairs.
    let count = definitions.as_object().map_or(0, Map::len);
    assert!((16..16 * 16).contains(&count), "{count}");
}

#[test]
fn objects_that_nest_too_deep_are_refused() {
    let mut object = json!({"type": "string"});
    for _ in 0..40 {
        object = json!({"properties": {"a": object}});
    }
    let expected = "E112 acme.toml: objects nest more than 32 levels deep";
    refused(&json!({"paid": {"properties": {"a": object}}}), &[expected]);
}

#[test]
fn objects_that_multiply_are_refused() {
    // Each holds the next one twice, and none is a definition.
    let next = |index: usize| json!({"oneOf": [{"$ref": format!("#/$defs/s{index}")}, {"properties": {"own": {"type": "string"}}}]});
    let mut definitions =
        json!({"paid": {"properties": {"a": next(0)}}, "s30": {"type": "object"}});
    for index in 0..30 {
        let members = json!({"left": next(index + 1), "right": next(index + 1)});
        definitions[format!("s{index}")] = json!({"type": "object", "properties": members});
    }
    refused(
        &definitions,
        &["E111 acme.toml: the documents describe too many places"],
    );
}

#[test]
fn names_of_documents_are_never_paths() {
    let evil = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let paid = json!({"properties": {"x": {"$ref": "#/$defs/..~1..~1evil"}}});
    let bundle = json!({"$defs": {"paid": paid, "../../evil": evil}});
    let mapping = mapping("[events]\n\"../../paid\" = \"paid\"\n");
    let checked = adopt(&mapping, &[document(&bundle.to_string())]);
    let adoption = checked.value.expect("nothing is wrong");
    let names: Vec<&str> = adoption.files.keys().map(String::as_str).collect();
    assert_eq!(names, ["_.._paid.json", "definitions.json"]);
    let definitions = &file(&adoption, "definitions.json")["$defs"];
    assert_eq!(definitions[".._.._evil"], evil);
}

#[test]
fn wrong_mappings_are_refused() {
    for (text, expected) in [
        ("events", "E060 acme.toml"),
        (
            "evnts = 1\n",
            "E061 acme.toml, at /documents/0/evnts: unknown key `evnts`",
        ),
        (
            "[events]\npaid = 1\n",
            "E062 acme.toml, at /events/paid: `paid` is no list of names",
        ),
        (
            "[events]\npaid = []\n",
            "E062 acme.toml, at /events/paid: `paid` is no list of names",
        ),
        ("", "E062 acme.toml, at /events: the mapping has no events"),
        (
            "[events]\npaid = \"p\"\n[definitions]\n\"a/b\" = \"p\"\n",
            "E062 acme.toml, at /definitions/a~1b: `a/b` is no name of a definition",
        ),
        (
            "[events]\npaid = \"p\"\n[definitions]\na = { members = \"p\" }\n",
            "E062 acme.toml, at /definitions/a: `a` has no schemas",
        ),
    ] {
        let checked = read_mapping(&mapping_file(&format!("{HEAD}{text}")));
        let found = lines(&checked.diagnostics);
        assert!(
            found.iter().any(|line| line.starts_with(expected)),
            "{text}: {found:?}"
        );
        assert_eq!(checked.value, None);
    }
    let checked = read_mapping(&mapping_file(
        "[events]\npaid = \"p\"\n[[documents]]\nname = \"x\"\n",
    ));
    assert_eq!(
        checked.diagnostics.len(),
        3,
        "version, file and url are missing"
    );
    let unnamed = SourceFile {
        path: "../acme.toml".to_owned(),
        ..mapping_file(&format!("{HEAD}[events]\npaid = \"p\"\n"))
    };
    assert!(lines(&read_mapping(&unnamed).diagnostics)[0].contains("named after no vendor"));
}
