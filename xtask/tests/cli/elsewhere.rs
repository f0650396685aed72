//! A crate generated to another folder is complete on its own.

use std::fs;
use std::process::Command;

use crate::ground::{Ground, workspace};

/// Compiles every golden test, which takes about ten seconds.
#[test]
fn a_crate_of_another_name_passes_its_tests_outside_this_workspace() {
    let ground = Ground::new();
    let ran = ground.run(&[
        "regen",
        "--vendor",
        "revenuecat",
        "--vendor",
        "slack",
        "--out",
        "my-events",
        "--crate-name",
        "my-events",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The locked versions are available without a network.
    let lock = fs::read(workspace().join("Cargo.lock")).expect("the workspace is locked");
    ground.put("my-events/Cargo.lock", lock);
    let output = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--quiet", "--features", "all"])
        .current_dir(ground.path("my-events"))
        .env("CARGO_TARGET_DIR", ground.path("target"))
        // Each saves a few seconds in a build that is neither debugged nor repeated.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo can be started");
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{out}\n{err}");
    assert!(!err.contains("warning"), "{err}");
    let passed: u32 = out.lines().filter_map(passed_tests).sum();
    assert!(passed >= 2 * 122, "{passed} tests:\n{out}");
}

/// The number in a line such as `test result: ok. 244 passed; 0 failed`.
fn passed_tests(line: &str) -> Option<u32> {
    let (number, _) = line
        .strip_prefix("test result: ok. ")?
        .split_once(" passed")?;
    number.parse().ok()
}
