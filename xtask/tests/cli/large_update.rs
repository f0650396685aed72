//! Reports of a large update of the checked-in snapshot.

// The packages of tests share no crate.
#[expect(unreachable_pub, reason = "a public module of the other package")]
#[path = "../../../tests/src/large_update.rs"]
mod edits;

use std::collections::BTreeSet;

use serde_json::Value;
use webhook_catalog::SourceFile;

use crate::ground::{Ground, workspace};

/// GitHub refuses longer texts.
const MAX_TEXT: usize = 65_536;

fn read(path: &str) -> Vec<u8> {
    let path = workspace().join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn markdown_has_every_breaking_change_and_fits_a_pull_request() {
    let label = "saas-webhook-catalog.parquet";
    let snapshot = SourceFile {
        label: label.to_owned(),
        path: label.to_owned(),
        bytes: read(&format!("catalog/{label}")),
    };
    let ground = Ground::new();
    ground.put("newer.jsonl", edits::edited(snapshot, &read(edits::EDITS)));
    let words = ["diff", "newer.jsonl", "--format"];
    let json = ground.run(&[&words[..], &["json"]].concat());
    assert_eq!(json.code, 3, "{json:#?}");
    let json: Value = serde_json::from_str(&json.out).expect("a report as JSON");
    let groups = json["groups"].as_array().expect("a list of groups");
    let breaking: BTreeSet<&str> = groups
        .iter()
        .filter(|group| group["impact"] == "breaking")
        .filter_map(|group| group["fingerprint"].as_str())
        .collect();
    assert!(breaking.len() > 5, "{breaking:?}");

    let text = ground.run(&[&words[..], &["markdown"]].concat()).out;
    assert!(text.len() <= MAX_TEXT, "{} bytes", text.len());
    for fingerprint in breaking {
        assert!(text.contains(&format!("`{fingerprint}`")), "{fingerprint}");
    }
}
