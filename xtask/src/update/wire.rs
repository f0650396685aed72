//! The wire check: the new crate reads the payloads that the earlier one was tested with.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde_json::json;
use webhook_codegen::GoldenPayload;

/// The output of the failed tests; `None` if all passed.
pub(super) fn check(root: &Path, payloads: &[GoldenPayload]) -> anyhow::Result<Option<String>> {
    let mut file = tempfile::NamedTempFile::new().context("cannot make a temporary file")?;
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
        .arg(root.join("generated/Cargo.toml"))
        .env("WEBHOOK_EVENTS_EARLIER_PAYLOADS", file.path())
        .output()
        .context("cannot start cargo to build the crate")?;
    if output.status.success() {
        return Ok(None);
    }
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    Ok(Some(format!("{}\n{}", out.trim(), err.trim())))
}
