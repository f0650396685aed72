//! The wire check: the new crate, built aside, reads the payloads that the earlier one was tested with.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::Context;
use serde_json::json;
use webhook_catalog::codes;
use webhook_catalog::diagnostic::{Diagnostic, Place};
use webhook_codegen::GoldenPayload;

use crate::sync::{self, Files, Out};

/// The folder of the crate that is checked, below the target folder. It is kept, so that the next check compiles less.
const CRATE: &str = "xtask/wire/crate";
/// Its build, apart from that of the workspace, whose lock another cargo may need meanwhile.
const BUILD: &str = "xtask/wire/build";
/// Before each failure in the output of the tests.
const FAILURE: &str = "wire: ";
/// Number of failures that are reported one by one.
const MAX_FAILURES: usize = 20;

/// Writes the crate beside the workspace's and tests it. The diagnostics are its failures.
pub(super) fn check(
    root: &Path,
    files: &Files<'_>,
    payloads: &[GoldenPayload],
) -> anyhow::Result<Vec<Diagnostic>> {
    let target = target_folder(root);
    let out = Out::given(&target.join(CRATE));
    let written = sync::plan(&out, files).and_then(|plan| sync::apply(&plan, files, || ()));
    if let Err(problems) = written {
        return Ok(problems);
    }
    // The versions of dependencies that the workspace is tested with.
    for lock in ["Cargo.lock", "generated/Cargo.lock"] {
        let lock = root.join(lock);
        if lock.exists() {
            fs::copy(&lock, out.path.join("Cargo.lock"))
                .with_context(|| format!("cannot copy `{}`", lock.display()))?;
        }
    }
    let mut file = tempfile::NamedTempFile::new_in(target.join("xtask/wire"))
        .context("cannot make a temporary file")?;
    for GoldenPayload {
        vendor,
        event,
        case,
        body,
    } in payloads
    {
        let line = json!({ "vendor": vendor, "event": event, "case": case, "body": body });
        writeln!(file, "{line}").context("cannot write the earlier payloads")?;
    }
    file.flush().context("cannot write the earlier payloads")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["test", "--quiet", "--all-features", "--test", "golden"])
        .arg("--manifest-path")
        .arg(out.path.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target.join(BUILD))
        .env("WEBHOOK_EVENTS_EARLIER_PAYLOADS", file.path())
        .output()
        .context(
            "cannot start cargo to build the new crate, which `--no-wire-check` does without",
        )?;
    Ok(if output.status.success() {
        Vec::new()
    } else {
        failures(&output)
    })
}

fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// A diagnostic for each payload that is not read; for a build that failed otherwise, one with its output.
fn failures(output: &Output) -> Vec<Diagnostic> {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let lines = out.lines().chain(err.lines());
    let lines: Vec<&str> = lines
        .filter_map(|line| line.strip_prefix(FAILURE))
        .collect();
    let broken = |message: String, help: &str| {
        Diagnostic::error(codes::WIRE_BROKEN, Place::of("generated"), message).with_help(help)
    };
    if lines.is_empty() {
        let help =
            "report it if the new rows are right: the new crate must build and pass its tests";
        return vec![broken(format!("{}\n{}", out.trim(), err.trim()), help)];
    }
    let help =
        "correct the newer rows by overlays: a payload that the earlier crate read is refused";
    let shown = lines.iter().take(MAX_FAILURES);
    let mut found: Vec<Diagnostic> = shown.map(|line| broken((*line).to_owned(), help)).collect();
    if lines.len() > MAX_FAILURES {
        let more = format!("{} more payloads are not read", lines.len() - MAX_FAILURES);
        found.push(broken(more, help));
    }
    found
}
