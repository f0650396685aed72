use serde_json::{Value, json};

use super::misfit_changes;
use crate::golden::payload::payloads;
use crate::golden::print_change;
use crate::test_support::{Files, object};

const ENVELOPE: &str = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";

/// The changes of the event `paid`, as golden files have them, without the start of the errors.
fn changes(profiles: &'static str, schema: Value, sample: Value) -> Vec<String> {
    let files = Files {
        profiles,
        ..Files::default()
    };
    let model = files
        .row("paid", schema)
        .sample("paid", "one", sample)
        .provenance("paid", "one = { kind = \"captured\" }")
        .model();
    let vendor = &model.vendors[0];
    let event = &vendor.events[0];
    let payload = &payloads(vendor, event)[0];
    let changes = misfit_changes(vendor, event, payload);
    let lines = changes.iter().map(|change| {
        let text = print_change(change);
        let text = text.replace("acme event `paid`: ", "");
        text.trim_end().replace("\n    ", " | ")
    });
    lines.collect()
}

fn required(names: Value, properties: Value) -> Value {
    let mut schema = object(properties);
    schema["required"] = names;
    schema
}

#[test]
fn the_nearest_optional_member_around_a_misfit_is_kept() {
    let item = required(json!(["c"]), json!({"c": {"type": "boolean"}}));
    let inner = required(
        json!(["a"]),
        json!({"a": {"type": ["string", "null"]}, "b": {"type": "array", "items": item}}),
    );
    let schema = required(
        json!(["id"]),
        json!({"id": {"type": "integer"}, "n": inner}),
    );
    let sample = json!({"id": 1, "n": {"a": "x", "b": [{"c": true}]}});
    assert_eq!(
        changes("", schema, sample),
        [
            r#"replace "" with true | expected an object at the top level, found a boolean (line 1, column 1) | malformed, with the body as payload"#,
            r#"remove "/id" | `/id` is missing, expected an integer (line 1, column 1) | malformed, with the body as payload"#,
            r#"replace "/id" with {} | expected an integer at `/id`, found an object (line 1, column 7) | malformed, with the body as payload"#,
            r#"replace "/n" with true | expected an object at `/n`, found a boolean (line 1, column 13) | typed, `/n` kept in `extra`"#,
            r#"remove "/n/a" | `/n/a` is missing, expected a string or null (line 1, column 13) | typed, `/n` kept in `extra`"#,
            r#"replace "/n/a" with {} | expected a string or null at `/n/a`, found an object (line 1, column 18) | typed, `/n` kept in `extra`"#,
            r#"replace "/n/b" with {} | expected an array at `/n/b`, found an object (line 1, column 26) | typed, `/n/b` kept in `extra`"#,
            r#"replace "/n/b/0" with true | expected an object at `/n/b/0`, found a boolean (line 1, column 27) | typed, `/n/b` kept in `extra`"#,
            r#"remove "/n/b/0/c" | `/n/b/0/c` is missing, expected a boolean (line 1, column 27) | typed, `/n/b` kept in `extra`"#,
            r#"replace "/n/b/0/c" with {} | expected a boolean at `/n/b/0/c`, found an object (line 1, column 32) | typed, `/n/b` kept in `extra`"#,
        ]
    );
}

#[test]
fn a_misfit_of_the_envelope_keeps_the_body_and_a_body_without_a_name_is_refused() {
    let event = required(
        json!(["type", "n"]),
        json!({"type": {"type": "string"}, "n": {"type": "integer"}}),
    );
    let schema = required(
        json!(["id", "event"]),
        json!({"id": {"type": "string"}, "event": event}),
    );
    let sample = json!({"event": {"n": 1, "type": "paid"}, "id": "e"});
    assert_eq!(
        changes(ENVELOPE, schema, sample),
        [
            r#"remove "/id" | `/id` is missing, expected a string (line 1, column 1) | malformed, with the body as payload"#,
            r#"replace "/id" with {} | expected a string at `/id`, found an object (line 1, column 37) | malformed, with the body as payload"#,
            r#"remove "/event" | acme: `/event/type` is missing, expected a string that names the event (line 1, column 1) | refused"#,
            r#"replace "/event" with true | acme: `/event/type` is missing, expected a string that names the event (line 1, column 10) | refused"#,
            r#"remove "/event/n" | `/event/n` is missing, expected an integer (line 1, column 10) | malformed, with `/event` as payload"#,
            r#"replace "/event/n" with {} | expected an integer at `/event/n`, found an object (line 1, column 15) | malformed, with `/event` as payload"#,
            r#"remove "/event/type" | acme: `/event/type` is missing, expected a string that names the event (line 1, column 10) | refused"#,
            r#"replace "/event/type" with {} | acme: expected a string that names the event at `/event/type`, found an object (line 1, column 24) | refused"#,
        ]
    );
}

#[test]
fn a_body_without_the_event_is_malformed_as_a_whole_if_the_event_is_named_elsewhere() {
    let profile = "[acme]\nevent = \"/event\"\nname.body = [\"/type\"]\n";
    let schema = required(
        json!(["type", "event"]),
        json!({"type": {"type": "string"}, "event": object(json!({}))}),
    );
    let found = changes(profile, schema, json!({"event": {}, "type": "paid"}));
    assert_eq!(
        found[2..],
        [
            r#"remove "/event" | `/event` is missing, expected an object (line 1, column 1) | malformed, with the body as payload"#,
            r#"replace "/event" with true | expected an object at `/event`, found a boolean (line 1, column 10) | malformed, with `/event` as payload"#,
        ]
    );
}

#[test]
fn a_body_that_names_another_event_without_its_event_is_left_out() {
    let profile =
        "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\nname.bare = [\"/type\"]\n";
    let event = object(json!({"type": {"type": "string"}}));
    let schema = required(
        json!(["event"]),
        json!({"type": {"type": "string"}, "event": event}),
    );
    let sample = json!({"event": {"type": "paid"}, "type": "callback"});
    let found = changes(profile, schema, sample);
    assert_eq!(
        found,
        [
            r#"replace "/type" with {} | expected a string at `/type`, found an object (line 1, column 33) | typed, `/type` kept in `extra`"#,
        ]
    );
}

#[test]
fn optional_members_that_a_payload_lacks_are_inserted() {
    let event = required(
        json!(["type"]),
        json!({"type": {"type": "string"}, "any": true, "a\"b": {"type": "integer"}, "z": {"type": "integer"}}),
    );
    let schema = required(
        json!(["event"]),
        json!({"event": event, "at": {"type": "string"}}),
    );
    let found = changes(ENVELOPE, schema, json!({"event": {"type": "paid"}}));
    let inserted: Vec<_> = found
        .iter()
        .filter(|line| line.starts_with("insert"))
        .collect();
    assert_eq!(
        inserted,
        [
            r#"insert "/at" with {} | expected a string at `/at`, found an object (line 1, column 8) | typed, `/at` kept in `extra`"#,
            r#"insert "/event/a\"b" with {} | expected an integer at `/event/a\"b`, found an object (line 1, column 19) | typed, `/event/a\"b` kept in `extra`"#,
        ]
    );
}

/// The members of unions without a tag fit all at once or not at all.
#[test]
fn alternatives_without_a_tag_are_read_strictly() {
    let one = required(
        json!(["a"]),
        json!({"a": {"type": "string"}, "b": {"type": "integer"}}),
    );
    let schema = object(json!({"u": {"oneOf": [one, {"type": "integer"}]}}));
    let found = changes("", schema, json!({"u": {"a": "x", "b": 1}}));
    assert_eq!(
        found[1..],
        [
            r#"replace "/u" with {} | expected one of several forms at `/u`, found an object (line 1, column 6) | typed, `/u` kept in `extra`"#,
            r#"remove "/u/a" | expected one of several forms at `/u`, found an object (line 1, column 6) | typed, `/u` kept in `extra`"#,
            r#"replace "/u/a" with {} | expected a string at `/u/a`, found an object (line 1, column 11) | typed, `/u` kept in `extra`"#,
            r#"replace "/u/b" with {} | expected an integer at `/u/b`, found an object (line 1, column 19) | typed, `/u` kept in `extra`"#,
        ]
    );
    // Where an alternative keeps values that no other reads, nothing is a misfit.
    let either = |name: &str| required(json!([name]), json!({name: {"type": "string"}}));
    let schema = object(json!({"u": {"anyOf": [either("a"), either("b")]}}));
    assert_eq!(changes("", schema, json!({"u": {"a": "x"}})).len(), 1);
}

#[test]
fn the_alternative_of_a_tag_keeps_its_optional_members() {
    let one = |properties: Value| required(json!(["kind", "v"]), properties);
    let a = one(json!({"kind": {"const": "a"}, "v": {"type": "string"}, "w": {"type": "integer"}}));
    let b = one(json!({"kind": {"const": "b"}, "v": {"type": "integer"}}));
    let union = json!({"oneOf": [a, b], "discriminator": {"propertyName": "kind"}});
    let schema = object(json!({"u": union}));
    let sample = json!({"u": {"kind": "a", "v": "x", "w": 1}});
    assert_eq!(
        changes("", schema, sample)[1..],
        [
            r#"replace "/u" with true | expected an object at `/u`, found a boolean (line 1, column 6) | typed, `/u` kept in `extra`"#,
            r#"replace "/u/kind" with {} | expected a string at `/u/kind`, found an object (line 1, column 14) | typed, `/u` kept in `extra`"#,
            r#"remove "/u/v" | `/u/v` is missing, expected a string (line 1, column 6) | typed, `/u` kept in `extra`"#,
            r#"replace "/u/v" with {} | expected a string at `/u/v`, found an object (line 1, column 22) | typed, `/u` kept in `extra`"#,
            r#"replace "/u/w" with {} | expected an integer at `/u/w`, found an object (line 1, column 30) | typed, `/u/w` kept in `extra`"#,
        ]
    );
}

#[test]
fn entries_of_maps_and_places_of_tuples_are_not_kept_alone() {
    let map = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    let tuple =
        json!({"type": "array", "prefixItems": [{"type": "string"}], "minItems": 1, "items": map});
    let schema = object(json!({"m": map, "t": tuple}));
    let sample = json!({"m": {"k": 1}, "t": ["x"]});
    assert_eq!(
        changes("", schema, sample)[1..],
        [
            r#"replace "/m" with true | expected an object at `/m`, found a boolean (line 1, column 6) | typed, `/m` kept in `extra`"#,
            r#"replace "/m/k" with {} | expected an integer at `/m/k`, found an object (line 1, column 11) | typed, `/m` kept in `extra`"#,
            r#"replace "/t" with {} | expected an array at `/t`, found an object (line 1, column 18) | typed, `/t` kept in `extra`"#,
            r#"replace "/t/0" with {} | expected a string at `/t/0`, found an object (line 1, column 19) | typed, `/t` kept in `extra`"#,
        ]
    );
}

#[test]
fn a_change_around_a_string_that_distinguishes_events_is_left_out() {
    let profile = "[acme]\nname.body = [\"/type\"]\n\n[acme.name.rules]\npaid = { \"/type\" = \"order\", \"/data/kind\" = \"paid\" }\n";
    let schema = object(json!({
        "type": {"type": "string"},
        "data": object(json!({"kind": {"type": "string"}, "n": {"type": "integer"}})),
    }));
    let sample = json!({"data": {"kind": "paid", "n": 1}, "type": "order"});
    let found = changes(profile, schema, sample);
    let at_data = found.iter().filter(|line| line.contains("\"/data"));
    assert_eq!(
        at_data.collect::<Vec<_>>(),
        [
            r#"replace "/data/n" with {} | expected an integer at `/data/n`, found an object (line 1, column 28) | typed, `/data/n` kept in `extra`"#
        ]
    );
}

#[test]
fn a_rule_that_accepts_any_name_keeps_the_event_without_the_name() {
    let profile =
        "[acme]\nname.body = [\"/name\"]\nname.rules = { paid = { \"/kind\" = \"p\" } }\n";
    let schema = object(json!({"name": {"type": "string"}, "kind": {"type": "string"}}));
    let found = changes(profile, schema, json!({"name": "n", "kind": "p"}));
    let of_name = |line: &&String| line.contains("\"/name\"");
    assert_eq!(
        found.iter().filter(of_name).collect::<Vec<_>>(),
        [
            r#"replace "/name" with {} | expected a string at `/name`, found an object (line 1, column 20) | typed, `/name` kept in `extra`"#
        ]
    );
}

#[test]
fn changes_of_a_large_payload_are_thinned() {
    let list = |count: usize| {
        let members = (0..count).map(|index| (format!("m{index:04}"), json!("x".repeat(100))));
        Value::Object(members.collect())
    };
    let properties = list(200);
    let names = properties.as_object().expect("an object").keys();
    let properties = names.map(|name| (name.clone(), json!({"type": "string"})));
    let schema = object(Value::Object(properties.collect()));
    let large = changes("", schema.clone(), list(200)).len();
    let small = changes("", schema, list(20)).len();
    assert!((15..=25).contains(&small), "{small}");
    assert!((60..=100).contains(&large), "{large}");
}
