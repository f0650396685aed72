//! The samples at a pointer: how often each has it, and how often it lacks it.

use serde_json::Value;
use webhook_catalog::Sample;

use super::SampledAt;
use super::reading::{event_steps, is_unenveloped};
use super::walk::{index_of, is_any_item};
use crate::model::Vendor;

/// Counts what one sample has at the end of these steps, which lead from a body with its envelope.
pub(super) fn count(vendor: &Vendor, sample: &Sample, steps: &[String]) -> SampledAt {
    match (is_unenveloped(vendor, sample), steps) {
        // Where the envelope is missing, nothing is around its members.
        (true, [first, inner @ ..]) if event_steps(vendor).contains(first) => {
            count_at(sample, Some(inner))
        }
        (true, [_, ..]) => count_at(sample, None),
        (true, []) | (false, _) => count_at(sample, Some(steps)),
    }
}

/// Counts at the end of the steps, or not at all where there are none.
fn count_at(sample: &Sample, steps: Option<&[String]>) -> SampledAt {
    let mut at = SampledAt {
        label: sample.label.clone(),
        event: sample.event_name.to_string(),
        kind: sample.provenance.as_ref().map(|provenance| provenance.kind),
        with: 0,
        nulls: 0,
        without: 0,
    };
    let Some(steps) = steps else { return at };
    let Some((last, way)) = steps.split_last() else {
        at.with = 1;
        at.nulls = usize::from(sample.value.is_null());
        return at;
    };
    let mut around = vec![&sample.value];
    for step in way {
        around = around
            .iter()
            .flat_map(|value| below(value, step).unwrap_or_default())
            .collect();
    }
    for value in around {
        match below(value, last) {
            Some(found) if found.is_empty() && !is_any_item(last) => at.without += 1,
            Some(found) => {
                at.with += found.len();
                at.nulls += found.iter().filter(|value| value.is_null()).count();
            }
            None => {}
        }
    }
    at
}

/// The values one step below; `None` where the value has nothing that such a step could mean.
fn below<'v>(value: &'v Value, step: &str) -> Option<Vec<&'v Value>> {
    match value {
        Value::Object(members) => Some(match members.get(step) {
            Some(value) => vec![value],
            None if is_any_item(step) => members.values().collect(),
            None => Vec::new(),
        }),
        Value::Array(items) if is_any_item(step) => Some(items.iter().collect()),
        Value::Array(items) => Some(items.get(index_of(step)?).into_iter().collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use webhook_catalog::{EventName, VendorId};

    use super::*;
    use webhook_catalog::pointer;

    /// With, null among them, and without.
    fn counted(value: Value, at: &str) -> (usize, usize, usize) {
        let sample = Sample {
            vendor: VendorId::new("acme").expect("a slug"),
            event_name: EventName::new("paid").expect("a name"),
            case: "a".to_owned(),
            bytes: Vec::new(),
            value,
            trigger: None,
            docs_url: None,
            provenance: None,
            label: "a.json".to_owned(),
        };
        let SampledAt {
            with,
            nulls,
            without,
            ..
        } = count_at(&sample, Some(&pointer::steps(at)));
        (with, nulls, without)
    }

    #[test]
    fn members_are_there_or_null_or_lacking_or_out_of_reach() {
        assert_eq!(counted(json!({"a": {"b": 1}}), "/a/b"), (1, 0, 0));
        assert_eq!(counted(json!({"a": {"b": null}}), "/a/b"), (1, 1, 0));
        assert_eq!(counted(json!({"a": {}}), "/a/b"), (0, 0, 1));
        for value in [json!({}), json!({"a": null}), json!({"a": "b"}), json!([])] {
            assert_eq!(counted(value, "/a/b"), (0, 0, 0));
        }
        assert_eq!(counted(json!(null), ""), (1, 1, 0));
    }

    #[test]
    fn every_item_counts() {
        let items = json!({"a": [{"b": 1}, {"b": null}, {}, 7]});
        assert_eq!(counted(items.clone(), "/a/*/b"), (2, 1, 1));
        assert_eq!(counted(items.clone(), "/a/-/b"), (2, 1, 1));
        assert_eq!(counted(items.clone(), "/a/*"), (4, 0, 0));
        assert_eq!(counted(items.clone(), "/a/1/b"), (1, 1, 0));
        assert_eq!(counted(items.clone(), "/a/4"), (0, 0, 1));
        assert_eq!(counted(items, "/a/01"), (0, 0, 0));
        assert_eq!(counted(json!({"a": []}), "/a/*"), (0, 0, 0));
        assert_eq!(
            counted(json!({"a": {"*": {"b": 1}, "c": {}}}), "/a/*/b"),
            (1, 0, 0)
        );
        assert_eq!(
            counted(json!({"a": {"d": {"b": 1}, "c": {}}}), "/a/*/b"),
            (1, 0, 1)
        );
    }
}
