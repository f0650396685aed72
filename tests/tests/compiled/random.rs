//! Batches of random schemas with valid values.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use webhook_catalog::SourceFile;

use end_to_end::outcome;
use end_to_end::rows::{jsonl, minimal_row};

use crate::arbitrary;
use crate::instances::instance;

/// Default number of schemas; `WEBHOOK_EVENTS_RANDOM_SCHEMAS` overrides it.
const SCHEMAS: usize = 120;
/// Number of candidates of each kind per schema.
const TRIES: usize = 40;

/// Test program of the emitted crate.
pub(crate) const PROGRAM: &str = r#"//! Every valid value is accepted and serialized as an equal value.

use serde_json::Value;

#[test]
fn values_round_trip() {
    let mut faults = Vec::new();
    for line in include_str!("instances.jsonl").lines() {
        let line: Value = serde_json::from_str(line).expect("a line holds JSON");
        let event = line["event"].as_str().expect("a line names its event");
        let body = line["value"].to_string();
        match webhook_events::random::parse_named(event, body.as_bytes()) {
            Err(error) => faults.push(format!("{event}: {body}\n  {error}")),
            Ok(delivery) => {
                let serialized = serde_json::to_value(&delivery).expect("a delivery can be serialized");
                let expected: Value = serde_json::from_str(&body).expect("a body holds JSON");
                if serialized != expected {
                    faults.push(format!("{event}: {body}\n  serialized as {serialized}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
"#;

/// Schemas that can be emitted, each with valid values.
pub(crate) struct Batch {
    cases: Vec<(Value, Vec<Value>)>,
}

/// Generates a batch, deterministically for a seed, which `WEBHOOK_EVENTS_RANDOM_SEED` overrides.
pub(crate) fn batch() -> Batch {
    let number = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
    let seed = number("WEBHOOK_EVENTS_RANDOM_SEED").unwrap_or(1);
    let count = number("WEBHOOK_EVENTS_RANDOM_SCHEMAS")
        .and_then(|count| usize::try_from(count).ok())
        .unwrap_or(SCHEMAS);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);

    let mut cases = Vec::new();
    for _ in 0..50 * count {
        let schema = draw(&arbitrary::document(), &mut runner);
        let valid = values(&schema, &mut runner);
        // Schemas with few valid values or with errors are of no use here.
        if valid.len() > 3 && outcome::of_rows(&[file(&[row(0, &schema)])]).0.is_some() {
            cases.push((schema, valid));
        }
        if cases.len() == count {
            return Batch { cases };
        }
    }
    panic!("only {} of {count} random schemas are usable", cases.len());
}

fn draw<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> S::Value {
    let tree = strategy.new_tree(runner);
    tree.expect("the strategies reject nothing").current()
}

/// Valid values: random ones and ones generated from the schema.
fn values(schema: &Value, runner: &mut TestRunner) -> Vec<Value> {
    let Ok(validator) = jsonschema::draft202012::new(schema) else {
        return Vec::new();
    };
    let mut valid: Vec<Value> = Vec::new();
    for _ in 0..TRIES {
        let candidates = [
            draw(&arbitrary::value(), runner),
            instance(schema, runner.rng()),
        ];
        for value in candidates {
            if !valid.contains(&value) && validator.is_valid(&value) {
                valid.push(value);
            }
        }
    }
    valid
}

impl Batch {
    /// A catalogue of one vendor, `random`, with an event per schema.
    pub(crate) fn rows(&self) -> SourceFile {
        let schemas = self.cases.iter().enumerate();
        let rows: Vec<Value> = schemas
            .map(|(index, (schema, _))| row(index, schema))
            .collect();
        file(&rows)
    }

    /// The values as JSONL, each with its event.
    pub(crate) fn instances(&self) -> String {
        let lines = self
            .cases
            .iter()
            .enumerate()
            .flat_map(|(index, (_, values))| {
                let line =
                    move |value| json!({"event": event(index), "value": value}).to_string() + "\n";
                values.iter().map(line)
            });
        lines.collect()
    }
}

fn event(index: usize) -> String {
    format!("event {index}")
}

fn file(rows: &[Value]) -> SourceFile {
    SourceFile {
        label: "random.jsonl".to_owned(),
        ..jsonl(rows)
    }
}

fn row(index: usize, schema: &Value) -> Value {
    let mut row = minimal_row(schema.clone());
    row["vendor"] = json!("random");
    row["vendor_display_name"] = json!("Random");
    row["event_name"] = json!(event(index));
    row
}
