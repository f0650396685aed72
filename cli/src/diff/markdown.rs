//! A report for a pull request, and the part of it that is the entry of a changelog. Either fits into a text of GitHub.
//!
//! Text from vendors is put into code spans with fences longer than any row of backticks in it, so that it is never
//! read as markup.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::VendorId;
use webhook_codegen::diff::{
    Finding, Group, Impact, ItemRef, Report, Rule, Side, StaleInput, Verdict, Verdicts, Wire,
};

use super::{event_list, group_title};
use crate::render::{clip, escape};
use crate::summary::count;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 200;
/// Length of the whole text, in bytes. GitHub takes at most so many characters.
const MAX_TEXT: usize = 65_536;
/// Number of events or places on a line, before the rest of them is folded or counted.
const MAX_LISTED: usize = 6;
/// Number of stale overlays listed, and of additions.
const MAX_STALE: usize = 40;

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
    let taken_up = "Additions that the catalogue has taken up";
    let stale = stale_section("Stale overlays", &stale.overlays)
        + &stale_section(taken_up, &stale.additions);
    let left = MAX_TEXT.saturating_sub(text.len() + stale.len());
    text + &entry(&report.groups(), left) + &stale
}

/// The entry of a changelog: breaking changes first, changes of text last. Changes that do not reach the crate are left out.
pub(crate) fn changelog_entry(report: &Report) -> String {
    let mut groups = report.groups();
    groups.retain(|group| !group.first().rule.needs_review());
    entry(&groups, MAX_TEXT)
}

/// The detail in which the groups of an impact are listed.
#[derive(Debug, Clone, Copy)]
enum Detail {
    /// All that the finding says, and the names of all events.
    Full,
    /// A line for each group.
    Line,
    /// A line for each group whose rule has no other in its vendor, and one for all those of the same rule and vendor.
    Folded,
    /// A line for each rule.
    ByRule,
}

/// Details of breaking and of compatible groups, from the longest text to the shortest. What repeats is folded first, and a
/// breaking change that has no equal only where nothing else fits.
const DETAILS: &[(Detail, Detail)] = &[
    (Detail::Full, Detail::Full),
    (Detail::Full, Detail::Line),
    (Detail::Full, Detail::Folded),
    (Detail::Full, Detail::ByRule),
    (Detail::Line, Detail::ByRule),
    (Detail::Folded, Detail::ByRule),
    (Detail::ByRule, Detail::ByRule),
];

/// The entry in the greatest detail that fits.
fn entry(groups: &[Group<'_>], longest: usize) -> String {
    let mut entries = DETAILS
        .iter()
        .map(|(breaking, compatible)| sections(groups, *breaking, *compatible));
    let fitting = entries.find(|text| text.len() <= longest);
    // The last is bounded by the number of rules.
    fitting.unwrap_or_else(|| sections(groups, Detail::ByRule, Detail::ByRule))
}

fn sections(groups: &[Group<'_>], breaking: Detail, compatible: Detail) -> String {
    let mut text = String::new();
    for (title, impact, detail) in [
        ("Breaking", Impact::Breaking, breaking),
        ("Added and changed", Impact::Compatible, compatible),
        ("Text alone", Impact::Trivial, Detail::ByRule),
    ] {
        let groups: Vec<&Group<'_>> = groups
            .iter()
            .filter(|group| group.impact() == impact)
            .collect();
        if groups.is_empty() {
            continue;
        }
        text += &format!("### {title}\n\n");
        text += &match detail {
            Detail::Full => by_vendor(&groups, full_entry),
            Detail::Line => by_vendor(&groups, line),
            Detail::Folded => folded(&groups),
            Detail::ByRule => by_rule(&groups),
        };
        text.push('\n');
    }
    if text.is_empty() {
        text += "Nothing differs.\n\n";
    }
    text
}

/// The entries of groups, below the name of each vendor.
fn by_vendor(groups: &[&Group<'_>], entry: fn(&Group<'_>) -> String) -> String {
    let mut text = String::new();
    let mut vendor = None;
    for group in groups {
        let own = group.first().subject.vendor.as_str();
        if vendor != Some(own) {
            text += &format!("{}**{own}**\n\n", if vendor.is_some() { "\n" } else { "" });
            vendor = Some(own);
        }
        text += &entry(group);
    }
    text
}

/// Numbers of findings by rule.
fn by_rule(groups: &[&Group<'_>]) -> String {
    let mut rules: BTreeMap<Rule, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for group in groups {
        let finding = group.first();
        let (number, vendors) = rules.entry(finding.rule).or_default();
        *number += group.findings.len();
        vendors.insert(finding.subject.vendor.as_str());
    }
    let lines = rules.into_iter().map(|(rule, (number, vendors))| {
        let vendors: Vec<&str> = vendors.into_iter().collect();
        let of = match vendors.as_slice() {
            few if few.len() <= MAX_LISTED => few.join(", "),
            many => count(many.len(), "vendor"),
        };
        format!("- {number} × {} of {of}\n", code(rule.id()))
    });
    lines.collect()
}

/// A line for each vendor and rule.
fn folded(groups: &[&Group<'_>]) -> String {
    let mut kinds: BTreeMap<(&VendorId, Rule), Vec<&Group<'_>>> = BTreeMap::new();
    for group in groups {
        let finding = group.first();
        let kind = kinds.entry((&finding.subject.vendor, finding.rule));
        kind.or_default().push(group);
    }
    let lines = kinds.into_iter().map(|((vendor, rule), groups)| {
        if let [only] = groups.as_slice() {
            return format!("- **{vendor}**, {}", &line(only)[2..]);
        }
        let findings: usize = groups.iter().map(|group| group.findings.len()).sum();
        let places = groups.iter().take(MAX_LISTED).map(|group| place(group));
        let places: Vec<String> = places.collect();
        let more = match groups.len().saturating_sub(MAX_LISTED) {
            0 => String::new(),
            more => format!(" and {}", count(more, "more place")),
        };
        format!(
            "- **{vendor}**, {findings} × {}: {}; {}{more}\n",
            code(rule.id()),
            rule.purpose(),
            places.join(", ")
        )
    });
    lines.collect()
}

/// The event, or the number of events, and the pointer.
fn place(group: &Group<'_>) -> String {
    let title = group_title(group, code);
    match group.first().subject.pointer.as_str() {
        "" => title,
        pointer => format!("{title} {}", code(pointer)),
    }
}

fn line(group: &Group<'_>) -> String {
    let finding = group.first();
    let fingerprint = match finding.accepted {
        Some(_) => "accepted".to_owned(),
        None => code(&group.fingerprint),
    };
    format!(
        "- {}: {} ({}, {fingerprint})\n",
        place(group),
        finding.message,
        code(finding.rule.id())
    )
}

fn full_entry(group: &Group<'_>) -> String {
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
        docs_url,
        fingerprint: _,
        accepted,
    } = group.first();
    let mut text = format!("- {}: {message} ({})\n", place(group), code(rule.id()));
    match group.findings.len() {
        1 => {}
        few if few <= MAX_LISTED => {
            text += &format!("  - in {}\n", event_list(group, usize::MAX, code));
        }
        many => {
            let events = event_list(group, usize::MAX, code);
            text += &format!(
                "  <details><summary>in {many} events</summary>\n\n  {events}\n\n  </details>\n\n"
            );
        }
    }
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
    let is_breaking = group.impact() == Impact::Breaking;
    if let Some(docs_url) = docs_url.as_ref().filter(|_| is_breaking) {
        text += &format!("  - docs: {}\n", link(docs_url));
    }
    match accepted {
        Some(reason) => text += &format!("  - accepted: {}\n", code(reason)),
        None if is_breaking => text += &format!("  - fingerprint {}\n", code(&group.fingerprint)),
        None => {}
    }
    text
}

/// A link, if the text is an address without characters that could end it.
fn link(url: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if is_web && url.chars().all(is_plain) && url.len() <= MAX_LENGTH {
        format!("<{url}>")
    } else {
        code(url)
    }
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
    for StaleInput { label, message } in inputs.iter().take(MAX_STALE) {
        text += &format!("- {}: {}\n", code(label), code(message));
    }
    if inputs.len() > MAX_STALE {
        text += &format!("- and {} more\n", inputs.len() - MAX_STALE);
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

    /// The text of a report with so many breaking findings that nothing joins.
    fn text_of(findings: usize) -> String {
        let text = render(&hostile(findings));
        assert!(text.len() <= MAX_TEXT, "{findings}: {}", text.len());
        text
    }

    #[test]
    fn breaking_findings_are_shortened_before_any_is_left_out() {
        let fingerprints = |text: &str| text.matches("`0123456789abcdef`").count();
        let full = text_of(50);
        assert_eq!(fingerprints(&full), 49, "one of them is accepted");
        assert!(full.contains("  - fix: "), "{full}");
        let lines = text_of(200);
        assert_eq!(fingerprints(&lines), 199);
        assert!(!lines.contains("  - fix: "), "{lines}");
        let folded = text_of(1_000);
        assert!(
            folded.contains("**acme**, 1000 × `box_changed`: "),
            "{folded}"
        );
        assert!(folded.contains(" and 994 more places\n"), "{folded}");
    }

    #[test]
    fn only_an_address_becomes_a_link() {
        assert_eq!(
            link("https://acme.example/a?b=c#d"),
            "<https://acme.example/a?b=c#d>"
        );
        for text in [
            "javascript:alert(1)",
            "https://a b",
            "https://a>b",
            "https://a`b",
        ] {
            assert!(link(text).starts_with('`'), "{text}");
        }
    }
}
