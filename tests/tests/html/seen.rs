//! What a real browser makes of the page: how it looks, and that it keeps to itself.

use serde_json::{Value, json};
use webhook_codegen::diff::Report;

use crate::browser::Browser;
use crate::html::render;
use crate::report::{HOSTILE, nothing, update};

/// Functions that look at the page.
pub(crate) const LOOK: &str = include_str!("page.js");

/// A browser with a report's page before it; `None` where there is no browser.
pub(crate) fn open(test: &str, report: &Report, place: &str) -> Option<Browser> {
    let mut browser = Browser::start(test)?;
    browser.pretend(1280, "screen", &[]);
    browser.open(&render(report), place);
    browser.evaluate(LOOK);
    Some(browser)
}

/// The ids that findings have on the page.
pub(crate) fn ids<'a>(
    report: &'a Report,
    is_asked: impl Fn(&webhook_codegen::diff::Finding) -> bool + 'a,
) -> Vec<String> {
    let asked = report
        .findings
        .iter()
        .filter(move |finding| is_asked(finding));
    let mut ids: Vec<String> = asked
        .map(|finding| format!("fp-{}", finding.fingerprint))
        .collect();
    ids.sort_unstable();
    ids
}

/// The ids of the findings that are shown.
#[track_caller]
pub(crate) fn shown(browser: &mut Browser) -> Vec<String> {
    let shown = browser.evaluate("page.shown()");
    let mut shown: Vec<String> = serde_json::from_value(shown).expect("a list of ids");
    shown.sort_unstable();
    shown
}

#[test]
fn what_a_page_should_not_do_is_noticed() {
    let Some(mut browser) = Browser::start("what_a_page_should_not_do_is_noticed") else {
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
fn every_finding_is_shown_and_the_page_keeps_to_itself() {
    let reports = [update(), nothing()];
    for report in &reports {
        let name = "every_finding_is_shown_and_the_page_keeps_to_itself";
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
fn texts_of_a_catalogue_are_texts() {
    let Some(mut browser) = open("texts_of_a_catalogue_are_texts", &update(), "") else {
        return;
    };
    let hostile = browser.evaluate("page.all('[data-accepted] h4, h3, .pointer').map(one => one.textContent).filter(text => text.includes('onerror'))");
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
fn the_policy_stops_what_got_in() {
    let Some(mut browser) = open("the_policy_stops_what_got_in", &update(), "") else {
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
fn all_can_be_read_in_light_and_dark() {
    let report = update();
    let Some(mut browser) = open("all_can_be_read_in_light_and_dark", &report, "") else {
        return;
    };
    browser.evaluate("page.all('details').forEach(one => one.open = true)");
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        browser.pretend(1280, "screen", &[("prefers-color-scheme", scheme)]);
        let seen = browser.evaluate("page.faint()");
        assert_eq!(seen["found"], json!([]), "{scheme}");
        assert!(seen["looked"].as_u64() > Some(400), "{seen}");
        grounds.push(browser.evaluate("getComputedStyle(document.body).backgroundColor"));
    }
    assert_ne!(grounds[0], grounds[1]);
}

#[test]
fn nothing_reaches_beyond_a_small_screen() {
    for report in [update(), nothing()] {
        let Some(mut browser) = open("nothing_reaches_beyond_a_small_screen", &report, "") else {
            return;
        };
        for width in [320, 390, 768, 1280] {
            browser.pretend(width, "screen", &[]);
            browser.evaluate("page.all('details').forEach(one => one.open = true)");
            let overflow = browser.evaluate("page.overflow()");
            assert_eq!(overflow, json!({"sideways": 0, "wide": []}), "{width}");
        }
    }
}

#[test]
fn the_sides_stand_beside_each_other_where_there_is_room() {
    let name = "the_sides_stand_beside_each_other_where_there_is_room";
    let Some(mut browser) = open(name, &update(), "") else {
        return;
    };
    let tops = "page.all('.side').slice(0, 2).map(one => one.getBoundingClientRect().top)";
    for (width, are_beside) in [(1280, true), (320, false)] {
        browser.pretend(width, "screen", &[]);
        let found = browser.evaluate(tops);
        assert_eq!(found[0] == found[1], are_beside, "{width}: {found}");
    }
}

#[test]
fn without_scripts_everything_is_shown_and_nothing_offered() {
    let report = update();
    let Some(mut browser) =
        Browser::start("without_scripts_everything_is_shown_and_nothing_offered")
    else {
        return;
    };
    browser.order(
        "Emulation.setScriptExecutionDisabled",
        json!({"value": true}),
    );
    browser.open(&render(&report), "");
    let ids_shown = browser.evaluate(
        "Array.from(document.querySelectorAll('.finding')).filter(one => one.checkVisibility()).length",
    );
    assert_eq!(ids_shown, report.findings.len());
    assert_eq!(
        browser.evaluate("document.getElementById('panel').checkVisibility()"),
        false
    );
}

#[test]
fn paper_gets_every_finding_and_no_filter() {
    let report = update();
    let Some(mut browser) = open("paper_gets_every_finding_and_no_filter", &report, "") else {
        return;
    };
    browser.evaluate("document.getElementById('fold').click()");
    assert_eq!(shown(&mut browser), Vec::<String>::new());
    let printed = browser.order("Page.printToPDF", json!({}));
    assert!(
        printed["data"]
            .as_str()
            .is_some_and(|data| data.len() > 10_000)
    );
    browser.pretend(1280, "print", &[("prefers-color-scheme", "dark")]);
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
