//! The parts of the page around the findings: summary and filters.

use webhook_codegen::diff::{Bump, Counts, Reason, Report, Side, StaleInput, StaleInputs};

use super::findings::{Groups, answers};
use super::markup::Html;

/// Length of a list before the rest of it is folded.
const MAX_LISTED: usize = 6;

/// The page's title.
pub(super) fn title(page: &mut Html, report: &Report) {
    page.text(report.semver.bump.as_str())
        .markup(": ")
        .text(&report.baseline.label)
        .markup(" to ")
        .text(&report.current.label);
}

/// The release that is needed, both catalogues, the counts, and the reasons.
pub(super) fn summary(page: &mut Html, report: &Report) {
    page.markup("<p class=\"eyebrow\">Catalogue update of ")
        .text(&report.crate_name)
        .markup("</p>\n<h1>")
        .markup(match report.semver.bump {
            Bump::Major => "This update asks for a <b class=\"major\">major</b> release",
            Bump::Minor => "This update asks for a <b class=\"minor\">minor</b> release",
            Bump::Patch => "This update asks for a <b class=\"patch\">patch</b> release",
            Bump::None => "This update asks for no release",
        })
        .markup("</h1>\n<dl class=\"compared\">\n");
    for (name, side) in [("Baseline", &report.baseline), ("Current", &report.current)] {
        compared(page, name, side);
    }
    page.markup("</dl>\n");
    if report.findings.is_empty() {
        page.markup(
            "<p class=\"empty\">Nothing differs: the two catalogues give the same crate.</p>\n",
        );
        return;
    }
    numbers(page, &report.counts);
    reasons(page, report);
}

fn compared(page: &mut Html, name: &'static str, side: &Side) {
    page.markup("<div><dt>")
        .markup(name)
        .markup("</dt><dd><b>")
        .text(&side.label)
        .markup("</b> <span>");
    page.count(side.events, "event", "events");
    page.markup(" of ");
    page.count(side.vendors, "vendor", "vendors");
    page.markup("</span></dd></div>\n");
}

fn numbers(page: &mut Html, counts: &Counts) {
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
    page.markup("<dl class=\"numbers\">\n");
    for (name, number) in [
        ("breaking", breaking),
        ("compatible", compatible),
        ("trivial", trivial),
    ] {
        page.markup("<div class=\"")
            .markup(if number > 0 { name } else { "zero" })
            .markup("\"><dt>")
            .markup(name)
            .markup("</dt><dd>")
            .number(number)
            .markup("</dd></div>\n");
    }
    page.markup("</dl>\n<p class=\"axes\">Of ");
    page.count(all, "finding", "findings");
    page.markup(": deliveries malformed by <b>")
        .number(malformed)
        .markup("</b>, with misfits by <b>")
        .number(misfits)
        .markup("</b>, source broken by <b>")
        .number(source)
        .markup("</b>, behaviour changed by <b>")
        .number(behaviour)
        .markup("</b>; <b>")
        .number(accepted)
        .markup("</b> accepted.</p>\n");
}

fn reasons(page: &mut Html, report: &Report) {
    if report.semver.reasons.is_empty() {
        return;
    }
    page.markup("<section class=\"reasons\" aria-labelledby=\"reasons\">\n<h2 class=\"small\" id=\"reasons\">Why ")
        .markup(report.semver.bump.as_str())
        .markup("</h2>\n");
    list(page, &report.semver.reasons, |page, reason| {
        let Reason { rule, findings } = reason;
        page.markup("<span class=\"purpose\">")
            .sentence(rule.purpose())
            .markup("</span> <code>")
            .text(rule.id())
            .markup("</code> <span class=\"count\">");
        page.count(*findings, "finding", "findings");
        page.markup("</span>");
    });
    page.markup("</section>\n");
}

/// The stale overlays and additions, if there are any.
pub(super) fn stale(page: &mut Html, stale: &StaleInputs) {
    let StaleInputs {
        overlays,
        additions,
    } = stale;
    let heading = "<section class=\"stale\" aria-labelledby=\"stale\">\n<h2 class=\"small\" id=\"stale\">Overlays that no longer fit</h2>\n";
    stale_section(page, heading, overlays);
    let heading = "<section class=\"stale\" aria-labelledby=\"taken-up\">\n<h2 class=\"small\" id=\"taken-up\">Additions that the catalogue has taken up</h2>\n";
    stale_section(page, heading, additions);
}

fn stale_section(page: &mut Html, heading: &'static str, inputs: &[StaleInput]) {
    if inputs.is_empty() {
        return;
    }
    page.markup(heading);
    list(page, inputs, |page, input| {
        let StaleInput { label, message } = input;
        page.markup("<code>")
            .breakable(label, "/")
            .markup("</code> <span>")
            .sentence(message)
            .markup("</span>");
    });
    page.markup("</section>\n");
}

/// A list; the entries after the first few are folded.
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
    if !others.is_empty() {
        page.markup("<details class=\"others\"><summary>And ")
            .number(others.len())
            .markup(" more</summary>\n");
        items(page, others);
        page.markup("</details>\n");
    }
}

/// The filters that depend on the findings.
pub(super) fn filters(page: &mut Html, report: &Report, groups: &Groups<'_>) {
    page.markup("<label class=\"field\">Vendor\n<select name=\"vendor\">\n<option value=\"\">All vendors</option>\n");
    for (index, (slug, vendor)) in groups.vendors.iter().enumerate() {
        page.markup("<option value=\"")
            .number(index)
            .markup("\">")
            .text(slug)
            .markup(" (")
            .number(vendor.len())
            .markup(")</option>\n");
    }
    page.markup("</select></label>\n");
    let Counts {
        breaking,
        compatible,
        trivial,
        ..
    } = report.counts;
    let impacts = [
        ("breaking", breaking),
        ("compatible", compatible),
        ("trivial", trivial),
    ];
    choices(page, "Impact", "impact", &impacts);
    let mut open = [("wire", 0), ("source", 0), ("behaviour", 0)];
    for finding in &report.findings {
        for ((_, number), answer) in open.iter_mut().zip(answers(finding)) {
            *number += usize::from(answer.is_open);
        }
    }
    choices(page, "Breaks", "axis", &open);
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
