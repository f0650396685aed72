//! The derive twin and the emitted crate agree on every sample, so that the benches compare the same work.

use std::path::Path;

use end_to_end::{inputs, twin};
use serde_json::json;

use crate::package;

/// Manifest of the package that parses the samples with both.
const MANIFEST: &str = r#"[package]
name = "twin-agrees"
version = "0.1.0"
edition = "2024"

[dependencies]
serde_json = "1"
twin = { path = "../twin" }
twin-keeping = { path = "../twin-keeping" }
webhook-events = { path = "../events", default-features = false, features = ["slack"] }
"#;

/// Its test. Each line of `samples.jsonl` is a path and a body.
const PROGRAM: &str = r#"//! Both crates accept every sample and serialize it as an equal value.

use serde_json::{Value, json};

#[test]
fn both_agree() {
    let mut faults = Vec::new();
    for line in include_str!("samples.jsonl").lines() {
        let (path, body): (String, String) = serde_json::from_str(line).expect("a path and a body");
        let expected: Value = serde_json::from_str(&body).expect("a body holds JSON");
        let emitted = webhook_events::slack::parse(body.as_bytes()).map(|read| json!(read));
        let twin = twin::parse(body.as_bytes()).map(|read| json!(read));
        let keeping = twin_keeping::parse(body.as_bytes()).map(|read| json!(read));
        if emitted.as_ref().ok() != Some(&expected) {
            faults.push(format!("the crate: {path}: {emitted:?}"));
        }
        if twin.as_ref().ok() != Some(&expected) {
            faults.push(format!("the twin: {path}: {twin:?}"));
        }
        if keeping.as_ref().ok() != Some(&expected) {
            faults.push(format!("the twin that keeps unknown events: {path}: {keeping:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
"#;

#[test]
fn the_derive_twin_agrees_on_every_sample() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    twin::write_packages(scratch);
    let samples: Vec<String> = inputs::folder("catalog/samples/slack")
        .into_iter()
        .filter(|file| file.path.ends_with(".json"))
        .map(|file| {
            let body = String::from_utf8(file.bytes).expect("a sample is text");
            json!([file.path, body]).to_string() + "\n"
        })
        .collect();
    assert!(samples.len() > 300, "only {} samples", samples.len());
    let files = [
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", ""),
        ("tests/agree.rs", PROGRAM),
        ("tests/samples.jsonl", &samples.concat()),
    ];
    package("twin-agrees", files).cargo(&["test"]);
}
