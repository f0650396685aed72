//! Small catalogues, read as the command line reads them, and what is explained of them.

use serde_json::{Value, json};
use webhook_catalog::{
    ChangeKind, SourceFile, read_overlays, read_profiles, read_rows, read_samples,
};

use super::*;

/// Files of a catalogue of acme.
#[derive(Default)]
struct Files {
    rows: Vec<Value>,
    overlays: Vec<SourceFile>,
    samples: Vec<SourceFile>,
    profiles: &'static str,
}

fn file(label: &str, path: &str, text: &str) -> SourceFile {
    SourceFile {
        label: label.to_owned(),
        path: path.to_owned(),
        bytes: text.into(),
    }
}

impl Files {
    fn row(mut self, event: &str, mut schema: Value) -> Self {
        schema["$schema"] = json!(crate::schema::DRAFT);
        self.rows.push(json!({
            "vendor": "acme", "vendor_display_name": "Acme", "category": "ops", "event_name": event,
            "trigger_description": "Fires.", "payload_schema": schema, "auth_method": "none",
            "docs_url": "https://acme.example", "last_introspected_at": "2026-05-13T00:00:00Z",
            "source_extractor_version": "v1", "extraction_method": "manual-html",
        }));
        self
    }

    fn overlay(mut self, name: &str, content: Value) -> Self {
        let path = format!("acme/{name}.json");
        self.overlays.push(file(
            &format!("overlays/{path}"),
            &path,
            &content.to_string(),
        ));
        self
    }

    fn sample(mut self, event: &str, case: &str, value: Value) -> Self {
        let path = format!("acme/{event}/{case}.json");
        self.samples
            .push(file(&format!("samples/{path}"), &path, &value.to_string()));
        self
    }

    fn inputs(&self) -> Inputs {
        let text: String = self.rows.iter().map(|row| format!("{row}\n")).collect();
        let rows = file("rows.jsonl", "rows.jsonl", &text);
        let files: &[SourceFile] = if self.rows.is_empty() { &[] } else { &[rows] };
        let overlays = sound(read_overlays(&self.overlays));
        Inputs {
            rows: sound(read_rows(files, &overlays)),
            samples: sound(read_samples(&self.samples)),
            profiles: sound(read_profiles(&file(
                "profiles.toml",
                "profiles.toml",
                self.profiles,
            ))),
        }
    }

    fn ask(&self, event: &str, pointer: Option<&str>) -> Checked<Option<Explanation>> {
        let question = Question {
            vendor: "acme",
            event,
            pointer,
        };
        let options = Options {
            crate_name: "my-events".to_owned(),
        };
        explain(&self.inputs(), &options, &question)
    }

    /// The answer about a place, where there is one.
    #[track_caller]
    fn explain(&self, event: &str, pointer: &str) -> Explanation {
        let checked = self.ask(event, Some(pointer));
        let found = checked.diagnostics;
        checked.value.unwrap_or_else(|| panic!("{found:#?}"))
    }

    /// The only item that a place became.
    #[track_caller]
    fn item(&self, event: &str, pointer: &str) -> RustItem {
        let mut items = self.explain(event, pointer).items;
        let item = items.pop().expect("an explanation has an item");
        assert_eq!(items, []);
        item
    }

    /// Path, part and type of every item that a place became.
    #[track_caller]
    fn paths(&self, event: &str, pointer: &str) -> Vec<String> {
        let items = self.explain(event, pointer).items.into_iter();
        items
            .map(|item| {
                let inside = item
                    .inside
                    .map_or_else(String::new, |part| format!(", {part}"));
                format!("{}{inside}: {}", item.path, item.rust_type)
            })
            .collect()
    }

    /// Why there is no answer, and what to do.
    #[track_caller]
    fn refused(&self, event: &str, pointer: Option<&str>) -> String {
        let checked = self.ask(event, pointer);
        assert_eq!(checked.value, None);
        let [only] = &checked.diagnostics[..] else {
            panic!("{:#?}", checked.diagnostics)
        };
        let help = only.help.clone().unwrap_or_default();
        format!("{}: {}; {help}", only.code, only.message)
    }
}

#[track_caller]
fn sound<T>(checked: Checked<T>) -> T {
    assert_eq!(checked.diagnostics, []);
    checked.value
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// A patch of the payload schema, with its reason and source.
fn patch(event: &str, schema: Value) -> Value {
    json!({
        "event_name": event, "reason": "the row knows too little", "source": "https://acme.example/paid",
        "patch": {"payload_schema": schema},
    })
}

const ENVELOPE: &str = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";

/// An event in an envelope, with a field that an overlay added.
fn enveloped() -> Files {
    let schema = json!({
        "type": "object",
        "required": ["team", "event"],
        "properties": {
            "team": {"type": "string"},
            "event": {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}},
        },
    });
    let added = json!({"properties": {"event": {"properties": {"ts": {"type": "string", "description": "When."}}}}});
    Files {
        profiles: ENVELOPE,
        ..Files::default()
    }
    .row("paid", schema.clone())
    .row("lost", schema)
    .overlay("paid", patch("paid", added))
    .sample(
        "paid",
        "full",
        json!({"team": "T", "event": {"type": "paid", "ts": "1"}}),
    )
    .sample(
        "paid",
        "least",
        json!({"team": "T", "event": {"type": "paid"}}),
    )
    .sample("lost", "bare", json!({"event": {"type": "lost"}}))
}

#[test]
fn a_field_that_an_overlay_added() {
    let told = enveloped().explain("paid", "/event/ts");
    let row = told.row.expect("there is a row");
    assert_eq!((row.source.as_str(), row.row), ("rows.jsonl", 1));
    let label = "overlays/acme/paid.json".to_owned();
    assert_eq!(
        told.declarations,
        [Declaration {
            pointer: "/properties/event/properties/ts".to_owned(),
            by: Declared::Overlay(label.clone()),
            excerpt: json!({"type": "string", "description": "When."}),
        }]
    );
    let [part] = &told.overlays[..] else {
        panic!("one overlay has a part in it: {:?}", told.overlays)
    };
    assert_eq!(
        (part.note.label.as_str(), part.note.source.as_str()),
        (label.as_str(), "https://acme.example/paid")
    );
    let pointer = "/payload_schema/properties/event/properties/ts".to_owned();
    let kind = ChangeKind::Added;
    assert_eq!(part.changes, [RowChange { pointer, kind }]);
    let samples: Vec<_> = told
        .samples
        .iter()
        .map(|sample| (sample.label.as_str(), sample.with, sample.without))
        .collect();
    assert_eq!(
        samples,
        [
            ("samples/acme/paid/full.json", 1, 0),
            ("samples/acme/paid/least.json", 0, 1)
        ]
    );
    let [item] = &told.items[..] else {
        panic!("one item: {:?}", told.items)
    };
    assert_eq!(
        (item.path.as_str(), item.rust_type.as_str()),
        ("my_events::acme::Paid::ts", "Option<String>")
    );
    assert_eq!(
        (item.presence, item.is_nullable),
        (Some(Presence::Optional), false)
    );
    assert_eq!(
        item.why,
        [
            "Optional in the schema; present in 1 of 2 sampled objects.",
            "Lacking in samples/acme/paid/least.json.",
        ]
    );
}

#[test]
fn a_field_that_the_row_declares_and_an_overlay_changes() {
    let change = json!({"required": [], "properties": {"id": {"type": ["integer", "null"]}, "x": {"title": "X"}}});
    let schema = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "x": {}}});
    let files = Files::default()
        .row("paid", schema)
        .overlay("a", patch("paid", change));
    let told = files.explain("paid", "/id");
    assert_eq!(told.declarations[0].by, Declared::Row);
    let changes: Vec<_> = told.overlays[0]
        .changes
        .iter()
        .map(|change| (change.pointer.as_str(), change.kind))
        .collect();
    assert_eq!(
        changes,
        [
            ("/payload_schema/properties/id/type", ChangeKind::Replaced),
            ("/payload_schema/required", ChangeKind::Replaced),
        ]
    );
    let item = files.item("paid", "/id");
    assert_eq!(item.rust_type, "Field<Integer>");
    assert_eq!(
        item.why,
        [
            "Optional in the schema.",
            "Which members the schema requires here is said by overlays/acme/a.json.",
            "The schema allows `null`.",
        ]
    );
}

#[test]
fn a_member_of_the_envelope_is_held_against_all_samples_of_the_vendor() {
    let files = enveloped();
    let told = files.explain("paid", "/team");
    let without: Vec<_> = told
        .samples
        .iter()
        .map(|sample| (sample.event.as_str(), sample.without))
        .collect();
    assert_eq!(without, [("lost", 1), ("paid", 0), ("paid", 0)]);
    let [item] = &told.items[..] else {
        panic!("one item: {:?}", told.items)
    };
    assert_eq!(
        (item.path.as_str(), item.rust_type.as_str()),
        ("my_events::acme::Envelope::team", "Option<String>")
    );
    assert_eq!(
        item.why,
        [
            "Required by the schema, but present in 2 of 3 sampled objects.",
            "Lacking in samples/acme/lost/bare.json.",
        ]
    );
    assert_eq!(told.overlays, []);
}

#[test]
fn an_event_and_a_body() {
    let files = enveloped();
    let event = files
        .ask("paid", None)
        .value
        .expect("there is such an event");
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
fn a_definition_that_all_rows_share() {
    let whole = json!({
        "reason": "said once", "source": "https://acme.example/objects",
        "$defs": {"user": object(json!({"id": {"type": "string"}, "boss": {"$ref": "#/$defs/user"}}))},
    });
    let files = Files::default()
        .row("paid", object(json!({"by": {"$ref": "#/$defs/user"}})))
        .overlay("shared", whole);
    let told = files.explain("paid", "/by/boss/boss/id");
    let label = "overlays/acme/shared.json";
    assert_eq!(
        (
            told.declarations[0].pointer.as_str(),
            &told.declarations[0].by
        ),
        (
            "/$defs/user/properties/id",
            &Declared::Definition(label.to_owned())
        )
    );
    let part = &told.overlays[0];
    assert_eq!(
        (part.note.label.as_str(), part.is_vendor_wide),
        (label, true)
    );
    assert_eq!(part.definitions, ["user"]);
    assert_eq!(
        files.paths("paid", "/by/boss/boss/id"),
        ["my_events::acme::paid::User::id: Option<String>"]
    );
    // The row refers to it; the definition says what it is.
    let told = files.explain("paid", "/by");
    let by: Vec<_> = told.declarations.iter().map(|found| &found.by).collect();
    assert_eq!(
        by,
        [&Declared::Row, &Declared::Definition(label.to_owned())]
    );
    assert_eq!(
        files.paths("paid", "/by/boss"),
        ["my_events::acme::paid::User::boss: Option<Box<User>>"]
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
    let told = files.explain("paid", "/a/*/x");
    let items: Vec<_> = told
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
    assert_eq!(told.declarations.len(), 2);
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
        ("/tuple/0", "paid::TupleValue::place0: String"),
        ("/tuple/4", "paid::TupleValue::rest, each item: bool"),
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

#[test]
fn what_samples_show_and_nobody_declared_is_kept() {
    let files = Files::default()
        .row(
            "paid",
            object(json!({"blob": true, "inner": object(json!({"a": true}))})),
        )
        .sample(
            "paid",
            "full",
            json!({"new": {"x": 1}, "blob": {"y": 2}, "inner": {"z": 3}}),
        );
    assert_eq!(
        files.paths("paid", "/new"),
        ["my_events::acme::Paid::extra: JsonObject"]
    );
    assert_eq!(
        files.paths("paid", "/new/x"),
        ["my_events::acme::Paid::extra: JsonObject"]
    );
    assert_eq!(
        files.paths("paid", "/inner/z"),
        ["my_events::acme::paid::Inner::extra: JsonObject"]
    );
    assert_eq!(
        files.paths("paid", "/blob/y"),
        ["my_events::acme::Paid::blob: Option<Value>"]
    );
    assert_eq!(
        files.refused("paid", Some("/blob/q")),
        "E213: `/blob` is kept as JSON, and no sample has `q` there; nobody has described what is in it"
    );
}

#[test]
fn an_event_that_samples_alone_show() {
    let files = Files::default()
        .sample(
            "paid",
            "a",
            json!({"id": 1, "by": null, "at": [{"t": 1}, {}]}),
        )
        .sample("paid", "b", json!({"id": 2, "by": "x", "at": []}));
    let told = files.explain("paid", "/by");
    assert_eq!(
        (told.row, told.declarations, told.overlays),
        (None, vec![], vec![])
    );
    let item = &told.items[0];
    assert_eq!(
        (item.presence, item.is_nullable),
        (Some(Presence::Required), true)
    );
    assert_eq!(
        item.why,
        [
            "Known from samples; present in 2 of 2 sampled objects.",
            "It is `null` in samples/acme/paid/a.json.",
        ]
    );
    assert_eq!(
        files.item("paid", "/at/*/t").why,
        [
            "Known from samples; present in 1 of 2 sampled objects.",
            "Lacking in samples/acme/paid/a.json.",
        ]
    );
}

#[test]
fn a_sample_that_lacks_a_member_elsewhere() {
    let user = object(json!({"id": {"type": "string"}}));
    let mut schema =
        object(json!({"by": {"$ref": "#/$defs/user"}, "to": {"$ref": "#/$defs/user"}}));
    schema["$defs"] = json!({"user": user});
    schema["$defs"]["user"]["required"] = json!(["id"]);
    let files = Files::default().row("paid", schema).sample(
        "paid",
        "a",
        json!({"by": {"id": "1"}, "to": {}}),
    );
    assert_eq!(
        files.item("paid", "/by/id").why,
        [
            "Required by the schema, but present in 1 of 2 sampled objects.",
            "The samples that lack it have values of the same type at another place.",
        ]
    );
    let warnings = files.ask("paid", Some("/by/id")).diagnostics;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn what_is_not_there_is_refused_with_what_is_near() {
    let files = enveloped();
    assert_eq!(
        files.refused("payd", None),
        "E211: acme has no event `payd`; did you mean `paid`?"
    );
    assert_eq!(
        files.refused("gone-for-ever", None),
        "E211: acme has no event `gone-for-ever`; known are `lost`, `paid`"
    );
    assert_eq!(
        files.refused("paid", Some("/event/typ")),
        "E213: `/event` has nothing called `typ`; did you mean `/event/type`?"
    );
    assert_eq!(
        files.refused("paid", Some("/ts")),
        "E213: the body has nothing called `ts`; did you mean `/event/ts`?"
    );
    assert_eq!(
        files.refused("paid", Some("/event/nothing/inside")),
        "E213: `/event` has nothing called `nothing`; known are `/event/ts`, `/event/type`"
    );
    assert_eq!(
        files.refused("paid", Some("/event/ts/0")),
        "E213: `/event/ts` has nothing inside; ask for `/event/ts` itself"
    );
    assert_eq!(
        files.refused("paid", Some("event/ts")),
        "E212: `event/ts` is no JSON pointer; a JSON pointer begins with a slash: `/event/ts`"
    );
    assert_eq!(
        files.refused("paid", Some("/a~2")),
        "E212: `/a~2` is no JSON pointer; write `~0` for a tilde and `~1` for a slash in a name"
    );
    let question = Question {
        vendor: "acne",
        event: "paid",
        pointer: None,
    };
    let options = Options {
        crate_name: "my-events".to_owned(),
    };
    let checked = explain(&files.inputs(), &options, &question);
    assert_eq!(checked.value, None);
    assert_eq!(
        checked.diagnostics[0].help.as_deref(),
        Some("did you mean `acme`?")
    );
}

#[test]
fn nothing_is_explained_of_what_cannot_be_emitted() {
    let files = Files::default()
        .row("paid", object(json!({"id": {"$ref": "#/$defs/gone"}})))
        .row("lost", object(json!({})));
    let checked = files.ask("lost", None);
    assert_eq!(checked.value, None);
    assert!(checked.diagnostics.iter().any(Diagnostic::is_error));
}
