//! Every stored sample: its leaves sit in typed fields, and a small stack is enough to read it.

use std::thread;

use end_to_end::inputs::folder;
use serde_json::{Value, from_slice, json};
use webhook_catalog::SourceFile;
use webhook_events::{revenuecat, slack};

/// Not less of a full sample may sit in typed fields.
const TYPED: f64 = 0.95;

fn samples(vendor: &str) -> impl Iterator<Item = SourceFile> {
    let files = folder(&format!("catalog/samples/{vendor}")).into_iter();
    files.filter(|file| file.path.ends_with(".json"))
}

/// How many values of a body hold no others.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// How many of them a value's `Debug` form shows in fields `extra`: there is no other way to see into all types at once.
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
fn what_full_samples_hold_is_typed() {
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

/// Also in a build without optimisation, where every function takes far more of the stack.
#[test]
fn a_small_stack_is_enough() {
    for sample in samples("slack") {
        on_a_small_stack(move || {
            let delivery = slack::parse(&sample.bytes).unwrap_or_else(|error| panic!("{error}"));
            slack::peek(&sample.bytes).unwrap_or_else(|error| panic!("{error}"));
            let again: slack::Delivery = from_slice(&sample.bytes).expect("serde reads it");
            assert_eq!(again, delivery);
            let body: Value = from_slice(&sample.bytes).expect("a sample is JSON");
            assert_eq!(json!(delivery), body);
        });
    }
    for sample in samples("revenuecat") {
        on_a_small_stack(move || {
            let delivery = revenuecat::parse(&sample.bytes);
            let delivery = delivery.unwrap_or_else(|error| panic!("{error}"));
            assert!(delivery.captures().is_some());
            let again: revenuecat::Delivery = from_slice(&sample.bytes).expect("serde reads it");
            assert_eq!(again, delivery);
        });
    }
}

fn on_a_small_stack(read: impl FnOnce() + Send + 'static) {
    let small = thread::Builder::new().stack_size(128 * 1024);
    let reader = small.spawn(read).expect("a thread starts");
    reader.join().expect("it reads the sample");
}
