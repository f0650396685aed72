//! Events that arrive as one type.

use serde_json::{Value, json};

use super::shared::{compared, line, model};
use crate::test_support::object;

const JOINED: &str = r#"
[acme]
name.body = ["/type"]
name.rules."message.im" = { "/type" = "message", "/place" = "im" }
[acme.variants]
message = ["message.*"]
"#;

const APART: &str = r#"
[acme]
name.body = ["/type"]
name.rules."message.im" = { "/type" = "message", "/place" = "im" }
"#;

fn row(members: Value) -> Value {
    let mut properties = json!({"type": {"const": "message"}, "place": {"type": "string"}});
    let declared = properties.as_object_mut().expect("an object");
    declared.extend(members.as_object().expect("members").clone());
    object(properties)
}

fn findings(sides: [(&'static str, Vec<(&str, Value)>); 2]) -> Vec<String> {
    let [before, after] = sides.map(|(profiles, rows)| model(profiles, rows));
    compared(&before, &after).iter().map(line).collect()
}

fn rows(main: Value, im: Value) -> Vec<(&'static str, Value)> {
    vec![("message", row(main)), ("message.im", row(im))]
}

#[test]
fn a_changed_row_is_judged_by_the_joined_type() {
    let text = || json!({"text": {"type": "string"}});
    let both = || (JOINED, rows(text(), text()));
    assert_eq!(findings([both(), both()]), [""; 0]);
    let widened = rows(text(), json!({"text": {"type": ["string", "null"]}}));
    assert_eq!(
        findings([both(), (JOINED, widened)]),
        ["message /text null_allowed: misfits source"]
    );
    // The other row still describes it.
    assert_eq!(
        findings([both(), (JOINED, rows(text(), json!({})))]),
        [""; 0]
    );
    assert_eq!(
        findings([both(), (JOINED, rows(json!({}), json!({})))]),
        ["message /text field_removed: source behaviour"]
    );
}

#[test]
fn a_removed_row_is_judged_though_its_variant_stays() {
    let all = || (JOINED, rows(json!({}), json!({})));
    let one = |index: usize| (JOINED, vec![all().1.remove(index)]);
    assert_eq!(
        findings([all(), one(0)]),
        ["message.im  event_removed: source behaviour"]
    );
    assert_eq!(
        findings([all(), one(1)]),
        ["message  event_removed: source behaviour"]
    );
    assert_eq!(
        findings([one(0), all()]),
        ["message.im  event_added: behaviour"]
    );
}

#[test]
fn events_that_join_one_variant_leave_theirs() {
    let apart = (APART, rows(json!({}), json!({})));
    let joined = (JOINED, rows(json!({}), json!({})));
    // The variant, and the module of the type.
    assert_eq!(
        findings([apart, joined]),
        ["message.im  item_renamed: source behaviour"; 2]
    );
}
