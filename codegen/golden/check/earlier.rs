//! Payloads of an earlier crate, which this one must read as well.

use std::fs;

use serde::Serialize;
use serde_json::Value;
use ::webhook_events::ParseError;

use super::json;

/// Asserts that payloads of an earlier crate are read and come back, if the environment names a file of them.
///
/// A line is a JSON object with `vendor`, `event`, `case` and `body`. `read` gives `None` for a vendor that is not there.
#[track_caller]
pub(crate) fn earlier_payloads(read: impl Fn(&str, &str, &str) -> Option<Result<Value, String>>) {
    const VARIABLE: &str = "WEBHOOK_EVENTS_EARLIER_PAYLOADS";
    let Some(path) = std::env::var_os(VARIABLE) else {
        eprintln!("skipped: {VARIABLE} names no file of payloads");
        return;
    };
    let lines = fs::read_to_string(path).expect("the payloads can be read");
    let mut failures = Vec::new();
    for line in lines.lines() {
        let line = json(line);
        let text = |name: &str| line[name].as_str().expect("a line has it").to_owned();
        let (vendor, event, body) = (text("vendor"), text("event"), text("body"));
        let failure = match read(&vendor, &event, &body) {
            Some(Ok(value)) if value == json(&body) => continue,
            Some(Ok(_)) => "comes back changed".to_owned(),
            Some(Err(error)) => error,
            None => continue,
        };
        // `cargo xtask update` reports the lines with this prefix.
        failures.push(format!("wire: {vendor} {event}, {}: {failure}", text("case")));
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// A delivery as it writes itself, or the error.
pub(crate) fn rewritten<T: Serialize>(read: Result<T, ParseError>) -> Result<Value, String> {
    let delivery = read.map_err(|error| error.to_string())?;
    serde_json::to_value(delivery).map_err(|error| error.to_string())
}
