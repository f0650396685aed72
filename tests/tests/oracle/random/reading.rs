//! The deliveries of mutations, and the answers of the receiver built from the baseline.

use std::fs::File;
use std::path::Path;
use std::process::{Output, Stdio};

use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::{Value, json};
use webhook_catalog::{EventRow, Naming, Profile};
use webhook_codegen::Inputs;
use webhook_codegen::diff::Wire;

use end_to_end::emitted;
use end_to_end::package::Package;

use super::Mutated;
use crate::deliveries::named;
use crate::instances::instance;
use crate::mutations::together;

/// The number of random values per event.
const TRIES: usize = 40;

/// The texts that the generator of values gives where a schema allows any.
const ANY_TEXTS: [&str; 4] = ["a", "b", "", "\"\\/\u{1F389}"];

/// Reads lines of deliveries from stdin and writes each with the answer of the crate.
const PROGRAM: &str = r#"#![allow(warnings)]
use serde_json::{Value, json};

macro_rules! vendor {
    ($vendor:ident, $read:expr) => {{
        use webhook_events::$vendor as vendor;
        match $read {
            Err(error) => json!({"malformed": error.to_string()}),
            Ok(delivery) => match &delivery.event {
                vendor::Event::Malformed(event) => json!({"malformed": "an optional member is missing around it"}),
                event => json!({
                    "event": event.facts().map(|facts| facts.name),
                    "misfits": delivery.misfits().len(),
                }),
            },
        }
    }};
}

fn main() {
    for line in std::io::stdin().lines() {
        let mut line: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        let text = |name: &str| line[name].as_str().expect("a text").to_owned();
        let (vendor, event, body) = (text("vendor"), text("event"), text("body"));
        let (event, body) = (event.as_str(), body.as_bytes());
        let answer = match vendor.as_str() {
VENDORS
            _ => panic!("no vendor {vendor}"),
        };
        line["answer"] = answer;
        println!("{line}");
    }
}
"#;

/// The worst answer to the deliveries of a mutation.
pub(super) struct Answer {
    pub(super) worst: Wire,
    pub(super) deliveries: usize,
    /// The delivery with the worst answer.
    pub(super) example: String,
}

/// The crate of all bases.
pub(super) struct Receiver(Package);

impl Receiver {
    pub(super) fn write(baselines: &[Inputs]) -> Self {
        let tree = emitted(together(baselines.iter())).tree;
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let package = Package::write(scratch, "oracle-random", tree.iter());
        let arms = baselines.iter().map(|base| {
            let vendor = base.rows[0].vendor.as_str();
            let module = tree
                .get(&format!("src/{vendor}/mod.rs"))
                .unwrap_or_default();
            let read = if module.contains("\npub fn parse(") {
                format!("webhook_events::{vendor}::parse(body)")
            } else {
                format!("webhook_events::{vendor}::parse_named(event, body)")
            };
            format!("            \"{vendor}\" => vendor!({vendor}, {read}),\n")
        });
        let arms: String = arms.collect();
        package.put("examples/receiver.rs", &PROGRAM.replace("VENDORS", &arms));
        Self(package)
    }

    /// One answer per mutation.
    pub(super) fn answers(&self, mutated: &[Mutated], baselines: &[Inputs]) -> Vec<Answer> {
        let mut lines = String::new();
        for (index, one) in mutated.iter().enumerate() {
            let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
            for row in &one.current.rows {
                for body in bodies(one, row, &baselines[one.base], &mut rng) {
                    let line = json!({
                        "mutation": index,
                        "vendor": row.vendor.as_str(),
                        "event": row.event_name.as_str(),
                        "body": body,
                    });
                    lines.push_str(&format!("{line}\n"));
                }
            }
        }
        let mut answers: Vec<Answer> = mutated
            .iter()
            .map(|_| Answer {
                worst: Wire::Fits,
                deliveries: 0,
                example: String::new(),
            })
            .collect();
        for line in self.run(&lines) {
            let index = line["mutation"].as_u64().expect("a number") as usize;
            let answer = &mut answers[index];
            let read = match &line["answer"] {
                read if read["event"] != line["event"] => Wire::Malformed,
                read if read["misfits"] != json!(0) => Wire::Misfits,
                _ => Wire::Fits,
            };
            answer.deliveries += 1;
            if read > answer.worst {
                answer.worst = read;
                answer.example = format!("{} {}", line["body"], line["answer"]);
            }
        }
        answers
    }

    fn run(&self, lines: &str) -> Vec<Value> {
        let Self(package) = self;
        package.put("deliveries.jsonl", lines);
        let stdin = File::open(package.folder().join("deliveries.jsonl")).expect("it was written");
        let example = ["--quiet", "--all-features", "--example", "receiver"];
        package.cargo(&[&["build"], example.as_slice()].concat());
        let mut command = package.command(&[&["run"], example.as_slice()].concat());
        let output = command.stdin(Stdio::from(stdin)).output();
        let Output {
            status,
            stdout,
            stderr,
        } = output.expect("cargo can be started");
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        let text = String::from_utf8(stdout).expect("JSON is text");
        let lines = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        lines.collect()
    }
}

/// Distinct bodies that the current row describes and the baseline's does not.
fn bodies(mutated: &Mutated, row: &EventRow, baseline: &Inputs, rng: &mut TestRng) -> Vec<String> {
    let schema = &row.payload_schema;
    let mut rows = baseline.rows.iter();
    let before = rows.find(|one| one.event_name == row.event_name);
    let before = before.filter(|_| !mutated.has_other_profile);
    let validator = |schema: &Value| jsonschema::draft202012::new(schema).expect("a schema");
    let (before, validator) = (
        before.map(|row| validator(&row.payload_schema)),
        validator(schema),
    );
    let profile = mutated.current.profiles.0.get(&row.vendor);
    let event = row.event_name.as_str();
    let (mut names_itself, mut bodies) = (false, Vec::<(bool, String)>::new());
    for _ in 0..TRIES {
        let made = instance(schema, rng);
        for (whole, alone) in named(made, event, profile) {
            let is_known = before
                .as_ref()
                .is_some_and(|before| before.is_valid(&whole));
            let names = names(&whole, profile, mutated.is_form);
            let is_made_up = names.iter().any(|name| ANY_TEXTS.contains(&name.as_str()));
            if !validator.is_valid(&whole) || is_made_up {
                continue;
            }
            let is_of_other = !names.is_empty() && names.iter().all(|name| name != event);
            names_itself |= !is_of_other;
            if is_known {
                continue;
            }
            let body = alone.unwrap_or_else(|| whole.clone());
            let text = match mutated.is_form {
                true => form(&body),
                false => Some(body.to_string()),
            };
            let found = text.map(|text| (is_of_other, text));
            bodies.extend(found.filter(|found| !bodies.contains(found)));
        }
    }
    // To both sides, what names another event is that event's, if the schema allows the own name too.
    bodies.retain(|(is_of_other, _)| !(names_itself && *is_of_other));
    bodies.into_iter().map(|(_, text)| text).collect()
}

/// The texts of a body at the pointers by which the profile names events. In forms, all values are texts.
fn names(body: &Value, profile: Option<&Profile>, is_form: bool) -> Vec<String> {
    let Some(Naming::Body(naming)) = profile.and_then(|profile| profile.naming.as_ref()) else {
        return Vec::new();
    };
    let values = naming
        .pointers
        .iter()
        .filter_map(|pointer| body.pointer(pointer));
    let texts = values.filter_map(|value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) if is_form => Some(value.to_string()),
        _ => None,
    });
    texts.collect()
}

/// A flat object as a form.
fn form(body: &Value) -> Option<String> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in body.as_object()? {
        match value {
            Value::String(text) => form.append_pair(name, text),
            Value::Number(_) | Value::Bool(_) => form.append_pair(name, &value.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
    }
    Some(form.finish())
}
