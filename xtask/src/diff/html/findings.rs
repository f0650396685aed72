//! The findings, grouped by vendor and event.

use std::collections::BTreeMap;

use webhook_codegen::diff::{
    Finding, Impact, ItemKind, ItemRef, Report, Scope, Verdict, Verdicts, Wire,
};

use super::markup::Html;
use super::sides::sides;

/// The findings by vendor's slug and scope, sorted.
#[derive(Debug)]
pub(super) struct Groups<'a> {
    /// The page's script refers to vendors by their index in this order.
    pub(super) vendors: BTreeMap<&'a str, Vendor<'a>>,
}

/// The findings of one vendor.
#[derive(Debug, Default)]
pub(super) struct Vendor<'a> {
    scopes: BTreeMap<&'a Scope, Vec<&'a Finding>>,
}

impl<'a> Groups<'a> {
    /// Groups the findings of a report.
    pub(super) fn of(report: &'a Report) -> Self {
        let mut vendors: BTreeMap<&str, Vendor<'_>> = BTreeMap::new();
        for finding in &report.findings {
            let vendor = vendors.entry(finding.subject.vendor.as_str()).or_default();
            let scope = vendor.scopes.entry(&finding.subject.scope).or_default();
            scope.push(finding);
        }
        Self { vendors }
    }
}

impl Vendor<'_> {
    /// Number of findings of the vendor.
    pub(super) fn len(&self) -> usize {
        self.scopes.values().map(Vec::len).sum()
    }
}

/// Adds all findings.
pub(super) fn findings(page: &mut Html, groups: &Groups<'_>) {
    for (index, (slug, vendor)) in groups.vendors.iter().enumerate() {
        page.markup("<section class=\"vendor\" data-vendor=\"")
            .number(index)
            .markup("\">\n<h2><span class=\"t\">")
            .text(slug)
            .markup("</span>");
        count(page, vendor.len());
        page.markup("</h2>\n");
        for (scope, findings) in &vendor.scopes {
            page.markup("<details class=\"scope\" open>\n<summary><h3>");
            scope_name(page, scope);
            page.markup("</h3>");
            count(page, findings.len());
            page.markup("</summary>\n");
            for found in findings {
                finding(page, found);
            }
            page.markup("</details>\n");
        }
        page.markup("</section>\n");
    }
}

fn count(page: &mut Html, findings: usize) {
    page.markup(" <span class=\"count\">");
    page.count(findings, "finding", "findings");
    page.markup("</span>");
}

fn scope_name(page: &mut Html, scope: &Scope) {
    match scope {
        Scope::Vendor => page.markup("The vendor as a whole"),
        Scope::Envelope => page.markup("Envelope"),
        Scope::Shared => page.markup("Shared types"),
        Scope::Event(name) => page
            .markup("<code class=\"t\">")
            .text(name.as_str())
            .markup("</code>"),
    };
}

fn finding(page: &mut Html, finding: &Finding) {
    let Finding {
        rule,
        subject,
        verdicts: _,
        adds_items,
        message,
        fix,
        hint,
        before,
        after,
        docs_url: _,
        fingerprint,
        accepted,
    } = finding;
    start(page, finding);
    page.markup("<p class=\"head\"><span class=\"impact\">")
        .markup(finding.impact().as_str())
        .markup("</span> ");
    if accepted.is_some() {
        page.markup("<span class=\"accepted\">accepted</span> ");
    }
    page.markup("<code class=\"rule t\">")
        .text(rule.id())
        .markup("</code></p>\n<h4 class=\"t\" id=\"message-")
        .text(fingerprint)
        .markup("\">")
        .sentence(message)
        .markup("</h4>\n");
    if !subject.pointer.is_empty() {
        page.markup("<p class=\"pointer\"><code class=\"t\">")
            .breakable(&subject.pointer, "/")
            .markup("</code></p>\n");
    }
    verdicts(page, finding, *adds_items);
    sides(page, before.as_deref(), after.as_deref());
    page.markup("<dl class=\"more\">\n");
    items(
        page,
        subject.baseline_item.as_ref(),
        subject.current_item.as_ref(),
    );
    for (name, text) in [
        ("Fix", fix.as_ref()),
        ("Hint", hint.as_ref()),
        ("Accepted", accepted.as_ref()),
    ] {
        if let Some(text) = text {
            entry(page, name);
            page.sentence(text).markup("</dd></div>\n");
        }
    }
    entry(page, "Fingerprint");
    page.markup("<a href=\"#fp-")
        .text(fingerprint)
        .markup("\">")
        .text(fingerprint)
        .markup("</a></dd></div>\n</dl>\n</article>\n");
}

/// The opening tag, with the attributes that the script filters by.
fn start(page: &mut Html, finding: &Finding) {
    let impact = match finding.impact() {
        Impact::Breaking => "\" data-impact=\"breaking\" data-open-to=\"",
        Impact::Compatible => "\" data-impact=\"compatible\" data-open-to=\"",
        Impact::Trivial => "\" data-impact=\"trivial\" data-open-to=\"",
    };
    page.markup("<article class=\"finding\" tabindex=\"-1\" id=\"fp-")
        .text(&finding.fingerprint)
        .markup("\" aria-labelledby=\"message-")
        .text(&finding.fingerprint)
        .markup(impact);
    for answer in answers(finding).iter().filter(|answer| answer.is_open) {
        page.markup(answer.axis).markup(" ");
    }
    page.markup(match finding.accepted {
        Some(_) => "\" data-accepted>\n",
        None => "\">\n",
    });
}

/// The answer to one of the three questions.
pub(super) struct Answer {
    axis: &'static str,
    word: &'static str,
    /// True if users have to look at it.
    pub(super) is_open: bool,
}

/// The answers to the three questions.
pub(super) fn answers(finding: &Finding) -> [Answer; 3] {
    let Verdicts {
        wire,
        source,
        behaviour,
    } = finding.verdicts;
    let verdict = |axis, verdict: Verdict| Answer {
        axis,
        word: verdict.as_str(),
        is_open: verdict != Verdict::Holds,
    };
    let wire = Answer {
        axis: "wire",
        word: wire.as_str(),
        is_open: wire != Wire::Fits,
    };
    [
        wire,
        verdict("source", source),
        verdict("behaviour", behaviour),
    ]
}

fn verdicts(page: &mut Html, finding: &Finding, adds_items: bool) {
    page.markup("<ul class=\"verdicts\">");
    for answer in answers(finding) {
        page.markup(if answer.is_open {
            "<li class=\"breaks\">"
        } else {
            "<li class=\"holds\">"
        })
        .markup(answer.axis)
        .markup(" <b>")
        .markup(answer.word)
        .markup("</b></li> ");
    }
    if adds_items {
        page.markup("<li class=\"adds\">adds items</li>");
    }
    page.markup("</ul>\n");
}

/// The Rust item before and after, without repeating an unchanged path or type.
fn items(page: &mut Html, baseline: Option<&ItemRef>, current: Option<&ItemRef>) {
    let lines: Vec<(&ItemRef, Option<&ItemKind>, &'static str)> = match (baseline, current) {
        (None, None) => return,
        (Some(item), None) => vec![(item, None, "gone")],
        (None, Some(item)) => vec![(item, None, "new")],
        (Some(old), Some(new)) if old == new => vec![(new, None, "")],
        (Some(old), Some(new)) if old.path == new.path => {
            vec![(old, Some(&new.kind), "")]
        }
        (Some(old), Some(new)) => vec![(old, None, "gone"), (new, None, "new")],
    };
    entry(page, "Rust item");
    for (item, becomes, note) in lines {
        page.markup("<span class=\"item t\"><code>")
            .breakable(&item.path, "::")
            .markup("</code>: <code>")
            .text(&item.kind.to_string())
            .markup("</code>");
        if let Some(becomes) = becomes {
            page.markup(" to <code>")
                .text(&becomes.to_string())
                .markup("</code>");
        }
        if !note.is_empty() {
            page.markup(" <span class=\"note\">")
                .markup(note)
                .markup("</span>");
        }
        page.markup("</span>");
    }
    page.markup("</dd></div>\n");
}

fn entry(page: &mut Html, name: &'static str) {
    page.markup("<div><dt>")
        .markup(name)
        .markup("</dt><dd class=\"t\">");
}
