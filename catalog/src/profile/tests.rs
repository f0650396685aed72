//! Keys of profiles that no other file reads, and helpers for the tests of those that one does.

use super::*;
use crate::diagnostic::Diagnostic;

pub(super) fn read(text: &str) -> (Vec<Profile>, Vec<String>) {
    let file = SourceFile {
        label: "profiles.toml".into(),
        path: "profiles.toml".into(),
        bytes: text.into(),
    };
    let checked = read_profiles(&file);
    let line = |found: &Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
    (
        checked.value.0.into_values().collect(),
        checked.diagnostics.iter().map(line).collect(),
    )
}

/// The messages about the keys of one vendor, without the file's name.
pub(super) fn found(keys: &str) -> Vec<String> {
    let (profiles, found) = read(&format!("[acme]\n{keys}"));
    assert_eq!(profiles, []);
    found
        .into_iter()
        .map(|line| line.replace("profiles.toml, acme, at ", ""))
        .collect()
}

#[test]
fn names_in_a_header_and_names_in_the_body() {
    let (profiles, found) =
        read("[acme]\nname.header = \"X-Acme-Event\"\n[other]\ncategory = \"crm\"\n");
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        profiles[0].naming,
        Some(Naming::Header {
            name: "X-Acme-Event".into(),
            aliases: Vec::new(),
        })
    );
    assert_eq!(
        profiles[1],
        Profile {
            category: Some("crm".to_owned()),
            ..Profile::default()
        }
    );

    let text = "[acme.name]\nbody = [\"/a\", \"/b~1c\"]";
    let (profiles, found) = read(text);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        profiles[0].naming,
        Some(Naming::Body(BodyNaming {
            pointers: vec!["/a".into(), "/b~1c".into()],
            places: vec![vec![0], vec![1]],
            join: None,
            rules: Vec::new(),
            unenveloped: None,
        }))
    );
}

#[test]
fn a_header_with_other_values_than_the_event_names() {
    let text = "[acme.name]\nheader = \"X-Event\"\naliases = { z = \"x\", y = [\"1\", \"2\"] }";
    let (profiles, diagnostics) = read(text);
    assert_eq!(diagnostics, Vec::<String>::new());
    let alias = |event: &str, value: &str| HeaderAlias {
        event: EventName::new(event).expect("an event name"),
        value: value.to_owned(),
    };
    assert_eq!(
        profiles[0].naming,
        Some(Naming::Header {
            name: "X-Event".into(),
            aliases: vec![alias("y", "1"), alias("y", "2"), alias("z", "x")],
        })
    );
    assert_eq!(
        found(
            "name.header = \"X\"\nname.aliases = { a = 1, c = \"1\", d = [\"1\"], \"\" = \"2\" }"
        ),
        [
            "E052 /acme/name/aliases/a: `a` is a list of texts, found an integer",
            "E052 /acme/name/aliases/d: `c` says the same",
            "E052 /acme/name/aliases/: an event name cannot be empty",
        ]
    );
}

#[test]
fn bodies_are_json_unless_the_profile_says_otherwise() {
    let (profiles, diagnostics) = read("[one]\nbody = \"form\"\n[three]\nbody = \"json\"\n[two]\n");
    assert_eq!(diagnostics, Vec::<String>::new());
    let formats: Vec<BodyFormat> = profiles.iter().map(|profile| profile.body).collect();
    assert_eq!(
        formats,
        [BodyFormat::Form, BodyFormat::Json, BodyFormat::Json]
    );
    assert_eq!(
        found("body = \"forms\""),
        ["E052 /acme/body: unknown format `forms`"]
    );
    assert_eq!(
        found("body = [\"/type\"]"),
        ["E052 /acme/body: `body` is text, found an array"]
    );
}

#[test]
fn rows_are_trusted_if_the_profile_says_so() {
    let (profiles, diagnostics) =
        read("[one]\ntrust_required = true\n[three]\ntrust_required = false\n[two]\n");
    assert_eq!(diagnostics, Vec::<String>::new());
    let trusted: Vec<bool> = profiles
        .iter()
        .map(|profile| profile.trust_required)
        .collect();
    assert_eq!(trusted, [true, false, false]);
    assert_eq!(
        found("trust_required = \"yes\""),
        ["E052 /acme/trust_required: `trust_required` is a boolean, found text"]
    );
}

#[test]
fn names_joined_from_several_values() {
    let text =
        "[acme.name]\nbody = [\"/event\", [\"/type\", \"/0/action\"], \"/type\"]\njoin = \".\"\n";
    let (profiles, found) = read(text);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        profiles[0].naming,
        Some(Naming::Body(BodyNaming {
            pointers: vec!["/event".into(), "/type".into(), "/0/action".into()],
            places: vec![vec![0], vec![1, 2], vec![1]],
            join: Some(".".into()),
            rules: Vec::new(),
            unenveloped: None,
        }))
    );
}

#[test]
fn joins_that_are_no_good() {
    assert_eq!(
        found("name.body = [\"/a\", \"/b\"]\nname.join = \".\""),
        ["E052 /acme/name/join: no place of `name.body` has several values to join"]
    );
    assert_eq!(
        found("name.header = \"X\"\nname.join = \".\""),
        ["E052 /acme/name/join: a join goes with names in the body only"]
    );
    assert_eq!(
        found("name.body = [[\"/a\", \"/b\"]]"),
        ["E052 /acme/name/body: a place of several pointers needs `name.join`"]
    );
    assert_eq!(
        found("name.body = [[\"/a\", \"/b\"]]\nname.join = \"\""),
        ["E052 /acme/name/join: `join` is empty"]
    );
    assert_eq!(
        found("name.body = [[\"/a\", \"/b\"]]\nname.join = 1"),
        ["E052 /acme/name/join: `join` is text, found an integer"]
    );
    assert_eq!(
        found("name.join = \".\""),
        ["E052 /acme/name: `name` has neither `body`, `header` nor `wording`"]
    );
    assert_eq!(
        found("name.body = [[\"/a\", \"/b\"]]\nname.joins = \".\""),
        [
            "E051 /acme/name/joins: unknown key `joins`",
            "E052 /acme/name/body: a place of several pointers needs `name.join`",
        ]
    );
}

#[test]
fn bodies_without_an_envelope() {
    let text = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\", \"/event/kind\"]\nname.bare = [\"/type\", \"/kind\"]\nname.bare_unless = [\"callback\"]";
    let (profiles, found_nothing) = read(text);
    assert_eq!(found_nothing, Vec::<String>::new());
    let Some(Naming::Body(naming)) = &profiles[0].naming else {
        panic!("named in the body")
    };
    let unenveloped = UnenvelopedNaming {
        pointers: vec!["/type".into(), "/kind".into()],
        unless: vec!["callback".into()],
    };
    assert_eq!(naming.unenveloped, Some(unenveloped));
    assert_eq!(
        found("name.body = [\"/a\", \"/b\"]\nname.bare = [\"/a\"]"),
        [
            "E052 /acme/name/bare: without `event` every body is the event itself",
            "E052 /acme/name/bare: 1 pointers for the 2 of `name.body`",
        ]
    );
    assert_eq!(
        found("event = \"/e\"\nname.body = [\"/e/a\"]\nname.bare_unless = [\"x\"]"),
        ["E052 /acme/name/bare_unless: `bare_unless` goes with `bare` only"]
    );
    assert_eq!(
        found("name.header = \"X\"\nname.bare = [\"/a\"]"),
        ["E052 /acme/name/bare: bare bodies go with names in the body only"]
    );
}

#[test]
fn keys_and_values_that_are_no_good() {
    assert_eq!(
        found("evnt = \"/a\"\ncategory = \"\"\ndocs_url = \"acme\"\ndisplay_name = \"\""),
        [
            "E051 /acme/evnt: unknown key `evnt`",
            "E052 /acme/display_name: `display_name` is empty",
            "E052 /acme/docs_url: `acme` is no URL",
            "E052 /acme/category: `category` is empty",
        ]
    );
    assert_eq!(
        found("event = \"/a/b\""),
        ["E053 /acme/event: `/a/b` has more than one segment"]
    );
    assert_eq!(
        found("event = \"a\""),
        ["E053 /acme/event: `a` is no JSON pointer"]
    );
    assert_eq!(
        found("event = 1"),
        ["E052 /acme/event: `event` is a JSON pointer, found an integer"]
    );
    assert_eq!(
        read("acme = 1").1,
        ["E052 profiles.toml, at /acme: `acme` is a vendor's table, found an integer"]
    );
    assert_eq!(
        read("[Acme]").1,
        ["E054 profiles.toml, at /Acme: `Acme` is no vendor"]
    );
}

#[test]
fn namings_that_are_no_good() {
    assert_eq!(
        found("name = \"x\""),
        ["E052 /acme/name: `name` is a table, found text"]
    );
    assert_eq!(
        found("name = {}"),
        ["E052 /acme/name: `name` has neither `body`, `header` nor `wording`"]
    );
    assert_eq!(
        found("name.header = \"X: y\""),
        ["E052 /acme/name/header: `X: y` is no header name"]
    );
    assert_eq!(
        found("name.header = \"X\"\nname.body = [\"/a\"]"),
        [
            "E052 /acme/name/header: a delivery tells its event by `body` or by `header`, not by both"
        ]
    );
    assert_eq!(
        found("name.header = \"X\"\nname.rules = {}"),
        ["E055 /acme/name/rules: rules go with names in the body only"]
    );
    assert_eq!(
        found("name.body = [\"/a\"]\nname.aliases = {}"),
        ["E052 /acme/name/aliases: aliases go with a `header` only"]
    );
    assert_eq!(
        found("name.body = []"),
        ["E052 /acme/name/body: `body` holds no pointer"]
    );
    assert_eq!(
        found("name.body = [1]"),
        ["E052 /acme/name/body: `body` holds something that is neither text nor a list of texts"]
    );
    assert_eq!(
        found("name.body = [\"\", \"/b~2\", [\"/c\", \"/c\"]]\nname.join = \".\""),
        [
            "E053 /acme/name/body/0: an empty pointer means the whole body, which is no name",
            "E053 /acme/name/body/1: `/b~2` is no JSON pointer",
            "E053 /acme/name/body/2/1: `/c` stands twice",
        ]
    );
    assert_eq!(
        found("name.body = [\"a\"]"),
        ["E053 /acme/name/body/0: `a` is no JSON pointer"]
    );
}

#[test]
fn a_file_that_is_not_toml_shows_the_line() {
    let file = SourceFile {
        label: "p.toml".into(),
        path: "p.toml".into(),
        bytes: b"[acme]\nevent = /a\n".to_vec(),
    };
    let checked = read_profiles(&file);
    let excerpt = checked.diagnostics[0].excerpt.as_ref().expect("an excerpt");
    assert_eq!(
        (checked.diagnostics[0].code.as_str(), excerpt.line),
        ("E050", Some(2))
    );
    assert_eq!(excerpt.text, "event = /a");
}
