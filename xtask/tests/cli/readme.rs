//! The README's part on a catalogue of one's own, followed to the letter.

use std::fs;

use crate::ground::{Ground, workspace};

/// The fenced blocks of a language, below a heading.
fn blocks<'t>(text: &'t str, heading: &str, language: &str) -> Vec<&'t str> {
    let (_, below) = text
        .split_once(heading)
        .expect("the README has the heading");
    let blocks = below.split("\n```").skip(1).step_by(2);
    blocks
        .filter_map(|block| block.split_once('\n'))
        .filter(|(found, _)| *found == language)
        .map(|(_, content)| content)
        .collect()
}

#[test]
fn a_crate_from_a_catalogue_of_your_own() {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("there is a README");
    let heading = "## A crate from your own catalogue\n";
    let of = |language: &str| blocks(&readme, heading, language);
    let ground = Ground::new();
    ground.put("here/events.json", of("json")[0]);
    ground.put("here/profiles.toml", of("toml")[0]);
    let command = of("sh")[0].replace("\\\n", " ");
    let words: Vec<&str> = command.split_whitespace().collect();
    let words = words
        .strip_prefix(&["cargo", "xtask"])
        .expect("it is a command of ours");
    let ran = ground.run_in("here", words);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    let event = fs::read_to_string(ground.path("acme-events/src/acme/order_paid.rs"));
    let event = event.expect("the event has its file");
    for field in ["pub id: String", "pub total: "] {
        assert!(event.contains(field), "{event}");
    }
    let manifest = fs::read_to_string(ground.path("acme-events/Cargo.toml"));
    let manifest = manifest.expect("the crate has a manifest");
    assert!(manifest.contains("name = \"acme-events\""), "{manifest}");
}
