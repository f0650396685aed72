//! Long pages, of which the script builds the greater part.

use serde_json::json;

use crate::browser::Browser;
use crate::html::render;
use crate::rendering::{PAGE_SCRIPT, open};
use crate::report::long;

#[test]
fn ten_thousand_findings_are_shown_and_filtered() {
    let page = render(&long(10_000));
    let Some(mut browser) = Browser::start("ten_thousand_findings_are_shown_and_filtered") else {
        return;
    };
    browser.open(&page, "");
    browser.evaluate(PAGE_SCRIPT);
    browser.evaluate("page.whole()");
    assert_eq!(
        browser.evaluate("page.told()"),
        "10,000 of 10,000 changes shown"
    );
    // The first hundred are in the page whole; what the others unfold to is built when they are unfolded.
    let bodies = "page.all('.finding > .body').length";
    assert_eq!(browser.evaluate(bodies), 100);
    browser.evaluate("page.all('.finding').at(-1).querySelector('summary').click()");
    assert_eq!(browser.evaluate(bodies), 101);
    browser.evaluate("page.set('text', 'null')");
    let told = browser.evaluate("page.told()");
    assert!(
        told.as_str().is_some_and(|told| told.starts_with("1,05")),
        "{told}"
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn a_search_finds_the_same_in_folded_and_unfolded_changes() {
    let page = render(&long(400));
    let name = "a_search_finds_the_same_in_folded_and_unfolded_changes";
    let Some(mut browser) = Browser::start(name) else {
        return;
    };
    // Words of sides, items and rules, hostile text, and labels, which are not searched.
    let words = [
        "x-page-size",
        "webhook_events::",
        "onerror=",
        "'\"",
        "始まりに空行",
        "fingerprint",
    ];
    let mut told = Vec::new();
    for unfolds in [false, true] {
        browser.open(&page, "");
        browser.evaluate(PAGE_SCRIPT);
        browser.evaluate("page.whole()");
        if unfolds {
            browser.evaluate("document.getElementById('fold').click()");
            assert_eq!(browser.evaluate("page.all('.finding > .body').length"), 400);
        }
        let found = words.map(|word| {
            browser.evaluate(&format!("page.set('text', {})", json!(word)));
            browser.evaluate("page.told()")
        });
        told.push(found);
    }
    assert_eq!(told[0], told[1]);
    let [found @ .., label] = &told[0];
    assert_eq!(label, "0 of 400 changes shown");
    assert!(!found.contains(label), "{found:?}");
}

#[test]
fn a_link_to_a_change_far_down_shows_it() {
    let report = long(3_000);
    let wanted = &report.findings[2_990].fingerprint;
    let place = format!("#fp-{wanted}");
    let Some(mut browser) = open("a_link_to_a_change_far_down_shows_it", &report, &place) else {
        return;
    };
    let is_open = format!(
        "page.rest(200).then(() => {{ const one = document.getElementById('fp-{wanted}'); return one.open && one.querySelector('.more').checkVisibility(); }})"
    );
    assert_eq!(browser.evaluate(&is_open), true);
}

#[test]
fn catalogue_text_is_not_markup_in_a_long_page() {
    let name = "catalogue_text_is_not_markup_in_a_long_page";
    let Some(mut browser) = open(name, &long(400), "") else {
        return;
    };
    browser.evaluate("page.whole()");
    browser.evaluate("document.getElementById('fold').click()");
    let hostile = browser.evaluate(
        "page.all('.finding').slice(100).filter(one => one.textContent.includes('onerror')).length > 0",
    );
    assert_eq!(hostile, true);
    let elements =
        browser.evaluate("page.all('script, style, img, iframe, link').map(one => one.localName)");
    assert_eq!(elements, json!(["style", "script"]));
    assert_eq!(browser.console(), Vec::<String>::new());
}
