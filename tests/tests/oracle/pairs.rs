//! The pair of every rule, merged into a real row.

use serde_json::Value;
use webhook_catalog::{EventRow, Fact};
use webhook_codegen::Inputs;
use webhook_codegen::diff::Rule;

use end_to_end::rule_pair;

/// The ids of all rules. Each has a pair.
pub(crate) fn names() -> Vec<String> {
    Rule::ALL.iter().map(|rule| rule.id().to_owned()).collect()
}

/// Both sides of a rule's pair, with the members and facts of a real row added.
///
/// Schemas of pairs with samples are not changed: the samples lack the real row's members, which would make these optional.
pub(crate) fn grafted(rule: &str, real: &EventRow) -> [Inputs; 2] {
    let [mut baseline, mut current] =
        ["baseline", "current"].map(|name| rule_pair::side(rule, name));
    let has_samples = !(baseline.samples.is_empty() && current.samples.is_empty());
    let before = baseline.rows.clone();
    for row in &mut baseline.rows {
        graft(row, real, find(&current.rows, row), has_samples);
    }
    for row in &mut current.rows {
        graft(row, real, find(&before, row), has_samples);
    }
    [baseline, current]
}

fn find<'r>(rows: &'r [EventRow], like: &EventRow) -> Option<&'r EventRow> {
    rows.iter()
        .find(|row| row.vendor == like.vendor && row.event_name == like.event_name)
}

/// Adds the real row's members to a row, and replaces the facts that both sides of the pair agree on by the real row's.
fn graft(row: &mut EventRow, real: &EventRow, other: Option<&EventRow>, has_samples: bool) {
    for fact in Fact::ALL {
        if other.is_none_or(|other| other.facts.get(*fact) == row.facts.get(*fact)) {
            row.facts.copy_from(&real.facts, *fact);
        }
    }
    if !has_samples {
        row.payload_schema = merged(&real.payload_schema, &row.payload_schema);
    }
}

/// Merges two schemas. Keywords of the second take precedence.
fn merged(real: &Value, own: &Value) -> Value {
    let mut all = real.clone();
    let keywords = own.as_object().expect("a row's schema is an object");
    for (keyword, value) in keywords {
        match (keyword.as_str(), &mut all[keyword], value) {
            ("properties", Value::Object(all), Value::Object(own)) => all.extend(own.clone()),
            ("required", Value::Array(all), Value::Array(own)) => {
                let new: Vec<Value> = own
                    .iter()
                    .filter(|one| !all.contains(one))
                    .cloned()
                    .collect();
                all.extend(new);
            }
            (_, all, own) => *all = own.clone(),
        }
    }
    // A pair may be about the presence of a member that is optional in it but required in the real row.
    let is_own = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        own["properties"].get(name).is_some()
            && !own["required"]
                .as_array()
                .is_some_and(|own| own.iter().any(|one| one == name))
    };
    if let Some(required) = all["required"].as_array_mut() {
        required.retain(|name| !is_own(name));
    }
    all
}
