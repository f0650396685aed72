//! Rendering of the page in a real browser, and its isolation from scripts and the network.

use serde_json::{Value, json};
use webhook_codegen::diff::Report;

use crate::browser::Browser;
use crate::html::render;
use crate::report::{HOSTILE, empty, long, update};

/// JavaScript functions that inspect the page.
pub(crate) const PAGE_SCRIPT: &str = include_str!("page.js");

/// A browser that shows a report's page. `None` if there is no browser.
pub(crate) fn open(test: &str, report: &Report, place: &str) -> Option<Browser> {
    let mut browser = Browser::start(test)?;
    browser.emulate(1280, "screen", &[]);
    browser.open(&render(report), place);
    browser.evaluate(PAGE_SCRIPT);
    Some(browser)
}

/// The ids of findings in the page.
pub(crate) fn ids<'a>(
    report: &'a Report,
    is_selected: impl Fn(&webhook_codegen::diff::Finding) -> bool + 'a,
) -> Vec<String> {
    let selected = report
        .findings
        .iter()
        .filter(move |finding| is_selected(finding));
    let mut ids: Vec<String> = selected
        .map(|finding| format!("fp-{}", finding.fingerprint))
        .collect();
    ids.sort_unstable();
    ids
}

/// The ids of the visible findings.
#[track_caller]
pub(crate) fn shown(browser: &mut Browser) -> Vec<String> {
    let shown = browser.evaluate("page.shown()");
    let mut shown: Vec<String> = serde_json::from_value(shown).expect("a list of ids");
    shown.sort_unstable();
    shown
}

#[test]
fn violations_are_detected() {
    let Some(mut browser) = Browser::start("violations_are_detected") else {
        return;
    };
    let outside = "http://127.0.0.1:9/outside.png";
    let page = format!(
        "<!DOCTYPE html><img src=\"{outside}\"><script>console.error(1); nowhere()</script>"
    );
    browser.open(&page, "");
    let requests = browser.requests();
    assert!(
        requests.iter().any(|request| request.contains(outside)),
        "{requests:?}"
    );
    let console = browser.console().join("\n");
    for part in ["\"value\":1", "nowhere is not defined", outside] {
        assert!(console.contains(part), "{part} in {console}");
    }
}

#[test]
fn every_finding_is_shown_without_external_requests() {
    let reports = [update(), empty()];
    for report in &reports {
        let name = "every_finding_is_shown_without_external_requests";
        let Some(mut browser) = open(name, report, "") else {
            return;
        };
        assert_eq!(shown(&mut browser), ids(report, |_| true));
        assert_eq!(browser.console(), Vec::<String>::new());
        let requests = browser.requests();
        assert!(
            matches!(&requests[..], [page] if page.starts_with("\"file:")),
            "{requests:?}"
        );
        let about_filters = browser.evaluate("document.getElementById('panel').checkVisibility()");
        assert_eq!(about_filters, !report.findings.is_empty());
    }
}

#[test]
fn catalogue_text_is_not_markup() {
    let Some(mut browser) = open("catalogue_text_is_not_markup", &update(), "") else {
        return;
    };
    let hostile = browser.evaluate("page.all('[data-accepted] h3 > .sentence, .event, .pointer').map(one => one.textContent).filter(text => text.includes('onerror'))");
    assert_eq!(hostile, json!([HOSTILE, HOSTILE, HOSTILE]));
    let elements =
        browser.evaluate("page.all('script, style, img, iframe, link').map(one => one.localName)");
    assert_eq!(elements, json!(["style", "script"]));
    let turned = browser.evaluate(
        "page.all('pre').map(one => one.textContent).find(text => text.includes('turned'))",
    );
    assert_eq!(
        turned,
        r"\u{202e}turned around\u{202c}\u{0}\u{1b}[31m\u{feff}"
    );
    let lines = browser
        .evaluate("page.all('pre').map(one => one.textContent).find(text => text.includes('tab'))");
    assert_eq!(lines, "\n  始まりに空行\n\tand a tab");
}

#[test]
fn the_policy_blocks_injected_content() {
    let Some(mut browser) = open("the_policy_blocks_injected_content", &update(), "") else {
        return;
    };
    browser.evaluate(
        "{ const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script);
           const image = new Image(); image.src = 'http://127.0.0.1:9/outside.png'; document.body.append(image);
           fetch('http://127.0.0.1:9/outside.json').catch(() => {}); }",
    );
    assert_eq!(browser.evaluate("window.ran === undefined"), true);
    let console = browser.console();
    let refused = console
        .iter()
        .filter(|told| told.contains("Content Security Policy"));
    assert!(refused.count() >= 3, "{console:#?}");
    let requests = browser.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
}

#[test]
fn contrast_suffices_in_light_and_dark() {
    let report = update();
    let Some(mut browser) = open("contrast_suffices_in_light_and_dark", &report, "") else {
        return;
    };
    browser.evaluate("page.all('details').forEach(one => one.open = true)");
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        browser.emulate(1280, "screen", &[("prefers-color-scheme", scheme)]);
        let seen = browser.evaluate("page.faint()");
        assert_eq!(seen["found"], json!([]), "{scheme}");
        assert!(seen["looked"].as_u64() > Some(400), "{seen}");
        grounds.push(browser.evaluate("getComputedStyle(document.body).backgroundColor"));
    }
    assert_ne!(grounds[0], grounds[1]);
}

#[test]
fn nothing_overflows_a_small_screen() {
    for report in [update(), empty()] {
        let Some(mut browser) = open("nothing_overflows_a_small_screen", &report, "") else {
            return;
        };
        for width in [320, 390, 768, 1280] {
            browser.emulate(width, "screen", &[]);
            browser.evaluate("page.all('details').forEach(one => one.open = true)");
            let overflow = browser.evaluate("page.overflow()");
            assert_eq!(overflow, json!({"sideways": 0, "wide": []}), "{width}");
        }
    }
}

#[test]
fn both_sides_are_side_by_side_on_wide_screens() {
    let name = "both_sides_are_side_by_side_on_wide_screens";
    let Some(mut browser) = open(name, &update(), "") else {
        return;
    };
    browser.evaluate("page.all('details').forEach(one => one.open = true)");
    let tops = "page.all('.side').slice(0, 2).map(one => one.getBoundingClientRect().top)";
    for (width, are_beside) in [(1280, true), (320, false)] {
        browser.emulate(width, "screen", &[]);
        let found = browser.evaluate(tops);
        assert_eq!(found[0] == found[1], are_beside, "{width}: {found}");
    }
}

#[test]
fn without_scripts_everything_is_shown_and_no_filter_offered() {
    for report in [update(), long(600)] {
        let Some(mut browser) =
            Browser::start("without_scripts_everything_is_shown_and_no_filter_offered")
        else {
            return;
        };
        browser.command(
            "Emulation.setScriptExecutionDisabled",
            json!({"value": true}),
        );
        browser.open(&render(&report), "");
        let ids_shown = browser.evaluate(
            "Array.from(document.querySelectorAll('.finding')).filter(one => one.checkVisibility()).length",
        );
        assert_eq!(ids_shown, report.findings.len());
        let bodies = browser.evaluate("document.querySelectorAll('.finding > .body').length");
        assert_eq!(bodies, report.findings.len());
        assert_eq!(
            browser.evaluate("document.getElementById('panel').checkVisibility()"),
            false
        );
    }
}

#[test]
fn print_shows_every_finding_and_no_filter() {
    let report = update();
    let Some(mut browser) = open("print_shows_every_finding_and_no_filter", &report, "") else {
        return;
    };
    let printed = browser.command("Page.printToPDF", json!({}));
    assert!(
        printed["data"]
            .as_str()
            .is_some_and(|data| data.len() > 10_000)
    );
    browser.emulate(1280, "print", &[("prefers-color-scheme", "dark")]);
    assert_eq!(shown(&mut browser), ids(&report, |_| true));
    assert_eq!(
        browser.evaluate("document.getElementById('panel').checkVisibility()"),
        false
    );
    assert_eq!(
        browser.evaluate("page.faint()")["found"],
        Value::Array(Vec::new())
    );
}
