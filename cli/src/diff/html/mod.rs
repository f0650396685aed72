//! A report as one page of HTML that needs no network.
//!
//! The page can be read without scripts; the script filters, and of a long page builds the greater part once it is shown.
//! Text from vendors is added by [`Html::text`](markup::Html::text) alone, also in the parts that the script builds. The
//! page's content security policy allows only its own style and script.

mod findings;
mod markup;
mod sides;
mod summary;
#[cfg(test)]
mod tests;

use webhook_codegen::diff::{Group, Report};

use self::markup::Html;

/// The page's template, with names in double braces for its contents.
const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Hash of the style in the page's policy.
const STYLE_HASH: &str = "sha256-SogjB8N/b3cWmS8tzmfoS8LGVHlwJPUUOembgwlIpBA=";
/// Hash of the script in the page's policy.
const SCRIPT_HASH: &str = "sha256-yX8KIPk/XWKnkN8Df4E9fhZgvJ+9GQGo8RJUnFDn/tE=";

/// With more groups than this, those outside the viewport are not laid out.
const MAX_LAID_OUT: usize = 500;

/// The whole page.
pub(crate) fn render(report: &Report) -> String {
    let groups = report.groups();
    let mut page = Html::default();
    for piece in PAGE.split("{{") {
        let (name, markup) = piece.split_once("}}").unwrap_or(("", piece));
        fill(&mut page, name, report, &groups);
        page.markup(markup);
    }
    page.into_string()
}

/// The contents of the page at `name`.
fn fill(page: &mut Html, name: &str, report: &Report, groups: &[Group<'_>]) {
    match name {
        "" => {}
        "style" => drop(page.markup(STYLE)),
        "style hash" => drop(page.markup(STYLE_HASH)),
        "script" => drop(page.markup(SCRIPT)),
        "script hash" => drop(page.markup(SCRIPT_HASH)),
        "length" if groups.len() > MAX_LAID_OUT => drop(page.markup(" class=\"long\"")),
        "length" => {}
        "title" => summary::title(page, report),
        "summary" => summary::summary(page, report, groups.len()),
        "stale inputs" => summary::stale(page, &report.stale),
        "filters" => summary::filters(page, groups),
        "findings" => findings::findings(page, groups),
        _ => unreachable!("invariant: page.html names only what there is, not {name}"),
    }
}
