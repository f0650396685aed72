//! Whether the wire's verdict is right: what the current types allow, and nobody says is broken, the baseline's types read.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use webhook_catalog::{EventName, VendorId};

use super::change::{Change, ChangeKind};
use super::report::{Impact, Scope, Subject, Verdict};
use super::{compare, reads, rules};
use crate::lower::tests::arbitrary::document;
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

/// Composes values that the types of a model describe, as a list of bytes would have them.
struct Composer<'m, 'b> {
    vendor: &'m Vendor,
    bytes: std::slice::Iter<'b, u8>,
    depth: usize,
}

impl Composer<'_, '_> {
    /// A number below `most`; 0 where the bytes are used up, which ends every list and leaves out what may be absent.
    fn pick(&mut self, most: usize) -> usize {
        let byte = self.bytes.next().copied().unwrap_or(0);
        usize::from(byte) % most
    }

    fn item(&mut self, item: &Item) -> Value {
        if item.nullable && self.pick(3) == 0 {
            return Value::Null;
        }
        self.shape(&item.shape)
    }

    fn list(&mut self, item: &Item) -> Vec<Value> {
        (0..self.pick(3)).map(|_| self.item(item)).collect()
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Any { .. } => [
                json!(null),
                json!(1),
                json!("a"),
                json!([]),
                json!({ "a": 0.5 }),
            ][self.pick(5)]
            .clone(),
            Shape::Boolean => json!(self.pick(2) == 0),
            Shape::Integer => json!(self.pick(9)),
            Shape::Number => json!(0.5),
            Shape::String => json!(["a", "b", "", "xyz"][self.pick(4)]),
            Shape::Constant(text) => json!(text),
            Shape::List(item) => self.list(item).into(),
            Shape::Map(item) => {
                let names = ["a", "b"].map(str::to_owned);
                let members: Vec<Value> = self.list(item);
                Value::Object(names.into_iter().zip(members).collect())
            }
            Shape::Named(id) => self.named(*id),
        }
    }

    fn named(&mut self, id: TypeId) -> Value {
        // A union may lead back to itself for ever; what is cut off is not described, and not looked at.
        self.depth += 1;
        let value = if self.depth > 24 {
            Value::Null
        } else {
            self.of_kind(id)
        };
        self.depth -= 1;
        value
    }

    fn of_kind(&mut self, id: TypeId) -> Value {
        let vendor = self.vendor;
        match &vendor.types[id.0].kind {
            TypeKind::Newtype(item) => self.item(item),
            TypeKind::StringEnum(list) => {
                let values = &list.values;
                let value = self.pick(values.len() + 1);
                json!(values.get(value).map_or("new", |value| &value.value))
            }
            TypeKind::Object(Object { properties }) => {
                let mut members = serde_json::Map::new();
                for one in properties {
                    if one.presence == Presence::Required || self.pick(2) == 1 {
                        members.insert(one.name.clone(), self.item(&one.item));
                    }
                }
                Value::Object(members)
            }
            TypeKind::Tuple(Tuple { places, rest }) => {
                let required = places
                    .iter()
                    .take_while(|place| place.presence == Presence::Required)
                    .count();
                let more = self.pick(3);
                (0..required + more)
                    .map(|index| self.item(places.get(index).map_or(rest, |place| &place.item)))
                    .collect()
            }
            TypeKind::Union(union) => {
                let index = self.pick(union.alternatives.len());
                self.shape(&union.alternatives[index].shape)
            }
        }
    }
}

/// What a member may look like.
fn form() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(json!({ "type": "string" })),
        Just(json!({ "type": "integer" })),
        Just(json!({ "type": "number" })),
        Just(json!({ "type": "boolean" })),
        Just(json!({ "type": ["string", "null"] })),
        Just(json!({ "type": "string", "enum": ["a", "b"] })),
        Just(json!({ "const": "a" })),
        Just(json!({ "const": "b" })),
        Just(json!(true)),
        Just(json!({ "$ref": "#" })),
    ];
    scalar.prop_recursive(2, 12, 3, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|item| json!({ "type": "array", "items": item })),
            inner
                .clone()
                .prop_map(|item| json!({ "type": "object", "additionalProperties": item })),
            vec(inner.clone(), 1..3).prop_map(
                |places| json!({ "type": "array", "prefixItems": places, "minItems": 1 })
            ),
            vec(inner.clone(), 2..4).prop_map(|forms| json!({ "anyOf": forms })),
            (members(inner.clone()), members(inner.clone()))
                .prop_map(|forms| json!({ "oneOf": [forms.0, forms.1] })),
            members(inner),
        ]
    })
}

/// An object with some of four members, some of which are required.
fn members(form: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let member = (0..4_usize, form, any::<bool>());
    vec(member, 1..4).prop_map(|members| {
        let name = |index: usize| ["a", "b", "c", "k"][index].to_owned();
        let required: std::collections::BTreeSet<String> = members
            .iter()
            .filter(|(_, _, is_required)| *is_required)
            .map(|(index, _, _)| name(*index))
            .collect();
        let properties: serde_json::Map<String, Value> = members
            .into_iter()
            .map(|(index, form, _)| (name(index), form))
            .collect();
        json!({ "type": "object", "properties": properties, "required": required })
    })
}

/// The same schema with one thing in it changed: a member's form, its presence, or that it is there.
fn mutated(schema: &Value, at: u8, form: &Value) -> Value {
    let mut objects: Vec<String> = Vec::new();
    let mut waiting = vec![(String::new(), schema)];
    while let Some((pointer, value)) = waiting.pop() {
        if value.get("properties").is_some() {
            objects.push(pointer.clone());
        }
        let below: Vec<(String, &Value)> = match value {
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), value))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, value)| (index.to_string(), value))
                .collect(),
            _ => Vec::new(),
        };
        waiting.extend(
            below
                .into_iter()
                .map(|(step, value)| (format!("{pointer}/{step}"), value)),
        );
    }
    let mut changed = schema.clone();
    let object = &objects[usize::from(at) % objects.len()];
    let object = changed
        .pointer_mut(object)
        .expect("the object was found there");
    let names: Vec<String> = object["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect();
    let name = &names[usize::from(at) / 8 % names.len()];
    let required = object["required"]
        .as_array_mut()
        .expect("every object has a list of them");
    let is_required = required.iter().position(|one| one == name);
    match (at % 4, is_required) {
        (0, Some(index)) => {
            required.remove(index);
        }
        (0, None) => required.push(json!(name)),
        (1, None) => {
            object["properties"]
                .as_object_mut()
                .expect("members were found")
                .remove(name);
        }
        _ => object["properties"][name] = form.clone(),
    }
    changed
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
