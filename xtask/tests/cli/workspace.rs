//! `regen` with the inputs of its own workspace, and its messages as JSON.

use std::fs;

use serde_json::{Value, json};

use crate::ground::{Ground, Ran, row, row_with};

/// A workspace with one row of acme and one sample of zeta.
fn workspace() -> Ground {
    let ground = Ground::new();
    ground.put("catalog/rows.jsonl", format!("{}\n", row("thing.made")));
    ground.put("catalog/samples/zeta/thing_gone/one.json", "{\"id\": 1}\n");
    ground.put("catalog/profiles.toml", "[acme]\n[zeta]\n");
    ground
}

fn regen(ground: &Ground, words: &[&str]) -> Ran {
    ground.run_as_workspace(&[&["regen"], words].concat())
}

/// Runs `regen`, which must fail, print every text of `expected`, and change nothing on disk.
#[track_caller]
fn refuse(ground: &Ground, words: &[&str], expected: &[&str]) {
    let before = ground.files("");
    let ran = regen(ground, words);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    for text in expected {
        assert!(
            ran.err.contains(text),
            "{text:?} is missing in:\n{}",
            ran.err
        );
    }
    assert!(ran.err.ends_with("; nothing was written\n"), "{}", ran.err);
    assert_eq!(ground.files(""), before);
}

#[test]
fn default_inputs_and_output() {
    let ground = workspace();
    let missing = regen(&ground, &["--check", "--vendor", "acme"]);
    assert_eq!(missing.code, 4, "{}", missing.err);
    let command = "run:\n  cargo xtask regen --vendor acme\n";
    assert!(missing.out.starts_with("missing  generated/"));
    assert!(missing.out.ends_with(command), "{}", missing.out);

    let first = regen(&ground, &[]);
    assert_eq!((first.code, first.out.as_str()), (0, ""), "{}", first.err);
    for line in [
        "read catalog/rows.jsonl: 1 row\n",
        "read catalog/samples: 1 sample\n",
        "emitted acme: 1 event from 1 row\n",
        "emitted zeta: 1 event from samples alone\n",
        "wrote `generated`: ",
    ] {
        assert!(first.err.contains(line), "{line}: {}", first.err);
    }
    let second = regen(&ground, &[]);
    assert!(second.err.contains("fresh `generated`: "), "{}", second.err);
    assert_eq!(regen(&ground, &["--quiet"]).err, "");
}

#[test]
fn a_recorded_run_is_not_repeated() {
    let ground = workspace();
    ground.put("target/.keep", "");
    let records = |ground: &Ground| ground.files("target").len() - 1;
    let run = |ground: &Ground, words: &[&str]| {
        let ran = regen(ground, words);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let lines = ran.err.lines().filter(|line| !line.contains("`generated`"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    // The folder has to exist before the run.
    run(&ground, &[]);
    assert_eq!(records(&ground), 0);
    let lines = run(&ground, &[]);
    assert_eq!(records(&ground), 1);
    let before = ground.files("");
    assert_eq!(run(&ground, &[]), lines);
    assert_eq!(run(&ground, &["--check"]), lines);
    assert_eq!(ground.files(""), before);

    let path = "generated/src/acme/thing_made.rs";
    let text = fs::read(ground.path(path)).expect("the event has its file");
    ground.put(path, [&text[..], b"// changed\n"].concat());
    let stale = regen(&ground, &["--check"]);
    assert_eq!(stale.code, 4, "{}", stale.err);
    assert!(stale.out.contains("-// changed"), "{}", stale.out);
    run(&ground, &[]);
    assert_eq!(fs::read(ground.path(path)).ok(), Some(text));

    ground.put("catalog/rows.jsonl", format!("{}\n", row("thing.sold")));
    run(&ground, &[]);
    assert!(!ground.path(path).exists());
    assert!(ground.path("generated/src/acme/thing_sold.rs").exists());
}

#[test]
fn a_run_with_warnings_is_not_recorded() {
    let ground = workspace();
    ground.put("target/.keep", "");
    ground.put("catalog/profiles.toml", "[acme]\n");
    for _ in 0..3 {
        let ran = regen(&ground, &[]);
        assert!(ran.err.contains("warning[E144]"), "{}", ran.err);
    }
    assert_eq!(ground.files("target").len(), 1);
}

#[test]
fn samples_and_overlays_of_other_vendors_are_not_read() {
    let ground = workspace();
    let broken = [
        "catalog/samples/zeta/thing_gone/broken.json",
        "catalog/overlays/zeta/broken.json",
    ];
    for path in broken {
        ground.put(path, "{");
    }
    refuse(&ground, &[], &broken);
    let ran = regen(&ground, &["--vendor", "acme"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn additions_beside_the_catalogue() {
    let ground = workspace();
    let additions = format!("{}\n{}\n", row("thing.lost"), row("thing.kept"));
    ground.put("catalog/additions/acme.jsonl", additions);
    ground.put("catalog/additions/zeta.jsonl", "{");
    let ran = regen(&ground, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "read catalog/rows.jsonl: 1 row\n",
        "read catalog/additions: 2 additions\n",
        "emitted acme: 3 events from 1 row and 2 additions\n",
    ] {
        assert!(ran.err.contains(line), "{line}: {}", ran.err);
    }
    let emitted = fs::read_to_string(ground.path("generated/src/acme/thing_lost.rs"));
    let emitted = emitted.expect("the addition has a type");
    let docs = "Added to the catalogue after <https://acme.example/hooks>.";
    assert!(emitted.contains(docs), "{emitted}");
    let ran = regen(&ground, &["--additions", "none"]);
    assert!(
        ran.err.contains("emitted acme: 1 event from 1 row\n"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("addition"), "{}", ran.err);
    let ran = regen(&ground, &["--overlays", "none", "--check"]);
    assert_eq!(ran.code, 0, "without overlays there are none: {ran:#?}");
    assert!(!ground.path("generated/src/acme/thing_lost.rs").exists());
}

#[test]
fn additions_of_other_vendors_are_not_read() {
    let ground = workspace();
    let rows = [row("thing.made"), row_with("thing.made", "vendor", "beta")];
    ground.put("catalog/rows.jsonl", format!("{}\n{}\n", rows[0], rows[1]));
    ground.put("catalog/additions/beta.jsonl", "{");
    refuse(&ground, &[], &["catalog/additions/beta.jsonl"]);
    let ran = regen(&ground, &["--vendor", "acme"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn missing_inputs() {
    let ground = workspace();
    let words = ["--samples", "nowhere", "--profiles", "nowhere.toml"];
    let expected = [
        "cannot list the folder `nowhere`",
        "cannot read `nowhere.toml`",
    ];
    refuse(&ground, &words, &expected);
    fs::remove_file(ground.path("catalog/rows.jsonl")).expect("the file exists");
    let expected = ["error[E311]: no catalogue", "`--catalog FILE`"];
    refuse(&ground, &[], &expected);
}

#[test]
fn foreign_files_are_told() {
    let ground = workspace();
    ground.put("generated/notes.txt", "mine\n");
    let line = "      kept 1 file not generated and left alone: generated/notes.txt\n";
    let told = regen(&ground, &[]).err;
    assert!(told.contains(line), "{told}");
    let json = regen(&ground, &["--message-format", "json"]).out;
    assert!(json.contains(r#""foreign":["notes.txt"]"#), "{json}");
    let warning = "warning[E308]: `generated/notes.txt` was not generated and is left alone";
    assert!(regen(&ground, &["-v"]).err.contains(warning));
}

#[test]
fn messages_as_json() {
    let ground = workspace();
    let objects = |text: &str| -> Vec<Value> {
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("a line is an object"))
            .collect()
    };
    let good = regen(&ground, &["--message-format", "json"]);
    assert_eq!(good.err, "");
    let last = objects(&good.out).pop().expect("there is a last message");
    assert_eq!(last["reason"], "regen-finished");
    assert_eq!(last["exit_code"], 0);
    assert_eq!(last["read"]["rows"], 1);
    let created = last["created"].as_array().expect("a list of files");
    assert!(created.contains(&json!("Cargo.toml")), "{last}");

    ground.put("catalog/rows.jsonl", format!("{}\n", row("")));
    let bad = regen(&ground, &["--message-format", "json"]);
    assert_eq!((bad.code, bad.err.as_str()), (1, ""));
    let messages = objects(&bad.out);
    let error = messages
        .iter()
        .find(|message| message["severity"] == "error")
        .expect("an error");
    assert_eq!(error["place"]["source"], "catalog/rows.jsonl");
    assert_eq!(error["place"]["row"], 1);
    let rendered = error["rendered"].as_str().expect("a text");
    assert!(rendered.starts_with("error[E0"), "{rendered}");
    let last = messages.last().expect("there is a last message");
    assert_eq!(last["exit_code"], 1);
}
