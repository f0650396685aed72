//! Overlays as files, and what they do to a row.

use super::apply::merge_patch;
use super::*;
use crate::applied::AppliedOverlay;
use crate::catalogue::read_rows;
use crate::row::EventRow;
use crate::text::quoted_list;
use serde_json::json;

pub(super) fn file(path: &str, content: &Value) -> SourceFile {
    let bytes = content.to_string().into_bytes();
    SourceFile {
        label: format!("overlays/{path}"),
        path: path.to_owned(),
        bytes,
    }
}

pub(super) fn overlay(event: &str, patch: Value) -> SourceFile {
    let content = json!({"event_name": event, "reason": "why", "source": "where", "patch": patch});
    file("acme/a.json", &content)
}

pub(super) fn lines(diagnostics: &[Diagnostic]) -> Vec<String> {
    let line = |found: &Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
    diagnostics.iter().map(line).collect()
}

/// One row of acme, `paid`, under the given overlays.
pub(super) fn apply_all(files: &[SourceFile]) -> (Vec<EventRow>, Vec<String>) {
    let row = json!({
        "vendor": "acme", "vendor_display_name": "Acme", "category": "ops", "event_name": "paid",
        "trigger_description": "Fires.", "auth_method": "none", "docs_url": "https://acme.example",
        "payload_schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"},
        "last_introspected_at": "2026-05-13T00:00:00Z", "source_extractor_version": "v1",
        "extraction_method": "manual-html", "notes": null, "retry_policy": {"max_attempts": null},
    });
    let overlays = read_overlays(files);
    assert_eq!(lines(&overlays.diagnostics), Vec::<String>::new());
    let rows = SourceFile {
        label: "rows.jsonl".into(),
        path: "rows.jsonl".into(),
        bytes: row.to_string().into(),
    };
    let checked = read_rows(&[rows], &[], &overlays.value);
    (checked.value, lines(&checked.diagnostics))
}

#[test]
fn a_patch_is_merged_into_its_row() {
    let patch = json!({
        "payload_schema": {"properties": {"id": {"type": "string"}}},
        "delivery": "polling",
        "retry_policy": null,
    });
    let (rows, found) = apply_all(&[overlay("paid", patch)]);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        rows[0].payload_schema.pointer("/properties/id/type"),
        Some(&json!("string"))
    );
    assert_eq!(rows[0].payload_schema["type"], "object");
    assert_eq!(rows[0].facts.retry, None);
    let [AppliedOverlay { note, .. }] = &rows[0].overlays[..] else {
        panic!("the row says who changed it")
    };
    assert_eq!(
        (
            note.label.as_str(),
            note.reason.as_str(),
            note.source.as_str()
        ),
        ("overlays/acme/a.json", "why", "where")
    );
}

#[test]
fn an_overlay_that_changes_nothing_has_to_go() {
    for patch in [
        json!({"notes": null, "category": "ops"}),
        json!({"retry_policy": {"max_attempts": null}}),
    ] {
        let columns = patch
            .as_object()
            .map(|patch| quoted_list(patch.keys().map(String::as_str)))
            .unwrap_or_default();
        let (rows, found) = apply_all(&[overlay("paid", patch)]);
        let message = format!("the overlay changes nothing: the row says the same in {columns}");
        assert_eq!(
            found,
            [format!("E044 overlays/acme/a.json, acme paid: {message}")]
        );
        assert_eq!(rows[0].overlays, []);
    }
}

#[test]
fn an_overlay_needs_its_event_but_not_its_vendor() {
    let (_, found) = apply_all(&[overlay("payed", json!({"notes": "x"}))]);
    assert_eq!(
        found,
        ["E043 overlays/acme/a.json, acme payed: acme has no event `payed`"]
    );
    let content =
        json!({"event_name": "x", "reason": "why", "source": "where", "patch": {"notes": "x"}});
    assert_eq!(
        apply_all(&[file("other/a.json", &content)]).1,
        Vec::<String>::new()
    );
}

#[test]
fn a_bad_value_is_reported_where_the_overlay_sets_it() {
    let (rows, found) = apply_all(&[overlay(
        "paid",
        json!({"category": "opps", "docs_url": null}),
    )]);
    assert_eq!(rows, []);
    assert_eq!(
        found,
        [
            "E015 overlays/acme/a.json, acme paid, at /patch/category: unknown category `opps`",
            "E011 overlays/acme/a.json, acme paid, at /patch/docs_url: null in the required column `docs_url`",
        ]
    );
}

#[test]
fn what_an_overlay_file_must_hold() {
    let missing = json!({"reason": " ", "patch": {"vendor": "x", "nots": 1}, "sauce": "x"});
    let files = [
        file("acme/a.json", &missing),
        file("acme/b.json", &json!([])),
        file("a.json", &json!({})),
        file("acme/a.json~", &json!({})),
        file("acme/README.md", &json!({})),
        SourceFile {
            label: "c.json".into(),
            path: "acme/c.json".into(),
            bytes: b"{\"patch\": 1, \"patch\": 2}".to_vec(),
        },
    ];
    let checked = read_overlays(&files);
    assert_eq!(checked.value, []);
    assert_eq!(
        lines(&checked.diagnostics),
        [
            "E042 overlays/acme/a.json, acme, at /sauce: unknown key `sauce`",
            "E042 overlays/acme/a.json, acme, at /event_name: the overlay has no `event_name`",
            "E042 overlays/acme/a.json, acme, at /reason: `reason` is empty",
            "E042 overlays/acme/a.json, acme, at /source: the overlay has no `source`",
            "E042 overlays/acme/a.json, acme, at /patch/nots: a row has no column `nots`",
            "E046 overlays/acme/a.json, acme, at /patch/vendor: the patch sets `vendor`",
            "E041 overlays/acme/b.json, acme: an overlay is an object, found an array",
            "E040 overlays/a.json: this is no place for an overlay",
            "E047 overlays/acme/a.json~: `acme/a.json~` is no overlay",
            "E041 c.json, acme, at /patch: not JSON: the key `patch` stands twice in one object, at line 1 column 20",
        ]
    );
}

#[test]
fn one_event_has_one_overlay() {
    let content =
        json!({"event_name": "paid", "reason": "why", "source": "where", "patch": {"notes": "x"}});
    let checked = read_overlays(&[file("acme/a.json", &content), file("acme/b.json", &content)]);
    assert_eq!(checked.value.len(), 1);
    assert_eq!(
        lines(&checked.diagnostics),
        [
            "E045 overlays/acme/b.json, acme paid: `paid` already has the overlay `overlays/acme/a.json`"
        ]
    );
}

#[test]
fn patches_merge_as_the_standard_says() {
    // Target, patch and result, each as RFC 7396 lists them in its appendix.
    let table = [
        (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"a":null}"#, r#"{}"#),
        (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
        (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
        (
            r#"{"a":{"b":"c"}}"#,
            r#"{"a":{"b":"d","c":null}}"#,
            r#"{"a":{"b":"d"}}"#,
        ),
        (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
        (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
        (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
        (r#"{"a":"foo"}"#, "null", "null"),
        (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
        (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
        ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
        ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
    ];
    for (target, patch, result) in table {
        let [mut target, patch, result]: [Value; 3] = [target, patch, result]
            .map(|text| serde_json::from_str(text).expect("the table is JSON"));
        merge_patch(&mut target, &patch, "", &mut Vec::new());
        assert_eq!(target, result, "{patch}");
    }
}

fn shared(patch: Value, definitions: Value) -> SourceFile {
    let content = json!({"reason": "all", "source": "here", "patch": patch, "$defs": definitions});
    file("acme/shared.json", &content)
}

#[test]
fn a_vendors_overlay_comes_before_its_events() {
    let vendor_wide = shared(json!({"notes": "whole", "delivery": "sse"}), json!({}));
    let (rows, found) = apply_all(&[overlay("paid", json!({"notes": "own"})), vendor_wide]);
    assert_eq!(found, Vec::<String>::new());
    let delivery = rows[0].facts.transport.map(|delivery| delivery.to_string());
    assert_eq!(
        (rows[0].facts.notes.as_deref(), delivery.as_deref()),
        (Some("own"), Some("sse"))
    );
    let reasons: Vec<&str> = rows[0]
        .overlays
        .iter()
        .map(|applied| applied.note.reason.as_str())
        .collect();
    assert_eq!(reasons, ["all", "why"]);
}

#[test]
fn definitions_are_linked_to_the_rows_that_refer_to_them() {
    let definitions = json!({
        "a": {"type": "object", "properties": {"b": {"$ref": "#/$defs/b"}, "a": {"$ref": "#/$defs/a"}}},
        "b": {"type": "string"},
        "c": {"type": "integer"},
    });
    let patch = json!({"payload_schema": {"properties": {"x": {"$ref": "#/$defs/a"}}}});
    let files = [
        shared(json!({}), definitions.clone()),
        overlay("paid", patch),
    ];
    let (rows, found) = apply_all(&files);
    assert_eq!(
        found,
        ["E049 overlays/acme/shared.json, acme, at /$defs/c: nothing refers to `c`"]
    );
    let names: Vec<&str> = rows[0]
        .shared_definitions
        .iter()
        .map(String::as_str)
        .collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(rows[0].payload_schema.get("$defs"), None);
    let shared = SharedDefinitions::of(read_overlays(&files).value);
    let used = shared.used_by(&rows[0]);
    assert_eq!(used.len(), 2);
    assert_eq!(used["a"], &definitions["a"]);
}

#[test]
fn a_definition_that_the_row_has_itself_is_refused() {
    let patch = json!({"payload_schema": {"properties": {"x": {"$ref": "#/$defs/a"}}, "$defs": {"a": true}}});
    let (_, found) = apply_all(&[shared(json!({}), json!({"a": {}})), overlay("paid", patch)]);
    assert_eq!(
        found,
        ["E048 overlays/acme/shared.json, acme, at /$defs/a: the row of `paid` has `a` too"]
    );
}

#[test]
fn a_part_of_a_patch_that_changes_nothing_is_a_warning() {
    let patch = json!({
        "notes": "old",
        "category": "ops",
        "payload_schema": {
            "type": "object",
            "title": "Paid",
            "$schema": "https://json-schema.org/draft/2020-12/schema",
        },
    });
    let (rows, found) = apply_all(&[overlay("paid", patch)]);
    let message = "the patch changes nothing here: the row says the same";
    assert_eq!(
        found,
        [format!(
            "E044 overlays/acme/a.json, acme paid, at /patch/category: {message}"
        )],
        "keywords beside a new title are read with it"
    );
    let before = rows[0].before_overlays.as_ref().expect("a patch");
    assert_eq!(before.columns["category"], "ops");
    assert_eq!(
        before.repeated[0].pointers,
        [
            "/category",
            "/payload_schema/$schema",
            "/payload_schema/type"
        ]
    );
    let (_, found) = apply_all(&[overlay("paid", json!({"notes": "old"}))]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_vendor_has_one_overlay_of_its_own_and_it_is_of_use() {
    let content = json!({"reason": "r", "source": "s", "$defs": {}, "patch": {"category": "ops"}});
    let checked = read_overlays(&[
        file("acme/a.json", &content),
        file("acme/b.json", &content),
        file(
            "acme/c.json",
            &json!({"reason": "r", "source": "s", "$defs": 1, "event_name": "x"}),
        ),
    ]);
    assert_eq!(
        lines(&checked.diagnostics),
        [
            "E045 overlays/acme/b.json, acme: acme as a whole already has the overlay `overlays/acme/a.json`",
            "E042 overlays/acme/c.json, acme, at /event_name: unknown key `event_name`",
            "E042 overlays/acme/c.json, acme, at /$defs: `$defs` is an object, found a number",
        ]
    );
    assert_eq!(
        apply_all(&[file("acme/a.json", &content)]).1,
        [
            "E044 overlays/acme/a.json, acme: the overlay changes nothing: every row says the same in `category`"
        ]
    );
}

/// Each overlay applied to the only row: its reason, its target and its changes.
fn applied_overlays(rows: &[EventRow]) -> Vec<String> {
    let overlays = rows[0].overlays.iter().map(|applied| {
        let changes = applied
            .changes
            .iter()
            .map(|change| format!(" {:?} {}", change.kind, change.pointer));
        let target = if applied.is_vendor_wide {
            "vendor"
        } else {
            "event"
        };
        format!(
            "{} {target}:{}",
            applied.note.reason,
            changes.collect::<String>()
        )
    });
    overlays.collect()
}

#[test]
fn a_row_lists_the_changes_of_each_overlay() {
    let schema = |properties: Value| json!({"payload_schema": {"properties": properties}});
    let vendor_wide = shared(schema(json!({"id": {"type": "string"}})), json!({}));
    let own = json!({
        "payload_schema": {
            "type": "array",
            "required": ["id"],
            "properties": {"id": {"type": null, "title": "ID"}, "a/b": true},
        },
        "retry_policy": null,
        "notes": "new",
    });
    let (rows, found) = apply_all(&[vendor_wide, overlay("paid", own)]);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        applied_overlays(&rows),
        [
            "all vendor: Added /payload_schema/properties",
            "why event: Added /notes Removed /payload_schema/properties/id/type Added \
             /payload_schema/properties/id/title Added /payload_schema/properties/a~1b Replaced /payload_schema/type \
             Added /payload_schema/required Removed /retry_policy",
        ]
    );
}

#[test]
fn a_row_tells_whose_definitions_it_has() {
    let patch = json!({"payload_schema": {"properties": {"x": {"$ref": "#/$defs/a"}}}});
    let files = [
        shared(json!({}), json!({"a": true})),
        overlay("paid", patch),
    ];
    let (rows, found) = apply_all(&files);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        applied_overlays(&rows),
        ["all vendor:", "why event: Added /payload_schema/properties"]
    );
    // What is wrong with the column is the fault of the overlay that patches it.
    let broken =
        json!({"payload_schema": {"properties": {"x": {"$ref": "#/$defs/a"}}, "$schema": 1}});
    let (_, found) = apply_all(&[
        shared(json!({}), json!({"a": true})),
        overlay("paid", broken),
    ]);
    assert_eq!(
        found,
        [
            "E021 overlays/acme/a.json, acme paid, at /patch/payload_schema: the payload schema's `$schema` is a number"
        ]
    );
}

#[test]
fn a_row_tells_which_keywords_about_presence_overlays_wrote() {
    let written = |files: &[SourceFile]| {
        let (rows, found) = apply_all(files);
        assert_eq!(found, Vec::<String>::new());
        let keywords = rows[0].presence_by_overlay.iter();
        let line = |(at, label): (&String, &String)| format!("{at} {label}");
        keywords.map(line).collect::<Vec<_>>()
    };
    // A list that repeats the one before is an overlay's word as well.
    let list = json!({"payload_schema": {"required": ["id"], "properties": {
        "required": {"type": "string"}, "a/b": {"anyOf": [true, {"required": ["x"]}]}, "c": {"minItems": 1},
    }}});
    let repeated = json!({"payload_schema": {"required": ["id"], "title": "Paid"}});
    let vendor_wide = shared(list, json!({}));
    assert_eq!(
        written(&[vendor_wide.clone(), overlay("paid", repeated)]),
        [
            "/properties/a~1b/anyOf/1/required overlays/acme/shared.json",
            "/properties/c/minItems overlays/acme/shared.json",
            "/required overlays/acme/a.json",
        ]
    );
    let removed = json!({"payload_schema": {"required": null, "properties": {"a/b": {"anyOf": [true]}, "c": null}}});
    assert_eq!(written(&[vendor_wide, overlay("paid", removed)]), [""; 0]);
    let used = json!({"payload_schema": {"properties": {"x": {"$ref": "#/$defs/a"}}}});
    let definitions = json!({"a": {"type": "object", "required": ["id"]}});
    assert_eq!(
        written(&[shared(json!({}), definitions), overlay("paid", used)]),
        ["/$defs/a/required overlays/acme/shared.json"]
    );
}

fn unmatched(text: Value, patch: Option<Value>) -> SourceFile {
    let mut content =
        json!({"event_name": "paid", "reason": "why", "source": "where", "unmatched": text});
    if let Some(patch) = patch {
        content["patch"] = patch;
    }
    file("acme/a.json", &content)
}

#[test]
fn an_overlay_says_that_an_event_is_unmatched_with_or_without_a_patch() {
    for patch in [None, Some(json!({})), Some(json!({"notes": "old"}))] {
        let changes = usize::from(patch.as_ref().is_some_and(|patch| patch["notes"] == "old"));
        let (rows, found) = apply_all(&[unmatched(json!("It is not listed."), patch)]);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(rows[0].unmatched.as_deref(), Some("It is not listed."));
        assert_eq!(rows[0].overlays[0].changes.len(), changes);
    }
    let (rows, _) = apply_all(&[overlay("paid", json!({"notes": "old"}))]);
    assert_eq!(rows[0].unmatched, None);
}

#[test]
fn the_patch_of_an_unmatched_event_has_to_change_something() {
    let patch = json!({"category": "ops"});
    let (_, found) = apply_all(&[unmatched(json!("It is not listed."), Some(patch))]);
    let message = "the overlay changes nothing: the row says the same in `category`";
    assert_eq!(
        found,
        [format!("E044 overlays/acme/a.json, acme paid: {message}")]
    );
}

#[test]
fn unmatched_is_text_about_one_event() {
    let empty = read_overlays(&[unmatched(json!(" "), None)]);
    let message = "overlays/acme/a.json, acme paid, at /unmatched: `unmatched` is empty";
    assert_eq!(lines(&empty.diagnostics), [format!("E042 {message}")]);
    let content = json!({"$defs": {}, "reason": "why", "source": "where", "unmatched": "x"});
    let shared = read_overlays(&[file("acme/shared.json", &content)]);
    let message = "overlays/acme/shared.json, acme, at /unmatched: unknown key `unmatched`";
    assert_eq!(lines(&shared.diagnostics), [format!("E042 {message}")]);
}

#[test]
fn definitions_that_name_members_serve_every_row() {
    let definitions = json!({
        "user_id": {"type": "string", "x-id": true, "x-members": ["user", "*_by", "gone"]},
    });
    let patch = json!({"payload_schema": {"properties": {"user": {"type": "string"}, "made_by": {"type": "string"}}}});
    let (rows, found) = apply_all(&[shared(json!({}), definitions), overlay("paid", patch)]);
    assert_eq!(
        found,
        [
            "E049 overlays/acme/shared.json, acme, at /$defs/user_id/x-members/2: no member is named `gone`, as `x-members` of `user_id` says"
        ]
    );
    assert!(rows[0].shared_definitions.contains("user_id"));
    assert_eq!(rows[0].overlays.len(), 1, "it changes nothing of the row");
}
