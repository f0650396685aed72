//! Interaction with the page in a real browser: filters, keyboard and links.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use webhook_catalog::{SourceFile, read_accepted};
use webhook_codegen::diff::{Finding, Impact, Rule, Scope, Verdict, Wire};

use crate::browser::Browser;
use crate::rendering::{ids, open, shown};
use crate::report::update;

/// Roles of the accessibility tree whose nodes need a name.
const NAMED: [&str; 6] = [
    "DisclosureTriangle",
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
        "{} of {} changes shown",
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
    expect(browser, &[("vendor", json!("slack"))], |one| {
        one.subject.vendor.as_str() == "slack"
    });
    expect(browser, &[("vendor", json!("stripe"))], |one| {
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
    expect(browser, &[("rule", json!("type_replaced"))], |one| {
        one.rule == Rule::TypeReplaced
    });
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
        ("vendor", json!("stripe")),
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
    assert_eq!(browser.evaluate("page.told()"), "0 of 19 changes shown");
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
    for _ in 0..22 {
        press(&mut browser, TAB);
        stops.push(browser.evaluate("page.focused()"));
        assert_eq!(browser.evaluate("page.isOutlined()"), true, "{stops:?}");
    }
    let expected = [
        // The link to the findings, and six reasons.
        "a",
        "a",
        "a",
        "a",
        "a",
        "a",
        "a",
        // Further reasons, and stale overlays.
        "summary",
        "summary",
        "input text",
        "select vendor",
        "select rule",
        "input impact breaking",
        "input impact compatible",
        "input impact trivial",
        "input axis wire",
        "input axis source",
        "input axis behaviour",
        "select accepted",
        "button",
        "button",
        // The first change.
        "summary",
    ];
    assert_eq!(stops, expected);
    press(&mut browser, ENTER);
    assert_eq!(
        browser.evaluate("document.activeElement.parentElement.open"),
        true
    );
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
        browser.evaluate("document.activeElement.closest('.finding') !== null"),
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
        // The changes, stale overlays and further reasons; the links and buttons within are folded.
        "DisclosureTriangle": report.findings.len() + 2,
        "button": 2,
        "checkbox": 6,
        "combobox": 3,
        "link": 7,
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
        "page.rest(200).then(() => {{ const one = document.getElementById('fp-{wanted}'); const {{ top }} = one.getBoundingClientRect(); return document.activeElement.parentElement === one && one.open && top >= 0 && top < innerHeight; }})"
    );
    assert_eq!(browser.evaluate(&is_seen), true);

    // A link overrides filters.
    browser.evaluate("location.hash = ''; page.set('text', 'nowhere at all')");
    assert_eq!(shown(&mut browser), Vec::<String>::new());
    browser.evaluate(&format!("location.hash = 'fp-{wanted}'"));
    assert_eq!(browser.evaluate(&is_seen), true);
    assert!(shown(&mut browser).contains(&format!("fp-{wanted}")));
    assert_eq!(browser.evaluate("page.told()"), "19 of 19 changes shown");

    // An unknown fragment and an invalid percent-encoding are ignored.
    browser.evaluate(
        "location.hash = 'fp-%E0%A4%A'; page.rest(50).then(() => { location.hash = 'fp-none'; })",
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn the_address_holds_the_filters() {
    let report = update();
    let place = "#impact=breaking&vendor=stripe&text=amount_due";
    let Some(mut browser) = open("the_address_holds_the_filters", &report, place) else {
        return;
    };
    let nullable = ids(&report, |one| one.rule == Rule::NullAllowed);
    assert_eq!(shown(&mut browser), nullable);

    browser.evaluate("page.set('text', '')");
    let hash = browser.evaluate("location.hash");
    assert_eq!(hash, "#vendor=stripe&impact=breaking");

    // The reasons of the bump are links that filter.
    browser.evaluate(
        "document.querySelector('.reasons a[href*=type_replaced]').click(); page.rest(100)",
    );
    let replaced = ids(&report, |one| one.rule == Rule::TypeReplaced);
    assert_eq!(shown(&mut browser), replaced);

    // Choices that the page does not have are left out.
    browser.evaluate("location.hash = 'vendor=nobody&impact=grave&nothing=1'; page.rest(100)");
    assert_eq!(shown(&mut browser), ids(&report, |_| true));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn an_entry_for_the_accepted_list_can_be_copied() {
    let report = update();
    let name = "an_entry_for_the_accepted_list_can_be_copied";
    let Some(mut browser) = open(name, &report, "") else {
        return;
    };
    let open = report.open();
    let breaking: Vec<&Finding> = open
        .filter(|finding| finding.impact() == Impact::Breaking)
        .collect();
    let entries = browser.evaluate("page.all('.entry pre').map(one => one.textContent)");
    let entries: Vec<String> = serde_json::from_value(entries).expect("a list of texts");
    assert_eq!(entries.len(), breaking.len());
    for entry in &entries {
        let entry = entry.replace("reason = \"\"", "reason = \"never sent\"");
        let accepted = end_to_end::sound(read_accepted(&SourceFile {
            label: "accepted.toml".to_owned(),
            path: "accepted.toml".to_owned(),
            bytes: entry.into_bytes(),
        }));
        let is_breaking = breaking
            .iter()
            .any(|one| one.fingerprint == accepted[0].fingerprint);
        assert!(is_breaking, "{accepted:?}");
    }
    let word = browser.evaluate(
        "document.querySelector('.finding').open = true; document.querySelector('.copy').click(); page.rest(100).then(() => document.querySelector('.copy').textContent)",
    );
    assert!(word == "Copied" || word == "Selected", "{word}");
}
