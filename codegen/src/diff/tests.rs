//! Whether the wire's verdict is right: what the current types allow, and nobody says is broken, the baseline's types read.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use webhook_catalog::{EventName, VendorId};

use super::change::{Change, ChangeKind};
use super::report::{Impact, Scope, Subject, Verdict};
use super::{compare, reads, rules};
use crate::lower::tests::arbitrary::{document, value};
use crate::lower::tests::fits::{fits_type, passes};
use crate::lower::tests::lower_schema;
use crate::model::{Choice, Item, Model, Object, Presence, Shape, Tuple, TypeId, TypeKind, Vendor};
use crate::passes::run as run_passes;

/// The model of one schema, passes and all. `None` where it is refused.
fn model(schema: &Value) -> Option<Model> {
    let mut lowered = lower_schema(schema.clone());
    run_passes(&mut lowered.value, &mut lowered.diagnostics);
    let has_errors = lowered.has_errors();
    (!has_errors && !lowered.value.vendors.is_empty()).then_some(lowered.value)
}

/// Whether a value is one that an item describes: as it fits, but without members that nobody described and with every
/// text that is always the same.
fn describes(vendor: &Vendor, item: &Item, value: &Value) -> bool {
    (value.is_null() && item.nullable) || describes_shape(vendor, &item.shape, value)
}

fn describes_shape(vendor: &Vendor, shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Any { .. }, _) => true,
        (Shape::Boolean, Value::Bool(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::String, Value::String(_)) => true,
        (Shape::Constant(text), Value::String(found)) => text == found,
        (Shape::Integer, Value::Number(number)) => number.is_i64(),
        (Shape::List(item), Value::Array(items)) => {
            items.iter().all(|value| describes(vendor, item, value))
        }
        (Shape::Map(item), Value::Object(members)) => {
            members.values().all(|value| describes(vendor, item, value))
        }
        (Shape::Named(id), _) => describes_type(vendor, *id, value),
        _ => false,
    }
}

fn describes_type(vendor: &Vendor, id: TypeId, value: &Value) -> bool {
    match (&vendor.types[id.0].kind, value) {
        (TypeKind::Newtype(item), _) => describes(vendor, item, value),
        (TypeKind::StringEnum(_), Value::String(_)) => true,
        (TypeKind::Object(Object { properties }), Value::Object(members)) => {
            let known = |name: &String| properties.iter().find(|one| one.name == *name);
            members.iter().all(|(name, value)| {
                known(name).is_some_and(|one| describes(vendor, &one.item, value))
            }) && properties
                .iter()
                .all(|one| one.presence == Presence::Optional || members.contains_key(&one.name))
        }
        (TypeKind::Tuple(Tuple { places, rest }), Value::Array(items)) => {
            let least = places
                .iter()
                .filter(|place| place.presence == Presence::Required)
                .count();
            items.len() >= least
                && items.iter().enumerate().all(|(index, value)| {
                    let item = places.get(index).map_or(rest, |place| &place.item);
                    describes(vendor, item, value)
                })
        }
        (TypeKind::Union(union), _) => match union.choose(value) {
            Some(Choice::Known(one)) => describes_shape(vendor, &one.shape, value),
            Some(Choice::Unknown | Choice::Refused) => false,
            None => union
                .alternatives
                .iter()
                .any(|one| passes(&one.guard, value) && describes_shape(vendor, &one.shape, value)),
        },
        _ => false,
    }
}

/// Whether any finding says that the wire breaks, or that nobody knows.
fn breaks_wire(baseline: &Model, current: &Model) -> bool {
    let changes = compare::compare(baseline, current, "crate");
    changes.into_iter().any(|change| {
        let finding = rules::judge(rules::RULES, change);
        assert_ne!(finding.rule, rules::UNCLASSIFIED, "{finding:?}");
        finding.verdicts.wire != Verdict::Holds
    })
}

/// The values that were looked at and that the wire's verdict is about.
fn check(baseline: &Value, current: &Value, values: &[Value]) -> Result<usize, TestCaseError> {
    let (Some(before), Some(after)) = (model(baseline), model(current)) else {
        return Ok(0);
    };
    if breaks_wire(&before, &after) {
        return Ok(0);
    }
    let [one, other] = [&before, &after].map(|model| &model.vendors[0]);
    let [reading, written] = [one, other].map(|vendor| vendor.events[0].root);
    let described: Vec<&Value> = values
        .iter()
        .filter(|value| describes_type(other, written, value))
        .collect();
    for value in &described {
        prop_assert!(
            fits_type(one, reading, value),
            "{value} is not read, and nothing says so"
        );
    }
    Ok(described.len())
}

#[test]
fn what_no_finding_breaks_is_read() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 1024,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let read = std::cell::Cell::new(0);
    let inputs = (document(), document(), any::<u8>(), vec(value(), 30));
    runner
        .run(&inputs, |(one, other, mixed, values)| {
            // Half of the pairs have much in common: all but one keyword, or the definitions.
            let mut current = one.clone();
            let keywords = other.as_object().into_iter().flatten();
            match keywords.clone().nth(usize::from(mixed) % 8) {
                Some((keyword, value)) if mixed < 128 => current[keyword.as_str()] = value.clone(),
                _ => current = other.clone(),
            }
            read.set(read.get() + check(&one, &current, &values)?);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(read.get() > 100, "too few values: {}", read.get());
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
    reads::reads_item(one, other, &item(one), &item(other))
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
        reads::reads_shape(one, other, &shape(one), &shape(other))
    };
    assert!(reads(&float, &whole) && reads(&whole, &whole));
    assert!(!reads(&whole, &float) && !reads(&text, &whole));
}

#[test]
fn what_no_rule_knows_counts_as_breaking() {
    let change = Change {
        subject: Subject {
            vendor: VendorId::new("acme").expect("a valid slug"),
            scope: Scope::Event(EventName::new("paid").expect("a valid name")),
            pointer: String::new(),
            baseline_item: None,
            current_item: None,
        },
        before: None,
        after: None,
        kind: ChangeKind::Boxed,
    };
    let finding = rules::judge(&[], change.clone());
    assert_eq!(
        (finding.rule, finding.impact()),
        (rules::UNCLASSIFIED, Impact::Unclassified)
    );
    assert!(finding.impact().is_breaking());
    assert_eq!(rules::judge(rules::RULES, change).rule, "box_changed");
}
