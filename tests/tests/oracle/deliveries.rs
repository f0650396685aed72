//! Deliveries that the current catalogue allows: bodies that match the schemas and name their event as the profile says.

use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::{Map, Value, json};
use webhook_catalog::{BodyNaming, EventRow, Naming, Profile, ValueTest};

use crate::instances::instance;
use crate::mutations::Mutation;

/// The number of random values per event.
const TRIES: usize = 60;

/// The deliveries of a mutation, one line each, for the programs of both sides.
pub(crate) fn lines(mutation: &Mutation) -> String {
    let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut lines = String::new();
    let mut line = |vendor: &str, event: &str, body: &str| {
        let line = json!({"vendor": vendor, "event": event, "body": body});
        lines.push_str(&format!("{line}\n"));
    };
    for row in &mutation.current.rows {
        let profile = mutation.current.profiles.0.get(&row.vendor);
        for body in bodies(row, profile, &mut rng) {
            line(
                row.vendor.as_str(),
                row.event_name.as_str(),
                &body.to_string(),
            );
        }
    }
    for sample in &mutation.current.samples {
        let body = std::str::from_utf8(&sample.bytes).expect("samples are text");
        line(sample.vendor.as_str(), sample.event_name.as_str(), body);
    }
    lines
}

/// Distinct bodies of an event.
fn bodies(row: &EventRow, profile: Option<&Profile>, rng: &mut TestRng) -> Vec<Value> {
    let schema = &row.payload_schema;
    let validator = jsonschema::draft202012::new(schema).expect("a row's schema is one");
    let mut bodies: Vec<Value> = Vec::new();
    for _ in 0..TRIES {
        let made = instance(schema, rng);
        for body in named(made, row.event_name.as_str(), profile) {
            // A body without envelope is valid if the body around it is.
            let (whole, event) = body;
            if validator.is_valid(&whole) {
                let body = event.unwrap_or(whole);
                if !bodies.contains(&body) {
                    bodies.push(body);
                }
            }
        }
    }
    bodies
}

/// A generated body with the event's name in it, and the event alone if some deliveries have no envelope.
pub(crate) fn named(
    mut made: Value,
    event: &str,
    profile: Option<&Profile>,
) -> Vec<(Value, Option<Value>)> {
    let Some(Profile {
        naming: Some(Naming::Body(naming)),
        event: member,
        ..
    }) = profile
    else {
        return vec![(made, None)];
    };
    // The generated body may name no event or another one; then the receiver names it.
    let mut all = vec![(made.clone(), None)];
    let mut alone = made.clone();
    set_values(&mut made, &naming.pointers, &values(naming, event));
    all.push((made, None));
    if let (Some(unenveloped), Some(inner)) = (&naming.unenveloped, alone.pointer_mut(member)) {
        set_values(inner, &unenveloped.pointers, &values(naming, event));
        let inner = inner.clone();
        all.push((alone, Some(inner)));
    }
    all
}

/// The values that name the event, by pointer.
fn values(naming: &BodyNaming, event: &str) -> Vec<Option<String>> {
    let mut rules = naming.rules.iter();
    if let Some(rule) = rules.find(|rule| rule.event.as_str() == event) {
        let mut values = vec![None; naming.pointers.len()];
        for condition in &rule.conditions {
            if let ValueTest::Equals(Value::String(text)) = &condition.test {
                values[condition.pointer] = Some(text.clone());
            }
        }
        return values;
    }
    match &naming.join {
        Some(join) => event
            .split(join.as_str())
            .map(|one| Some(one.to_owned()))
            .collect(),
        None => vec![Some(event.to_owned())],
    }
}

fn set_values(body: &mut Value, pointers: &[String], values: &[Option<String>]) {
    for (pointer, value) in pointers.iter().zip(values) {
        let Some(value) = value else { continue };
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer has a segment");
        if let Some(parent) = body.pointer_mut(parent).and_then(Value::as_object_mut) {
            let parent: &mut Map<String, Value> = parent;
            parent.insert(name.to_owned(), json!(value));
        }
    }
}
