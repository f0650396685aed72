//! Wrong usage exits with 2 and changes nothing.

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
        &["explain", "acme"],
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
