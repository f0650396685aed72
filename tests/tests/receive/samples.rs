//! All samples: most of their values are in typed fields, and a small stack is enough to parse them.

use std::thread;

use end_to_end::inputs::folder;
use serde_json::{Value, from_slice, json};
use webhook_catalog::SourceFile;
use webhook_events::{revenuecat, slack};

/// Minimum share of a full sample's values in typed fields.
const TYPED: f64 = 0.95;

fn samples(vendor: &str) -> impl Iterator<Item = SourceFile> {
    let files = folder(&format!("catalog/samples/{vendor}")).into_iter();
    files.filter(|file| file.path.ends_with(".json"))
}

/// Number of scalar values.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// Number of scalar values in fields `extra`, counted in the `Debug` text, because no other API covers all types.
fn leaves_in_extra(debug: &str) -> usize {
    let mut found = 0;
    let mut rest = debug;
    while let Some(start) = rest.find("extra: {") {
        rest = &rest[start + "extra: ".len()..];
        let mut depth = 0_usize;
        let mut is_text = false;
        let mut is_escaped = false;
        for (at, char) in rest.char_indices() {
            match char {
                _ if is_escaped => is_escaped = false,
                '\\' if is_text => is_escaped = true,
                '"' => is_text = !is_text,
                _ if is_text => {}
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        rest = &rest[at..];
                        break;
                    }
                }
                _ => {
                    let leaf = ["String(", "Number(", "Bool(", "Null"];
                    found += usize::from(leaf.iter().any(|leaf| rest[at..].starts_with(leaf)));
                }
            }
        }
    }
    found
}

#[test]
fn leaves_in_extra_are_counted() {
    let body = r#"{"type":"goodbye","x":[1,null,{"y":"extra: {\"a\"}"}],"z":{}}"#;
    let delivery = slack::parse(body.as_bytes()).expect("it fits");
    assert_eq!(leaves_in_extra(&format!("{delivery:?}")), 3);
    let typed = slack::parse(br#"{"type":"goodbye"}"#).expect("it fits");
    assert_eq!(leaves_in_extra(&format!("{typed:?}")), 0);
}

#[test]
fn full_samples_are_mostly_typed() {
    let mut full = 0;
    for sample in samples("slack").filter(|file| file.path.contains("full")) {
        let body: Value = from_slice(&sample.bytes).expect("a sample is JSON");
        let delivery = slack::parse(&sample.bytes).unwrap_or_else(|error| panic!("{error}"));
        let (all, extra) = (leaves(&body), leaves_in_extra(&format!("{delivery:?}")));
        let share = (all - extra) as f64 / all as f64;
        assert!(
            share >= TYPED,
            "{}: {share:.3} of {all} leaves",
            sample.label
        );
        full += 1;
    }
    assert!(full > 140, "only {full} full samples");
}

/// Also without optimisation, where functions use far more of the stack.
#[test]
fn a_small_stack_is_enough() {
    for sample in samples("slack") {
        on_a_small_stack(move || {
            let delivery = slack::parse(&sample.bytes).unwrap_or_else(|error| panic!("{error}"));
            slack::peek(&sample.bytes).unwrap_or_else(|error| panic!("{error}"));
            let deserialized: slack::Delivery =
                from_slice(&sample.bytes).expect("a delivery can be deserialized");
            assert_eq!(deserialized, delivery);
            let body: Value = from_slice(&sample.bytes).expect("a sample is JSON");
            assert_eq!(json!(delivery), body);
        });
    }
    for sample in samples("revenuecat") {
        on_a_small_stack(move || {
            let delivery = revenuecat::parse(&sample.bytes);
            let delivery = delivery.unwrap_or_else(|error| panic!("{error}"));
            assert!(delivery.captures().is_some());
            let deserialized: revenuecat::Delivery =
                from_slice(&sample.bytes).expect("a delivery can be deserialized");
            assert_eq!(deserialized, delivery);
        });
    }
}

fn on_a_small_stack(read: impl FnOnce() + Send + 'static) {
    let small = thread::Builder::new().stack_size(128 * 1024);
    let reader = small.spawn(read).expect("a thread starts");
    reader.join().expect("the sample is parsed");
}
