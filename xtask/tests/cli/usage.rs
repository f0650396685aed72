//! Wrong usage exits with 2 and changes nothing.

use serde_json::{Value, json};

use crate::ground::Ground;

#[test]
fn wrong_usage() {
    let ground = Ground::new();
    let before = ground.files("");
    for words in [
        &[][..],
        &["nope"],
        &["regen", "--nope"],
        &["regen", "stray"],
        &["regen", "--catalog"],
        &["regen", "--out"],
        &["regen", "--vendor"],
        &["regen", "--crate-name", "9 lives", "--out", "out"],
        &["regen", "--crate-name", "", "--out", "out"],
        &["regen", "--crate-name", "../up", "--out", "out"],
        &["regen", "--quiet", "--verbose", "--out", "out"],
        &["explain"],
        &["explain", "--list", "acme"],
        &["explain", "acme", "thing.made", "/id", "stray"],
        &["explain", "acme", "thing.made", "--format", "xml"],
        &["explain", "acme", "thing.made", "--vendor", "acme"],
    ] {
        let ran = ground.run(words);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (2, ""),
            "{words:?}: {}",
            ran.err
        );
        assert!(ran.err.contains("--help"), "{words:?}: {}", ran.err);
    }
    assert_eq!(ground.files(""), before);
}

#[test]
fn wrong_usage_comes_with_advice() {
    for (words, advice) in [
        (
            &["nope"][..],
            "the commands are init, regen, diff, update, explain, adopt, completions",
        ),
        (&["regenerate"], "a similar subcommand exists: 'regen'"),
        (
            &["regen", "--catalogue", "rows.jsonl"],
            "a similar argument exists: '--catalog'",
        ),
        (
            &["regen", "rows.jsonl"],
            "by a flag: `--catalog rows.jsonl`",
        ),
        (&["diff"], "`cargo xtask diff events.parquet`"),
        (&["update"], "`cargo xtask update events.parquet`"),
        (&["explain"], "`cargo xtask explain E130`"),
        (&["adopt"], "`cargo xtask adopt acme schema.json`"),
    ] {
        let ran = Ground::new().run(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(ran.err.contains(advice), "{words:?}: {}", ran.err);
    }
}

#[test]
fn wrong_usage_as_json() {
    for format in [
        &["--message-format", "json"][..],
        &["--message-format=json"],
    ] {
        let ran = Ground::new().run(&[&["regen", "rows.jsonl"], format].concat());
        assert_eq!((ran.code, ran.err.as_str()), (2, ""));
        let object: Value = serde_json::from_str(&ran.out).expect("one object on one line");
        assert_eq!(object["reason"], "wrong-usage");
        assert_eq!(object["exit_code"], 2);
        assert_eq!(object["message"], "unexpected argument 'rows.jsonl' found");
        assert_eq!(
            object["help"],
            json!(["a catalogue is named by a flag: `--catalog rows.jsonl`"])
        );
    }
}

#[test]
fn version_and_help() {
    let ground = Ground::new();
    let version = ground.run(&["--version"]);
    assert_eq!((version.code, version.err.as_str()), (0, ""));
    let expected = concat!("cargo xtask ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(version.out, expected);
    assert_eq!(ground.run(&["help"]).out, ground.run(&["--help"]).out);
    let of_regen = ground.run(&["help", "regen"]).out;
    assert_eq!(of_regen, ground.run(&["regen", "--help"]).out);
}

/// bash completes a word as it would for a user, before and after the command's name.
#[cfg(unix)]
#[test]
fn completions_of_bash() {
    let ground = Ground::new();
    let script = ground.run(&["completions", "bash"]);
    assert_eq!((script.code, script.err.as_str()), (0, ""));
    let complete = |words: &str, index: usize| {
        let test = "\
_cargo_itself() { COMPREPLY=(itself); }
complete -F _cargo_itself cargo
source ./script
COMP_WORDS=(WORDS) COMP_CWORD=INDEX
_cargo_with_xtask cargo \"${COMP_WORDS[INDEX]}\" \"${COMP_WORDS[INDEX-1]}\"
echo \"${COMPREPLY[*]}\"
";
        let test = test.replace("WORDS)", &format!("{words})"));
        ground.put("test", test.replace("INDEX", &index.to_string()));
        ground.put("script", &script.out);
        let output = std::process::Command::new("bash")
            .arg("test")
            .current_dir(ground.path(""))
            .output()
            .expect("bash can be started");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert_eq!(complete("cargo xtask re", 2), "regen");
    assert_eq!(complete("cargo xtask diff --fail", 3), "--fail-on");
    assert_eq!(complete("cargo bu", 1), "itself");
}

/// A device that refuses every write exists on Linux alone.
#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_fails() {
    let ground = Ground::new();
    for words in [
        &["--help"][..],
        &["explain", "E130"],
        &["explain", "E130", "--message-format", "json"],
        &["explain", "--nope", "--message-format", "json"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux has this device");
        let ran = ground.run_into(words, full);
        assert_eq!(ran.code, 1, "{words:?}");
        assert!(ran.err.contains("cannot write to stdout: "), "{}", ran.err);
    }
}

#[test]
fn help_of_explain_goes_to_stdout() {
    let ran = Ground::new().run(&["explain", "--help"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for word in [
        "VENDOR",
        "EVENT",
        "POINTER",
        "`*` and `-` stand for any item",
        "--catalog",
        "--additions",
        "--samples",
        "--overlays",
        "--profiles",
        "--format",
    ] {
        assert!(ran.out.contains(word), "{word} is missing in:\n{}", ran.out);
    }
}

#[test]
fn help_goes_to_stdout() {
    let ran = Ground::new().run(&["regen", "--help"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for flag in [
        "--catalog",
        "--additions",
        "--samples",
        "--overlays",
        "--profiles",
        "--vendor",
        "--out",
        "--crate-name",
        "--check",
    ] {
        assert!(ran.out.contains(flag), "{flag} is missing in:\n{}", ran.out);
    }
}
