//! A report as one page of HTML that needs no network.
//!
//! The page can be read without scripts; the script only filters. Text from vendors is added by
//! [`Html::text`](markup::Html::text) alone. The page's content security policy allows only its own style and script.

mod findings;
mod markup;
mod sides;
mod summary;
#[cfg(test)]
mod tests;

use webhook_codegen::diff::Report;

use self::findings::Groups;
use self::markup::Html;

/// The page's template, with names in double braces for its contents.
const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Hash of the style in the page's policy.
const STYLE_HASH: &str = "sha256-109PYKt9NGERUAaSnXIYCXYuqZknGH2hAHIzFFkv6IM=";
/// Hash of the script in the page's policy.
const SCRIPT_HASH: &str = "sha256-KHFh62JTLLJx6+Jc2MkK2AZ5/e/pSEPDZ+Ceag/J2/c=";

/// With more findings than this, those outside the viewport are not laid out.
const MAX_LAID_OUT: usize = 500;

/// The whole page.
pub(crate) fn render(report: &Report) -> String {
    let groups = Groups::of(report);
    let mut page = Html::default();
    for piece in PAGE.split("{{") {
        let (name, markup) = piece.split_once("}}").unwrap_or(("", piece));
        fill(&mut page, name, report, &groups);
        page.markup(markup);
    }
    page.into_string()
}

/// The contents of the page at `name`.
fn fill(page: &mut Html, name: &str, report: &Report, groups: &Groups<'_>) {
    match name {
        "" => {}
        "style" => drop(page.markup(STYLE)),
        "style hash" => drop(page.markup(STYLE_HASH)),
        "script" => drop(page.markup(SCRIPT)),
        "script hash" => drop(page.markup(SCRIPT_HASH)),
        "length" if report.findings.len() > MAX_LAID_OUT => drop(page.markup(" class=\"long\"")),
        "length" => {}
        "title" => summary::title(page, report),
        "summary" => summary::summary(page, report),
        "stale inputs" => summary::stale(page, &report.stale),
        "filters" => summary::filters(page, report, groups),
        "findings" => findings::findings(page, groups),
        _ => unreachable!("invariant: page.html names only what there is, not {name}"),
    }
}
