//! Coverage tables of small catalogues.

use serde_json::json;

use crate::options::Options;
use crate::test_support::{Files, object, patch};

/// The lines of the table: the head, then a line per event.
#[track_caller]
fn rows(files: &Files) -> Vec<String> {
    let options = Options::named("my-events");
    let generated = files.model().emit(&options);
    let readme = generated.tree.get("EVENTS.md").expect("there is a table");
    let (_, table) = readme.split_once("## Acme (`acme`)").expect("a table");
    let lines = table.lines().skip(2);
    lines
        .take_while(|line| !line.starts_with('#'))
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

const HEAD: [&str; 2] = [
    "| event | grade | fields | from | samples | recognised by |",
    "|---|---|---|---|---|---|",
];

fn body() -> serde_json::Value {
    object(json!({"type": {"type": "string"}}))
}

#[test]
fn grades_fields_origins_and_samples_are_listed() {
    let user = object(json!({"id": {"type": "string"}, "boss": {"$ref": "#/$defs/user"}}));
    let mut schema = object(json!({
        "by": {"$ref": "#/$defs/user"},
        "to": {"type": "array", "items": {"$ref": "#/$defs/user"}},
        "map": {"type": "object", "additionalProperties": object(json!({"a": true}))},
    }));
    schema["$defs"] = json!({"user": user});
    let kinds = "[a]\nkind = \"captured\"\n[b]\nkind = \"composed\"\n[c]\nkind = \"composed\"\n";
    let files = Files::default()
        .row("nested", schema)
        .row("patched", body())
        .row("bare", body())
        .row("prose", body())
        .addition("added", body())
        .addition("added_too", body())
        .sample("added_too", "x", json!({}))
        .overlay("a", patch("patched", json!({"properties": {"x": true}})))
        .overlay("b", {
            let mut prose = patch("prose", json!({}));
            prose["patch"] = json!({"notes": "It is rare."});
            prose
        })
        .overlay("c", {
            let mut unmatched = patch("bare", json!({}));
            unmatched["patch"] = json!({});
            unmatched["unmatched"] = json!("It is not listed.");
            unmatched
        })
        .sample("nested", "a", json!({}))
        .sample("nested", "b", json!({}))
        .sample("nested", "c", json!({}))
        .sample("alone", "x", json!({"id": [{"n": 1}]}))
        .provenance("nested", kinds);
    let lines = rows(&files);
    assert_eq!(lines[..2], HEAD);
    assert_eq!(
        lines[2..],
        [
            "| `added` | documented | 1 | addition | none | by name only |",
            "| `added_too` | documented | 1 | addition, samples | 1 of unknown origin | by name only |",
            "| `alone` | catalogue | 2 | samples | 1 of unknown origin | by name only |",
            "| `bare` | catalogue, unmatched | 1 | row | none | by name only |",
            "| `nested` | proven | 6 | row, samples | 3: 1 captured, 2 composed | by name only |",
            "| `patched` | documented | 2 | row, overlay | none | by name only |",
            "| `prose` | catalogue | 1 | row | none | by name only |",
        ]
    );
}

/// The last column of a catalogue with these events.
#[track_caller]
fn recognised(profiles: &'static str, events: &[&str]) -> Vec<String> {
    let files = Files {
        profiles,
        ..Files::default()
    };
    let files = events
        .iter()
        .fold(files, |files, event| files.row(event, body()));
    let lines = rows(&files);
    let last = lines[2..].iter().map(|line| {
        let (_, last) = line.rsplit_once(" none | ").expect("no sample");
        last.trim_end_matches(" |").to_owned()
    });
    last.collect()
}

#[test]
fn events_are_recognised_by_names_and_headers() {
    let rules = r#"
[acme.name]
body = ["/type"]
rules.a = [{ "/type" = "x", "/sub" = ["y", 1] }, { "/id" = { like = "a*" } }]
rules.b = { "/sub" = { is = "empty" }, "/id" = { is = "absent" }, "/type" = { is = "present" } }
"#;
    assert_eq!(
        recognised(rules, &["a", "b", "c"]),
        [
            "`/type` = `x` and `/sub` = `y` or = `1`; or `/id` like `a*`",
            "`/type` present and `/sub` empty and `/id` absent",
            "`/type` = `c`"
        ]
    );
    assert_eq!(
        recognised(
            "[acme.name]\nbody = [\"/name\", [\"/of\", \"/what\"]]\njoin = \".\"",
            &["a.b"]
        ),
        ["`/name` = `a.b`; or `/of` and `/what`, joined by `.`, = `a.b`"]
    );
    assert_eq!(
        recognised("[acme]\nname.header = \"X-Acme\"", &["a"]),
        ["header `X-Acme` = `a`"]
    );
    assert_eq!(recognised("[acme]", &["a"]), ["by name only"]);
}

#[test]
fn events_without_an_envelope_and_tagged_unions_are_recognised() {
    let form = |kind: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}}});
    let tagged = json!({
        "type": "object",
        "discriminator": {"propertyName": "kind"},
        "oneOf": [form("x"), form("y")],
    });
    let files = Files {
        profiles: "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\nname.bare = [\"/type\"]\n",
        ..Files::default()
    };
    let inner = |name: &str| json!({"type": name, "kind": "x"});
    let files = ["both", "in", "never", "out"]
        .iter()
        .fold(files, |files, name| {
            files.row(name, object(json!({"event": tagged})))
        })
        .sample("both", "a", inner("both"))
        .sample("both", "b", json!({"event": inner("both")}))
        .sample("in", "a", json!({"event": inner("in")}))
        .sample("out", "a", inner("out"));
    let lines = rows(&files);
    let last: Vec<&str> = lines[2..]
        .iter()
        .map(|row| row.rsplit_once(" | ").expect("a cell").1)
        .collect();
    assert_eq!(
        last,
        [
            "`/event/type` = `both`, its form by `/event/kind`; without an envelope `/type` = `both`, its form by `/kind` |",
            "`/event/type` = `in`, its form by `/event/kind` |",
            "`/event/type` = `never`, its form by `/event/kind` |",
            "`/type` = `out`, its form by `/kind` |",
        ]
    );
}

#[test]
fn an_event_that_is_recognised_by_its_message_template() {
    let message_template = Files {
        profiles: "[acme]\nname.wording = [\"/text\"]\nname.placeholders = {}",
        ..Files::default()
    };
    let message_template = message_template
        .sample("a", "x", json!({"text": "It was made."}))
        .sample("b", "x", json!({"text": "That was sold."}));
    let lines = rows(&message_template);
    assert!(lines[2].ends_with("| message template |"), "{lines:?}");
}

#[test]
fn names_are_escaped_in_cells() {
    let names = ["a|b", "a\\|b", "`|`<b>", "a\nb", "*|[x](y)"];
    let files = names
        .iter()
        .fold(Files::default(), |files, name| files.row(name, body()));
    let lines = rows(&files);
    assert_eq!(lines.len(), 2 + names.len(), "{lines:?}");
    for row in &lines[2..] {
        assert_eq!(row.matches('|').count(), 7, "{row}");
    }
    assert!(
        lines[2..].iter().any(|row| row.starts_with("| `a b` |")),
        "{lines:?}"
    );
}
