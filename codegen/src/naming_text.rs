//! Rules of a vendor's naming as text, for tables and reports.

use serde_json::Value;
use webhook_catalog::{NamingRule, ValueTest};

/// The conditions of a rule. `pointers` are those of the naming, or those for bodies without an envelope; `value` writes values.
pub(crate) fn rule_text(
    rule: &NamingRule,
    pointers: &[String],
    value: impl Fn(&Value) -> String,
) -> String {
    let conditions = rule
        .conditions
        .iter()
        .map(|condition| condition_text(&pointers[condition.pointer], &condition.test, &value));
    conditions.collect::<Vec<_>>().join(" and ")
}

/// A condition on the value at a pointer.
pub(crate) fn condition_text(
    pointer: &str,
    test: &ValueTest,
    value: &impl Fn(&Value) -> String,
) -> String {
    let place = match pointer {
        "" => "the body".to_owned(),
        pointer => value(&Value::from(pointer)),
    };
    format!("{place} {}", test_text(test, value))
}

fn test_text(test: &ValueTest, value: &impl Fn(&Value) -> String) -> String {
    match test {
        ValueTest::Equals(wanted) => format!("= {}", value(wanted)),
        ValueTest::Like(pattern) => format!("like {}", value(&Value::from(pattern.as_str()))),
        ValueTest::Present => "present".to_owned(),
        ValueTest::Absent => "absent".to_owned(),
        ValueTest::Empty => "empty".to_owned(),
        ValueTest::AnyOf(tests) => {
            let tests = tests.iter().map(|test| test_text(test, value));
            tests.collect::<Vec<_>>().join(" or ")
        }
    }
}
