//! A report as annotations of a workflow of GitHub Actions.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the others, so the summary comes first, then the
//! gravest change. Changes of text alone are only counted.

use webhook_codegen::diff::{Finding, Group, Impact, Report};

use super::{event_list, group_title};
use crate::render::escape_and_clip;
use crate::summary::count;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 300;
/// Number of events of a group that are listed.
const MAX_EVENTS: usize = 6;

/// The report.
pub(super) fn render(report: &Report) -> String {
    let groups = report.groups();
    let counts = &report.counts;
    let summary = format!(
        "{} in {}, {} breaking, {} of text alone",
        count(counts.all, "finding"),
        count(groups.len(), "change"),
        counts.breaking,
        counts.trivial,
    );
    let title = format!("{}: {}", report.crate_name, report.semver.bump.as_str());
    let mut text = annotation("notice", &title, &summary);
    for group in groups
        .iter()
        .filter(|group| group.impact() > Impact::Trivial)
    {
        text += &of_group(group);
    }
    for input in report.stale.overlays.iter().chain(&report.stale.additions) {
        text += &annotation("warning", &tidy(&input.label), &tidy(&input.message));
    }
    text
}

fn of_group(group: &Group<'_>) -> String {
    let finding = group.first();
    let Finding {
        rule,
        subject,
        message,
        fix,
        docs_url,
        accepted,
        ..
    } = finding;
    let level = match (finding.impact(), accepted) {
        (Impact::Breaking, None) => "error",
        (Impact::Compatible, None) => "warning",
        (Impact::Trivial, None) | (_, Some(_)) => "notice",
    };
    let title = format!("{} {} ({rule})", subject.vendor, group_title(group, tidy));
    let mut text = match subject.pointer.as_str() {
        "" => message.clone(),
        pointer => format!("{}: {message}", tidy(pointer)),
    };
    if group.findings.len() > 1 {
        text += &format!("\nin {}", event_list(group, MAX_EVENTS, tidy));
    }
    for item in [&subject.baseline_item, &subject.current_item]
        .into_iter()
        .flatten()
        .take(1)
    {
        text += &format!("\n{}: {}", item.path, item.kind);
    }
    for (name, line) in [("fix", fix), ("docs", docs_url), ("accepted", accepted)] {
        if let Some(line) = line {
            text += &format!("\n{name}: {}", tidy(line));
        }
    }
    if finding.impact() == Impact::Breaking && accepted.is_none() {
        text += &format!("\nfingerprint {}", group.fingerprint);
    }
    annotation(level, &title, &text)
}

/// A workflow command. Its data may contain any character but those that are escaped here.
fn annotation(level: &str, title: &str, text: &str) -> String {
    let data = |text: &str| {
        let text = text.replace('%', "%25");
        text.replace('\r', "%0D").replace('\n', "%0A")
    };
    let title = data(title).replace(':', "%3A").replace(',', "%2C");
    format!("::{level} title={title}::{}\n", data(text))
}

fn tidy(text: &str) -> String {
    escape_and_clip(text, MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::hostile;
    use super::*;

    #[test]
    fn no_text_ends_an_annotation_or_begins_another() {
        let mut report = hostile(2);
        report.findings[0].subject.pointer = "/100%,a:b\n::error::x".to_owned();
        let text = render(&report);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 2 + 2, "{text}");
        for (line, level) in lines
            .iter()
            .zip(["notice", "error", "notice", "warning", "warning"])
        {
            assert!(line.starts_with(&format!("::{level} title=")), "{line}");
        }
        assert!(lines[1].contains("/100%25,a:b\\n::error::x"), "{text}");
        assert!(
            lines[1].contains("%0Afix: add or remove a dereference"),
            "{text}"
        );
        assert_eq!(
            annotation("error", "a: b, c", "d\ne"),
            "::error title=a%3A b%2C c::d%0Ae\n"
        );
    }
}
