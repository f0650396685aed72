//! A change of the catalogue changes the files of what has changed and those that list it, and no others.

use end_to_end::rows::{jsonl, slack_rows};
use end_to_end::{emitted, inputs};
use serde_json::{Value, json};
use webhook_codegen::OutputTree;

use crate::trees::{EXPECTED, changed, files_of};

/// The tree generated from the snapshot's rows after a change.
fn after(change: impl FnOnce(&mut Vec<Value>)) -> OutputTree {
    let mut rows = slack_rows();
    change(&mut rows);
    emitted(inputs::with_catalogue(&[jsonl(&rows)])).tree
}

/// Exactly the allowed files differ. A pattern is a path, or a folder if it ends with `/`.
#[track_caller]
fn assert_changes_only(tree: &OutputTree, allowed: &[&str]) {
    let changed = changed(&EXPECTED, tree);
    let matches = |pattern: &str, path: &str| {
        pattern == path || (pattern.ends_with('/') && path.starts_with(pattern))
    };
    let is_allowed = |path: &str| allowed.iter().any(|pattern| matches(pattern, path));
    let others: Vec<_> = changed.iter().filter(|path| !is_allowed(path)).collect();
    assert!(
        others.is_empty(),
        "these files changed as well: {others:#?}"
    );
    for pattern in allowed {
        assert!(
            changed.iter().any(|path| matches(pattern, path)),
            "{pattern} did not change"
        );
    }
}

#[test]
fn a_new_event_changes_no_other_events_files() {
    let tree = after(|rows| {
        let mut row = rows[20].clone();
        row["event_name"] = json!("thing_invented");
        row["trigger_description"] = json!("Fires when a thing is invented.");
        rows.insert(3, row);
    });
    assert_changes_only(
        &tree,
        &[
            "EVENTS.md",
            "README.md",
            "src/lib.rs",
            "src/slack/mod.rs",
            "src/slack/samples.rs",
            "src/slack/thing_invented.rs",
            "tests/golden/slack/generated-files.txt",
            "tests/golden/slack/mod.rs",
            "tests/golden/slack/thing_invented/",
        ],
    );
}

#[test]
fn a_removed_event_changes_no_other_events_files() {
    // An event without overlay and sample.
    let name = "goodbye";
    let tree = after(|rows| rows.retain(|row| row["event_name"] != name));
    assert_changes_only(
        &tree,
        &[
            "EVENTS.md",
            "README.md",
            "src/lib.rs",
            "src/slack/mod.rs",
            "src/slack/samples.rs",
            "src/slack/goodbye.rs",
            "tests/golden/slack/generated-files.txt",
            "tests/golden/slack/mod.rs",
            "tests/golden/slack/goodbye/",
        ],
    );
    assert_eq!(files_of(&tree, "src", "slack", name), [""; 0]);
}

#[test]
fn a_new_vendor_changes_no_other_vendors_files() {
    let tree = after(|rows| {
        let mut row = rows[0].clone();
        row["vendor"] = json!("acme");
        row["vendor_display_name"] = json!("Acme");
        row["event_name"] = json!("thing/made");
        rows.push(row);
    });
    assert_changes_only(
        &tree,
        &[
            "Cargo.toml",
            "EVENTS.md",
            "README.md",
            "src/acme/",
            "src/lib.rs",
            "tests/golden/acme/",
            "tests/golden/main.rs",
        ],
    );
}

#[test]
fn a_changed_trigger_changes_that_events_file() {
    let tree = after(|rows| {
        let row = rows
            .iter_mut()
            .find(|row| row["event_name"] == "app_mention");
        let row = row.expect("the snapshot has `app_mention`");
        row["trigger_description"] = json!("Fires when somebody calls.");
    });
    // The variant's docs in the vendor's module repeat the trigger.
    assert_changes_only(&tree, &["src/slack/app_mention.rs", "src/slack/mod.rs"]);
}
