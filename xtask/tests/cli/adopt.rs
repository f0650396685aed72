//! `adopt`: overlays of a vendor's documents, written, compared, and refused.

use serde_json::{Value, json};

use crate::ground::{Ground, Ran};

const MAPPING: &str = "[[documents]]\nname = \"acme\"\nversion = \"1\"\nfile = \"dist/schema.json\"\nurl = \"https://acme.example\"\n\
    [events]\n\"thing.made\" = \"made\"\n\"thing.sold\" = \"sold\"\n";

fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("acme.toml", MAPPING);
    put_document(&ground, json!({"type": "string"}));
    ground
}

/// Stores a document in which `id` has this schema.
fn put_document(ground: &Ground, id: Value) {
    let thing = json!({"type": "object", "required": ["id"], "properties": {"id": id, "owner": {"$ref": "#/$defs/owner"}}});
    let owner = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let definitions = json!({"made": thing, "sold": thing, "owner": owner, "lost": {}});
    ground.put("schema.json", json!({ "$defs": definitions }).to_string());
}

fn adopt(ground: &Ground, words: &[&str]) -> Ran {
    let mut all = vec!["adopt", "acme", "schema.json", "--mapping", "acme.toml"];
    all.extend(["--out", "overlays/acme/adopted"]);
    all.extend(words);
    ground.run(&all)
}

#[test]
fn the_second_run_writes_nothing_and_the_check_passes() {
    let ground = ground();
    let ran = adopt(&ground, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    for text in [
        "read dist/schema.json of acme 1 from https://acme.example, SHA-256 ",
        "adopted 2 events with 1 definition\n",
        "left out 2 payloads that the mapping does not name: lost, owner\n",
        "wrote `overlays/acme/adopted`: 3 created, 0 replaced, 0 removed, 0 unchanged",
    ] {
        assert!(
            ran.err.contains(text),
            "{text:?} is missing in:\n{}",
            ran.err
        );
    }
    let files = ground.files("overlays");
    assert_eq!(files.len(), 3);
    let again = adopt(&ground, &[]);
    assert!(
        again.err.contains("fresh `overlays/acme/adopted`: 3 files"),
        "{}",
        again.err
    );
    assert_eq!(ground.files("overlays"), files, "bytes and times");
    assert_eq!(adopt(&ground, &["--check"]).code, 0);
}

#[test]
fn the_crate_has_the_members_of_the_documents() {
    let ground = ground();
    adopt(&ground, &[]);
    ground.regen_well(&["--overlays", "overlays", "--samples", "none"]);
    let shared = std::fs::read_to_string(ground.path("out/src/acme/shared/owner.rs"));
    assert!(shared.is_ok_and(|text| text.contains("pub struct Owner")));
}

#[test]
fn a_newer_document_shows_as_a_difference() {
    let ground = ground();
    adopt(&ground, &[]);
    put_document(&ground, json!({"type": ["string", "null"]}));
    let before = ground.files("");
    let ran = adopt(&ground, &["--check"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert_eq!(ground.files(""), before, "the disk has changed");
    for text in [
        "stale    overlays/acme/adopted/thing.made.json\n",
        "-    \"properties\": {\"id\": {\"type\": \"string\"}",
        "+    \"properties\": {\"id\": {\"type\": [\"string\", \"null\"]}",
        "run:\n  cargo xtask adopt acme schema.json --mapping acme.toml",
    ] {
        assert!(
            ran.out.contains(text),
            "{text:?} is missing in:\n{}",
            ran.out
        );
    }
    let ran = adopt(&ground, &["--message-format", "json"]);
    let last = ran.out.lines().last().unwrap_or_default();
    let message: Value = serde_json::from_str(last).expect("a line is an object");
    assert_eq!(message["reason"], "adopt-finished");
    assert_eq!(message["replaced"].as_array().map(Vec::len), Some(3));
    assert_eq!(
        message["documents"][0]["sha256"].as_str().map(str::len),
        Some(64)
    );
}

#[test]
fn an_event_that_leaves_the_mapping_leaves_the_folder_and_other_files_stay() {
    let ground = ground();
    adopt(&ground, &[]);
    ground.put("overlays/acme/adopted/mine.json", "{}");
    ground.put(
        "acme.toml",
        MAPPING.replace("\"thing.sold\" = \"sold\"\n", ""),
    );
    let ran = adopt(&ground, &[]);
    assert!(
        ran.err
            .contains("0 created, 0 replaced, 1 removed, 2 unchanged"),
        "{}",
        ran.err
    );
    assert!(ground.path("overlays/acme/adopted/mine.json").exists());
}

#[test]
fn refusals_leave_the_disk_as_it_was() {
    let ground = ground();
    adopt(&ground, &[]);
    ground.put(
        "remote.json",
        json!({"$defs": {"made": {"$ref": "https://evil.example/x.json"}, "sold": {}}}).to_string(),
    );
    let mapping = MAPPING.replace("dist/schema.json", "dist/remote.json");
    ground.put("remote.toml", &mapping);
    let before = ground.files("");
    for (words, expected) in [
        (
            &["adopt", "acme", "remote.json", "--mapping", "remote.toml"][..],
            "error[E107]: `https://evil.example/x.json` is in another document",
        ),
        (
            &["adopt", "acme", "none.json", "--mapping", "acme.toml"],
            "error[E310]: cannot read `none.json`",
        ),
        (
            &["adopt", "acme", "schema.json", "--mapping", "none.toml"],
            "error[E310]: cannot read `none.toml`",
        ),
        (
            &["adopt", "acme", "acme.toml", "--mapping", "acme.toml"],
            "error[E063]: the mapping expects `schema.json` here",
        ),
        (
            &["adopt", "../acme", "schema.json", "--mapping", "acme.toml"],
            "error[E312]: `../acme` is no vendor slug",
        ),
    ] {
        let ran = ground.run(&[words, &["--out", "overlays/acme/adopted"]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
        assert!(
            ran.err.contains(expected),
            "{expected:?} is missing in:\n{}",
            ran.err
        );
        assert!(ran.err.contains("nothing was written"), "{}", ran.err);
    }
    assert_eq!(ground.run(&["adopt", "acme"]).code, 2);
    assert_eq!(ground.files(""), before, "the disk has changed");
}
