//! What the checked-in samples hold can be explained, place by place.

use end_to_end::inputs;
use serde_json::Value;
use webhook_catalog::{Sample, pointer};
use webhook_codegen::explain::{Question, explain};
use webhook_codegen::{Inputs, Options};

/// One sample in so many is looked at; all of them take minutes.
const STRIDE: usize = 37;

#[test]
fn every_place_of_a_sample_has_an_item_and_the_sample_has_it() {
    let all = inputs::checked_in();
    let mut looked_at = 0;
    for sample in all.samples.iter().step_by(STRIDE) {
        let inputs = around(sample, &all);
        let mut pointers = Vec::new();
        list(&sample.value, String::new(), &mut pointers);
        for pointer in pointers {
            check(sample, &inputs, &pointer);
            looked_at += 1;
        }
    }
    assert!(looked_at > 100, "{looked_at} places");
}

/// The inputs without other events' rows, and without other vendors.
fn around(sample: &Sample, all: &Inputs) -> Inputs {
    let mut inputs = all.clone();
    inputs
        .rows
        .retain(|row| row.vendor == sample.vendor && row.event_name == sample.event_name);
    // Wordings are learned from all samples of a vendor.
    let has_rows = !inputs.rows.is_empty();
    inputs.samples.retain(|other| {
        other.vendor == sample.vendor && (!has_rows || other.event_name == sample.event_name)
    });
    inputs
}

#[track_caller]
fn check(sample: &Sample, inputs: &Inputs, pointer: &str) {
    let question = Question {
        vendor: sample.vendor.as_str(),
        event: sample.event_name.as_str(),
        pointer: Some(pointer),
    };
    let options = Options {
        crate_name: "webhook-events".to_owned(),
    };
    let checked = explain(inputs, &options, &question);
    let Some(explanation) = checked.value else {
        panic!("{} {pointer}: {:#?}", sample.label, checked.diagnostics);
    };
    let own = explanation
        .samples
        .iter()
        .find(|counted| counted.label == sample.label);
    let place = format!("{} {pointer}", sample.label);
    assert!(own.is_some_and(|counted| counted.with > 0), "{place}");
    assert!(!explanation.items.is_empty(), "{place}");
}

/// Pointers to the value and to everything in it.
fn list(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                list(value, pointer::join(&pointer, name), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                list(value, format!("{pointer}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.push(pointer);
}
