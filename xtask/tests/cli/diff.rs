//! `diff`: the report on stdout, diagnostics on stderr, the exit code, and no change on disk.

use serde_json::{Value, json};

use crate::ground::{Ground, Ran, row, row_with};

/// A row whose payload has an additional member.
fn wider(event: &str) -> Value {
    let mut wider = row(event);
    wider["payload_schema"]["properties"]["size"] = json!({ "type": "integer" });
    wider
}

fn put(ground: &Ground, path: &str, rows: &[Value]) {
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    ground.put(path, text);
}

/// Acme's two rows, and a catalogue in which one event is removed and the other has an additional member.
fn ground() -> Ground {
    let ground = Ground::new();
    put(&ground, "new.jsonl", &[wider("thing.made")]);
    ground
}

fn diff(ground: &Ground, words: &[&str]) -> Ran {
    let mut all = vec!["diff"];
    for (flag, value) in [
        ("--baseline", "rows.jsonl"),
        ("--additions", "none"),
        ("--samples", "none"),
        ("--overlays", "none"),
        ("--profiles", "none"),
        ("--accepted", "none"),
    ] {
        if !words.contains(&flag) {
            all.extend([flag, value]);
        }
    }
    all.extend(words);
    let before = ground.files("");
    let ran = ground.run(&all);
    assert_eq!(ground.files(""), before, "the disk has changed");
    ran
}

#[test]
fn the_gravest_findings_stand_first() {
    let ran = diff(&ground(), &["new.jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    let expected = "\
baseline rows.jsonl: 2 events of 1 vendor
current  new.jsonl: 1 event of 1 vendor

breaking acme thing.sold event_removed
  the event was removed; if the vendor still sends it, it is read as `Unknown`
  - webhook_events::acme::Event::ThingSold: Box<ThingSold>
  before: thing.sold
  wire fits, source breaks, behaviour changes
  fix: remove the arm for it, or match on the name in `Unknown`
  docs: https://acme.example/hooks
  fingerprint 849c4ad5b9092904

compatible acme thing.made /size field_added
  the member is described now; the baseline keeps it in `extra`
  + webhook_events::acme::ThingMade::size: Option<Integer>
  wire fits, source holds, behaviour changes
  fix: read the field; `extra` no longer has the member

2 findings: 1 breaking, 1 compatible
deliveries malformed by 0, with misfits by 0, source broken by 1, behaviour changed by 2
webhook-events: major
  1 x event_removed: an event was removed
";
    assert_eq!(ran.out, expected);
}

#[test]
fn nothing_differs_from_itself() {
    for fail_on in ["breaking", "any", "never"] {
        let ran = diff(&ground(), &["rows.jsonl", "--fail-on", fail_on]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("\nnothing differs\n"), "{}", ran.out);
        assert!(ran.out.ends_with("webhook-events: none\n"), "{}", ran.out);
    }
}

#[test]
fn the_exit_code_follows_fail_on() {
    let ground = ground();
    put(
        &ground,
        "more.jsonl",
        &[wider("thing.made"), row("thing.sold")],
    );
    let code = |words: &[&str]| diff(&ground, words).code;
    assert_eq!(code(&["new.jsonl", "--fail-on", "breaking"]), 3);
    assert_eq!(code(&["new.jsonl", "--fail-on", "never"]), 0);
    assert_eq!(code(&["more.jsonl", "--fail-on", "breaking"]), 0);
    assert_eq!(code(&["more.jsonl", "--fail-on", "any"]), 3);
    assert_eq!(code(&["more.jsonl", "--fail-on", "often"]), 2);
    assert_eq!(ground.run(&["diff"]).code, 2);
}

#[test]
fn markdown_for_a_pull_request() {
    let ran = diff(&ground(), &["new.jsonl", "--format", "markdown"]);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    let expected = "\
## Catalogue update: major

Major for `webhook-events`: 2 changes found, 1 breaking.

| | catalogue | vendors | events |
|---|---|---|---|
| baseline | `rows.jsonl` | 1 | 2 |
| current | `new.jsonl` | 1 | 1 |

- 1 × `event_removed`: an event was removed

### Breaking

**acme**

- `thing.sold`: the event was removed; if the vendor still sends it, it is read as `Unknown` (`event_removed`)
  - `webhook_events::acme::Event::ThingSold: Box<ThingSold>` is gone
  - breaks the source, changes behaviour
  - fix: remove the arm for it, or match on the name in `Unknown`
  - docs: <https://acme.example/hooks>
  - fingerprint `849c4ad5b9092904`

### Added and changed

**acme**

- `thing.made` `/size`: the member is described now; the baseline keeps it in `extra` (`field_added`)
  - `webhook_events::acme::ThingMade::size: Option<Integer>` is new
  - changes behaviour
  - fix: read the field; `extra` no longer has the member

";
    assert_eq!(ran.out, expected);
}

#[test]
fn json_for_programs() {
    let ran = diff(&ground(), &["new.jsonl", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).expect("the report is JSON");
    assert_eq!(
        (&report["version"], &report["semver"]["bump"]),
        (&json!(2), &json!("major"))
    );
    let finding = &report["findings"][1];
    assert_eq!(finding["rule"], "event_removed");
    assert_eq!(finding["event"], "thing.sold");
    assert_eq!(
        [&finding["wire"], &finding["source"], &finding["behaviour"]],
        ["fits", "breaks", "breaks"]
    );
    assert_eq!(
        finding["baseline_item"],
        json!({ "path": "webhook_events::acme::Event::ThingSold", "type": "Box<ThingSold>" })
    );
    let lines = diff(&ground(), &["new.jsonl", "--message-format", "json"]);
    let last: Value = serde_json::from_str(lines.out.trim_end()).expect("one object a line");
    assert_eq!(
        (&last["reason"], &last["exit_code"], &last["report"]),
        (&json!("diff-finished"), &json!(3), &report)
    );
}

#[test]
fn accepted_findings_pass_and_unused_entries_are_errors() {
    let ground = ground();
    let entry = |fingerprint: &str| {
        format!("[[accepted]]\nfingerprint = \"{fingerprint}\"\nreason = \"nobody uses it\"\n")
    };
    ground.put("accepted.toml", entry("849c4ad5b9092904"));
    let words = ["new.jsonl", "--accepted", "accepted.toml"];
    let ran = diff(&ground, &words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.contains("  accepted: nobody uses it\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("webhook-events: major\n"), "{}", ran.out);

    let both = entry("849c4ad5b9092904") + &entry("0123456789abcdef");
    ground.put("accepted.toml", both);
    let ran = diff(&ground, &words);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .contains("error[E226]: no finding has the fingerprint `0123456789abcdef`"),
        "{}",
        ran.err
    );
    assert!(
        ran.out.contains("event_removed"),
        "the report is there all the same: {}",
        ran.out
    );
    // The entry may accept a finding of a vendor that is left out.
    let ran = diff(&ground, &[&words[..], &["--vendor", "acme"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

/// Two events that lose the same member, and one that loses another.
fn repeated() -> Ground {
    let ground = Ground::new();
    let mut other = row("thing.lost");
    other["payload_schema"]["properties"]["weight"] = json!({ "type": "integer" });
    put(
        &ground,
        "old.jsonl",
        &[wider("thing.made"), wider("thing.sold"), other],
    );
    let rows = ["thing.made", "thing.sold", "thing.lost"].map(row);
    put(&ground, "new.jsonl", &rows);
    ground
}

#[test]
fn a_report_has_the_members_that_its_schema_describes() {
    let schema = include_str!("../../../cli/src/diff/report.schema.json");
    let mut schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    forbid_others(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("the schema is sound");
    let repeated = diff(
        &repeated(),
        &["new.jsonl", "--baseline", "old.jsonl", "--format", "json"],
    );
    for ran in [
        repeated,
        diff(&ground(), &["new.jsonl", "--format", "json"]),
        diff(&ground(), &["rows.jsonl", "--format", "json"]),
    ] {
        let report: Value = serde_json::from_str(&ran.out).expect("the report is JSON");
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0]);
    }
    let other = validator.is_valid(&json!({ "version": 2 }));
    assert!(!other, "a report without its members passes");
}

/// Refuses members that a schema with `properties` does not list.
fn forbid_others(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(forbid_others);
            if members.contains_key("properties") {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(forbid_others),
        _ => {}
    }
}

#[test]
fn the_same_change_of_several_events_is_told_once() {
    let ground = repeated();
    let words = ["new.jsonl", "--baseline", "old.jsonl", "--format"];
    let formatted = |format| diff(&ground, &[&words[..], &[format]].concat()).out;
    let text = formatted("text");
    let heads: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("breaking"))
        .collect();
    assert_eq!(
        heads,
        [
            "breaking acme thing.lost /weight field_removed",
            "breaking acme 2 events /size field_removed",
        ]
    );
    assert!(text.contains("\n  in thing.made, thing.sold\n"), "{text}");
    assert!(
        text.contains("\n3 findings in 2 groups: 3 breaking\n"),
        "{text}"
    );

    let short = formatted("short");
    let lines: Vec<&str> = short.lines().collect();
    assert_eq!(lines.len(), 3, "{short}");
    assert!(
        lines[1].starts_with("breaking acme 2 events /size: "),
        "{short}"
    );
    assert_eq!(lines[2], "webhook-events major");

    let github = formatted("github");
    let lines: Vec<&str> = github.lines().collect();
    assert_eq!(
        lines[0],
        "::notice title=webhook-events%3A major::3 findings in 2 changes, 3 breaking, 0 of text alone"
    );
    assert!(
        lines[2].starts_with("::error title=acme 2 events (field_removed)::/size: "),
        "{github}"
    );
    assert!(
        lines[2].contains("%0Ain thing.made, thing.sold%0A"),
        "{github}"
    );

    let markdown = formatted("markdown");
    let entry = "- 2 events `/size`: ";
    assert!(markdown.contains(entry), "{markdown}");
    assert!(
        markdown.contains("\n  - in `thing.made`, `thing.sold`\n"),
        "{markdown}"
    );
}

#[test]
fn a_group_is_accepted_as_a_whole_until_it_has_other_events() {
    let ground = repeated();
    let words = ["new.jsonl", "--baseline", "old.jsonl", "--format", "short"];
    let short = diff(&ground, &words).out;
    let entries: String = short
        .lines()
        .filter_map(|line| line.strip_suffix(']')?.rsplit(' ').next())
        .map(|fingerprint| {
            format!("[[accepted]]\nfingerprint = \"{fingerprint}\"\nreason = \"never sent\"\n")
        })
        .collect();
    ground.put("accepted.toml", entries);
    let words = [&words[..], &["--accepted", "accepted.toml"]].concat();
    let ran = diff(&ground, &words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out.matches("breaking (accepted) acme ").count(),
        2,
        "{}",
        ran.out
    );

    let rows = [wider("thing.made"), row("thing.sold"), row("thing.lost")];
    put(&ground, "new.jsonl", &rows);
    let ran = diff(&ground, &words);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.err.matches("error[E226]").count(), 1, "{}", ran.err);
}

#[test]
fn bad_input_is_never_reported_as_no_changes() {
    let ground = ground();
    ground.put("empty.jsonl", "");
    ground.put("none.json", "[]");
    ground.put("other.csv", "vendor,event\nacme,made\n");
    let broken = row_with("thing.sold", "category", "shoes");
    put(&ground, "broken.jsonl", &[row("thing.made"), broken]);
    for (words, message) in [
        (&["missing.jsonl"][..], "cannot read `missing.jsonl`"),
        (&["empty.jsonl"], "the file is empty"),
        (
            &["none.json"],
            "the catalogue has no rows, so there is nothing to compare",
        ),
        (&["other.csv"], "error[E002]"),
        (&["broken.jsonl"], "unknown category `shoes`"),
        (
            &["rows.jsonl", "--baseline", "none.json"],
            "the catalogue has no rows",
        ),
        (
            &["rows.jsonl", "--vendor", "zeta"],
            "no row and no sample has this vendor",
        ),
        (
            &["rows.jsonl", "--accepted", "missing.toml"],
            "cannot read `missing.toml`",
        ),
    ] {
        let ran = diff(&ground, words);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (1, ""),
            "{words:?}: {}",
            ran.err
        );
        assert!(ran.err.contains(message), "{words:?}: {}", ran.err);
        assert!(
            ran.err.contains("nothing was compared"),
            "{words:?}: {}",
            ran.err
        );
    }
}

#[test]
fn a_vendor_without_rows_is_a_finding() {
    let ground = ground();
    let mut other = row("thing.made");
    other["vendor"] = json!("zeta");
    other["vendor_display_name"] = json!("Zeta");
    put(
        &ground,
        "two.jsonl",
        &[row("thing.made"), row("thing.sold"), other],
    );
    let gone = diff(&ground, &["rows.jsonl", "--baseline", "two.jsonl"]);
    assert_eq!(gone.code, 3);
    assert!(
        gone.out
            .contains("breaking zeta the vendor vendor_removed\n"),
        "{}",
        gone.out
    );
    let asked = diff(
        &ground,
        &["rows.jsonl", "--baseline", "two.jsonl", "--vendor", "zeta"],
    );
    assert_eq!(asked.code, 3);
    assert!(
        asked
            .out
            .contains("breaking zeta the vendor vendor_removed\n"),
        "{}",
        asked.out
    );
}

#[test]
fn a_stale_overlay_is_reported_with_the_other_findings() {
    let ground = ground();
    let overlay = json!({
        "event_name": "thing.sold",
        "reason": "the row leaves it out",
        "source": "https://acme.example/sold",
        "patch": { "payload_schema": { "properties": { "size": { "type": "integer" } } } },
    });
    ground.put("overlays/acme/sold.json", overlay.to_string());
    let words = ["new.jsonl", "--overlays", "overlays"];
    let ran = diff(&ground, &words);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    assert!(
        ran.out.contains("breaking acme thing.sold event_removed\n"),
        "{}",
        ran.out
    );
    let section = "stale overlays\n  overlays/acme/sold.json: acme has no event `thing.sold`\n";
    assert!(ran.out.contains(section), "{}", ran.out);
    let report: Value =
        serde_json::from_str(&diff(&ground, &[&words[..], &["--format", "json"]].concat()).out)
            .expect("the report is JSON");
    assert_eq!(
        report["stale_overlays"][0]["file"],
        "overlays/acme/sold.json"
    );
}

#[test]
fn an_addition_that_the_catalogue_has_taken_up_is_reported() {
    let ground = ground();
    put(&ground, "additions/acme.jsonl", &[row("thing.lost")]);
    let rows = ["thing.made", "thing.sold", "thing.lost"].map(row);
    put(&ground, "new.jsonl", &rows);
    let words = ["new.jsonl", "--additions", "additions"];
    let ran = diff(&ground, &words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let message = "the catalogue has taken up `thing.lost` of acme: new.jsonl, row 3";
    let section = "additions that the catalogue has taken up\n  additions/acme.jsonl: ";
    assert!(ran.out.contains(section), "{}", ran.out);
    let any = diff(&ground, &[&words[..], &["--fail-on", "any"]].concat());
    assert_eq!(any.code, 3, "{}", any.out);
    let formatted = |format| diff(&ground, &[&words[..], &["--format", format]].concat()).out;
    let report: Value = serde_json::from_str(&formatted("json")).expect("the report is JSON");
    assert_eq!(
        report["stale_additions"],
        json!([{ "file": "additions/acme.jsonl", "message": message }])
    );
    assert_eq!(report["stale_overlays"], json!([]));
    // The row is no longer ours.
    let findings = report["findings"].as_array().expect("a list");
    let rules: Vec<&Value> = findings.iter().map(|finding| &finding["rule"]).collect();
    assert_eq!(rules, ["event_grade_changed"]);
    let section = format!(
        "### Additions that the catalogue has taken up\n\n- `additions/acme.jsonl`: ``{message}``"
    );
    let markdown = formatted("markdown");
    assert!(markdown.contains(&section), "{markdown}");
    let heading = "<summary>Additions that the catalogue has taken up: 1</summary>";
    let html = formatted("html");
    assert!(html.contains(heading) && !html.contains("Overlays that no longer fit"));
}

#[test]
fn colours_only_on_terminals() {
    let plain = diff(&ground(), &["new.jsonl"]).out;
    let coloured = diff(&ground(), &["new.jsonl", "--color", "always"]).out;
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert!(
        coloured.contains("\u{1b}[1;31mbreaking\u{1b}[0m"),
        "{coloured}"
    );
}

#[test]
fn overlays_and_profiles_may_differ_on_both_sides() {
    let ground = ground();
    let overlay = |description: &str| {
        let member = json!({ "type": "integer", "description": description });
        json!({
            "event_name": "thing.made",
            "reason": "the row lacks the size",
            "source": "https://acme.test",
            "patch": { "payload_schema": { "properties": { "size": member } } },
        })
    };
    ground.put("before/acme/made.json", overlay("Size.").to_string());
    ground.put("after/acme/made.json", overlay("Size in m.").to_string());
    let rules = |words: &[&str]| -> Vec<String> {
        let ran = diff(&ground, &[words, &["--format", "json"]].concat());
        let report: Value = serde_json::from_str(&ran.out).expect("JSON");
        let findings = report["findings"].as_array().expect("findings").iter();
        findings
            .map(|finding| finding["rule"].as_str().expect("a rule").to_owned())
            .collect()
    };
    let after = ["rows.jsonl", "--overlays", "after"];
    let found = rules(&[&after[..], &["--baseline-overlays", "before"]].concat());
    assert_eq!(found, ["description_changed"]);
    assert_eq!(rules(&after), [""; 0], "both sides have the overlays");
    // The row says now what the overlay says.
    let after = ["new.jsonl", "--overlays", "after", "--vendor", "acme"];
    assert_eq!(rules(&after), ["overlay_contradicted", "event_removed"]);
    ground.put("before.toml", "[acme]\nbody = \"form\"\n");
    let profiled = ["rows.jsonl", "--baseline-profiles", "before.toml"];
    assert!(rules(&profiled).contains(&"body_format_changed".to_owned()));
    let without = [
        "rows.jsonl",
        "--profiles",
        "before.toml",
        "--baseline-profiles",
    ];
    let same = rules(&[&without[..], &["before.toml"]].concat());
    assert_eq!(same, [""; 0]);
    let missing = diff(&ground, &["rows.jsonl", "--baseline-additions", "gone"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("gone"), "{}", missing.err);
}
