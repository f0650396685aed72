//! `explain` answers for every pointer into the checked-in samples.

use end_to_end::{built, inputs};
use serde_json::Value;
use webhook_catalog::{Sample, pointer};
use webhook_codegen::explain::{Question, explain};
use webhook_codegen::{Inputs, Model, Options};

/// One sample in so many is checked, to keep the test short.
const STRIDE: usize = 37;

#[test]
fn every_pointer_of_a_sample_has_an_item_and_counts_the_sample() {
    let inputs = inputs::checked_in();
    let model = built(inputs.clone());
    let mut checked = 0;
    for sample in inputs.samples.iter().step_by(STRIDE) {
        let mut pointers = Vec::new();
        collect_pointers(&sample.value, String::new(), &mut pointers);
        let event = without_envelope(&model, sample);
        for pointer in pointers {
            check(sample, &model, &inputs, &format!("{event}{pointer}"));
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked} pointers");
}

/// The pointer to the event, if the sample is one without an envelope. `explain` counts the members of such a sample below it.
fn without_envelope(model: &Model, sample: &Sample) -> String {
    let mut vendors = model.vendors.iter();
    let vendor = vendors.find(|vendor| vendor.id == sample.vendor);
    let envelope = vendor.and_then(|vendor| vendor.envelope.as_ref());
    let member = envelope.map(|envelope| &envelope.event_member);
    match member.filter(|member| sample.value.get(member.as_str()).is_none()) {
        Some(member) => pointer::join("", member),
        None => String::new(),
    }
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
    let options = Options::named("webhook-events");
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

/// Adds the pointers to a value and all values inside it.
fn collect_pointers(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                collect_pointers(value, pointer::join(&pointer, name), pointers);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect_pointers(value, format!("{pointer}/{index}"), pointers);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    pointers.push(pointer);
}
