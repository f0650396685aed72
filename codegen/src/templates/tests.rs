//! Small samples, with the templates learned from them or the errors.

use serde_json::{Value, json};
use webhook_catalog::{
    Checked, Diagnostic, EventName, Profiles, Sample, SourceFile, VendorId, read_profiles,
};

use super::shown;
use crate::lower::tests::lower;
use crate::model::{Model, Presence};

const PROFILE: &str = "[acme.name]\nwording = [\"/text\", \"/items/0/link\"]\npatterns = [\"<{page}|{buyer}>\"]\n\
     [acme.name.placeholders]\nbuyer = { kind = \"text\" }\npage = { kind = \"url\", last_segment = \"buyer\" }\n\
     thing = { kind = \"text\", at = \"/thing\" }\n\
     new_thing = { kind = \"text\", at = \"/items/title=Thing/value\", repeats = \"thing\" }\n\
     price = { kind = \"money\", at = \"/items/title=Price/value\" }\n";

fn profiles(text: &str) -> Profiles {
    let file = SourceFile {
        label: "profiles.toml".to_owned(),
        path: "profiles.toml".to_owned(),
        bytes: text.into(),
    };
    let checked = read_profiles(&file);
    assert_eq!(checked.diagnostics, []);
    checked.value
}

fn sample(event: &str, case: &str, value: Value) -> Sample {
    Sample {
        vendor: VendorId::new("acme").expect("a valid slug"),
        event_name: EventName::new(event).expect("a valid name"),
        case: case.to_owned(),
        bytes: value.to_string().into_bytes(),
        value,
        trigger: None,
        docs_url: None,
        provenance: None,
        label: format!("{event}/{case}.json"),
    }
}

/// A body with these texts.
fn body(text: &str, link: &str, thing: &str, new_thing: &str) -> Value {
    json!({
        "text": text,
        "thing": thing,
        "items": [
            {"link": link},
            {"title": "Thing", "value": new_thing},
            {"title": "Price", "value": "$5.99"},
        ],
    })
}

fn bought(buyer: &str, thing: &str) -> Value {
    let link = format!(":) <https://shop.test/{buyer}|{buyer}> bought.");
    body(&format!("{buyer} bought {thing}"), &link, thing, thing)
}

fn swapped() -> Value {
    let link = ":) <https://shop.test/b7|b7> swapped.";
    body("b7 swapped ball for bat", link, "ball", "bat")
}

fn lines(checked: &Checked<Model>) -> Vec<String> {
    let line = |found: &Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
    checked.diagnostics.iter().map(line).collect()
}

fn learn(profile: &str, samples: &[Sample]) -> Checked<Model> {
    lower(&[], samples, &profiles(profile))
}

/// The errors in these samples of one event, beside a sample of another without errors.
fn errors_of(bodies: &[Value]) -> Vec<String> {
    let mut samples = vec![sample("swapped", "a", swapped())];
    let cases = bodies.iter().zip(["a", "b", "c"]);
    samples.extend(cases.map(|(body, case)| sample("bought", case, body.clone())));
    lines(&learn(PROFILE, &samples))
}

#[test]
fn placeholders_are_captured() {
    let samples = [
        sample("bought", "a", bought("b7", "ball")),
        sample("bought", "b", bought("someone", "two balls")),
        sample("swapped", "a", swapped()),
    ];
    let checked = learn(PROFILE, &samples);
    assert_eq!(lines(&checked), [""; 0]);
    let wording = checked.value.vendors[0]
        .message_templates
        .as_ref()
        .expect("learned");
    let templates: Vec<(&str, Vec<String>)> = wording
        .events
        .iter()
        .map(|event| {
            let templates = event.templates.iter().map(|pieces| shown(pieces));
            (event.event.as_str(), templates.collect())
        })
        .collect();
    assert_eq!(
        templates,
        [
            (
                "bought",
                vec![
                    "{buyer} bought {thing}".to_owned(),
                    ":) <{page}|{buyer}> bought.".to_owned()
                ]
            ),
            (
                "swapped",
                vec![
                    "{buyer} swapped {thing} for {new_thing}".to_owned(),
                    ":) <{page}|{buyer}> swapped.".to_owned()
                ]
            ),
        ]
    );
    let repeated = ("new_thing".to_owned(), "thing".to_owned());
    assert_eq!(wording.events[0].repeats, [repeated]);
    assert_eq!(wording.events[1].repeats, []);
    assert_eq!(wording.events[0].captures[1]["thing"], "two balls");
    assert_eq!(wording.events[0].captures[0].get("new_thing"), None);
    let required: Vec<&str> = wording
        .placeholders
        .iter()
        .filter(|placeholder| placeholder.presence == Presence::Required)
        .map(|placeholder| placeholder.profile.name.as_str())
        .collect();
    assert_eq!(required, ["buyer", "page", "thing"]);
}

#[test]
fn a_sample_without_a_text_is_an_error() {
    let mut body = bought("b7", "ball");
    body["text"] = json!(7);
    assert_eq!(
        errors_of(&[body]),
        ["E121 bought/a.json, acme bought, at /text: the sample has no text there"]
    );
}

#[test]
fn placeholders_that_no_sample_has_are_errors() {
    let profile = format!(
        "{PROFILE}colour = {{ kind = \"text\", at = \"/colour\" }}\ntime = {{ kind = \"unix_time\", at = \"/text\" }}\n"
    );
    let checked = learn(&profile, &[sample("swapped", "a", swapped())]);
    assert_eq!(
        lines(&checked),
        [
            "E122 acme: no sample has the placeholder `colour`",
            "E122 acme: no sample has the placeholder `time`",
        ]
    );
}

#[test]
fn ambiguous_samples_are_errors() {
    assert_eq!(
        errors_of(&[bought("bought", "ball")]),
        [
            "E123 bought/a.json, acme bought, at /text: the text of `buyer` stands there twice",
            "E123 bought/a.json, acme bought, at /items/0/link: the text of `buyer` stands there twice",
        ]
    );
    assert_eq!(
        errors_of(&[bought("ball", "ball")]),
        ["E123 bought/a.json, acme bought, at /text: the text of `buyer` stands there twice"]
    );
    let link = "<https://shop.test/b7|b7> bought <https://shop.test/ball|ball>.";
    assert_eq!(
        errors_of(&[body("b7 bought ball", link, "ball", "ball")]),
        ["E123 bought/a.json, acme bought: patterns fit a text at two places"]
    );
    let link = ":) <https://shop.test/ball|ball> bought.";
    assert_eq!(
        errors_of(&[body("ball bought", link, "ball", "ball")]),
        ["E123 bought/a.json, acme bought, at /text: `buyer` and `thing` stand for the same text"]
    );
}

#[test]
fn templates_without_literals_are_errors() {
    let link = ":) <https://shop.test/b7|b7> bought.";
    assert_eq!(
        errors_of(&[body("b7: ball", link, "ball", "ball")]),
        ["E124 bought/a.json, acme bought, at /text: `{buyer}: {thing}` has no words of its own"]
    );
    assert_eq!(
        errors_of(&[body("bought b7+ball", link, "+ball", "+ball")]),
        [
            "E124 bought/a.json, acme bought, at /text: nothing stands between two placeholders in \
             `bought {buyer}{thing}`"
        ]
    );
}

#[test]
fn samples_of_one_event_share_templates() {
    let mut other = bought("b8", "bat");
    other["text"] = json!("b8 has bought bat");
    assert_eq!(
        errors_of(&[bought("b7", "ball"), other]),
        [
            "E125 bought/b.json, acme bought, at /text: the text reads `{buyer} has bought {thing}`, and in another sample \
             `{buyer} bought {thing}`"
        ]
    );
    let mut other = bought("b8", "bat");
    other["items"][1]["value"] = json!("ball");
    assert_eq!(
        errors_of(&[bought("b7", "ball"), other]),
        ["E125 acme bought: `new_thing` repeats `thing` in some samples only"]
    );
}

#[test]
fn events_with_templates_for_the_same_text_are_errors() {
    let mut longer = bought("b7", "ball");
    longer["items"][0]["link"] = json!(":) <https://shop.test/b7|b7> has not bought.");
    let ambiguity = [
        sample("bought", "a", bought("b7", "ball")),
        sample("not bought", "a", longer),
    ];
    assert_eq!(lines(&learn(PROFILE, &ambiguity)), [""; 0]);
    let alike = [
        sample("bought", "a", bought("b7", "ball")),
        sample("nothing", "a", bought("b8", "ball")),
    ];
    assert_eq!(
        lines(&learn(PROFILE, &alike)),
        ["E126 acme nothing: a delivery could be worded like this and like bought"]
    );
}

#[test]
fn captures_that_are_no_urls_are_errors() {
    let link = ":) <mailto:b7|b7> bought.";
    assert_eq!(
        errors_of(&[body("b7 bought ball", link, "ball", "ball")]),
        ["E129 bought/a.json, acme bought: `page` is no web address"]
    );
    let link = ":) <https://shop.test/b8|b7> bought.";
    assert_eq!(
        errors_of(&[body("b7 bought ball", link, "ball", "ball")]),
        ["E129 bought/a.json, acme bought: `page` does not end with `buyer`"]
    );
}

#[test]
fn an_event_name_with_the_reserved_prefix_is_an_error() {
    let samples = [sample("unknown wording: x", "a", swapped())];
    assert_eq!(
        lines(&learn(PROFILE, &samples)),
        [
            "E128 acme unknown wording: x: names that begin with `unknown wording` are reserved for unknown wording"
        ]
    );
}
