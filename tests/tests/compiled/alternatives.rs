//! Deliveries of alternatives that the values of members tell apart.

use webhook_catalog::SourceFile;

use end_to_end::{inputs, outcome, workspace_root};

/// Folder of the fixture, relative to the workspace's root.
const FOLDER: &str = "tests/fixtures/alternatives";

/// Test program of the emitted crate. It reads lines with an event, a body, and whether an alternative claims the body.
pub(crate) const PROGRAM: &str = r#"//! Alternatives claim their own values; the others are kept as they came, in an alternative for the unknown or, without the tag that
//! a discriminator requires, in a malformed event.

use serde_json::Value;

#[test]
fn values_are_claimed_or_kept() {
    for line in include_str!("bodies.jsonl").lines() {
        let line: Value = serde_json::from_str(line).expect("a line holds JSON");
        let event = line["event"].as_str().expect("a line names its event");
        let body = line["value"].to_string();
        let delivery = webhook_events::acme::parse_named(event, body.as_bytes())
            .unwrap_or_else(|error| panic!("{event}: {body}\n  {error}"));
        let serialized = serde_json::to_value(&delivery).expect("a delivery can be serialized");
        assert_eq!(serialized, line["value"], "{event}");
        let debug = format!("{delivery:?}");
        let is_known = !debug.contains("Unknown(") && !debug.contains("Malformed(");
        assert_eq!(line["known"], is_known, "{event}: {body}\n  {delivery:?}");
    }
}
"#;

/// The rows of the fixture.
pub(crate) fn rows() -> SourceFile {
    inputs::file(&format!("{FOLDER}/rows.jsonl"))
}

/// A file of the fixture.
pub(crate) fn fixture(name: &str) -> String {
    let path = workspace_root()
        .join("tests/fixtures/alternatives")
        .join(name);
    std::fs::read_to_string(path).expect("the fixture is there")
}

/// The crate that these rows give.
pub(crate) fn generated() -> webhook_codegen::Generated {
    let (generated, diagnostics) = outcome::of_rows(&[rows()]);
    generated.unwrap_or_else(|| panic!("the rows are emitted: {diagnostics:?}"))
}
