//! The report of `--check`: every file that would change, and the differences of the first few.

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use similar::TextDiff;

use super::{Change, Files, Plan, text_of};
use crate::render::{clip, escape};

/// Number of stale files shown with their differences.
const DIFFS: usize = 3;
/// Number of lines shown of one file's differences.
const DIFF_LINES: usize = 20;
/// Length of such a line, in characters.
const DIFF_WIDTH: usize = 160;

/// Lists the changes of `plan`. `command` is the command that makes them.
pub(crate) fn report(plan: &Plan, files: &Files<'_>, command: &str) -> String {
    let mut text = String::new();
    for (change, word) in WORDS {
        for path in plan.paths(change) {
            line(
                &mut text,
                format_args!("{word:<8} {}", escape(&plan.out.name(path))),
            );
        }
    }
    for path in plan.paths(Change::Replace).take(DIFFS) {
        text.push('\n');
        push_diff(&mut text, plan, files, path);
    }
    let out = escape(&plan.out.label);
    line(
        &mut text,
        format_args!(
            "\n{} in `{out}`; to bring it up to date, run:\n  {}",
            count_words(plan),
            escape(command)
        ),
    );
    text
}

const WORDS: [(Change, &str); 3] = [
    (Change::Replace, "stale"),
    (Change::Create, "missing"),
    (Change::Remove, "orphaned"),
];

/// Such as `2 stale and 1 orphaned file`.
fn count_words(plan: &Plan) -> String {
    let counts = WORDS.map(|(change, word)| (plan.count(change), word));
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let noun = if plan.steps.len() == 1 {
        "file"
    } else {
        "files"
    };
    format!("{} {noun}", parts.join(", "))
}

fn push_diff(text: &mut String, plan: &Plan, files: &Files<'_>, path: &str) {
    let name = plan.out.name(path);
    // The file may be gone since the plan was made; the list above is enough then.
    let Ok(found) = fs::read(plan.out.join(path)) else {
        return;
    };
    let found = String::from_utf8_lossy(&found);
    let diff = TextDiff::configure()
        .timeout(Duration::from_millis(500))
        .diff_lines(found.as_ref(), text_of(files, path));
    let old = format!("{name} (as it stands)");
    let new = format!("{name} (as generated)");
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&old, &new)
        .to_string();
    let total = unified.lines().count();
    // A note instead of a single line would save nothing.
    let shown = if total <= DIFF_LINES + 1 {
        total
    } else {
        DIFF_LINES
    };
    for diff_line in unified.lines().take(shown) {
        line(
            text,
            format_args!("{}", clip(&escape(diff_line), DIFF_WIDTH)),
        );
    }
    if shown < total {
        line(text, format_args!("... and {} more lines", total - shown));
    }
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("writing to a string cannot fail");
}
