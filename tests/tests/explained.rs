//! What the checked-in samples hold can be explained, place by place.

use end_to_end::{built, inputs};
use serde_json::Value;
use webhook_catalog::{Sample, pointer};
use webhook_codegen::explain::{Question, explain};
use webhook_codegen::{Inputs, Model, Options};

/// One sample in so many is checked, to keep the test short.
const STRIDE: usize = 37;

#[test]
fn every_place_of_a_sample_has_an_item_and_the_sample_has_it() {
    let inputs = inputs::checked_in();
    let model = built(inputs.clone());
    let mut checked = 0;
    for sample in inputs.samples.iter().step_by(STRIDE) {
        let mut pointers = Vec::new();
        list(&sample.value, String::new(), &mut pointers);
        for pointer in pointers {
            check(sample, &model, &inputs, &pointer);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked} places");
}

#[track_caller]
fn check(sample: &Sample, model: &Model, inputs: &Inputs, pointer: &str) {
    let mut rows = inputs.rows.iter();
    let row = rows.find(|row| row.vendor == sample.vendor && row.event_name == sample.event_name);
    let shared_definitions = &inputs.shared_definitions;
    let question = Question {
        vendor: sample.vendor.as_str(),
        event: sample.event_name.as_str(),
        pointer: Some(pointer),
    };
    let options = Options {
        crate_name: "webhook-events".to_owned(),
    };
    let place = format!("{} {pointer}", sample.label);
    let explanation = explain(model, row, shared_definitions, &options, &question)
        .unwrap_or_else(|unknown| panic!("{place}: {unknown:#?}"));
    let own = explanation
        .samples
        .iter()
        .find(|counted| counted.label == sample.label);
    assert!(
        own.is_some_and(|counted| counted.counts.with > 0),
        "{place}"
    );
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
