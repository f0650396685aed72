//! The page of a large update: its first screen answers what breaks, for whom, since which row, and what is to be done.

use std::sync::LazyLock;

use end_to_end::expect::expect;
use end_to_end::rows::named;
use end_to_end::{built, inputs, large_update, sound, workspace_root};
use serde_json::{Value, json};
use webhook_catalog::hidden_changes;
use webhook_codegen::diff::{DiffOptions, Group, Impact, Report, Scope, diff};

use crate::rendering::open;

/// The changes whose line lies within the screen, as the texts of its columns.
const LINES: &str = "page.all('.finding > summary').filter(one => one.getBoundingClientRect().bottom <= innerHeight)
    .map(one => ['h3', '.whom', '.do'].map(part => one.querySelector(part).textContent.replace(/\\s+/g, ' ').trim()))";

/// The comparison of the snapshot with its edited rows.
static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let edits = inputs::file(large_update::EDITS).bytes;
    let rows = large_update::edited(inputs::snapshot(), &edits);
    let baseline = inputs::checked_in();
    let current = inputs::with_catalogue(&[named("newer.jsonl", rows)]);
    let options = DiffOptions {
        crate_name: "webhook-events".to_owned(),
        baseline: "catalog/saas-webhook-catalog.parquet".to_owned(),
        current: "newer.jsonl".to_owned(),
        hidden: hidden_changes(&baseline.rows, &current.rows),
        ..DiffOptions::default()
    };
    let (baseline, current) = (built(baseline), built(current));
    sound(diff(&baseline, &current, &options, &[])).expect("without errors there is a report")
});

/// The vendor, and the event or the number of events.
fn whom(group: &Group<'_>) -> String {
    let subject = &group.first().subject;
    let part = match (&subject.scope, group.findings.len()) {
        (Scope::Vendor, _) => "as a whole".to_owned(),
        (Scope::Envelope, _) => "envelope".to_owned(),
        (Scope::Shared, _) => "shared types".to_owned(),
        (Scope::Event(name), 1) => name.to_string(),
        (Scope::Event(_), events) => format!("in {events} events"),
    };
    format!("{} {part}", subject.vendor)
}

#[test]
fn every_change_is_one_line() {
    let lines: String = REPORT
        .groups()
        .iter()
        .map(|group| {
            let finding = group.first();
            format!(
                "{} {} {} {}\n",
                group.impact().as_str(),
                finding.rule,
                whom(group),
                finding.subject.pointer
            )
        })
        .collect();
    let path = workspace_root().join("tests/fixtures/large_update/changes.txt");
    expect(&path, &lines.replace(" \n", "\n"));
}

#[test]
fn the_first_screen_answers_the_questions_of_a_maintainer() {
    let name = "the_first_screen_answers_the_questions_of_a_maintainer";
    let Some(mut browser) = open(name, &REPORT, "") else {
        return;
    };
    let groups = REPORT.groups();
    for (width, height, scheme, least) in [
        (1280, 800, "light", 4),
        (1280, 800, "dark", 4),
        (390, 844, "light", 2),
    ] {
        browser.emulate(width, "screen", &[("prefers-color-scheme", scheme)]);
        browser.command(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}),
        );
        browser.evaluate("page.rest(100)");
        let heading = browser.evaluate("document.querySelector('h1').textContent");
        assert_eq!(heading, "This update asks for a major release");
        let breaking = browser.evaluate("document.querySelector('.numbers .breaking').textContent");
        assert_eq!(breaking, format!("{} breaking", REPORT.counts.breaking));

        let lines = browser.evaluate(LINES);
        let lines = lines.as_array().expect("a list of lines");
        assert!(lines.len() >= least, "{width}: {lines:#?}");
        for (line, group) in lines.iter().zip(&groups) {
            let finding = group.first();
            assert_eq!(group.impact(), Impact::Breaking);
            let text = |column: usize| line[column].as_str().unwrap_or_default();
            let change = format!("{} {}", finding.message, finding.subject.pointer);
            assert_eq!(text(0), change.replace('`', "").trim());
            assert!(text(1).starts_with(&whom(group)), "{line}");
            assert!(text(1).len() > whom(group).len(), "no effect: {line}");
            let fix = finding
                .fix
                .as_deref()
                .expect("a breaking change has advice");
            assert_eq!(text(2), fix.replace('`', ""));
        }
        let overflow = browser.evaluate("page.overflow()");
        assert_eq!(overflow, json!({"sideways": 0, "wide": []}), "{width}");
        assert_eq!(
            browser.evaluate("page.faint()")["found"],
            json!([]),
            "{scheme}"
        );
    }
}

/// The changes of all of Stripe's events made the page 221,000 pixels high, line by line.
#[test]
fn the_same_change_of_many_events_takes_one_line() {
    let name = "the_same_change_of_many_events_takes_one_line";
    let Some(mut browser) = open(name, &REPORT, "#vendor=stripe") else {
        return;
    };
    let lines = browser.evaluate(
        "page.all('.finding').filter(one => one.checkVisibility()).map(one => one.querySelector('.whom').textContent.trim())",
    );
    assert_eq!(
        lines,
        json!(["stripe in 231 events", "stripe in 231 events"])
    );
    browser.evaluate("document.querySelector('[type=reset]').click(); page.rest(50)");
    let height = browser.evaluate("document.documentElement.scrollHeight");
    assert!(height.as_u64() < Some(8_000), "{height}");
}

#[test]
fn the_reasons_that_a_phone_folds_are_counted() {
    let name = "the_reasons_that_a_phone_folds_are_counted";
    let Some(mut browser) = open(name, &REPORT, "") else {
        return;
    };
    let all = REPORT.semver.reasons.len();
    for (width, listed) in [(1280, 6), (390, 3)] {
        browser.emulate(width, "screen", &[]);
        let visible = "page.all('.reasons li').filter(one => one.checkVisibility()).length";
        assert_eq!(browser.evaluate(visible), listed, "{width}");
        let told = browser.evaluate("document.querySelector('.others > summary').innerText");
        assert_eq!(told, Value::from(format!("And {} more", all - listed)));
        browser.evaluate("document.querySelector('.others').open = true");
        assert_eq!(browser.evaluate(visible), all, "{width}");
        browser.evaluate("document.querySelector('.others').open = false");
    }
}
