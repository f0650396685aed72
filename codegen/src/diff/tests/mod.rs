//! Whether the wire's verdict is right: what the current types allow, and nobody says is broken, the baseline's types read.

mod composed;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use self::composed::{Composer, describes_type, form, members, mutated};
use super::report::Verdict;
use super::{compare, judge, read_check};
use crate::lower::tests::arbitrary::document;
use crate::lower::tests::fits::fits_type;
use crate::lower::tests::lower_schema;
use crate::model::{Item, Model, Shape, Vendor};
use crate::passes::run as run_passes;

/// The model of one schema, passes and all. `None` where it is refused.
fn model(schema: &Value) -> Option<Model> {
    let mut lowered = lower_schema(schema.clone());
    run_passes(&mut lowered.value, &mut lowered.diagnostics);
    let has_errors = lowered.has_errors();
    (!has_errors && !lowered.value.vendors.is_empty()).then_some(lowered.value)
}

/// Whether any finding says that the wire breaks, or that nobody knows.
fn breaks_wire(baseline: &Model, current: &Model) -> bool {
    let changes = compare::compare(baseline, current, "crate");
    let mut findings = changes.into_iter().map(judge::judge);
    findings.any(|finding| finding.verdicts.wire != Verdict::Holds)
}

/// How many values the wire's verdict was right about, or `None` where it says that something breaks.
fn check(
    baseline: &Value,
    current: &Value,
    bytes: &[Vec<u8>],
) -> Result<Option<usize>, TestCaseError> {
    let (Some(before), Some(after)) = (model(baseline), model(current)) else {
        return Ok(None);
    };
    if breaks_wire(&before, &after) {
        return Ok(None);
    }
    let [one, other] = [&before, &after].map(|model| &model.vendors[0]);
    let [reading, written] = [one, other].map(|vendor| vendor.events[0].root);
    let mut described = 0;
    for bytes in bytes {
        let bytes = bytes.iter();
        let value = Composer {
            vendor: other,
            bytes,
            depth: 0,
        }
        .named(written);
        if describes_type(other, written, &value) {
            described += 1;
            let is_read = fits_type(one, reading, &value);
            prop_assert!(is_read, "{value} is not read, and nothing says so");
        }
    }
    Ok(Some(described))
}

/// Runs random pairs; how many values were read without a finding that breaks the wire, and in how many pairs one does.
fn run<S: Strategy>(
    cases: u32,
    pairs: S,
    pair: impl Fn(S::Value) -> (Value, Value),
) -> (usize, usize) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let (read, broken) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    runner
        .run(
            &(pairs, vec(vec(any::<u8>(), 0..40), 20)),
            |(input, bytes)| {
                let (baseline, current) = pair(input);
                match check(&baseline, &current, &bytes)? {
                    Some(values) => read.set(read.get() + values),
                    None => broken.set(broken.get() + 1),
                }
                Ok(())
            },
        )
        .unwrap_or_else(|failure| panic!("{failure}"));
    (read.get(), broken.get())
}

#[test]
fn what_no_finding_breaks_is_read() {
    let (read, broken) = run(
        1500,
        (members(form()), any::<u8>(), form()),
        |(schema, at, form)| (schema.clone(), mutated(&schema, at, &form)),
    );
    assert!(read > 1000 && broken > 100, "{read} values, {broken} pairs");
}

#[test]
fn what_no_finding_breaks_is_read_whatever_the_keywords() {
    let (read, _) = run(
        200,
        (document(), document(), 0..8_usize),
        |(one, other, at)| {
            // Most pairs have much in common: all but one keyword.
            let keywords: Vec<_> = other.as_object().into_iter().flatten().collect();
            let mut current = one.clone();
            match keywords.get(at) {
                Some((keyword, value)) => current[keyword.as_str()] = (*value).clone(),
                None => current = other.clone(),
            }
            (one, current)
        },
    );
    assert!(read > 100, "too few values: {read}");
}

/// Whether a member of one schema reads that of another.
fn reads(reading: Value, written: Value) -> bool {
    let around =
        |x: Value| json!({ "type": "object", "required": ["x"], "properties": { "x": x } });
    let [before, after] = [reading, written].map(|x| model(&around(x)).expect("a sound schema"));
    let [one, other] = [&before.vendors[0], &after.vendors[0]];
    let item = |vendor: &Vendor| Item {
        shape: Shape::Named(vendor.events[0].root),
        nullable: false,
    };
    read_check::reads_item(one, other, &item(one), &item(other))
}

#[test]
fn wider_types_read_narrower_ones() {
    let kind = |name: &str| json!({ "type": name });
    let object = |members: Value, required: Value| json!({ "type": "object", "properties": members, "required": required });
    let list = |item: Value| json!({ "type": "array", "items": item });
    let tagged = |tags: &[&str]| {
        let one = |tag: &&str| {
            object(
                json!({ "k": { "const": tag }, "a": kind("string") }),
                json!(["k"]),
            )
        };
        json!({ "oneOf": tags.iter().map(one).collect::<Vec<_>>(), "discriminator": { "propertyName": "k" } })
    };
    let either = |forms: Vec<Value>| json!({ "oneOf": forms });
    let nullable = json!({ "type": ["string", "null"] });
    let texts = json!({ "type": "string", "enum": ["a", "b"] });
    let a = || object(json!({ "a": kind("string") }), json!(["a"]));
    let says = |text: &str| object(json!({ "k": { "const": text } }), json!(["k"]));
    for (wide, narrow) in [
        (json!(true), kind("string")),
        (kind("number"), kind("integer")),
        (nullable.clone(), kind("string")),
        (list(nullable.clone()), list(kind("string"))),
        (object(json!({ "a": kind("string") }), json!([])), a()),
        (
            either(vec![kind("string"), kind("boolean")]),
            kind("string"),
        ),
        (either(vec![kind("string"), a()]), a()),
        (
            either(vec![kind("string"), kind("boolean"), kind("integer")]),
            either(vec![kind("string"), kind("integer")]),
        ),
        (
            json!({ "type": "array", "prefixItems": [kind("string")], "items": kind("string") }),
            list(kind("string")),
        ),
        (
            json!({ "type": "object", "additionalProperties": true }),
            a(),
        ),
    ] {
        assert!(reads(wide.clone(), narrow.clone()), "{wide} reads {narrow}");
        assert!(reads(wide.clone(), wide.clone()), "{wide} reads itself");
        // A list of texts and a tuple of texts that may be missing are the same.
        let is_same = wide.get("prefixItems").is_some();
        assert_eq!(
            reads(narrow.clone(), wide.clone()),
            is_same,
            "{narrow} does not read {wide}"
        );
    }
    for (one, other) in [
        (texts.clone(), kind("string")),
        (texts, json!({ "const": "c" })),
        (tagged(&["x", "y"]), tagged(&["x", "z"])),
    ] {
        assert!(reads(one.clone(), other.clone()), "{one} reads {other}");
        assert!(reads(other.clone(), one.clone()), "{other} reads {one}");
    }
    for (one, other) in [
        (kind("string"), kind("integer")),
        (a(), list(kind("string"))),
        (a(), object(json!({ "b": kind("string") }), json!(["b"]))),
        (tagged(&["x", "y"]), a()),
        // What an alternative must say or have before it is tried.
        (either(vec![says("x"), says("y")]), says("z")),
        (
            either(vec![says("x"), a()]),
            object(json!({ "a": kind("string") }), json!([])),
        ),
    ] {
        assert!(
            !reads(one.clone(), other.clone()),
            "{one} does not read {other}"
        );
    }
}

#[test]
fn types_that_hold_themselves_are_read() {
    let node = |value: &str| {
        json!({
            "type": "object",
            "properties": { "next": { "$ref": "#" }, "value": { "type": value } },
        })
    };
    let root = |schema: Value| model(&schema).expect("a sound schema");
    let [whole, float, text] = ["integer", "number", "string"].map(|value| root(node(value)));
    let reads = |one: &Model, other: &Model| {
        let [one, other] = [&one.vendors[0], &other.vendors[0]];
        let shape = |vendor: &Vendor| Shape::Named(vendor.events[0].root);
        read_check::reads_shape(one, other, &shape(one), &shape(other))
    };
    assert!(reads(&float, &whole) && reads(&whole, &whole));
    assert!(!reads(&whole, &float) && !reads(&text, &whole));
}
