//! Interaction with the page in a real browser: filters, keyboard and links.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use webhook_codegen::diff::{Finding, Impact, Rule, Scope, Verdict, Wire};

use crate::browser::Browser;
use crate::html::render;
use crate::rendering::{PAGE_SCRIPT, ids, open, shown};
use crate::report::{long, update};

/// Roles of the accessibility tree whose nodes need a name.
const NAMED: [&str; 7] = [
    "DisclosureTriangle",
    "article",
    "button",
    "checkbox",
    "combobox",
    "link",
    "searchbox",
];

const TAB: (&str, u32, &str) = ("Tab", 9, "");
const ENTER: (&str, u32, &str) = ("Enter", 13, "\r");
const SPACE: (&str, u32, &str) = (" ", 32, " ");

fn press(browser: &mut Browser, (key, code, text): (&str, u32, &str)) {
    browser.press(key, code, text);
}

/// Setting the fields shows exactly the selected findings; resetting shows all.
#[track_caller]
fn expect(browser: &mut Browser, fields: &[(&str, Value)], is_selected: impl Fn(&Finding) -> bool) {
    let report = update();
    for (name, value) in fields {
        browser.evaluate(&format!("page.set({}, {value})", json!(name)));
    }
    let selected = ids(&report, is_selected);
    assert!(
        !selected.is_empty() && selected.len() < report.findings.len(),
        "{fields:?}"
    );
    assert_eq!(shown(browser), selected, "{fields:?}");
    let told = browser.evaluate("page.told()");
    let expected = format!(
        "{} of {} findings shown",
        selected.len(),
        report.findings.len()
    );
    assert_eq!(told, expected, "{fields:?}");

    browser.evaluate("document.querySelector('[type=reset]').click(); page.rest(50)");
    assert_eq!(shown(browser), ids(&report, |_| true), "{fields:?}");
}

#[test]
fn filters_choose_by_vendor_verdict_and_text() {
    let Some(mut browser) = open("filters_choose_by_vendor_verdict_and_text", &update(), "") else {
        return;
    };
    let open = |verdict| verdict != Verdict::Holds;
    let browser = &mut browser;
    expect(browser, &[("vendor", json!("0"))], |one| {
        one.subject.vendor.as_str() == "slack"
    });
    expect(browser, &[("vendor", json!("1"))], |one| {
        one.subject.vendor.as_str() == "stripe"
    });
    for (value, impact) in [
        ("breaking", Impact::Breaking),
        ("compatible", Impact::Compatible),
        ("trivial", Impact::Trivial),
    ] {
        expect(browser, &[("impact", json!([value]))], |one| {
            one.impact() == impact
        });
    }
    expect(
        browser,
        &[("impact", json!(["breaking", "compatible"]))],
        |one| one.impact() != Impact::Trivial,
    );
    expect(browser, &[("axis", json!(["wire"]))], |one| {
        one.verdicts.wire != Wire::Fits
    });
    expect(browser, &[("axis", json!(["source"]))], |one| {
        open(one.verdicts.source)
    });
    expect(browser, &[("axis", json!(["behaviour"]))], |one| {
        open(one.verdicts.behaviour)
    });
    expect(
        browser,
        &[("axis", json!(["source", "behaviour"]))],
        |one| open(one.verdicts.source) || open(one.verdicts.behaviour),
    );
    expect(browser, &[("accepted", json!("yes"))], |one| {
        one.accepted.is_some()
    });
    expect(browser, &[("accepted", json!("no"))], |one| {
        one.accepted.is_none()
    });
    expect(
        browser,
        &[("text", json!("APP_mention"))],
        |one| matches!(&one.subject.scope, Scope::Event(name) if name.as_str() == "app_mention"),
    );
    expect(
        browser,
        &[("text", json!("  x-page-size  stripe "))],
        |one| one.rule == Rule::AlternativeGuardChanged,
    );
    let filters = [
        ("vendor", json!("1")),
        ("axis", json!(["wire"])),
        ("text", json!("null")),
    ];
    expect(browser, &filters, |one| one.rule == Rule::NullAllowed);
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn a_search_without_results_shows_a_message() {
    let Some(mut browser) = open("a_search_without_results_shows_a_message", &update(), "") else {
        return;
    };
    let is_message_visible = "document.getElementById('none').checkVisibility()";
    assert_eq!(browser.evaluate(is_message_visible), false);
    browser.evaluate("page.set('text', 'nowhere at all')");
    assert_eq!(shown(&mut browser), Vec::<String>::new());
    assert_eq!(browser.evaluate("page.told()"), "0 of 19 findings shown");
    assert_eq!(browser.evaluate(is_message_visible), true);
    assert_eq!(
        browser
            .evaluate("page.all('h2:not(.small), h3').filter(one => one.checkVisibility()).length"),
        0
    );
}

#[test]
fn the_keyboard_reaches_and_moves_everything() {
    let Some(mut browser) = open("the_keyboard_reaches_and_moves_everything", &update(), "") else {
        return;
    };
    let mut stops = Vec::new();
    for _ in 0..14 {
        press(&mut browser, TAB);
        stops.push(browser.evaluate("page.focused()"));
        assert_eq!(browser.evaluate("page.isOutlined()"), true, "{stops:?}");
    }
    let expected = [
        "a",
        "summary",
        "input text",
        "select vendor",
        "input impact breaking",
        "input impact compatible",
        "input impact trivial",
        "input axis wire",
        "input axis source",
        "input axis behaviour",
        "select accepted",
        "button",
        "button",
        "summary",
    ];
    assert_eq!(stops, expected);
    // Folds the first scope, which has one finding.
    press(&mut browser, ENTER);
    assert_eq!(shown(&mut browser).len(), 18);
}

#[test]
fn the_keyboard_filters() {
    let report = update();
    let Some(mut browser) = open("the_keyboard_filters", &report, "") else {
        return;
    };
    browser.press("/", 191, "/");
    assert_eq!(browser.evaluate("page.focused()"), "input text");
    for key in ["n", "u", "l", "l"] {
        browser.press(key, 0, key);
    }
    browser.evaluate("page.rest(300)");
    assert_eq!(browser.evaluate("page.focused()"), "input text null");
    assert_eq!(shown(&mut browser).len(), 2);
    press(&mut browser, TAB);
    press(&mut browser, TAB);
    press(&mut browser, SPACE);
    browser.evaluate("page.rest(50)");
    assert_eq!(browser.evaluate("page.focused()"), "input impact breaking");
    assert_eq!(browser.evaluate("document.activeElement.checked"), true);
    assert_eq!(shown(&mut browser).len(), 2);
}

#[test]
fn a_link_skips_to_the_findings() {
    let Some(mut browser) = open("a_link_skips_to_the_findings", &update(), "") else {
        return;
    };
    press(&mut browser, TAB);
    assert_eq!(
        browser.evaluate("document.activeElement.getBoundingClientRect().top >= 0"),
        true
    );
    press(&mut browser, ENTER);
    assert_eq!(browser.evaluate("document.activeElement.id"), "findings");
    press(&mut browser, TAB);
    assert_eq!(
        browser.evaluate("document.activeElement.closest('.scope') !== null"),
        true
    );
}

#[test]
fn assistive_technology_finds_names_and_landmarks() {
    let report = update();
    let Some(mut browser) = open(
        "assistive_technology_finds_names_and_landmarks",
        &report,
        "",
    ) else {
        return;
    };
    let tree = browser.command("Accessibility.getFullAXTree", json!({}));
    let nodes = tree["nodes"].as_array().expect("a list of nodes");
    let role = |node: &Value| {
        node["role"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let mut landmarks: Vec<String> = nodes
        .iter()
        .map(role)
        .filter(|role| {
            ["banner", "search", "main", "contentinfo", "status"].contains(&role.as_str())
        })
        .collect();
    landmarks.sort_unstable();
    assert_eq!(
        landmarks,
        ["banner", "contentinfo", "main", "search", "status"]
    );
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for node in nodes.iter().filter(|node| node["ignored"] == false) {
        let role = role(node);
        if NAMED.contains(&role.as_str()) {
            let name = node["name"]["value"].as_str().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{node:#}");
            *named.entry(role).or_default() += 1;
        }
    }
    let named = json!(named);
    let expected = json!({
        "DisclosureTriangle": 16,
        "article": report.findings.len(),
        "button": 2,
        "checkbox": 6,
        "combobox": 2,
        "link": report.findings.len() + 1,
        "searchbox": 1,
    });
    assert_eq!(named, expected);
}

#[test]
fn a_link_to_a_finding_shows_it() {
    let report = update();
    let wanted = &report.findings[12].fingerprint;
    let Some(mut browser) = open(
        "a_link_to_a_finding_shows_it",
        &report,
        &format!("#fp-{wanted}"),
    ) else {
        return;
    };
    let is_seen = format!(
        "page.rest(200).then(() => {{ const one = document.getElementById('fp-{wanted}'); const {{ top }} = one.getBoundingClientRect(); return document.activeElement === one && top >= 0 && top < innerHeight; }})"
    );
    assert_eq!(browser.evaluate(&is_seen), true);

    // A link overrides filters and folds.
    browser.evaluate("location.hash = ''; document.getElementById('fold').click(); page.set('text', 'nowhere at all')");
    assert_eq!(shown(&mut browser), Vec::<String>::new());
    browser.evaluate(&format!("location.hash = 'fp-{wanted}'"));
    assert_eq!(browser.evaluate(&is_seen), true);
    assert!(shown(&mut browser).contains(&format!("fp-{wanted}")));
    assert_eq!(browser.evaluate("page.told()"), "19 of 19 findings shown");

    // An unknown fragment and an invalid percent-encoding are ignored.
    browser.evaluate(
        "location.hash = 'fp-%E0%A4%A'; page.rest(50).then(() => { location.hash = 'fp-none'; })",
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn ten_thousand_findings_are_shown_and_filtered() {
    let page = render(&long(10_000));
    let Some(mut browser) = Browser::start("ten_thousand_findings_are_shown_and_filtered") else {
        return;
    };
    browser.open(&page, "");
    browser.evaluate(PAGE_SCRIPT);
    assert_eq!(
        browser.evaluate("page.told()"),
        "10,000 of 10,000 findings shown"
    );
    browser.evaluate("page.set('text', 'null')");
    let told = browser.evaluate("page.told()");
    assert!(
        told.as_str().is_some_and(|told| told.starts_with("1,05")),
        "{told}"
    );
}
