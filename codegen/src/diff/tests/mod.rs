//! Properties of the wire verdict: the baseline's types read no value that the current types allow worse than it says.

mod composed;
mod features;
mod shared;
mod variants;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use self::composed::{ValueComposer, describes_type, member_schema, members, mutated};
use super::misfit_effect::Reading;
use super::report::Wire;
use super::{compare, judge, read_check};
use crate::lower::tests::arbitrary::document;
use crate::lower::tests::lower_schema;
use crate::misfit::{Kept, misfits};
use crate::model::{Item, Model, Shape, Vendor};
use crate::passes::run as run_passes;

/// The model of one schema after all passes; `None` if the schema is refused.
fn model(schema: &Value) -> Option<Model> {
    let mut lowered = lower_schema(schema.clone());
    run_passes(&mut lowered.value, &mut lowered.diagnostics);
    let has_errors = lowered.has_errors();
    (!has_errors && !lowered.value.vendors.is_empty()).then_some(lowered.value)
}

/// The worst verdict on the wire.
fn wire(baseline: &Model, current: &Model) -> Wire {
    let changes = compare::compare([baseline, current], &[], "crate");
    let findings = changes.into_iter().map(judge::judge);
    let wires = findings.map(|finding| finding.verdicts.wire);
    wires.max().unwrap_or(Wire::Fits)
}

/// The reading of a value by the types of the only event.
fn outcome(reader: &Vendor, value: &Value) -> Wire {
    let misfits = misfits(reader, &reader.events[0], value, false);
    let wires = misfits.iter().map(|(_, kept)| match kept {
        Kept::Member(_) => Wire::Misfits,
        Kept::Payload(_) => Wire::Malformed,
    });
    wires.max().unwrap_or(Wire::Fits)
}

/// Checks random values against the wire verdict, and returns their number with it; `None` if all may be malformed.
fn check(
    baseline: &Value,
    current: &Value,
    bytes: &[Vec<u8>],
) -> Result<Option<(usize, Wire)>, TestCaseError> {
    let (Some(before), Some(after)) = (model(baseline), model(current)) else {
        return Ok(None);
    };
    let verdict = wire(&before, &after);
    if verdict == Wire::Malformed {
        return Ok(None);
    }
    let [one, other] = [&before, &after].map(|model| &model.vendors[0]);
    let written = other.events[0].root;
    let mut described = 0;
    for bytes in bytes {
        let bytes = bytes.iter();
        let value = ValueComposer {
            types: &other.types,
            bytes,
            depth: 0,
        }
        .named(written);
        if describes_type(&other.types, written, &value) {
            described += 1;
            let outcome = outcome(one, &value);
            prop_assert!(
                outcome <= verdict,
                "{value} is read with {outcome:?}, and the verdict is {verdict:?}"
            );
        }
    }
    Ok(Some((described, verdict)))
}

/// Runs random pairs. Returns the number of values read where they fit or may have misfits, and the number of pairs where some may
/// be malformed.
fn run<S: Strategy>(cases: u32, pairs: S, pair: impl Fn(S::Value) -> (Value, Value)) -> [usize; 3] {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let counts = std::cell::Cell::new([0; 3]);
    runner
        .run(
            &(pairs, vec(vec(any::<u8>(), 0..40), 20)),
            |(input, bytes)| {
                let (baseline, current) = pair(input);
                let found = check(&baseline, &current, &bytes)?;
                let (values, wire) = found.unwrap_or((1, Wire::Malformed));
                let mut counted = counts.get();
                counted[wire as usize] += values;
                counts.set(counted);
                Ok(())
            },
        )
        .unwrap_or_else(|failure| panic!("{failure}"));
    counts.get()
}

#[test]
fn the_baseline_reads_values_as_the_wire_verdict_says() {
    let [fitting, odd, malformed] = run(
        1500,
        (members(member_schema()), any::<u8>(), member_schema()),
        |(schema, at, form)| (schema.clone(), mutated(&schema, at, &form)),
    );
    assert!(
        fitting > 1000 && odd > 1000 && malformed > 50,
        "{fitting} values fit, {odd} may have misfits; {malformed} pairs"
    );
}

#[test]
fn the_baseline_reads_values_of_arbitrary_schemas_as_the_wire_verdict_says() {
    let [read, ..] = run(
        200,
        (document(), document(), 0..8_usize),
        |(one, other, at)| {
            // Most pairs differ in a single keyword.
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

/// True if a member with the first schema reads values of the second.
fn reads(reading: Value, written: Value) -> bool {
    let object_of =
        |x: Value| json!({ "type": "object", "required": ["x"], "properties": { "x": x } });
    let [before, after] = [reading, written].map(|x| model(&object_of(x)).expect("a sound schema"));
    let [one, other] = [&before.vendors[0], &after.vendors[0]];
    let item = |vendor: &Vendor| Item {
        shape: Shape::Named(vendor.events[0].root),
        nullable: false,
    };
    read_check::read_item(one, other, &item(one), &item(other)) == Reading::Fits
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
    let constant = |text: &str| object(json!({ "k": { "const": text } }), json!(["k"]));
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
        // A list of strings and a tuple of optional strings are the same.
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
        // Several alternatives of one JSON type keep what none of them reads.
        (
            either(vec![constant("x"), constant("y")]),
            either(vec![constant("z"), a()]),
        ),
    ] {
        assert!(reads(one.clone(), other.clone()), "{one} reads {other}");
        assert!(reads(other.clone(), one.clone()), "{other} reads {one}");
    }
    // A tagged union keeps an object without its tag, which another type may not read.
    let with_tags = tagged(&["x", "y"]);
    assert!(reads(with_tags.clone(), a()) && !reads(a(), with_tags));
    for (one, other) in [
        (kind("string"), kind("integer")),
        (a(), list(kind("string"))),
        (a(), object(json!({ "b": kind("string") }), json!(["b"]))),
        // Guards: a constant or a required member.
        (either(vec![kind("string"), constant("x")]), constant("z")),
        (
            either(vec![kind("string"), a()]),
            object(json!({ "a": kind("string") }), json!([])),
        ),
    ] {
        assert!(
            !reads(one.clone(), other.clone()),
            "{one} does not read {other}"
        );
    }
}

/// A change of what a lazy value is decoded as counts, although any value is read.
#[test]
fn lazy_values_are_compared_as_they_are_decoded() {
    let lazy = |name: &str| json!({ "type": name, "x-lazy": true });
    let plain = |name: &str| json!({ "type": name });
    assert!(reads(lazy("number"), lazy("integer")));
    assert!(!reads(lazy("integer"), lazy("number")));
    assert!(reads(lazy("number"), plain("integer")) && reads(plain("number"), lazy("integer")));
    assert!(reads(json!(true), lazy("string")) && !reads(lazy("string"), json!(true)));
    let nullable = json!({ "type": ["string", "null"], "x-lazy": true });
    assert!(reads(nullable.clone(), lazy("string")) && !reads(lazy("string"), nullable));
    let list = |item: Value| json!({ "type": "object", "properties": { "x": { "type": "array", "items": item } } });
    let models = [lazy("number"), lazy("integer"), plain("number")];
    let [wide, narrow, eager] = models.map(|item| model(&list(item)).expect("a sound schema"));
    assert_eq!(wire(&wide, &narrow), Wire::Fits);
    assert_eq!(wire(&narrow, &wide), Wire::Misfits);
    assert_eq!(wire(&wide, &eager), Wire::Fits);
    assert_eq!(wire(&eager, &wide), Wire::Fits);
}

#[test]
fn recursive_types_are_read() {
    let node = |value: &str| {
        json!({
            "type": "object",
            "properties": { "next": { "$ref": "#" }, "value": { "type": value } },
        })
    };
    let root = |schema: Value| model(&schema).expect("a sound schema");
    let [integer, number, string] = ["integer", "number", "string"].map(|value| root(node(value)));
    let reads = |one: &Model, other: &Model| {
        let [one, other] = [&one.vendors[0], &other.vendors[0]];
        let shape = |vendor: &Vendor| Shape::Named(vendor.events[0].root);
        read_check::read_shape(one, other, &shape(one), &shape(other)) == Reading::Fits
    };
    assert!(reads(&number, &integer) && reads(&integer, &integer));
    assert!(!reads(&integer, &number) && !reads(&string, &integer));
}
