//! A report for a pull request, and the part of it that is the entry of a changelog.
//!
//! Text from vendors is put into code spans with fences longer than any row of backticks in it, so that it is never
//! read as markup.

use webhook_codegen::diff::{
    Finding, Impact, ItemRef, Report, Rule, Side, StaleInput, Verdict, Verdicts, Wire,
};

use super::scope_title;
use crate::render::{clip, escape};
use crate::summary::count;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 200;
/// Number of findings listed per impact. Hosts cut long texts off, and breaking changes must be visible.
const MAX_LISTED: usize = 200;

/// The report.
pub(super) fn render(report: &Report) -> String {
    let Report {
        crate_name,
        baseline,
        current,
        findings: _,
        counts,
        semver,
        stale,
    } = report;
    let mut text = format!("## Catalogue update: {}\n\n", semver.bump.as_str());
    text += &format!(
        "{} for {}: {} found, {} breaking.\n\n",
        sentence_start(semver.bump.as_str()),
        code(crate_name),
        count(counts.all, "change"),
        counts.breaking,
    );
    text += "| | catalogue | vendors | events |\n|---|---|---|---|\n";
    for (word, side) in [("baseline", baseline), ("current", current)] {
        let Side {
            label,
            vendors,
            events,
        } = side;
        text += &format!("| {word} | {} | {vendors} | {events} |\n", cell(label));
    }
    text.push('\n');
    for reason in &semver.reasons {
        let (rule, findings) = (code(reason.rule.id()), reason.findings);
        text += &format!("- {findings} × {rule}: {}\n", reason.rule.purpose());
    }
    if !semver.reasons.is_empty() {
        text.push('\n');
    }
    text += &changelog_entry(report);
    text += &stale_section("Stale overlays", &stale.overlays);
    text += &stale_section(
        "Additions that the catalogue has taken up",
        &stale.additions,
    );
    text
}

/// The entry of a changelog: breaking changes first, changes of text last.
pub(crate) fn changelog_entry(report: &Report) -> String {
    let sections = [
        ("Breaking", Impact::Breaking),
        ("Added and changed", Impact::Compatible),
        ("Text alone", Impact::Trivial),
    ];
    let mut text = String::new();
    for (title, impact) in sections {
        let findings: Vec<&Finding> = report
            .findings
            .iter()
            .filter(|finding| finding.impact() == impact)
            .collect();
        if findings.is_empty() {
            continue;
        }
        text += &format!("### {title}\n\n");
        if impact == Impact::Trivial {
            text += &by_rule(&findings);
        } else {
            let mut vendor = None;
            for finding in findings.iter().take(MAX_LISTED) {
                let own = finding.subject.vendor.as_str();
                if vendor != Some(own) {
                    text += &format!("{}**{own}**\n\n", if vendor.is_some() { "\n" } else { "" });
                    vendor = Some(own);
                }
                text += &entry(finding);
            }
            if findings.len() > MAX_LISTED {
                text += &format!("- and {} more\n", findings.len() - MAX_LISTED);
            }
        }
        text.push('\n');
    }
    if text.is_empty() {
        text += "Nothing differs.\n\n";
    }
    text
}

/// Number of findings per rule.
fn by_rule(findings: &[&Finding]) -> String {
    let mut rules: Vec<(Rule, usize)> = Vec::new();
    for finding in findings {
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, number)) => *number += 1,
            None => rules.push((finding.rule, 1)),
        }
    }
    rules.sort_unstable();
    let lines = rules
        .iter()
        .map(|(rule, number)| format!("- {number} × {}\n", code(rule.id())));
    lines.collect()
}

fn entry(finding: &Finding) -> String {
    let Finding {
        rule,
        subject,
        verdicts,
        adds_items: _,
        message,
        fix,
        hint,
        before,
        after,
        fingerprint,
        accepted,
    } = finding;
    let place = scope_title(&subject.scope, code);
    let pointer = match subject.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" {}", code(pointer)),
    };
    let mut text = format!("- {place}{pointer}: {message} ({})\n", code(rule.id()));
    let items = [&subject.baseline_item, &subject.current_item];
    text += &match items.map(|item| item.as_ref().map(item_text)) {
        [Some(one), Some(other)] if one == other => format!("  - {one}\n"),
        [Some(one), Some(other)] => format!("  - {one} to {other}\n"),
        [Some(gone), None] => format!("  - {gone} is gone\n"),
        [None, Some(new)] => format!("  - {new} is new\n"),
        [None, None] => String::new(),
    };
    text += &match (before, after) {
        (Some(before), Some(after)) => format!("  - {} to {}\n", code(before), code(after)),
        _ => String::new(),
    };
    let broken = broken(*verdicts);
    if !broken.is_empty() {
        text += &format!("  - {broken}\n");
    }
    if let Some(fix) = fix {
        text += &format!("  - fix: {fix}\n");
    }
    if let Some(hint) = hint {
        text += &format!("  - hint: {}\n", code(hint));
    }
    match accepted {
        Some(reason) => text += &format!("  - accepted: {}\n", code(reason)),
        None if finding.impact() == Impact::Breaking => {
            text += &format!("  - fingerprint {}\n", code(fingerprint));
        }
        None => {}
    }
    text
}

fn broken(verdicts: Verdicts) -> String {
    let Verdicts {
        wire,
        source,
        behaviour,
    } = verdicts;
    let wire = match wire {
        Wire::Fits => None,
        Wire::Misfits => Some("misfits on the wire"),
        Wire::Malformed => Some("malformed on the wire"),
    };
    let source = (source == Verdict::Breaks).then_some("breaks the source");
    let behaviour = (behaviour == Verdict::Breaks).then_some("changes behaviour");
    let parts = [wire, source, behaviour].into_iter().flatten();
    parts.collect::<Vec<_>>().join(", ")
}

fn item_text(item: &ItemRef) -> String {
    let ItemRef { path, kind } = item;
    code(&format!("{path}: {kind}"))
}

fn stale_section(title: &str, inputs: &[StaleInput]) -> String {
    if inputs.is_empty() {
        return String::new();
    }
    let mut text = format!("### {title}\n\n");
    for StaleInput { label, message } in inputs {
        text += &format!("- {}: {}\n", code(label), code(message));
    }
    text.push('\n');
    text
}

fn sentence_start(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// A code span on one line that the text cannot end.
fn code(text: &str) -> String {
    let text = escape(text);
    let text = clip(&text, MAX_LENGTH);
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // A space separates a backtick at either end from the fence.
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span inside a table, where an unescaped bar ends the cell even in code.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::{HOSTILE, hostile};
    use super::*;

    #[test]
    fn vendor_text_ends_no_code_span_and_begins_no_line() {
        let text = render(&hostile(1));
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{202e}'),
            "{text}"
        );
        assert!(!text.lines().any(|line| line.starts_with("# ")), "{text}");
        let span = code(HOSTILE);
        assert!(span.starts_with("```a") && span.ends_with("```"), "{span}");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "`  `");
        assert_eq!(cell("a|b"), "`a\\|b`");
    }

    #[test]
    fn long_lists_are_cut_and_counted() {
        let text = render(&hostile(MAX_LISTED + 5));
        assert!(text.contains("\n- and 5 more\n"), "{text}");
    }
}
