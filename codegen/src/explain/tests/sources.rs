//! Rows, overlays and samples: who says what of a place.

use super::*;

#[test]
fn a_field_that_an_overlay_added() {
    let explanation = enveloped().explain("paid", "/event/ts");
    let row = explanation.row.expect("there is a row");
    assert_eq!((row.source.as_str(), row.row), ("rows.jsonl", 1));
    let label = "overlays/acme/paid.json".to_owned();
    assert_eq!(
        explanation.declarations,
        [Declaration {
            pointer: "/properties/event/properties/ts".to_owned(),
            by: Declared::Overlay(label.clone()),
            excerpt: json!({"type": "string", "description": "When."}),
        }]
    );
    let [part] = &explanation.overlays[..] else {
        panic!("one overlay has a part in it: {:?}", explanation.overlays)
    };
    assert_eq!(
        (part.note.label.as_str(), part.note.source.as_str()),
        (label.as_str(), "https://acme.example/paid")
    );
    let pointer = "/payload_schema/properties/event/properties/ts".to_owned();
    let kind = ChangeKind::Added;
    assert_eq!(part.changes, [RowChange { pointer, kind }]);
    let samples: Vec<_> = explanation
        .samples
        .iter()
        .map(|sample| {
            (
                sample.label.as_str(),
                sample.counts.with,
                sample.counts.without,
            )
        })
        .collect();
    assert_eq!(
        samples,
        [
            ("samples/acme/paid/full.json", 1, 0),
            ("samples/acme/paid/least.json", 0, 1)
        ]
    );
    let [item] = &explanation.items[..] else {
        panic!("one item: {:?}", explanation.items)
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
            "Optional in the schema; in 1 of 2 samples.",
            "Missing in samples/acme/paid/least.json.",
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
    let explanation = files.explain("paid", "/id");
    assert_eq!(explanation.declarations[0].by, Declared::Row);
    let changes: Vec<_> = explanation.overlays[0]
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
    assert_eq!(item.rust_type, "Nullable<Integer>");
    assert_eq!(
        item.why,
        [
            "Optional in the schema.",
            "The list of required members comes from overlays/acme/a.json.",
            "The schema allows `null`.",
        ]
    );
}

#[test]
fn a_member_of_the_envelope_is_held_against_all_samples_of_the_vendor() {
    let files = enveloped();
    let explanation = files.explain("paid", "/team");
    let without: Vec<_> = explanation
        .samples
        .iter()
        .map(|sample| (sample.event.as_str(), sample.counts.without))
        .collect();
    assert_eq!(without, [("lost", 1), ("paid", 0), ("paid", 0)]);
    let [item] = &explanation.items[..] else {
        panic!("one item: {:?}", explanation.items)
    };
    assert_eq!(
        (item.path.as_str(), item.rust_type.as_str()),
        ("my_events::acme::Envelope::team", "Option<String>")
    );
    assert_eq!(
        item.why,
        [
            "Required by the schema, but in 2 of 3 samples.",
            "Missing in samples/acme/lost/bare.json.",
        ]
    );
    assert_eq!(explanation.overlays, []);
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
    let explanation = files.explain("paid", "/by/boss/boss/id");
    let label = "overlays/acme/shared.json";
    assert_eq!(
        (
            explanation.declarations[0].pointer.as_str(),
            &explanation.declarations[0].by
        ),
        (
            "/$defs/user/properties/id",
            &Declared::Definition(label.to_owned())
        )
    );
    let part = &explanation.overlays[0];
    assert_eq!(
        (part.note.label.as_str(), part.is_vendor_wide),
        (label, true)
    );
    assert_eq!(part.definitions, ["user"]);
    assert_eq!(
        files.paths("paid", "/by/boss/boss/id"),
        ["my_events::acme::shared::User::id: Option<String>"]
    );
    // The row refers to it; the definition says what it is.
    let explanation = files.explain("paid", "/by");
    let by: Vec<_> = explanation
        .declarations
        .iter()
        .map(|found| &found.by)
        .collect();
    assert_eq!(
        by,
        [&Declared::Row, &Declared::Definition(label.to_owned())]
    );
    assert_eq!(
        files.paths("paid", "/by/boss"),
        ["my_events::acme::shared::User::boss: Option<Box<User>>"]
    );
}

#[test]
fn a_definition_that_two_rows_have_alike() {
    let schema = || {
        let mut schema = object(json!({"by": {"$ref": "#/$defs/user"}}));
        schema["$defs"] = json!({"user": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}});
        schema
    };
    let files = Files::default()
        .row("lost", schema())
        .row("paid", schema())
        .sample("lost", "bare", json!({"by": {}}))
        .sample("paid", "full", json!({"by": {"id": "u"}}));
    let explanation = files.explain("paid", "/by/id");
    let declaration = &explanation.declarations[0];
    assert_eq!(
        (declaration.pointer.as_str(), &declaration.by),
        ("/$defs/user/properties/id", &Declared::Row)
    );
    assert_eq!(
        files.paths("paid", "/by/id"),
        ["my_events::acme::shared::User::id: Option<String>"]
    );
    // The other event's sample lacks it.
    assert_eq!(
        explanation.items[0].why,
        [
            "Required by the schema, but in 1 of 2 samples.",
            "Samples that lack it have a value of the same type elsewhere."
        ]
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
        ["my_events::acme::Paid::blob: Option<Json>"]
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
    let unproven = files.item("paid", "/by");
    assert_eq!(unproven.presence, Some(Presence::Optional));
    assert_eq!(
        unproven.why[0],
        "Known from samples, none captured or documented; in 2 of 2 samples."
    );
    let files = files.provenance("paid", "a = { kind = \"captured\" }");
    let explanation = files.explain("paid", "/by");
    assert_eq!(
        (
            explanation.row,
            explanation.declarations,
            explanation.overlays
        ),
        (None, vec![], vec![])
    );
    let item = &explanation.items[0];
    assert_eq!(
        (item.presence, item.is_nullable),
        (Some(Presence::Required), true)
    );
    assert_eq!(
        item.why,
        [
            "Known from samples; in 2 of 2 samples.",
            "It is `null` in samples/acme/paid/a.json.",
        ]
    );
    assert_eq!(
        files.item("paid", "/at/*/t").why,
        [
            "Known from samples; in 1 of 2 samples.",
            "Missing in samples/acme/paid/a.json.",
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
            "Required by the schema, but in 1 of 2 samples.",
            "Samples that lack it have a value of the same type elsewhere.",
        ]
    );
    let built = Model::build(files.inputs());
    let concerned = |event| {
        let question = Question {
            vendor: "acme",
            event,
            pointer: None,
        };
        let warnings = built.diagnostics.iter();
        warnings.filter(|found| question.concerns(found)).count()
    };
    assert_eq!([concerned("paid"), concerned("lost")], [1, 0]);
}
