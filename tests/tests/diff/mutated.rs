//! Random mutations of rows: every change is found, in both directions.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use webhook_catalog::{
    AuthMethod, DeliveryGuarantee, EventName, EventRow, Profiles, SharedDefinitions,
};
use webhook_codegen::Inputs;

use crate::found::report;
use end_to_end::inputs;

/// The number of member schemas. No two of them have the same type and docs.
const MEMBER_SCHEMAS: usize = 14;

fn member_schema(index: usize) -> Value {
    match index {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": "integer" }),
        2 => json!({ "type": "number" }),
        3 => json!({ "type": "boolean" }),
        4 => json!({ "type": ["string", "null"] }),
        5 => json!({ "type": "string", "format": "date-time" }),
        6 => json!({ "type": "string", "enum": ["a", "b"] }),
        7 => json!({ "const": "a" }),
        8 => json!({ "type": "array", "items": { "type": "string" } }),
        9 => json!({ "type": "array", "items": { "type": ["string", "null"] } }),
        10 => json!({ "type": "object", "properties": { "a": { "type": "string" } } }),
        11 => json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        12 => json!({ "oneOf": [{ "type": "string" }, { "type": "boolean" }] }),
        _ => {
            json!({ "type": "array", "prefixItems": [{ "type": "string" }], "items": { "type": "integer" } })
        }
    }
}

/// A schema with these members, some of them required.
fn schema(members: &[(usize, bool)]) -> Value {
    let name = |index: usize| format!("m{index}");
    let properties: Map<String, Value> = members
        .iter()
        .enumerate()
        .map(|(index, (schema_index, _))| (name(index), member_schema(*schema_index)))
        .collect();
    let required: Vec<String> = members
        .iter()
        .enumerate()
        .filter(|(_, (_, is_required))| *is_required)
        .map(|(index, _)| name(index))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": required,
        "properties": properties,
    })
}

fn members() -> impl Strategy<Value = Vec<(usize, bool)>> {
    prop::collection::vec((0..MEMBER_SCHEMAS, any::<bool>()), 1..5)
}

fn row(schema: Value) -> EventRow {
    let mut row = inputs::snapshot_rows("slack").swap_remove(0);
    row.payload_schema = schema;
    row
}

fn alone(row: EventRow) -> Inputs {
    Inputs {
        rows: vec![row],
        shared_definitions: SharedDefinitions::default(),
        samples: Vec::new(),
        profiles: Profiles::default(),
    }
}

/// Asserts that both directions have findings.
fn differ(one: &EventRow, other: &EventRow) -> Result<(), TestCaseError> {
    for (baseline, current) in [(one, other), (other, one)] {
        let found = report(alone(baseline.clone()), alone(current.clone()));
        prop_assert!(!found.findings.is_empty(), "nothing differs");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_different_payload_is_found(one in members(), other in members()) {
        prop_assume!(one != other);
        differ(&row(schema(&one)), &row(schema(&other)))?;
    }

    #[test]
    fn a_single_nested_change_is_found(
        members in members(),
        at in any::<prop::sample::Index>(),
        to in 0..MEMBER_SCHEMAS,
        nested in any::<bool>(),
    ) {
        let mut changed = members.clone();
        let at = at.index(changed.len());
        prop_assume!(changed[at].0 != to);
        changed[at].0 = to;
        let around = |inner: Value| {
            if nested {
                json!({
                    "$schema": "https://json-schema.org/draft/2020-12/schema",
                    "type": "object",
                    "properties": { "list": { "type": "array", "items": inner } },
                })
            } else {
                inner
            }
        };
        differ(&row(around(schema(&members))), &row(around(schema(&changed))))?;
    }

    #[test]
    fn a_different_fact_is_found(fact in 0..15_usize) {
        let one = row(schema(&[(0, true)]));
        let mut other = one.clone();
        let facts = &mut other.facts;
        let text = Some("another one".to_owned());
        match fact {
            0 => facts.trigger = Some("Another trigger".to_owned()),
            1 => facts.docs_url = Some("https://example.com/other".to_owned()),
            2 => facts.namespace = text,
            3 => facts.auth_method = Some(AuthMethod::Mtls),
            4 => facts.signature_header = text,
            5 => facts.signature_detail = text,
            6 => facts.delivery_guarantee = Some(DeliveryGuarantee::AtMostOnce),
            7 => facts.retry = None,
            8 => facts.scopes = Some(vec!["another:scope".to_owned()]),
            9 => facts.subscription_event = text,
            10 => facts.max_payload_bytes = Some(7),
            11 => facts.idempotency_key_header = text,
            12 => facts.event_id_header = text,
            13 => facts.notes = text,
            _ => other.event_name = EventName::new("another_event").expect("a valid name"),
        }
        prop_assume!(one != other);
        differ(&one, &other)?;
    }
}
