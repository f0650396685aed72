//! The parts of the page around the findings: summary and filters.

use std::collections::BTreeMap;

use webhook_codegen::diff::{
    Bump, Counts, Group, Impact, Reason, Report, Side, StaleInput, StaleInputs,
};

use super::findings::answers;
use super::markup::Html;

/// Length of a list before the rest of it is folded.
const MAX_LISTED: usize = 6;
/// The same on a phone, as in `page.css`.
const MAX_ON_PHONE: usize = 3;

/// The page's title.
pub(super) fn title(page: &mut Html, report: &Report) {
    page.text(report.semver.bump.as_str())
        .markup(": ")
        .text(&report.baseline.label)
        .markup(" to ")
        .text(&report.current.label);
}

/// The release that is needed, both catalogues, the counts, and the reasons.
pub(super) fn summary(page: &mut Html, report: &Report, groups: usize) {
    page.markup("<p class=\"eyebrow\">Catalogue update of ")
        .text(&report.crate_name)
        .markup(": <b>")
        .text(&report.baseline.label)
        .markup("</b> ");
    size(page, &report.baseline);
    page.markup(" to <b>")
        .text(&report.current.label)
        .markup("</b> ");
    size(page, &report.current);
    page.markup("</p>\n<h1>")
        .markup(match report.semver.bump {
            Bump::Major => "This update asks for a <b class=\"major\">major</b> release",
            Bump::Minor => "This update asks for a <b class=\"minor\">minor</b> release",
            Bump::Patch => "This update asks for a <b class=\"patch\">patch</b> release",
            Bump::None => "This update asks for no release",
        })
        .markup("</h1>\n");
    if report.findings.is_empty() {
        page.markup(
            "<p class=\"empty\">Nothing differs: the two catalogues give the same crate.</p>\n",
        );
        return;
    }
    numbers(page, &report.counts, groups);
    reasons(page, report);
}

fn size(page: &mut Html, side: &Side) {
    page.markup("(");
    page.count(side.events, "event", "events");
    page.markup(" of ");
    page.count(side.vendors, "vendor", "vendors");
    page.markup(")");
}

fn numbers(page: &mut Html, counts: &Counts, groups: usize) {
    let Counts {
        all,
        breaking,
        compatible,
        trivial,
        malformed,
        misfits,
        source,
        behaviour,
        accepted,
    } = *counts;
    page.markup("<p class=\"numbers\">");
    page.count(all, "finding", "findings");
    page.markup(" in ");
    page.count(groups, "change", "changes");
    page.markup(": ");
    for (index, (name, number)) in [
        ("breaking", breaking),
        ("compatible", compatible),
        ("trivial", trivial),
    ]
    .into_iter()
    .enumerate()
    {
        page.markup(if index > 0 { ", " } else { "" })
            .markup("<b class=\"")
            .markup(if number > 0 { name } else { "zero" })
            .markup("\">")
            .number(number)
            .markup(" ")
            .markup(name)
            .markup("</b>");
    }
    page.markup(". Deliveries malformed by <b>")
        .number(malformed)
        .markup("</b>, with misfits by <b>")
        .number(misfits)
        .markup("</b>; source broken by <b>")
        .number(source)
        .markup("</b>; behaviour changed by <b>")
        .number(behaviour)
        .markup("</b>; <b>")
        .number(accepted)
        .markup("</b> accepted.</p>\n");
}

/// The rules that require the bump, each a link that filters.
fn reasons(page: &mut Html, report: &Report) {
    if report.semver.reasons.is_empty() {
        return;
    }
    page.markup("<section class=\"reasons\" aria-labelledby=\"reasons\">\n<h2 class=\"small\" id=\"reasons\">Why ")
        .markup(report.semver.bump.as_str())
        .markup("</h2>\n");
    list(page, &report.semver.reasons, |page, reason| {
        let Reason { rule, findings } = reason;
        page.markup("<a href=\"#rule=")
            .text(rule.id())
            .markup("&amp;impact=")
            .markup(match report.semver.bump {
                Bump::Major => "breaking",
                Bump::Minor => "compatible",
                Bump::Patch | Bump::None => "trivial",
            })
            .markup("\"><b>")
            .number(*findings)
            .markup("</b> ")
            .sentence(rule.purpose())
            .markup("</a>");
    });
    page.markup("</section>\n");
}

/// The stale overlays and additions, if there are any.
pub(super) fn stale(page: &mut Html, stale: &StaleInputs) {
    let StaleInputs {
        overlays,
        additions,
    } = stale;
    stale_section(page, "Overlays that no longer fit", overlays);
    stale_section(page, "Additions that the catalogue has taken up", additions);
}

fn stale_section(page: &mut Html, heading: &'static str, inputs: &[StaleInput]) {
    if inputs.is_empty() {
        return;
    }
    page.markup("<details class=\"stale\">\n<summary>")
        .markup(heading)
        .markup(": ")
        .number(inputs.len())
        .markup("</summary>\n<ul>\n");
    for StaleInput { label, message } in inputs {
        page.markup("<li><code>")
            .breakable(label, "/")
            .markup("</code> <span>")
            .sentence(message)
            .markup("</span></li>\n");
    }
    page.markup("</ul>\n</details>\n");
}

/// A list; the entries after the first few are folded. The style folds more of them on a phone.
fn list<T>(page: &mut Html, all: &[T], item: impl Fn(&mut Html, &T)) {
    let (first, others) = all.split_at(all.len().min(MAX_LISTED));
    let items = |page: &mut Html, some: &[T]| {
        page.markup("<ul>\n");
        for one in some {
            page.markup("<li>");
            item(page, one);
            page.markup("</li>\n");
        }
        page.markup("</ul>\n");
    };
    items(page, first);
    let folded_on_phone = all.len().saturating_sub(MAX_ON_PHONE);
    if folded_on_phone == 0 {
        return;
    }
    page.markup("<details class=\"others");
    page.markup(if others.is_empty() { " narrow" } else { "" });
    page.markup("\"><summary>And <span class=\"wide\">")
        .number(others.len())
        .markup("</span><span class=\"narrow\">")
        .number(folded_on_phone)
        .markup("</span> more</summary>\n");
    if !others.is_empty() {
        items(page, others);
    }
    page.markup("</details>\n");
}

/// The filters that depend on the findings.
pub(super) fn filters(page: &mut Html, groups: &[Group<'_>]) {
    let firsts = || groups.iter().map(Group::first);
    let vendors = firsts().map(|finding| finding.subject.vendor.as_str());
    select(page, "Vendor", "vendor", "All vendors", vendors);
    let rules = firsts().map(|finding| finding.rule.id());
    select(page, "Rule", "rule", "All rules", rules);
    let of_impact = |impact| {
        groups
            .iter()
            .filter(|group| group.impact() == impact)
            .count()
    };
    let impacts = [Impact::Breaking, Impact::Compatible, Impact::Trivial]
        .map(|impact| (impact.as_str(), of_impact(impact)));
    choices(page, "Impact", "impact", &impacts);
    let mut open = [("wire", 0), ("source", 0), ("behaviour", 0)];
    for finding in firsts() {
        for ((_, number), answer) in open.iter_mut().zip(answers(finding)) {
            *number += usize::from(answer.is_open);
        }
    }
    choices(page, "Breaks", "axis", &open);
}

/// A field with a choice of texts, each with its number of changes.
fn select<'a>(
    page: &mut Html,
    label: &'static str,
    name: &'static str,
    all: &'static str,
    texts: impl Iterator<Item = &'a str>,
) {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *numbers.entry(text).or_default() += 1;
    }
    page.markup("<label class=\"field\">")
        .markup(label)
        .markup("\n<select name=\"")
        .markup(name)
        .markup("\">\n<option value=\"\">")
        .markup(all)
        .markup("</option>\n");
    for (text, number) in numbers {
        page.markup("<option value=\"")
            .text(text)
            .markup("\">")
            .text(text)
            .markup(" (")
            .number(number)
            .markup(")</option>\n");
    }
    page.markup("</select></label>\n");
}

/// Checkboxes, each with its number of findings.
fn choices(
    page: &mut Html,
    legend: &'static str,
    name: &'static str,
    all: &[(&'static str, usize)],
) {
    page.markup("<fieldset><legend>")
        .markup(legend)
        .markup("</legend>\n");
    for (value, number) in all {
        page.markup("<label><input type=\"checkbox\" name=\"")
            .markup(name)
            .markup("\" value=\"")
            .markup(value)
            .markup("\"> ")
            .markup(value)
            .markup(" <span class=\"count\">")
            .number(*number)
            .markup("</span></label>\n");
    }
    page.markup("</fieldset>\n");
}
