//! A batch of random schemas, each with values that a validator accepts.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use webhook_catalog::SourceFile;

use end_to_end::outcome;
use end_to_end::rows::named;

use crate::arbitrary;
use crate::instances::instance;

/// How many schemas there are, unless `WEBHOOK_EVENTS_RANDOM_SCHEMAS` says otherwise.
const SCHEMAS: usize = 120;
/// How many values are tried for each schema, of either kind.
const TRIES: usize = 40;

/// Placed into the emitted crate's `tests`.
pub(crate) const PROGRAM: &str = r#"//! Every value that a validator accepted is read, and comes back equal.

use serde_json::Value;

#[test]
fn nothing_is_lost() {
    let mut faults = Vec::new();
    for line in include_str!("instances.jsonl").lines() {
        let line: Value = serde_json::from_str(line).expect("a line holds JSON");
        let event = line["event"].as_str().expect("a line names its event");
        let body = line["value"].to_string();
        match webhook_events::random::parse_named(event, body.as_bytes()) {
            Err(error) => faults.push(format!("{event}: {body}\n  {error}")),
            Ok(delivery) => {
                let again = serde_json::to_value(&delivery).expect("a delivery can be written");
                let expected: Value = serde_json::from_str(&body).expect("a body holds JSON");
                if again != expected {
                    faults.push(format!("{event}: {body}\n  came back as {again}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
"#;

/// Schemas that are emitted, each with values that fit it.
pub(crate) struct Batch {
    cases: Vec<(Value, Vec<Value>)>,
}

/// Makes a batch: the same one each time, unless `WEBHOOK_EVENTS_RANDOM_SEED` names another seed.
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
        let fitting = values(&schema, &mut runner);
        // What fits no value, or is refused, proves nothing here.
        if fitting.len() > 3 && outcome::of_rows(&[file(&[row(0, &schema)])]).0.is_some() {
            cases.push((schema, fitting));
        }
        if cases.len() == count {
            return Batch { cases };
        }
    }
    panic!("only {} of {count} random schemas are of use", cases.len());
}

fn draw<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> S::Value {
    let tree = strategy.new_tree(runner);
    tree.expect("the strategies refuse nothing").current()
}

/// Values that the validator accepts: random ones, and ones made after the schema.
fn values(schema: &Value, runner: &mut TestRunner) -> Vec<Value> {
    let Ok(validator) = jsonschema::draft202012::new(schema) else {
        return Vec::new();
    };
    let mut fitting: Vec<Value> = Vec::new();
    for _ in 0..TRIES {
        let tried = [
            draw(&arbitrary::value(), runner),
            instance(schema, runner.rng()),
        ];
        for value in tried {
            if !fitting.contains(&value) && validator.is_valid(&value) {
                fitting.push(value);
            }
        }
    }
    fitting
}

impl Batch {
    /// A catalogue of one vendor, `random`, with an event for each schema.
    pub(crate) fn rows(&self) -> SourceFile {
        let schemas = self.cases.iter().enumerate();
        let rows: Vec<Value> = schemas
            .map(|(index, (schema, _))| row(index, schema))
            .collect();
        file(&rows)
    }

    /// The values, one a line with its event.
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
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    named("random.jsonl", text.into_bytes())
}

fn row(index: usize, schema: &Value) -> Value {
    json!({
        "vendor": "random",
        "vendor_display_name": "Random",
        "category": "ops",
        "event_name": event(index),
        "trigger_description": "Fires at random.",
        "payload_schema": schema,
        "auth_method": "none",
        "docs_url": "https://random.example",
        "last_introspected_at": "2026-05-01T00:00:00Z",
        "source_extractor_version": "v1.0",
        "extraction_method": "manual-html",
    })
}
