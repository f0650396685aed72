//! Definitions that become shared, or stop being shared.

use serde_json::{Value, json};

use crate::diff::misfit_effect::Reading;
use crate::diff::read_check::read_type;
use crate::diff::report::{Finding, Scope, Verdict, Wire};
use crate::diff::{compare, judge};
use crate::model::Model;
use crate::test_support::{Files, object};

/// A body whose member `x` refers to the definition `x`, which has these members and requires `required`.
fn row(members: Value, required: &[&str]) -> Value {
    let mut schema = object(json!({"x": {"$ref": "#/$defs/x"}}));
    schema["$defs"] =
        json!({"x": object(json!({"y": {"$ref": "#/$defs/y"}})), "y": object(members)});
    schema["$defs"]["y"]["required"] = json!(required);
    schema
}

fn plain() -> Value {
    row(json!({"id": {"type": "string"}}), &["id"])
}

/// The same body, with one member that is not required any more and one that is new.
fn changed() -> Value {
    row(
        json!({"id": {"type": "string"}, "at": {"type": "integer"}}),
        &[],
    )
}

fn findings<const B: usize, const C: usize>(
    baseline: [(&str, Value); B],
    current: [(&str, Value); C],
) -> Vec<String> {
    findings_of("", baseline, current)
}

fn findings_of<const B: usize, const C: usize>(
    profiles: &'static str,
    baseline: [(&str, Value); B],
    current: [(&str, Value); C],
) -> Vec<String> {
    let [before, after] =
        [Vec::from(baseline), Vec::from(current)].map(|rows| model(profiles, rows));
    let mut lines: Vec<String> = compared(&before, &after).iter().map(line).collect();
    lines.sort();
    lines
}

pub(super) fn model(profiles: &'static str, rows: Vec<(&str, Value)>) -> Model {
    let none = Files {
        profiles,
        ..Files::default()
    };
    let rows = rows.into_iter();
    let files = rows.fold(none, |files, (event, schema)| files.row(event, schema));
    files.model()
}

pub(super) fn compared(before: &Model, after: &Model) -> Vec<Finding> {
    let changes = compare::compare([before, after], &[], "crate");
    changes.into_iter().map(judge::judge).collect()
}

/// Scope, pointer, rule, and the axes that break.
pub(super) fn line(finding: &Finding) -> String {
    let scope = match &finding.subject.scope {
        Scope::Event(name) => name.as_str(),
        Scope::Shared => "shared",
        Scope::Vendor | Scope::Envelope => "vendor",
    };
    let verdicts = finding.verdicts;
    let axes = [
        (verdicts.wire == Wire::Misfits, " misfits"),
        (verdicts.wire == Wire::Malformed, " malformed"),
        (verdicts.source == Verdict::Breaks, " source"),
        (verdicts.behaviour == Verdict::Breaks, " behaviour"),
    ];
    let broken = axes.into_iter().filter(|(breaks, _)| *breaks);
    let broken: String = broken.map(|(_, axis)| axis).collect();
    format!(
        "{scope} {} {}:{broken}",
        finding.subject.pointer, finding.rule
    )
}

#[test]
fn an_event_that_changes_its_copy_breaks_alone() {
    let found = findings(
        [("a", plain()), ("b", plain()), ("c", plain())],
        [("a", plain()), ("b", plain()), ("c", changed())],
    );
    assert_eq!(
        found,
        [
            "c #x type_added:",
            "c #y type_added:",
            "c #y/at field_added: behaviour",
            "c #y/id field_required_to_optional: misfits source",
            "c /x type_respelled: source",
        ]
    );
}

#[test]
fn a_definition_becomes_shared() {
    let found = findings(
        [("a", plain()), ("b", changed())],
        [("a", plain()), ("b", plain())],
    );
    assert_eq!(
        found,
        [
            "a #x type_removed: source",
            "a #y type_removed: source",
            "a /x type_respelled: source",
            "b #x type_removed: source",
            "b #y type_removed: source",
            "b #y/at field_removed: source behaviour",
            "b #y/id field_optional_to_required: source",
            "b /x type_respelled: source",
            "shared #x type_added:",
            "shared #y type_added:"
        ]
    );
}

#[test]
fn a_definition_that_nothing_shares_any_more() {
    let found = findings(
        [("a", plain()), ("b", plain())],
        [("a", plain()), ("b", changed())],
    );
    assert_eq!(
        found,
        [
            "a #x type_added:",
            "a #y type_added:",
            "a /x type_respelled: source",
            "b #x type_added:",
            "b #y type_added:",
            "b #y/at field_added: behaviour",
            "b #y/id field_required_to_optional: misfits source",
            "b /x type_respelled: source",
            "shared #x type_removed: source",
            "shared #y type_removed: source"
        ]
    );
}

#[test]
fn events_that_come_and_go_change_what_is_shared() {
    let found = findings([("a", plain())], [("a", plain()), ("b", plain())]);
    assert_eq!(
        found,
        [
            "a #x type_removed: source",
            "a #y type_removed: source",
            "a /x type_respelled: source",
            "b  event_added: behaviour",
            "shared #x type_added:",
            "shared #y type_added:"
        ]
    );
}

#[test]
fn a_name_that_others_take_over() {
    let found = findings(
        [
            ("a", plain()),
            ("b", plain()),
            ("c", plain()),
            ("d", changed()),
            ("e", changed()),
        ],
        [
            ("a", plain()),
            ("b", plain()),
            ("d", changed()),
            ("e", changed()),
            ("f", changed()),
        ],
    );
    assert_eq!(
        found,
        [
            "a /x type_respelled: source",
            "b /x type_respelled: source",
            "c  event_removed: source behaviour",
            "d /x type_respelled: source",
            "e /x type_respelled: source",
            "f  event_added: behaviour",
            "shared #a/x type_added:",
            "shared #a/y type_added:",
            "shared #d/x type_removed: source",
            "shared #d/x/y type_respelled: source",
            "shared #d/y type_removed: source",
            "shared #x/y type_respelled: source",
            "shared #y type_added:",
            "shared #y type_removed: source"
        ]
    );
}

#[test]
fn a_whole_event_becomes_shared() {
    let root = |members: Value, required: &[&str]| {
        let mut schema = object(json!({"event": {"$ref": "#/$defs/x"}}));
        schema["$defs"] = json!({"x": object(members)});
        schema["$defs"]["x"]["required"] = json!(required);
        schema
    };
    let plain = || {
        root(
            json!({"type": {"type": "string"}, "id": {"type": "string"}}),
            &["id"],
        )
    };
    let changed = || {
        root(
            json!({"type": {"type": "string"}, "id": {"type": "string"}}),
            &[],
        )
    };
    let profile =
        "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\ntrust_required = true\n";
    let found = findings_of(
        profile,
        [("a", changed()), ("b", plain())],
        [("a", plain()), ("b", plain())],
    );
    assert_eq!(
        found,
        [
            "a /event type_kind_changed: source",
            "a /event/id field_optional_to_required: source",
            "b /event type_kind_changed: source",
            "shared #x type_added:",
            "vendor  method_added:"
        ]
    );
    let found = findings_of(
        profile,
        [("a", plain()), ("b", plain())],
        [("a", changed()), ("b", plain())],
    );
    assert_eq!(
        found,
        [
            "a /event type_kind_changed: source",
            "a /event/id field_required_to_optional: malformed source",
            "b /event type_kind_changed: source",
            "shared #x type_removed: source",
            "vendor  method_removed: source"
        ]
    );
}

/// Every assignment of three copies to three events, against every other.
#[test]
fn the_wire_breaks_for_the_events_whose_bodies_are_not_read() {
    let other = row(json!({"id": {"type": "integer"}}), &["id"]);
    let copies = [plain(), changed(), other];
    let models: Vec<Model> = (0..27)
        .map(|number| {
            let copy = |place: u32| copies[number / 3_usize.pow(place) % 3].clone();
            model("", vec![("a", copy(0)), ("b", copy(1)), ("c", copy(2))])
        })
        .collect();
    let mut broken = 0;
    for (before, after) in models
        .iter()
        .flat_map(|one| models.iter().map(move |other| (one, other)))
    {
        let findings = compared(before, after);
        let breaking = findings
            .iter()
            .filter(|found| found.verdicts.wire != Wire::Fits);
        let scopes: Vec<&Scope> = breaking.map(|found| &found.subject.scope).collect();
        let [one, other] = [before, after].map(|model| &model.vendors[0]);
        let unread = one
            .events
            .iter()
            .zip(&other.events)
            .filter(|(before, after)| {
                read_type(one, other, before.root, after.root) != Reading::Fits
            });
        let unread: Vec<Scope> = unread
            .map(|(event, _)| Scope::Event(event.name.clone()))
            .collect();
        let is_shared = scopes.contains(&&Scope::Shared);
        for scope in &unread {
            assert!(
                is_shared || scopes.contains(&scope),
                "{scope:?} of {findings:#?}"
            );
        }
        for scope in scopes {
            let is_unread = match scope {
                Scope::Shared => !unread.is_empty(),
                scope => unread.contains(scope),
            };
            assert!(is_unread, "{scope:?} of {findings:#?}");
        }
        broken += unread.len();
    }
    assert!(broken > 500, "only {broken} events are not read");
}

/// Members that hold objects of their own, without definitions.
fn inline(id: &str) -> Value {
    object(json!({"x": object(json!({"id": {"type": id}}))}))
}

#[test]
fn a_common_type_is_compared_as_the_types_that_it_stands_for() {
    let common = || [("a", inline("string")), ("b", inline("string"))];
    let apart = || [("a", inline("string")), ("b", inline("integer"))];
    assert_eq!(
        findings(common(), apart()),
        ["b /x/id type_replaced: misfits source"]
    );
    assert_eq!(
        findings(apart(), common()),
        ["b /x/id type_replaced: misfits source"]
    );
    // One more event has the type, which has another name then.
    let with_others = [
        ("a", inline("string")),
        ("b", inline("string")),
        (
            "c",
            object(json!({"y": object(json!({"id": {"type": "string"}}))})),
        ),
        (
            "d",
            object(json!({"y": object(json!({"id": {"type": "string"}}))})),
        ),
        (
            "e",
            object(json!({"y": object(json!({"id": {"type": "string"}}))})),
        ),
    ];
    let found = findings(common(), with_others);
    assert!(
        found
            .iter()
            .all(|line| !line.starts_with("a ") && !line.starts_with("b ")),
        "{found:?}"
    );
}
