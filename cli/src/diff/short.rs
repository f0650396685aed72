//! A report of one line for each group of findings, the gravest first, to count, filter and compare.

use webhook_codegen::diff::{Finding, Group, Report};

use super::group_title;
use crate::render::escape_and_clip;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 300;

/// The report. The last line says the required bump.
pub(super) fn render(report: &Report) -> String {
    let mut text: String = report.groups().iter().map(line).collect();
    for (word, inputs) in [
        ("stale overlay", &report.stale.overlays),
        ("stale addition", &report.stale.additions),
    ] {
        for input in inputs {
            text += &format!("{word} {}: {}\n", tidy(&input.label), tidy(&input.message));
        }
    }
    text + &format!("{} {}\n", report.crate_name, report.semver.bump.as_str())
}

fn line(group: &Group<'_>) -> String {
    let finding = group.first();
    let Finding {
        rule,
        subject,
        message,
        accepted,
        ..
    } = finding;
    let accepted = match accepted {
        Some(_) => " (accepted)",
        None => "",
    };
    let pointer = match subject.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" {}", tidy(pointer)),
    };
    format!(
        "{}{accepted} {} {}{pointer}: {message} [{rule} {}]\n",
        finding.impact().as_str(),
        subject.vendor,
        group_title(group, tidy),
        group.fingerprint,
    )
}

fn tidy(text: &str) -> String {
    escape_and_clip(text, MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::hostile;
    use super::*;

    #[test]
    fn a_finding_is_one_line_whatever_its_texts_are() {
        let text = render(&hostile(2));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2 + 2 + 1, "{text}");
        assert!(
            lines[0].starts_with("breaking acme a\\u{1b}[31mred\\r\\n"),
            "{text}"
        );
        assert!(lines[1].starts_with("breaking (accepted) acme "), "{text}");
        assert_eq!(lines[4], "webhook-events major");
    }
}
