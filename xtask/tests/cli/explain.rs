//! `explain`: the report on stdout, diagnostics on stderr, and no change on disk.

use serde_json::{Value, json};

use crate::ground::{Ground, Ran, row, row_with};

/// A field that an overlay added and that one of two samples has.
fn ground() -> Ground {
    let ground = Ground::new();
    let overlay = json!({
        "event_name": "thing.made",
        "reason": "the row leaves it out",
        "source": "https://acme.example/made",
        "patch": { "payload_schema": { "properties": { "size": { "type": "integer" } } } },
    });
    ground.put("overlays/acme/made.json", overlay.to_string());
    ground.put("additions/acme.jsonl", row("thing.lost").to_string());
    ground.put(
        "samples/acme/thing.made/full.json",
        r#"{"id": "x", "size": 1}"#,
    );
    ground.put("samples/acme/thing.made/least.json", r#"{"id": "x"}"#);
    ground.put(
        "samples/acme/thing.made/provenance.toml",
        "[full]\nkind = \"captured\"\n[least]\nkind = \"composed\"\n",
    );
    ground
}

fn explain(ground: &Ground, words: &[&str]) -> Ran {
    let inputs = [
        "--catalog",
        "rows.jsonl",
        "--additions",
        "additions",
        "--samples",
        "samples",
        "--overlays",
        "overlays",
        "--profiles",
        "none",
    ];
    let before = ground.files("");
    let ran = ground.run(&[&["explain"], words, &inputs].concat());
    assert_eq!(ground.files(""), before, "the disk has changed");
    ran
}

#[test]
fn a_field() {
    let ran = explain(&ground(), &["acme", "thing.made", "/size"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "\
/size in acme thing.made

row      rows.jsonl, row 1: its own schema does not declare it
overlay  overlays/acme/made.json
           reason: the row leaves it out
           source: https://acme.example/made
           added /payload_schema/properties/size
schema   /properties/size, by overlays/acme/made.json
           {\"type\":\"integer\"}
samples  1 has it:
           samples/acme/thing.made/full.json (captured)
         1 lacks it:
           samples/acme/thing.made/least.json (composed)
rust     webhook_events::acme::ThingMade::size: Option<Integer>
           optional
           Optional in the schema; in 1 of 2 samples.
           Missing in samples/acme/thing.made/least.json.
";
    assert_eq!(ran.out, expected);
}

#[test]
fn an_event() {
    let ran = explain(&ground(), &["acme", "thing.made"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for text in [
        "acme thing.made\n\nrow      rows.jsonl, row 1",
        "\ngrade    proven\n",
        "overlay  overlays/acme/made.json",
        "2 have it:",
        "webhook_events::acme::Event::ThingMade: Box<ThingMade>",
        "inside: id, size",
    ] {
        assert!(
            ran.out.contains(text),
            "{text:?} is missing in:\n{}",
            ran.out
        );
    }
    let ran = explain(&ground(), &["zeta", "thing_gone", "/id"]);
    let row = "row      none: the event is known from samples alone\n";
    assert!(ran.out.contains(row), "{}", ran.out);
}

#[test]
fn an_addition() {
    let ran = explain(&ground(), &["acme", "thing.lost", "/id"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let row = "\naddition additions/acme.jsonl, row 1: its schema declares it\n";
    assert!(ran.out.contains(row), "{}", ran.out);
    let words = ["acme", "thing.lost", "--format", "json"];
    let report: Value =
        serde_json::from_str(&explain(&ground(), &words).out).expect("the report is JSON");
    let row = json!({ "file": "additions/acme.jsonl", "row": 1, "kind": "addition" });
    assert_eq!(report["row"], row);
}

#[test]
fn a_field_as_json() {
    let words = ["acme", "thing.made", "/size", "--format", "json"];
    let ran = explain(&ground(), &words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let report: Value = serde_json::from_str(&ran.out).expect("the report is JSON");
    let expected = json!({
        "version": 1,
        "vendor": "acme",
        "event": "thing.made",
        "pointer": "/size",
        "row": { "file": "rows.jsonl", "row": 1, "kind": "catalogue" },
        "grade": "proven",
        "unmatched": null,
        "handshake": null,
        "declared_by_row": false,
        "schema": [{
            "pointer": "/properties/size",
            "by": "overlay",
            "overlay": "overlays/acme/made.json",
            "excerpt": { "type": "integer" },
        }],
        "overlays": [{
            "file": "overlays/acme/made.json",
            "reason": "the row leaves it out",
            "source": "https://acme.example/made",
            "vendor_wide": false,
            "changes": [{ "pointer": "/payload_schema/properties/size", "kind": "added" }],
            "definitions": [],
        }],
        "samples": [
            {
                "file": "samples/acme/thing.made/full.json", "event": "thing.made", "kind": "captured",
                "with": 1, "null": 0, "without": 0,
            },
            {
                "file": "samples/acme/thing.made/least.json", "event": "thing.made", "kind": "composed",
                "with": 0, "null": 0, "without": 1,
            },
        ],
        "rust": [{
            "path": "webhook_events::acme::ThingMade::size",
            "inside": null,
            "type": "Option<Integer>",
            "types": [],
            "alternatives": [],
            "required": false,
            "nullable": false,
            "why": [
                "Optional in the schema; in 1 of 2 samples.",
                "Missing in samples/acme/thing.made/least.json.",
            ],
            "members": [],
        }],
    });
    assert_eq!(report, expected);

    let ran = explain(
        &ground(),
        &["acme", "thing.made", "/size", "--message-format", "json"],
    );
    let last: Value = serde_json::from_str(&ran.out).expect("one object on one line");
    assert_eq!(
        last,
        json!({ "reason": "explain-finished", "exit_code": 0, "explanation": expected })
    );
}

#[test]
fn what_is_unknown_ends_with_1_and_names_what_is_near() {
    for (words, message, help) in [
        (
            &["acne", "thing.made"][..],
            "no row and no sample is of the vendor `acne`",
            "did you mean `acme`?",
        ),
        (
            &["acme", "thing.mad"],
            "acme has no event `thing.mad`",
            "did you mean `thing.made`",
        ),
        (
            &["acme", "thing.made", "/sise"],
            "the body has nothing called `sise`",
            "did you mean `/size`?",
        ),
        (
            &["acme", "thing.made", "size"],
            "`size` is no JSON pointer",
            "did you mean `/size`?",
        ),
        (
            &["acme", "thing.made", "$.size"],
            "`$.size` is no JSON pointer",
            "did you mean `/size`?",
        ),
        (
            &["acme", "thing.made", "sise"],
            "`sise` is no JSON pointer",
            "begins with a slash: `/sise`",
        ),
        (
            &["acme", "thing.made", "/szie"],
            "the body has nothing called `szie`",
            "did you mean `/size`?",
        ),
    ] {
        let ran = explain(&ground(), words);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{words:?}");
        for text in [message, help, "1 error; nothing to explain"] {
            assert!(
                ran.err.contains(text),
                "{text:?} is missing in:\n{}",
                ran.err
            );
        }
    }
}

#[test]
fn a_vendor_lists_its_events() {
    let ran = explain(&ground(), &["acme"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "acme: 3 events\n\n  thing.lost  documented\n  thing.made  proven\n  thing.sold  catalogue\n";
    assert_eq!(ran.out, expected);
    let ran = explain(&ground(), &["acme.thing.made"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let help = "write vendor and event apart: `explain acme thing.made`";
    assert!(ran.err.contains(help), "{}", ran.err);
}

#[test]
fn every_diagnostic_is_explained() {
    let ground = ground();
    let list = ground.run(&["explain", "--list"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    for info in webhook_catalog::codes::ALL {
        let code = info.code.as_str();
        assert!(
            list.out.contains(&format!("  {code}  {}\n", info.title)),
            "{code}"
        );
    }
    let ran = ground.run(&["explain", "e130"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "\
E130  Sample that contradicts its schema

subject  Types
remedy   Check the schema against the vendor's documentation and correct it by an overlay; the field is optional until then.
";
    assert_eq!(ran.out, expected);
    let ran = ground.run(&["explain", "E999"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.contains("error[E214]") && ran.err.contains("--list"),
        "{}",
        ran.err
    );
    let ran = ground.run(&["explain", "E130", "--message-format", "json"]);
    let object: Value = serde_json::from_str(&ran.out).expect("one object on one line");
    assert_eq!(object["explanation"]["code"], "E130");
}

#[test]
fn bad_input_is_reported_as_by_regen() {
    let ground = ground();
    ground.put_rows(&[
        row("thing.made"),
        row_with("thing.sold", "auth_method", "x"),
    ]);
    let ran = explain(&ground, &["acme", "thing.made"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("rows.jsonl, row 2"), "{}", ran.err);
}

#[test]
fn a_sample_against_the_row_is_a_warning_about_this_event_alone() {
    let ground = ground();
    ground.put("samples/acme/thing.made/bare.json", "{}");
    ground.put("samples/acme/thing.sold/bare.json", "{}");
    let ran = explain(&ground, &["acme", "thing.made", "/id"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("warning[E130]").count(), 1, "{}", ran.err);
    let why = "Required by the schema, but in 2 of 3 samples.";
    assert!(ran.out.contains(why), "{}", ran.out);
}
