//! Counts of a sample's values at a pointer, and of the parents that lack it.

use serde_json::Value;
use webhook_catalog::Sample;

use super::walk::{event_steps, index_of, is_any_item};
use crate::event_routing;
use crate::model::Vendor;

/// Counts of a sample's values at a place. All are zero if the sample has no object or array around the place either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SampleCounts {
    /// Values at the place; more than one only if the pointer has a step for any item.
    pub with: usize,
    /// Those of them that are `null`.
    pub nulls: usize,
    /// Objects or arrays around the place that have no value at the place.
    pub without: usize,
}

/// True if the sample has no envelope, although others of its vendor have.
pub(super) fn is_unenveloped(vendor: &Vendor, sample: &Sample) -> bool {
    event_routing::is_unenveloped(vendor.naming.as_ref(), &sample.value)
}

/// Counts a sample's values at the end of these steps, which lead from a body with its envelope.
pub(super) fn count(vendor: &Vendor, sample: &Sample, steps: &[String]) -> SampleCounts {
    match (is_unenveloped(vendor, sample), steps) {
        (true, [first, inner @ ..]) if event_steps(vendor).contains(first) => {
            count_at(&sample.value, inner)
        }
        // The sample has no envelope, and so none of its members.
        (true, [_, ..]) => SampleCounts::default(),
        (true, []) | (false, _) => count_at(&sample.value, steps),
    }
}

fn count_at(body: &Value, steps: &[String]) -> SampleCounts {
    let mut counts = SampleCounts::default();
    let Some((last, parents)) = steps.split_last() else {
        counts.with = 1;
        counts.nulls = usize::from(body.is_null());
        return counts;
    };
    let mut values = vec![body];
    for step in parents {
        values = values
            .iter()
            .flat_map(|value| below(value, step).unwrap_or_default())
            .collect();
    }
    for value in values {
        match below(value, last) {
            Some(found) if found.is_empty() && !is_any_item(last) => counts.without += 1,
            Some(found) => {
                counts.with += found.len();
                counts.nulls += found.iter().filter(|value| value.is_null()).count();
            }
            None => {}
        }
    }
    counts
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

    use super::*;
    use webhook_catalog::pointer;

    /// With, null among them, and without.
    fn counted(value: Value, at: &str) -> (usize, usize, usize) {
        let counts = count_at(&value, &pointer::steps(at));
        (counts.with, counts.nulls, counts.without)
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
