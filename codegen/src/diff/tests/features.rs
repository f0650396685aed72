//! Events that other features compile.

use serde_json::json;

use super::shared::{compared, line, model};
use crate::test_support::object;

const SPLIT: &str = "[acme.features]\none = [\"a\"]\ntwo = [\"b\"]\n";

fn findings(baseline: &'static str, current: &'static str) -> Vec<String> {
    let rows = || ["a", "b", "c"].map(|event| (event, object(json!({"x": {"type": "string"}}))));
    let [before, after] = [baseline, current].map(|profiles| model(profiles, rows().into()));
    compared(&before, &after).iter().map(line).collect()
}

#[test]
fn an_event_that_leaves_a_feature_breaks() {
    let moved = "[acme.features]\none = [\"a\"]\ntwo = [\"b\", \"c\"]\n";
    let other = "[acme.features]\none = [\"c\"]\ntwo = [\"a\", \"b\"]\n";
    let broken = " event_feature_changed: source behaviour";
    assert_eq!(findings(SPLIT, moved), [format!("c {broken}")]);
    assert_eq!(
        findings(SPLIT, other),
        [format!("a {broken}"), format!("c {broken}")]
    );
    assert_eq!(
        findings(SPLIT, ""),
        [format!("a {broken}"), format!("b {broken}")]
    );
}

#[test]
fn an_event_that_more_features_compile_does_not_break() {
    let moved = "[acme.features]\none = [\"a\"]\ntwo = [\"b\", \"c\"]\n";
    assert_eq!(findings(moved, SPLIT), ["c  event_feature_changed:"]);
    assert_eq!(
        findings("", SPLIT),
        ["a  event_feature_changed:", "b  event_feature_changed:"]
    );
}
