//! The groups of findings by impact: a line that answers the questions of a maintainer, and unfolded all that is known.

use std::collections::BTreeMap;

use webhook_codegen::diff::{
    Finding, Group, Impact, ItemKind, ItemRef, Scope, Verdict, Verdicts, Wire,
};

use super::markup::Html;
use super::sides::sides;

/// Number of groups that are elements of the page at once.
const BUILT: usize = 100;
/// Number of further groups in one `noscript`.
const PART: usize = 200;

/// Adds all groups. Those beyond the first are in `noscript` elements, which a browser with scripts keeps as text, because
/// thousands of them take seconds to build.
pub(super) fn findings(page: &mut Html, groups: &[Group<'_>]) {
    let mut by_impact: BTreeMap<Impact, Vec<&Group<'_>>> = BTreeMap::new();
    for group in groups {
        by_impact.entry(group.impact()).or_default().push(group);
    }
    let mut left = BUILT;
    for (impact, groups) in by_impact.into_iter().rev() {
        page.markup("<section class=\"list\">\n<h2>")
            .markup(match impact {
                Impact::Breaking => "Breaking",
                Impact::Compatible => "Added and changed",
                Impact::Trivial => "Text alone",
            })
            .markup(" <span class=\"count\">");
        page.count(groups.len(), "change", "changes");
        page.markup("</span></h2>\n<p class=\"columns-of\" aria-hidden=\"true\"><span>The change</span><span>Vendor and row</span><span>To do</span></p>\n");
        let (built, others) = groups.split_at(left.min(groups.len()));
        left -= built.len();
        for found in built {
            group(page, found);
        }
        for part in others.chunks(PART) {
            page.markup("<noscript class=\"part\" data-changes=\"")
                .text(&part.len().to_string())
                .markup("\">\n");
            for found in part {
                group(page, found);
            }
            page.markup("</noscript>\n");
        }
        page.markup("</section>\n");
    }
}

fn group(page: &mut Html, group: &Group<'_>) {
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
        docs_url,
        fingerprint: _,
        accepted,
    } = group.first();
    start(page, group);
    page.markup("<summary><h3 class=\"t\">").sentence(message);
    if accepted.is_some() {
        page.markup(" <span class=\"accepted\">accepted</span>");
    }
    if !subject.pointer.is_empty() {
        page.markup(" <code class=\"pointer t\">")
            .breakable(&subject.pointer, "/")
            .markup("</code>");
    }
    page.markup("</h3> <span class=\"whom\"><b class=\"t\">")
        .text(subject.vendor.as_str())
        .markup("</b> ");
    scope(page, group);
    if let Some(broken) = broken(group.first()) {
        page.markup(" <span class=\"broken\">")
            .markup(broken)
            .markup("</span>");
    }
    page.markup("</span> <span class=\"do t\">");
    match fix {
        Some(fix) => page.sentence(fix),
        None => page.markup("Nothing"),
    };
    page.markup("</span></summary>\n<div class=\"body\">\n");
    verdicts(page, group.first(), *adds_items);
    sides(page, before.as_deref(), after.as_deref());
    page.markup("<dl class=\"more\">\n");
    let of_several = group.findings.len() > 1;
    if of_several {
        entry(page, "Events");
        for (index, event) in group.events().iter().enumerate() {
            page.markup(if index > 0 { ", " } else { "" })
                .text(event.as_str());
        }
        page.markup("</dd></div>\n");
    }
    items(
        page,
        subject.baseline_item.as_ref(),
        subject.current_item.as_ref(),
        of_several,
    );
    for (name, text) in [("Hint", hint.as_ref()), ("Accepted", accepted.as_ref())] {
        if let Some(text) = text {
            entry(page, name);
            page.sentence(text).markup("</dd></div>\n");
        }
    }
    if let Some(url) = docs_url {
        entry(page, "Documentation");
        link(page, url);
        page.markup("</dd></div>\n");
    }
    entry(page, "Rule");
    page.markup("<a href=\"#rule=")
        .text(rule.id())
        .markup("\">")
        .text(rule.id())
        .markup("</a>: ")
        .markup(rule.purpose())
        .markup("</dd></div>\n");
    entry(page, "Fingerprint");
    page.markup("<a href=\"#fp-")
        .text(&group.fingerprint)
        .markup("\">")
        .text(&group.fingerprint)
        .markup("</a></dd></div>\n</dl>\n");
    if accepted.is_none() && group.impact() == Impact::Breaking {
        accepted_entry(page, group);
    }
    page.markup("</div>\n</details>\n");
}

/// The reason why a finding is breaking.
fn broken(finding: &Finding) -> Option<&'static str> {
    match (finding.verdicts.wire, finding.verdicts.source) {
        (Wire::Malformed, Verdict::Breaks) => Some("deliveries malformed, source breaks"),
        (Wire::Malformed, Verdict::Holds) => Some("deliveries malformed"),
        (Wire::Misfits | Wire::Fits, Verdict::Breaks) => Some("source breaks"),
        (Wire::Misfits, Verdict::Holds) => Some("deliveries with misfits"),
        (Wire::Fits, Verdict::Holds) => None,
    }
}

/// The part of the vendor, or the number of events.
fn scope(page: &mut Html, group: &Group<'_>) {
    match (&group.first().subject.scope, group.findings.len()) {
        (Scope::Vendor, _) => page.markup("as a whole"),
        (Scope::Envelope, _) => page.markup("envelope"),
        (Scope::Shared, _) => page.markup("shared types"),
        (Scope::Event(name), 1) => page
            .markup("<code class=\"event t\">")
            .text(name.as_str())
            .markup("</code>"),
        (Scope::Event(_), events) => page
            .markup("<span class=\"event\">in ")
            .number(events)
            .markup(" events</span>"),
    };
}

/// The opening tag, with the attributes that the script filters by.
fn start(page: &mut Html, group: &Group<'_>) {
    let finding = group.first();
    page.markup("<details class=\"finding\" id=\"fp-")
        .text(&group.fingerprint)
        .markup("\" data-vendor=\"")
        .text(finding.subject.vendor.as_str())
        .markup("\" data-rule=\"")
        .text(finding.rule.id())
        .markup("\" data-impact=\"")
        .markup(group.impact().as_str())
        .markup("\" data-findings=\"")
        .text(&group.findings.len().to_string())
        .markup("\" data-open-to=\"");
    for answer in answers(finding).iter().filter(|answer| answer.is_open) {
        page.markup(answer.axis).markup(" ");
    }
    page.markup(match finding.accepted {
        Some(_) => "\" data-accepted>",
        None => "\">",
    });
}

/// A link, if the text is the address of a page. It names no referrer, as the page's policy says.
fn link(page: &mut Html, url: &str) {
    if url.starts_with("https://") || url.starts_with("http://") {
        page.markup("<a href=\"").text(url).markup("\">");
        page.breakable(url, "/").markup("</a>");
    } else {
        page.breakable(url, "/");
    }
}

/// The entry for `catalog/accepted.toml`. It is refused until it has a reason.
fn accepted_entry(page: &mut Html, group: &Group<'_>) {
    let finding = group.first();
    page.markup("<div class=\"entry\"><p class=\"label\">To accept it, add to <code>catalog/accepted.toml</code></p>\n<pre># ")
        .text(finding.subject.vendor.as_str())
        .markup(", ")
        .text(finding.rule.id())
        .markup(", ");
    page.count(group.findings.len(), "finding", "findings");
    page.markup("\n[[accepted]]\nfingerprint = &quot;")
        .text(&group.fingerprint)
        .markup("&quot;\nreason = &quot;&quot;\n</pre><button type=\"button\" class=\"copy\">Copy</button></div>\n");
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
fn items(page: &mut Html, baseline: Option<&ItemRef>, current: Option<&ItemRef>, of_several: bool) {
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
    entry(
        page,
        if of_several {
            "First Rust item"
        } else {
            "Rust item"
        },
    );
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
