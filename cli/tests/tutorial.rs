//! The tutorial, walked through: its commands in one shell, in an empty folder, with the built command and without a network.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The fenced blocks of a language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let blocks = text.split("\n```").skip(1).step_by(2);
    blocks
        .filter_map(|block| block.split_once('\n'))
        .filter(|(found, _)| *found == language)
        .map(|(_, content)| content)
        .collect()
}

/// Number of commands: lines outside here-documents, of which `&&` joins several.
fn count_commands(script: &str) -> usize {
    let mut lines = script.lines();
    let mut count = 0;
    while let Some(line) = lines.next() {
        count += line.split(" && ").count();
        if let Some((_, end)) = line.split_once("<<'") {
            let end = end.trim_end_matches('\'');
            assert!(lines.any(|line| line == end), "{end} is missing");
        }
    }
    count
}

#[test]
fn the_tutorial_ends_with_a_verified_delivery() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(package.join("TUTORIAL.md")).expect("there is a tutorial");
    let script = blocks(&page, "sh").join("\n");
    assert!(count_commands(&script) < 10, "{script}");

    let folder = tempfile::tempdir().expect("a temporary folder");
    let command = Path::new(env!("CARGO_BIN_EXE_webhook-events"));
    let folders = [command.parent(), Path::new(env!("CARGO")).parent()];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        folders
            .into_iter()
            .flatten()
            .map(Path::to_owned)
            .chain(std::env::split_paths(&path)),
    );
    // The versions of dependencies that are there without a network.
    let lock = package.with_file_name("Cargo.lock");
    let locked = "cargo() { if [ \"$1\" = run ]; then cp \"$LOCK\" receiver/Cargo.lock; fi; command cargo \"$@\"; }";
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &format!("{locked}\n{script}")])
        .current_dir(folder.path())
        .env("PATH", path.expect("the path can be written"))
        .env("LOCK", lock)
        .env("CARGO_NET_OFFLINE", "true")
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial"),
        )
        .env_remove("RUSTFLAGS")
        .output()
        .expect("bash can be started");
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{out}\n{err}");
    assert!(!err.contains("warning"), "{err}");
    let printed = blocks(&page, "text")[0].trim();
    let (received, refused) = out.split_once('\n').expect("two lines");
    assert_eq!(received, printed, "{out}");
    assert!(refused.contains("signature"), "{refused}");
    assert!(
        err.contains("emitted shop: 12 events from 12 rows"),
        "{err}"
    );
}
