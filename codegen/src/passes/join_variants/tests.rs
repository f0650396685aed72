use serde_json::{Value, json};
use webhook_catalog::Checked;

use crate::lower::tests::{lines, print};
use crate::model::Model;
use crate::options::Options;
use crate::test_support::{Files, object};

const PROFILE: &str = r#"
[acme]
name.body = ["/type"]
name.rules."message.im" = { "/type" = "message", "/place" = "im" }
name.rules."message.big" = { "/type" = "message", "/place" = ["big", "huge"] }

[acme.variants]
message = ["message.*"]
"#;

fn files(rows: [(&str, Value); 3]) -> Files {
    let files = Files {
        profiles: PROFILE,
        ..Files::default()
    };
    rows.into_iter()
        .fold(files, |files, (event, schema)| files.row(event, schema))
}

/// Rows with these members beside those that name the event, each required.
fn rows(members: [Value; 3]) -> Files {
    let names = ["message", "message.big", "message.im"];
    let mut rows = names.into_iter().zip(members).map(|(name, members)| {
        let mut properties = json!({"type": {"const": "message"}, "place": {"type": "string"}});
        let declared = properties.as_object_mut().expect("an object");
        declared.extend(members.as_object().expect("members").clone());
        let required: Vec<String> = members
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        let mut schema = object(properties);
        schema["required"] = json!(required);
        (name, schema)
    });
    files(std::array::from_fn(|_| rows.next().expect("three rows")))
}

/// The types after the pass, and the warnings.
fn joined(files: &Files) -> (String, Vec<String>) {
    let mut lowered = crate::lower::lower(files.inputs(), &crate::watch::Unwatched);
    super::run(&mut lowered.value, &mut lowered.diagnostics);
    let found = lines(&lowered);
    (print(&lowered.value.vendors[0]), found)
}

fn found(files: &Files) -> Vec<String> {
    let Checked { diagnostics, .. } = Model::build(files.inputs());
    let line = |found: &webhook_catalog::Diagnostic| format!("{} {}", found.code, found.message);
    diagnostics.iter().map(line).collect()
}

fn module(files: &Files, path: &str) -> String {
    let options = Options::named("my-events");
    let tree = files.model().emit(&options).tree;
    tree.get(path).expect("it is emitted").to_owned()
}

#[test]
fn equal_types_become_one() {
    let item = || json!({"item": object(json!({"id": {"type": "string"}}))});
    let (types, found) = joined(&rows([item(), item(), item()]));
    assert_eq!(found, [""; 0]);
    assert_eq!(
        types,
        "{ item: { id?: String }, place?: String, type?: \"message\" }"
    );
}

#[test]
fn a_member_is_required_if_every_type_requires_it() {
    let (types, found) = joined(&rows([
        json!({"all": {"type": "integer"}, "two": {"type": "string"}}),
        json!({"all": {"type": "integer"}, "two": {"type": "string"}}),
        json!({"all": {"type": ["integer", "null"]}, "one": {"type": "boolean"}}),
    ]));
    assert_eq!(found, [""; 0]);
    assert_eq!(
        types,
        "{ all: Integer or null, one?: Boolean, place?: String, two?: String, type?: \"message\" }"
    );
}

#[test]
fn values_of_one_json_type_have_one_type() {
    let (types, found) = joined(&rows([
        json!({"kind": {"const": "a"}, "number": {"type": "integer"}, "list": {"type": "array", "items": {"enum": ["x", "y"]}}}),
        json!({"kind": {"enum": ["b", "a"]}, "number": {"type": "number"}, "list": {"type": "array", "items": {"enum": ["z"]}}}),
        json!({"kind": {"const": "c"}, "number": {"type": "integer"}, "list": {"type": "array", "items": {"type": "string"}}}),
    ]));
    assert_eq!(found, [""; 0]);
    assert_eq!(
        types,
        "{ kind: enum[a|b|c], list: [String], number: Number, place?: String, type?: \"message\" }"
    );
}

#[test]
fn values_of_several_json_types_are_a_union() {
    let (types, found) = joined(&rows([
        json!({"user": {"type": "string"}}),
        json!({"user": object(json!({"id": {"type": "string"}}))}),
        json!({"user": object(json!({"name": {"type": "string"}}))}),
    ]));
    assert_eq!(found, [""; 0]);
    assert_eq!(
        types,
        "{ place?: String, type?: \"message\", user: union(s: String, o: { id?: String, name?: String }) }"
    );
}

#[test]
fn a_schema_that_says_nothing_takes_no_type_away() {
    let (types, found) = joined(&rows([
        json!({"user": {"type": "string"}, "list": {"type": "array"}}),
        json!({"user": {}, "list": {"type": "array", "items": {"type": "string"}}}),
        json!({"user": {"type": "string"}, "list": {"type": "array", "items": {"type": "string"}}}),
    ]));
    assert_eq!(found, [""; 0]);
    assert_eq!(
        types,
        "{ list?: [String], place?: String, type?: \"message\", user?: String }"
    );
}

#[test]
fn values_without_a_type_in_common_are_kept_as_json() {
    let pair = || json!({"type": "array", "prefixItems": [{"type": "string"}]});
    let (types, found) = joined(&rows([
        json!({"pair": pair()}),
        json!({"pair": {"type": "array", "items": {"type": "string"}}}),
        json!({"pair": pair()}),
    ]));
    assert_eq!(
        found,
        [
            "E149 /pair: the events that arrive as this type describe the value in ways that have no type in common"
        ]
    );
    assert_eq!(
        types,
        "{ pair: Any(the events that arrive as this type describe it differently), place?: String, type?: \"message\" }"
    );
    let members = || object(json!({"type": {}, "place": {}}));
    let (types, found) = joined(&files([
        ("message", members()),
        (
            "message.big",
            json!({"type": "array", "items": {"type": "string"}}),
        ),
        ("message.im", members()),
    ]));
    assert_eq!(found.len(), 1);
    assert_eq!(
        types,
        "new Any(the events that arrive as this type describe it differently)"
    );
}

#[test]
fn types_that_contain_themselves_are_joined() {
    let node = |member: &str| {
        let mut schema = object(json!({
            "type": {"const": "message"}, "place": {"type": "string"}, "node": {"$ref": "#/$defs/node"},
        }));
        let node = object(json!({"next": {"$ref": "#/$defs/node"}, member: {"type": "string"}}));
        schema["$defs"] = json!({ "node": node });
        schema
    };
    let (types, found) = joined(&files([
        ("message", node("a")),
        ("message.big", node("b")),
        ("message.im", node("a")),
    ]));
    assert_eq!(found, [""; 0]);
    assert_eq!(
        types,
        "{ node?: @node, place?: String, type?: \"message\" }; @node = { a?: String, b?: String, next?: @node }"
    );
}

#[test]
fn the_samples_of_every_event_count() {
    let user = || json!({"user": {"type": "string"}});
    let captured = "[full]\nkind = \"captured\"\nsource = \"a delivery\"\n";
    let files = rows([user(), user(), user()])
        .sample(
            "message.im",
            "full",
            json!({"type": "message", "place": "im", "user": "b"}),
        )
        .provenance("message.im", captured);
    let model = files.model();
    assert_eq!(
        print(&model.vendors[0]),
        "{ place?: String, type?: \"message\", user: String }"
    );
}

#[test]
fn a_payload_tells_which_event_it_is() {
    let files = rows([json!({}), json!({}), json!({})]);
    let text = module(&files, "src/acme/message.rs");
    let read = "let text = self.place.as_deref();";
    assert!(text.contains(read), "{text}");
    for arm in [
        "Some(\"big\") => &Self::MESSAGE_BIG,",
        "Some(\"huge\") => &Self::MESSAGE_BIG,",
        "Some(\"im\") => &Self::MESSAGE_IM,",
        "_ => &Self::FACTS,",
    ] {
        assert!(text.contains(arm), "{text}");
    }
    let text = module(&files, "src/acme/mod.rs");
    for line in [
        "Message(Box<Message>),",
        "Self::Message(event) => event.facts(),",
        "\"message\" | \"message.big\" | \"message.im\" => boxed(reader).map(Self::Message),",
        "&Message::MESSAGE_IM,",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn an_event_alone_keeps_the_name_of_its_variant() {
    let files = Files {
        profiles: PROFILE,
        ..Files::default()
    }
    .row("message.im", object(json!({"type": {}, "place": {}})));
    assert_eq!(found(&files), [""; 0]);
    let text = module(&files, "src/acme/mod.rs");
    assert!(
        text.contains("Self::Message(_) => &Message::MESSAGE_IM,"),
        "{text}"
    );
}

#[test]
fn events_that_nothing_tells_apart_are_an_error() {
    let text = |profiles| Files {
        profiles,
        ..rows([json!({}), json!({}), json!({})])
    };
    let error = "E148 several events arrive as this type, and no single member tells which one a payload is";
    let unnamed = "[acme.variants]\nmessage = [\"message.*\"]\n";
    assert_eq!(found(&text(unnamed)), [error]);
    let without_rule = r#"
        [acme]
        name.body = ["/type"]
        name.rules."message.im" = { "/type" = "message", "/place" = "im" }
        [acme.variants]
        message = ["message.*"]
        "#;
    assert!(found(&text(without_rule)).contains(&error.to_owned()));
    let by_two = r#"
        [acme]
        name.body = ["/type"]
        name.rules."message.im" = { "/type" = "message", "/place" = "im" }
        name.rules."message.big" = { "/type" = "message", "/size" = "big" }
        [acme.variants]
        message = ["message.*"]
        "#;
    assert!(found(&text(by_two)).contains(&error.to_owned()));
}

#[test]
fn a_variant_that_lists_no_event_is_reported() {
    let files = Files {
        profiles: "[acme]\nname.body = [\"/type\"]\n[acme.variants]\nmessage = [\"message.*\", \"paid\"]\n",
        ..Files::default()
    }
    .row("paid", object(json!({"type": {"type": "string"}})));
    assert_eq!(
        found(&files),
        ["E147 the profile's variant `message` lists `message.*`, which is no event of the vendor"]
    );
}
