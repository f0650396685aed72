//! The share of a body that the emitted types describe.

use serde_json::Value;

use crate::misfit;
use crate::model::{Event, Vendor};

/// The leaves of a body: values without values in them, which are scalars and empty arrays and objects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TypedShare {
    /// Leaves in fields with a type. Those in `extra`, in `Json` and in a map of JSON values have none.
    pub typed: usize,
    /// All leaves.
    pub leaves: usize,
}

impl TypedShare {
    /// The share of a body that is read as this event.
    pub fn of(vendor: &Vendor, event: &Event, body: &Value) -> Self {
        Self {
            typed: misfit::typed_leaves(vendor, event, body),
            leaves: leaves(body),
        }
    }

    /// True if at least this many of a hundred leaves are typed.
    pub(crate) fn reaches(self, percent: usize) -> bool {
        self.typed * 100 >= self.leaves * percent
    }
}

/// Number of leaves. Samples are read with a limit of their depth, so this may recurse.
fn leaves(value: &Value) -> usize {
    let below = match value {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    };
    below.max(1)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::test_support::{Files, object};

    /// The leaves of a body with these members that are typed, and all of them.
    fn share(members: Value, profiles: &'static str, body: &Value) -> (usize, usize) {
        let files = Files::default().row("paid", object(members));
        let model = Files { profiles, ..files }.model();
        let vendor = &model.vendors[0];
        let TypedShare { typed, leaves } = TypedShare::of(vendor, &vendor.events[0], body);
        (typed, leaves)
    }

    fn share_of(member: Value, value: Value) -> (usize, usize) {
        share(json!({"m": member}), "[acme]\n", &json!({"m": value}))
    }

    #[test]
    fn scalars_and_empty_values_are_leaves() {
        let members = json!({
            "text": {"type": "string"}, "number": {"type": "number"}, "flag": {"type": "boolean"},
            "kind": {"enum": ["a", "b"]}, "nothing": {"type": ["string", "null"]},
            "list": {"type": "array", "items": {"type": "integer"}},
            "empty": {"type": "array", "items": {"type": "integer"}},
            "object": object(json!({"inner": {"type": "string"}})),
            "none": object(json!({"inner": {"type": "string"}})),
        });
        let body = json!({
            "text": "", "number": 1.5, "flag": true, "kind": "c", "nothing": null, "list": [1, 2],
            "empty": [], "object": {"inner": ""}, "none": {},
        });
        assert_eq!(share(members, "[acme]\n", &body), (10, 10));
        assert_eq!(share(json!({}), "[acme]\n", &json!({})), (1, 1));
    }

    #[test]
    fn json_and_undeclared_members_are_untyped() {
        assert_eq!(share_of(json!({}), json!({"a": 1, "b": [2]})), (0, 2));
        let map = json!({"type": "object", "additionalProperties": true});
        assert_eq!(share_of(map, json!({"a": 1, "b": 2})), (0, 2));
        let map = json!({"type": "object", "additionalProperties": {"type": "integer"}});
        assert_eq!(share_of(map, json!({"a": 1, "b": 2})), (2, 2));
        let known = object(json!({"a": {"type": "integer"}}));
        assert_eq!(
            share_of(known, json!({"a": 1, "b": {"c": 2, "d": 3}})),
            (1, 3)
        );
    }

    #[test]
    fn a_member_with_a_misfit_is_untyped() {
        let known = object(json!({"a": {"type": "integer"}, "b": {"type": "integer"}}));
        assert_eq!(share_of(known, json!({"a": 1, "b": "2"})), (1, 2));
        let list = json!({"type": "array", "items": {"type": "integer"}});
        assert_eq!(share_of(list, json!([1, 2, "3"])), (0, 3));
    }

    #[test]
    fn lazy_values_count_as_they_are_decoded() {
        let known = object(json!({"a": {"type": "integer"}, "b": {"type": "integer"}}));
        let lazy = |mut schema: Value| {
            schema["x-lazy"] = json!(true);
            json!({"type": "array", "items": schema})
        };
        let body = json!([{"a": 1, "x": 2}, {"a": 1, "b": "2"}, 3]);
        assert_eq!(share_of(lazy(known), body), (2, 5));
        assert_eq!(
            share_of(lazy(json!({"type": "string"})), json!(["", 1])),
            (1, 2)
        );
        let within = object(json!({"inside": lazy(json!({"type": ["integer", "null"]}))}));
        let body = json!([{"inside": [1, "2"]}, {"inside": [null]}]);
        assert_eq!(share_of(lazy(within), body), (2, 3));
    }

    #[test]
    fn alternatives_count_by_the_one_that_reads_the_value() {
        let one = |kind: &str| {
            json!({"type": "object", "required": ["kind", "n"],
                "properties": {"kind": {"const": kind}, "n": {"type": "integer"}}})
        };
        let untagged = json!({"anyOf": [one("a"), {"type": "array", "items": one("b")}]});
        assert_eq!(
            share_of(untagged.clone(), json!({"kind": "a", "n": 1})),
            (2, 2)
        );
        let mixed = json!([{"kind": "b", "n": 1}, {"kind": "b", "n": "2"}]);
        assert_eq!(share_of(untagged, mixed), (0, 4));
        let tagged =
            json!({"oneOf": [one("a"), one("b")], "discriminator": {"propertyName": "kind"}});
        assert_eq!(
            share_of(tagged.clone(), json!({"kind": "b", "n": 1, "x": 2})),
            (2, 3)
        );
        assert_eq!(share_of(tagged, json!({"kind": "c", "n": 1})), (0, 2));
    }

    #[test]
    fn the_envelope_counts_too() {
        let members = json!({
            "time": {"type": "integer"}, "event": object(json!({"id": {"type": "string"}})),
        });
        let body = json!({"time": 1, "event": {"id": "", "x": 1}, "y": 1});
        assert_eq!(
            share(members, "[acme]\nevent = \"/event\"\n", &body),
            (2, 4)
        );
    }

    #[test]
    fn the_percentage_is_reached_exactly() {
        let share = TypedShare {
            typed: 4,
            leaves: 5,
        };
        assert!(share.reaches(80) && !share.reaches(81));
    }
}
