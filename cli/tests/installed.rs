//! The installed command in folders of others: configuration, paths in messages, `init`.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const ROW: &str = r#"{"vendor": "acme", "event_name": "thing.made", "payload_schema": {"type": "object", "properties": {"id": {"type": "string"}}}}"#;

const CONFIG: &str =
    "catalog = \"events.jsonl\"\nout = \"acme-events\"\n[package]\nname = \"acme-events\"\n";

/// A temporary folder with a catalogue of one event.
struct Ground(TempDir);

#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ground {
    fn new() -> Self {
        let ground = Self(tempfile::tempdir().expect("a temporary folder"));
        ground.put("events.jsonl", ROW);
        ground
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test sets up what is found; nothing reads it meanwhile"
    )]
    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("folders");
        fs::write(path, text).expect("files can be written");
    }

    fn text(&self, path: &str) -> String {
        let path = self.0.path().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn run_in(&self, folder: &str, words: &[&str]) -> Ran {
        let folder = self.0.path().join(folder);
        fs::create_dir_all(&folder).expect("folders");
        let output = Command::new(env!("CARGO_BIN_EXE_webhook-events"))
            .args(words)
            .current_dir(folder)
            .output()
            .expect("the command can be started");
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ran {
            code: output.status.code().expect("it ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    fn run(&self, words: &[&str]) -> Ran {
        self.run_in("", words)
    }
}

#[track_caller]
fn holds(ran: &Ran, code: i32, expected: &[&str]) {
    assert_eq!(ran.code, code, "{ran:#?}");
    for text in expected {
        assert!(ran.err.contains(text), "{text}: {ran:#?}");
    }
}

#[test]
fn without_arguments_and_configuration_nothing_is_guessed() {
    let ground = Ground::new();
    let none = ground.run(&["regen", "--out", "out"]);
    let help = "begin with `webhook-events init`";
    holds(&none, 1, &["error[E311]: no catalogue", help]);
    let none = ground.run(&["regen", "--catalog", "events.jsonl"]);
    holds(&none, 1, &["error[E313]: no output folder", "`--out DIR`"]);
    // Folders that have the names of another project's.
    ground.put("catalog/samples/zeta/gone/one.json", "{");
    let words = [
        "regen",
        "--catalog",
        "events.jsonl",
        "--out",
        "out",
        "--crate-name",
        "a",
    ];
    holds(
        &ground.run(&words),
        0,
        &["emitted acme: 1 event from 1 row"],
    );
}

#[test]
fn the_configuration_is_found_upwards_and_paths_are_the_caller_s() {
    let ground = Ground::new();
    ground.put("webhook-events.toml", CONFIG);
    let below = ground.run_in("some/folder", &["regen"]);
    let lines = [
        "read ../../events.jsonl: 1 row",
        "wrote `../../acme-events`: ",
    ];
    holds(&below, 0, &lines);
    holds(&ground.run(&["regen"]), 0, &["fresh `acme-events`: "]);
    ground.put("events.jsonl", &ROW.replace("thing.made", "thing.sold"));
    let stale = ground.run_in("some", &["regen", "--check"]);
    assert_eq!(stale.code, 4, "{stale:#?}");
    assert!(stale.out.contains("../acme-events/src/acme/thing_sold.rs"));
    assert!(
        stale.out.ends_with("run:\n  webhook-events regen\n"),
        "{}",
        stale.out
    );
    ground.put("events.jsonl", "{");
    holds(
        &ground.run_in("some", &["regen"]),
        1,
        &["--> ../events.jsonl"],
    );
}

#[test]
fn the_package_is_configured_and_flags_win() {
    let ground = Ground::new();
    let config = format!(
        "{CONFIG}version = \"2.0.1\"\nlicense = \"LicenseRef-Acme\"\nauthors = [\"Ann\"]\nattribution = \"Acme's events.\"\n"
    );
    ground.put("webhook-events.toml", &config);
    holds(&ground.run(&["regen"]), 0, &[]);
    let manifest = ground.text("acme-events/Cargo.toml");
    for line in [
        "name = \"acme-events\"",
        "version = \"2.0.1\"",
        "license = \"LicenseRef-Acme\"",
        "authors = [\"Ann\"]",
        "publish = false",
    ] {
        assert!(
            manifest.contains(&format!("\n{line}\n")),
            "{line}: {manifest}"
        );
    }
    let licences = ground.text("acme-events/LICENSES.md");
    assert!(licences.contains("\nAcme's events.\n"), "{licences}");
    for path in ["LICENSES.md", "README.md", "src/lib.rs", "Cargo.toml"] {
        let text = ground.text(&format!("acme-events/{path}"));
        assert!(
            !text.contains("automatelab") && !text.contains("webhook_events"),
            "{text}"
        );
    }
    ground.put("other.jsonl", &ROW.replace("acme", "zeta"));
    let words = [
        "regen",
        "--catalog",
        "other.jsonl",
        "--out",
        "out",
        "--crate-name",
        "others",
    ];
    holds(&ground.run(&words), 0, &["emitted zeta: 1 event"]);
    assert!(
        ground
            .text("out/Cargo.toml")
            .contains("\nname = \"others\"\n")
    );
}

#[test]
fn the_sources_as_a_module() {
    let ground = Ground::new();
    ground.put("webhook-events.toml", CONFIG);
    let words = [
        "regen",
        "--module",
        "api::events",
        "--out",
        "src/api/events",
    ];
    let wrote = "wrote `src/api/events`: ";
    holds(&ground.run(&words), 0, &[wrote]);
    let root = ground.text("src/api/events/mod.rs");
    assert!(root.contains("\npub mod acme;\n"), "{root}");
    assert!(!root.contains("#![") && !root.contains("//!"), "{root}");
    let vendor = ground.text("src/api/events/acme/mod.rs");
    assert!(
        vendor.contains("use crate::api::events::support::{"),
        "{vendor}"
    );
    assert!(!ground.0.path().join("src/api/events/Cargo.toml").exists());
    holds(
        &ground.run(&[&words[..], &["--check"]].concat()),
        0,
        &["fresh"],
    );
    for wrong in ["Api.events", "", "a::", "super"] {
        let ran = ground.run(&["regen", "--module", wrong, "--out", "x"]);
        holds(&ran, 2, &["invalid value"]);
    }
    holds(&ground.run(&["regen", "--module", "events"]), 2, &["--out"]);
}

#[test]
fn a_wrong_configuration_stops_every_command_that_reads_inputs() {
    let ground = Ground::new();
    ground.put("webhook-events.toml", "catalogue = \"events.jsonl\"\n");
    for command in ["regen", "explain"] {
        let words = [
            &[command][..],
            &["acme"][..usize::from(command == "explain")],
        ]
        .concat();
        let ran = ground.run(&words);
        let expected = [
            "error[E231]: unknown key `catalogue`",
            "--> webhook-events.toml:1",
            "did you mean `catalog`?",
        ];
        holds(&ran, 1, &expected);
    }
    holds(&ground.run(&["completions", "fish"]), 0, &[]);
}

#[test]
fn init_writes_inputs_that_generate_without_a_warning_and_replaces_nothing() {
    let ground = Ground::new();
    let told = ground.run_in("new", &["init", "my-shop"]);
    let lines = ["wrote webhook-events.toml", "next: `webhook-events regen`"];
    holds(&told, 0, &lines);
    let made = ground.run_in("new", &["regen"]);
    holds(&made, 0, &["emitted my-shop: 3 events from 3 rows"]);
    assert!(!made.err.contains("warning"), "{}", made.err);
    let root = ground.text("new/my-shop-events/src/lib.rs");
    assert!(
        root.contains("Typed webhook events: 3 events of My"),
        "{root}"
    );
    for path in ["Cargo.toml", "README.md", "LICENSES.md"] {
        let text = ground.text(&format!("new/my-shop-events/{path}"));
        assert!(!text.to_lowercase().contains("acme"), "{text}");
    }

    ground.put("new/events.jsonl", "mine");
    fs::remove_file(ground.0.path().join("new/profiles.toml")).expect("it exists");
    let refused = ground.run_in("new", &["init", "my-shop"]);
    holds(
        &refused,
        1,
        &[
            "error[E233]: `events.jsonl` exists",
            "4 errors in 4 files; nothing was written",
        ],
    );
    assert_eq!(ground.text("new/events.jsonl"), "mine");
    assert!(!Path::exists(&ground.0.path().join("new/profiles.toml")));
    let wrong = ground.run_in("other", &["init", "No Slug"]);
    holds(&wrong, 1, &["`No Slug` is no vendor slug"]);
}
