//! `cargo xtask update`: a newer catalogue is taken completely or not at all.

use serde_json::{Value, json};

use crate::ground::{Ground, row, workspace};

/// A workspace of its own with a snapshot of six events, and the crate made from it.
fn workspace_of(rows: &[Value]) -> Ground {
    let ground = Ground::new();
    ground.put("catalog/events.jsonl", lines(rows));
    ground.put("catalog/profiles.toml", "");
    ground.put("catalog/samples/README.md", "No samples.\n");
    ground.put("xtask/Cargo.toml", "");
    let ran = ground.run_as_workspace(&["regen"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    ground
}

fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

/// A lock file that names the crate with this version.
fn lock(version: &str) -> String {
    format!("version = 4\n\n[[package]]\nname = \"webhook-events\"\nversion = \"{version}\"\n")
}

fn six() -> Vec<Value> {
    ["a", "b", "c", "d", "e", "f"].map(row).to_vec()
}

/// Expects that the update is refused for this reason and changes nothing.
#[track_caller]
fn refuse(ground: &Ground, words: &[&str], reason: &str) {
    let before = ground.files("");
    let ran = ground.run_as_workspace(words);
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert!(ran.err.contains(reason), "{}", ran.err);
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    let after = ground.files("");
    let same = |files: &crate::ground::Files| -> Vec<_> {
        files
            .iter()
            .filter(|(path, _)| !path.starts_with(ground.path("target")))
            .map(|(path, (bytes, _))| (path.clone(), bytes.clone()))
            .collect()
    };
    assert_eq!(same(&after), same(&before), "the disk has changed");
}

fn text(ground: &Ground, path: &str) -> String {
    let path = ground.path(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_newer_catalogue_replaces_the_snapshot() {
    let ground = workspace_of(&six());
    let mut rows = six();
    rows[1]["trigger_description"] = json!("Fires at other times.");
    rows.push(row("g"));
    ground.put("new.json", Value::from(rows).to_string());
    ground.put("Cargo.lock", lock("0.1.0"));
    ground.put("target/Cargo.lock", lock("0.1.0"));
    let ran = ground.run_as_workspace(&["update", "new.json", "--no-wire-check"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(ran.out.contains("event_added"), "{}", ran.out);
    assert!(
        ran.err
            .contains("the version of the crate is 0.1.1 now, after 0.1.0"),
        "{}",
        ran.err
    );
    assert!(text(&ground, "generated/Cargo.toml").contains("version = \"0.1.1\""));
    assert_eq!(text(&ground, "Cargo.lock"), lock("0.1.1"));
    assert_eq!(text(&ground, "target/Cargo.lock"), lock("0.1.0"));
    assert!(!ground.path("catalog/events.jsonl").exists());
    assert_eq!(
        text(&ground, "catalog/events.json"),
        text(&ground, "new.json")
    );
    assert!(ground.path("generated/src/acme/g.rs").exists());
    assert!(!ground.path("target/xtask/staged").exists());
    let changelog = text(&ground, "CHANGELOG.md");
    assert!(
        changelog.contains("## 0.1.1 (catalogue of 2026-05-01)"),
        "{changelog}"
    );
    let ran = ground.run_as_workspace(&["regen", "--check"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
}

#[test]
fn a_large_loss_is_refused_unless_allowed() {
    let ground = workspace_of(&six());
    ground.put("new.jsonl", lines(&six()[..4]));
    let words = ["update", "new.jsonl", "--no-wire-check"];
    refuse(
        &ground,
        &words,
        "2 of 6 rows are missing, more than a fifth",
    );
    let ran = ground.run_as_workspace(&[&words[..], &["--allow-loss"]].concat());
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(!ground.path("generated/src/acme/f.rs").exists());
    assert!(text(&ground, "generated/Cargo.toml").contains("version = \"0.2.0\""));
    // A regen keeps the version that stands.
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);
}

#[test]
fn a_version_in_the_configuration_stays() {
    let ground = Ground::new();
    let config = "catalog = \"events.jsonl\"\nout = \"generated\"\n\n[package]\nname = \"acme-events\"\nversion = \"1.2.3\"\n";
    ground.put("webhook-events.toml", config);
    ground.put("events.jsonl", lines(&six()));
    ground.put("xtask/Cargo.toml", "");
    let ran = ground.run_as_workspace(&["regen"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    ground.put("new.jsonl", lines(&six()[..5]));
    let ran = ground.run_as_workspace(&["update", "new.jsonl", "--no-wire-check"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let note = "`webhook-events.toml` names version 1.2.3; these changes require 2.0.0";
    assert!(ran.err.contains(note), "{}", ran.err);
    assert_eq!(text(&ground, "webhook-events.toml"), config);
    assert!(text(&ground, "generated/Cargo.toml").contains("version = \"1.2.3\""));
}

/// Their events stay, and only the rows are gone.
#[test]
fn samples_do_not_hide_a_loss() {
    let ground = workspace_of(&six());
    for event in ["e", "f"] {
        ground.put(&format!("catalog/samples/acme/{event}/one.json"), "{}");
    }
    assert_eq!(ground.run_as_workspace(&["regen"]).code, 0);
    ground.put("new.jsonl", lines(&six()[..4]));
    refuse(
        &ground,
        &["update", "new.jsonl", "--no-wire-check"],
        "2 of 6 rows are missing, more than a fifth",
    );
}

/// The crate stays as it is, and so do its version and the changelog.
#[test]
fn a_row_that_changes_under_an_overlay_needs_no_version() {
    let ground = workspace_of(&six());
    let overlay = json!({
        "event_name": "f", "reason": "it is wrong", "source": "https://acme.example",
        "patch": {"trigger_description": "It fires."},
    });
    ground.put("catalog/overlays/acme/f.json", overlay.to_string());
    assert_eq!(ground.run_as_workspace(&["regen"]).code, 0);
    let mut rows = six();
    rows[5]["trigger_description"] = json!("Fires at other times.");
    ground.put("new.jsonl", lines(&rows));
    let ran = ground.run_as_workspace(&["update", "new.jsonl", "--no-wire-check"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(ran.out.contains("overlay_change_covered"), "{}", ran.out);
    assert!(!ran.err.contains("the version"), "{}", ran.err);
    assert!(text(&ground, "generated/Cargo.toml").contains("version = \"0.1.0\""));
    assert!(!ground.path("CHANGELOG.md").exists());
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);
}

#[test]
fn an_update_that_makes_an_overlay_stale_is_refused() {
    let ground = workspace_of(&six());
    let overlay = json!({
        "event_name": "f", "reason": "it is wrong", "source": "https://acme.example",
        "patch": {"trigger_description": "Fires."},
    });
    ground.put("catalog/overlays/acme/f.json", overlay.to_string());
    assert_eq!(ground.run_as_workspace(&["regen"]).code, 0);
    ground.put("new.jsonl", lines(&six()[..5]));
    let words = ["update", "new.jsonl", "--no-wire-check"];
    refuse(&ground, &words, "acme has no event `f`");
    let ran = ground.run_as_workspace(&[&words[..], &["--drop-stale"]].concat());
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(!ground.path("catalog/overlays").exists());
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);
}

/// An adopted overlay of an event whose schema refers to a definition.
fn adopted(event: &str, definition: &str) -> String {
    let schema = json!({
        "type": "object",
        "properties": { "it": { "$ref": format!("#/$defs/{definition}") } },
    });
    json!({ "generated": HEADER, "event_name": event, "payload_schema": schema }).to_string()
}

const HEADER: &str = "@generated by cargo xtask adopt from adoptions/acme.toml. Do not edit.";

#[test]
fn stale_adopted_overlays_go_with_their_definitions_and_their_place_in_the_mapping() {
    let ground = workspace_of(&six());
    let folder = "catalog/overlays/acme/adopted";
    ground.put(&format!("{folder}/e.json"), adopted("e", "kept"));
    ground.put(&format!("{folder}/f.json"), adopted("f", "gone"));
    let [kept, gone, further] = ["kept", "gone", "further"].map(|name| {
        format!("\n  \"{name}\": {{\"type\": \"object\", \"properties\": {{\"{name}_id\": {{\"type\": \"string\"}}}}}}")
    });
    let gone = gone.replace("}}}", "}, \"x\": {\"$ref\": \"#/$defs/further\"}}}");
    let definitions = |some: &[&str]| {
        let some = some.join(",");
        format!(
            "{{\"generated\": \"{HEADER}\", \"source\": [\"acme.json\"], \"$defs\": {{{some}\n}}}}\n"
        )
    };
    let path = format!("{folder}/definitions.json");
    ground.put(&path, definitions(&[&further, &gone, &kept]));
    let corrections = |some: &str| {
        format!(
            "{{\n  \"reason\": \"it is wrong\",\n  \"source\": \"https://acme.example\",\n  \"$defs\": {{{some}\n  }}\n}}\n"
        )
    };
    let [of_kept, of_gone] =
        ["kept", "gone"].map(|name| format!("\n    \"{name}\": {{\"required\": [\"{name}_id\"]}}"));
    let shared = "catalog/overlays/acme/shared.json";
    ground.put(shared, corrections(&format!("{of_gone},{of_kept}")));
    let mapping = "[[documents]]\nname = \"acme\"\nversion = \"1\"\nfile = \"acme.json\"\nurl = \"https://acme.example\"\n\n[events]\n# The first.\ne = \"e\"\nf = [\n  \"f-*\",\n]\n";
    ground.put("catalog/adoptions/acme.toml", mapping);
    let ran = ground.run_as_workspace(&["regen"]);
    assert_eq!(ran.code, 0, "{ran:#?}");

    ground.put("new.jsonl", lines(&six()[..5]));
    let words = ["update", "new.jsonl", "--no-wire-check"];
    refuse(&ground, &words, "acme has no event `f`");
    let ran = ground.run_as_workspace(&[&words[..], &["--drop-stale"]].concat());
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(!ground.path(&format!("{folder}/f.json")).exists());
    assert_eq!(text(&ground, &path), definitions(&[&kept]));
    assert_eq!(text(&ground, shared), corrections(&of_kept));
    let mapping = mapping.replace("f = [\n  \"f-*\",\n]\n", "");
    assert_eq!(text(&ground, "catalog/adoptions/acme.toml"), mapping);
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);

    // The last adopted event takes definitions and mapping with it.
    ground.put("newest.jsonl", lines(&six()[..4]));
    let words = ["update", "newest.jsonl", "--no-wire-check", "--drop-stale"];
    let ran = ground.run_as_workspace(&words);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(!ground.path("catalog/overlays").exists());
    assert!(!ground.path("catalog/adoptions").exists());
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);
}

#[test]
fn a_stale_name_of_members_goes_and_its_definition_stays() {
    let ground = workspace_of(&six());
    let shared = |names: &str| {
        format!(
            "{{\"reason\": \"it is wrong\", \"source\": \"https://acme.example\", \"$defs\": {{\n  \"size\": {{\"type\": \"object\", \"x-members\": [{names}]}}\n}}}}\n"
        )
    };
    let path = "catalog/overlays/acme/shared.json";
    let mut rows = six();
    for (row, name) in [(0, "box"), (1, "bag")] {
        rows[row]["payload_schema"]["properties"][name] = json!({ "type": "object" });
    }
    ground.put("catalog/events.jsonl", lines(&rows));
    ground.put(path, shared("\"bag\", \"box\""));
    let ran = ground.run_as_workspace(&["regen"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    rows[1] = row("b");
    ground.put("new.jsonl", lines(&rows));
    let words = ["update", "new.jsonl", "--no-wire-check", "--drop-stale"];
    let ran = ground.run_as_workspace(&words);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert_eq!(text(&ground, path), shared("\"box\""));
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);
}

#[test]
fn the_rows_of_one_vendor_are_taken_alone() {
    let of_zeta = |event: &str| {
        let mut row = row(event);
        row["vendor"] = json!("zeta");
        row["vendor_display_name"] = json!("Zeta");
        row
    };
    let ground = workspace_of(&[six(), vec![of_zeta("y")]].concat());
    ground.put("new.jsonl", lines(&[row("g"), of_zeta("y"), of_zeta("z")]));
    let words = ["update", "new.jsonl", "--no-wire-check", "--vendor", "zeta"];
    let ran = ground.run_as_workspace(&words);
    assert_eq!(ran.code, 0, "{ran:#?}");
    for (path, exists) in [
        ("acme/f.rs", true),
        ("acme/g.rs", false),
        ("zeta/z.rs", true),
    ] {
        let path = ground.path("generated/src").join(path);
        assert_eq!(path.exists(), exists, "{}", path.display());
    }
    let nobody = ["update", "new.jsonl", "--no-wire-check", "--vendor", "nope"];
    refuse(&ground, &nobody, "`--vendor nope`");
}

#[test]
fn nothing_differs_and_nothing_is_told() {
    let ground = workspace_of(&six());
    ground.put(
        "new.jsonl",
        lines(&six().into_iter().rev().collect::<Vec<_>>()),
    );
    let ran = ground.run_as_workspace(&["update", "new.jsonl", "--no-wire-check"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(!ground.path("CHANGELOG.md").exists());
    refuse(&ground, &["update", "hf:acme/events"], "curl --fail");
}

#[test]
fn an_update_that_takes_up_an_addition_is_refused_until_the_addition_is_removed() {
    let ground = workspace_of(&six()[..5]);
    ground.put("catalog/additions/acme.jsonl", lines(&six()[5..]));
    let ran = ground.run_as_workspace(&["regen"]);
    assert!(
        ran.err.contains("read catalog/additions: 1 addition\n"),
        "{ran:#?}"
    );
    assert!(ground.path("generated/src/acme/f.rs").exists());
    ground.put("new.jsonl", lines(&six()));
    let words = ["update", "new.jsonl", "--no-wire-check"];
    let reason = "error[E325]: the catalogue has taken up `f` of acme: new.jsonl, row 6";
    refuse(&ground, &words, reason);
    let ran = ground.run_as_workspace(&[&words[..], &["--drop-stale"]].concat());
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(!ground.path("catalog/additions").exists());
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);
}

#[test]
fn unreadable_input_is_refused() {
    let ground = workspace_of(&six());
    refuse(&ground, &["update", "nowhere.jsonl"], "cannot read");
    ground.put("new.jsonl", "");
    refuse(&ground, &["update", "new.jsonl", "--allow-loss"], "error");
    let mut rows = six();
    for row in &mut rows {
        row.as_object_mut()
            .expect("a row is an object")
            .remove("docs_url");
    }
    ground.put("new.jsonl", lines(&rows));
    refuse(&ground, &["update", "new.jsonl"], "docs_url");
}

#[test]
fn without_cargo_nothing_is_changed() {
    let ground = workspace_of(&six());
    ground.put("new.jsonl", lines(&[six(), vec![row("g")]].concat()));
    let mut command = ground.command_as_workspace(&["update", "new.jsonl"]);
    let ran = ground.start(command.env("CARGO", ground.path("no-cargo")));
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert!(ran.err.contains("cannot start cargo"), "{}", ran.err);
    assert!(ran.err.ends_with("; nothing was changed\n"), "{}", ran.err);
    assert!(!ground.path("CHANGELOG.md").exists());
    assert!(!ground.path("target/xtask/staged").exists());
    assert_eq!(ground.run_as_workspace(&["regen", "--check"]).code, 0);
}

#[test]
fn a_stale_crate_is_refused() {
    let ground = workspace_of(&six());
    let path = "generated/src/acme/a.rs";
    let changed = text(&ground, path) + "// more\n";
    ground.put(path, changed);
    ground.put("new.jsonl", lines(&[six(), vec![row("g")]].concat()));
    let words = ["update", "new.jsonl", "--no-wire-check"];
    refuse(
        &ground,
        &words,
        "the crate is stale for the present catalogue",
    );
}

#[test]
fn a_writer_finishes_an_interrupted_run_and_a_reader_reports_it() {
    let ground = workspace_of(&six());
    let more = lines(&[six(), vec![row("g")]].concat());
    // The run stops after the new snapshot is staged, the old one is away, and the changelog is in its place.
    ground.put("target/xtask/staged/new/0", &more);
    ground.put(
        "target/xtask/staged/changes.json",
        json!({"folders": [], "steps": [
            {"path": "catalog/events.jsonl", "change": "replace"},
            {"path": "CHANGELOG.md", "change": "create"},
        ]})
        .to_string(),
    );
    let old = ground.path("target/xtask/staged/old");
    std::fs::create_dir(&old).expect("a folder");
    std::fs::rename(ground.path("catalog/events.jsonl"), old.join("0")).expect("a file");
    ground.put("CHANGELOG.md", "# Changelog\n");
    let before = ground.files("");
    for words in [
        &["regen", "--check"][..],
        &["regen", "--out", "out"],
        &["diff", "new.jsonl"],
        &["explain", "acme", "a"],
    ] {
        let ran = ground.run_as_workspace(words);
        assert_eq!(ran.code, 1, "{ran:#?}");
        assert!(ran.err.contains("error[E326]"), "{}", ran.err);
        assert!(ran.err.contains("run `cargo xtask regen`"), "{}", ran.err);
        assert_eq!(ground.files(""), before, "a reader writes nothing");
    }
    let ran = ground.run_as_workspace(&["regen"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(
        ran.err
            .contains("finished the changes of an interrupted run"),
        "{}",
        ran.err
    );
    assert_eq!(text(&ground, "catalog/events.jsonl"), more);
    assert!(ground.path("generated/src/acme/g.rs").exists());
    assert!(!ground.path("target/xtask/staged").exists());
}

#[test]
fn a_payload_that_the_new_crate_does_not_read_undoes_the_update() {
    let ground = workspace_of(&six());
    let lock = std::fs::read(workspace().join("Cargo.lock")).expect("there is a lock file");
    ground.put("generated/Cargo.lock", lock);
    // The first run adds the entries that cargo writes to the lock file.
    let mut rows = six();
    rows.push(row("g"));
    ground.put("new.jsonl", lines(&rows));
    let ran = ground.run_as_workspace(&["update", "new.jsonl"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    rows[0]["payload_schema"]["properties"]["id"] = json!({"type": "integer"});
    ground.put("new.jsonl", lines(&rows));
    refuse(
        &ground,
        &["update", "new.jsonl"],
        "acme a, composed: acme event `a`: expected an integer",
    );
}
