//! Whole runs in temporary workspaces: exit codes, both output streams, and the files on disk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use clap::Parser;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::cli::{Cli, Command};

/// An output stream in memory.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).expect("what is printed is UTF-8")
    }
}

/// A workspace with inputs of its own.
struct Ground {
    folder: TempDir,
}

/// The result of a run.
struct Ran {
    outcome: Outcome,
    out: String,
    err: String,
}

impl Ground {
    /// One row of acme, one sample of zeta, nothing generated yet.
    fn new() -> Self {
        let ground = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        ground.put("catalog/rows.jsonl", line(&row("thing.made")));
        ground.put(
            "catalog/samples/zeta/thing_gone/documented.json",
            "{\"id\": 1}\n",
        );
        ground.put("catalog/profiles.toml", "");
        ground
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test sets up what is found; nothing reads it meanwhile"
    )]
    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    fn run(&self, words: &[&str]) -> Ran {
        let cli = Cli::try_parse_from(["xtask", "regen"].iter().chain(words))
            .expect("the words are right");
        let Command::Regen(args) = &cli.command else {
            unreachable!("the words begin with `regen`")
        };
        let arguments = ["regen"]
            .iter()
            .chain(words)
            .map(|word| (*word).to_owned())
            .collect();
        let workspace = Workspace {
            root: self.folder.path().to_owned(),
            arguments,
        };
        let (out, err) = (Sink::default(), Sink::default());
        let mut console = Console::new(&cli.output, Box::new(out.clone()), Box::new(err.clone()));
        let outcome = run(args, &workspace, &mut console).expect("it can run");
        Ran {
            outcome,
            out: out.text(),
            err: err.text(),
        }
    }

    /// Runs on a bad input: nothing may change, and every text of `expected` must be printed.
    fn refuse(&self, words: &[&str], expected: &[&str]) {
        let before = self.files();
        let ran = self.run(words);
        assert_eq!(ran.outcome, Outcome::Failed);
        for text in expected {
            assert!(
                ran.err.contains(text),
                "{text:?} is missing in:\n{}",
                ran.err
            );
        }
        assert!(ran.err.ends_with("; nothing was written\n"), "{}", ran.err);
        assert_eq!((ran.out.as_str(), self.files()), ("", before));
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        collect(self.folder.path(), "", &mut found);
        found
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!(
            "{prefix}{}",
            path.file_name().expect("a name").to_string_lossy()
        );
        if path.is_dir() {
            collect(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(&path).expect("a file"));
        }
    }
}

fn row(event_name: &str) -> Value {
    json!({
        "vendor": "acme",
        "vendor_display_name": "Acme",
        "category": "payments",
        "event_name": event_name,
        "trigger_description": "Sent when a thing was made.",
        "payload_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "required": ["id"],
            "properties": { "id": { "type": "string" } },
        },
        "auth_method": "none",
        "docs_url": "https://acme.example/hooks",
        "last_introspected_at": "2026-05-01T00:00:00Z",
        "source_extractor_version": "v1.0",
        "extraction_method": "manual-html",
    })
}

fn line(row: &Value) -> String {
    format!("{row}\n")
}

#[test]
fn a_first_run_writes_and_a_second_is_fresh() {
    let ground = Ground::new();
    let first = ground.run(&[]);
    assert_eq!(first.outcome, Outcome::Done, "{}", first.err);
    assert!(
        first.err.contains("read catalog/rows.jsonl: 1 row\n"),
        "{}",
        first.err
    );
    assert!(
        first.err.contains("read catalog/samples: 1 sample\n"),
        "{}",
        first.err
    );
    assert!(
        first.err.contains("emitted acme: 1 event from 1 row\n"),
        "{}",
        first.err
    );
    assert!(
        first
            .err
            .contains("emitted zeta: 1 event from samples alone\n"),
        "{}",
        first.err
    );
    assert!(first.err.contains("wrote `generated`: "), "{}", first.err);
    assert_eq!(first.out, "");

    let files = ground.files();
    let second = ground.run(&[]);
    assert_eq!((second.outcome, ground.files()), (Outcome::Done, files));
    assert!(second.err.contains("fresh `generated`: "), "{}", second.err);
    assert_eq!(ground.run(&["--check"]).outcome, Outcome::Done);
    assert_eq!(ground.run(&["--quiet"]).err, "");
}

#[test]
fn a_check_lists_stale_files_and_changes_nothing() {
    let ground = Ground::new();
    let before = ground.files();
    let missing = ground.run(&["--check", "--vendor", "acme"]);
    assert_eq!((missing.outcome, ground.files()), (Outcome::Stale, before));
    assert!(
        missing.out.starts_with("missing  generated/"),
        "{}",
        missing.out
    );
    assert!(
        missing
            .out
            .ends_with("run:\n  cargo xtask regen --vendor acme\n"),
        "{}",
        missing.out
    );

    ground.run(&[]);
    ground.put(
        "catalog/rows.jsonl",
        line(&row("thing.made")) + &line(&row("thing.sold")),
    );
    let before = ground.files();
    let stale = ground.run(&["--check"]);
    assert_eq!((stale.outcome, ground.files()), (Outcome::Stale, before));
    assert!(stale.out.contains("missing  generated/"), "{}", stale.out);
}

#[test]
fn one_vendor_alone() {
    let ground = Ground::new();
    let ran = ground.run(&["--vendor", "zeta"]);
    assert_eq!(ran.outcome, Outcome::Done, "{}", ran.err);
    assert!(
        ran.err.contains("emitted zeta") && !ran.err.contains("emitted acme"),
        "{}",
        ran.err
    );
    ground.refuse(
        &["--vendor", "zeto", "--vendor", "acme"],
        &["error[E312]: `--vendor zeto`", "known are `acme`, `zeta`"],
    );
}

#[test]
fn samples_and_overlays_of_other_vendors_are_not_read() {
    let ground = Ground::new();
    ground.put("catalog/samples/zeta/thing_gone/broken.json", "{");
    ground.put("catalog/overlays/zeta/broken.json", "{");
    assert_eq!(ground.run(&["--vendor", "acme"]).outcome, Outcome::Done);
    ground.refuse(
        &[],
        &[
            "catalog/samples/zeta/thing_gone/broken.json",
            "catalog/overlays/zeta/broken.json",
        ],
    );
}

#[test]
fn all_problems_of_a_run_are_reported_and_nothing_is_written() {
    let ground = Ground::new();
    ground.run(&[]);
    let mut no_auth = row("b");
    no_auth["auth_method"] = json!("shout");
    let mut no_schema = row("c");
    no_schema["payload_schema"] = json!("not JSON");
    ground.put(
        "catalog/rows.jsonl",
        line(&row(""))
            + &line(&no_auth)
            + &line(&no_schema)
            + &line(&row("d"))
            + &line(&row("d"))
            + "{\"vendor\":",
    );
    ground.put("catalog/fake.parquet", "just text");
    ground.put("catalog/cut.parquet", b"PAR1\0\0\0\0");
    ground.put("catalog/samples/zeta/thing_gone/cut.json", "{\"id\": ");
    ground.put("catalog/overlays", "a file where a folder is expected");
    let expected = [
        "rows.jsonl, row 1, column event_name",
        "rows.jsonl, row 2, column auth_method",
        "rows.jsonl, row 3, column payload_schema",
        "rows.jsonl, row 5",
        "rows.jsonl, row 6",
        "catalog/fake.parquet",
        "catalog/cut.parquet",
        "thing_gone/cut.json",
        "cannot list the folder `catalog/overlays`",
    ];
    ground.refuse(&[], &expected);
}

#[test]
fn missing_inputs() {
    let ground = Ground::new();
    let expected = [
        "cannot read `nowhere.jsonl`",
        "cannot list the folder `nowhere`",
        "cannot read `nowhere.toml`",
    ];
    ground.refuse(
        &[
            "--catalog",
            "nowhere.jsonl",
            "--samples",
            "nowhere",
            "--profiles",
            "nowhere.toml",
        ],
        &expected,
    );
    fs::remove_file(ground.folder.path().join("catalog/rows.jsonl")).expect("it is there");
    ground.refuse(&[], &["error[E311]: no catalogue", "`--catalog FILE`"]);
}

#[test]
fn a_foreign_file_stops_the_run() {
    let ground = Ground::new();
    ground.put("generated/Cargo.toml", "[package]\n");
    ground.refuse(
        &[],
        &["error[E302]: `generated/Cargo.toml` was not generated"],
    );
}

#[test]
fn foreign_files_are_listed_with_verbose() {
    let ground = Ground::new();
    ground.put("generated/notes.txt", "mine\n");
    assert!(!ground.run(&[]).err.contains("notes.txt"));
    assert!(
        ground
            .run(&["-v"])
            .err
            .contains("warning[E308]: `generated/notes.txt` was not generated and is left alone")
    );
}

#[test]
fn json_is_one_object_a_line_on_stdout() {
    let ground = Ground::new();
    let good = ground.run(&["--message-format", "json"]);
    assert_eq!(good.err, "");
    let last = objects(&good.out).pop().expect("there is a last message");
    assert_eq!(
        (&last["reason"], &last["exit_code"]),
        (&json!("regen-finished"), &json!(0))
    );
    assert_eq!(last["read"]["rows"], json!(1));
    assert!(
        last["created"]
            .as_array()
            .is_some_and(|files| files.contains(&json!("Cargo.toml"))),
        "{last}"
    );

    ground.put("catalog/rows.jsonl", line(&row("")));
    let bad = ground.run(&["--message-format", "json"]);
    assert_eq!((bad.outcome, bad.err.as_str()), (Outcome::Failed, ""));
    let messages = objects(&bad.out);
    let error = messages
        .iter()
        .find(|message| message["severity"] == "error")
        .expect("an error");
    assert_eq!(
        (&error["place"]["source"], &error["place"]["row"]),
        (&json!("catalog/rows.jsonl"), &json!(1))
    );
    assert!(
        error["rendered"]
            .as_str()
            .is_some_and(|text| text.starts_with("error[E0")),
        "{error}"
    );
    assert_eq!(
        messages.last().expect("there is a last message")["exit_code"],
        json!(1)
    );
}

fn objects(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line is an object"))
        .collect()
}
