//! Naming rules: events that other values of a body than their name identify, in the table `name.rules` of a profile.

use std::ops::Range;

use serde_json::Value;
use toml::de::DeValue;

use super::body_naming::index_of;
use super::lists::{ListedPointer, check_pointers};
use crate::codes;
use crate::ids::EventName;
use crate::text::{one_of, shown};
use crate::toml_file::{Entry, TomlTable};

/// A rule by which values of a body identify its event.
#[derive(Debug, Clone, PartialEq)]
pub struct NamingRule {
    /// The event.
    pub event: EventName,
    /// Conditions on the body, at least one, all of which must hold.
    pub conditions: Vec<NamingCondition>,
}

/// A condition on one value of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct NamingCondition {
    /// Index of the pointer to the value in [`BodyNaming::pointers`](super::BodyNaming::pointers).
    pub pointer: usize,
    /// The test that the value must pass.
    pub test: ValueTest,
}

/// A test of the value at a pointer.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueTest {
    /// It is this string, integer, boolean or null.
    Equals(Value),
    /// It is a string that matches this pattern, in which `*` stands for any characters but `/`.
    Like(String),
    /// There is a value, `null` among them.
    Present,
    /// There is none.
    Absent,
    /// It is an array without items or an object without members.
    Empty,
    /// It passes one of these tests.
    AnyOf(Vec<ValueTest>),
}

impl ValueTest {
    /// True if the value at the pointer passes the test; `None` if there is none.
    pub fn accepts(&self, found: Option<&Value>) -> bool {
        match self {
            Self::Equals(wanted) => found == Some(wanted),
            Self::Like(pattern) => found
                .and_then(Value::as_str)
                .is_some_and(|text| is_like(pattern, text)),
            Self::Present => found.is_some(),
            Self::Absent => found.is_none(),
            Self::Empty => match found {
                Some(Value::Array(items)) => items.is_empty(),
                Some(Value::Object(members)) => members.is_empty(),
                _ => false,
            },
            Self::AnyOf(tests) => tests.iter().any(|test| test.accepts(found)),
        }
    }
}

/// True if a text matches a pattern in which `*` stands for any characters but `/`.
fn is_like(pattern: &str, text: &str) -> bool {
    let (mut patterns, mut texts) = (pattern.split('/'), text.split('/'));
    loop {
        match (patterns.next(), texts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(text)) if is_segment_like(pattern, text) => {}
            _ => return false,
        }
    }
}

/// The same for a part between slashes. What stands between two `*` is found at its first place, so that the time is linear.
fn is_segment_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (between, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = text.strip_prefix(start);
    let Some(mut inner) = inner.and_then(|inner| inner.strip_suffix(end)) else {
        return false;
    };
    between.split('*').all(|piece| {
        let found = inner.split_once(piece);
        inner = found.map_or(inner, |(_, rest)| rest);
        found.is_some()
    })
}

/// Reads the table `name.rules`, and adds pointers that are not in `pointers` yet. The rules are sorted by event.
pub(super) fn read_rules(name: &TomlTable<'_>, pointers: &mut Vec<String>) -> Vec<NamingRule> {
    let Some(entry) = name.get("rules") else {
        return Vec::new();
    };
    let Some(table) = name.below(&entry) else {
        let message = name.wrong_type(&entry, "a table");
        name.refuse("rules", codes::BAD_NAMING_RULE, message, RULES_HELP);
        return Vec::new();
    };
    let mut rules: Vec<NamingRule> = Vec::new();
    for entry in table.entries() {
        read_rules_of_event(&table, &entry, pointers, &mut rules);
    }
    rules.sort_by(|one, other| one.event.cmp(&other.event));
    rules
}

const RULES_HELP: &str = "write `\"event name\" = { \"/pointer\" = \"value\" }` lines, with a list of such tables for an event that \
                          several values identify";

/// Reads the rules of one event: a table of conditions, or a list of such tables.
fn read_rules_of_event(
    table: &TomlTable<'_>,
    entry: &Entry<'_>,
    pointers: &mut Vec<String>,
    rules: &mut Vec<NamingRule>,
) {
    let report = |message: String| {
        let place = table.place_of(entry.key);
        table.report(
            codes::BAD_NAMING_RULE,
            place,
            entry.span.clone(),
            message,
            RULES_HELP,
        );
    };
    let tables = match table.below(entry) {
        Some(conditions) => Some(vec![conditions]),
        None => table.items(entry).filter(|tables| !tables.is_empty()),
    };
    let event = EventName::new(entry.key);
    let (event, tables) = match (event, tables) {
        (Err(error), _) => return report(error.to_string()),
        (Ok(_), None) => return report(table.wrong_type(entry, "a table of conditions")),
        (Ok(event), Some(tables)) => (event, tables),
    };
    for conditions in tables {
        let Some(conditions) = read_conditions(&conditions, pointers) else {
            continue;
        };
        match rules.iter().find(|rule| rule.conditions == conditions) {
            _ if conditions.is_empty() => report("the rule has no condition".to_owned()),
            Some(earlier) => report(format!("{} says the same", shown(earlier.event.as_str()))),
            None => rules.push(NamingRule {
                event: event.clone(),
                conditions,
            }),
        }
    }
}

/// Reads the conditions of a rule, sorted by pointer. `None` if one is no good, which is then reported.
pub(super) fn read_conditions(
    table: &TomlTable<'_>,
    pointers: &mut Vec<String>,
) -> Option<Vec<NamingCondition>> {
    let help = "write a JSON pointer into the body in quotes";
    let mut conditions = Vec::new();
    for entry in table.entries() {
        let listed = ListedPointer {
            pointer: entry.key,
            span: entry.key_span.clone(),
            step: String::new(),
        };
        // The whole body may be tested.
        if !entry.key.is_empty() && !check_pointers(table, entry.key, &[listed], help) {
            return None;
        }
        conditions.push(NamingCondition {
            pointer: index_of(pointers, entry.key),
            test: read_test(table, entry.key, entry.value, &entry.span)?,
        });
    }
    conditions.sort_by_key(|condition| condition.pointer);
    Some(conditions)
}

fn read_test(
    table: &TomlTable<'_>,
    key: &str,
    value: &DeValue<'_>,
    span: &Range<usize>,
) -> Option<ValueTest> {
    let report = |message: String, help: &str| {
        let place = table.place_of(key);
        table.report(codes::BAD_NAMING_RULE, place, span.clone(), message, help);
    };
    let help = "write a text, an integer, a boolean, `{ like = \"…*\" }`, `{ is = \"absent\" }`, or a list of these";
    match value {
        DeValue::String(text) => Some(ValueTest::Equals(Value::from(&**text))),
        DeValue::Boolean(flag) => Some(ValueTest::Equals(Value::from(*flag))),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Some(ValueTest::Equals(Value::from(number))),
            Err(_) => {
                report(format!("{} is out of range", shown(number.as_str())), help);
                None
            }
        },
        DeValue::Array(values) if !values.is_empty() => {
            let tests = values.iter();
            let tests = tests.map(|value| read_test(table, key, value.get_ref(), &value.span()));
            tests.collect::<Option<_>>().map(ValueTest::AnyOf)
        }
        DeValue::Table(test) => {
            let entry = |(key, value): (&str, &str)| match key {
                "like" => Some(ValueTest::Like(value.to_owned())),
                "is" => state_test(value),
                _ => None,
            };
            let mut entries = test.iter().map(|(key, value)| {
                let value = value.get_ref().as_str()?;
                Some((&**key.get_ref(), value))
            });
            let found = match (entries.next(), entries.next()) {
                (Some(Some(only)), None) => entry(only),
                _ => None,
            };
            if found.is_none() {
                let states = one_of("", STATES.iter().copied());
                let message = "the test has neither `like` nor `is` with a state alone".to_owned();
                report(
                    message,
                    &format!("write `like` with a pattern, or `is` with a state: {states}"),
                );
            }
            found
        }
        DeValue::Array(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            report("no test of a value".to_owned(), help);
            None
        }
    }
}

const STATES: &[&str] = &["absent", "empty", "null", "present"];

fn state_test(state: &str) -> Option<ValueTest> {
    match state {
        "absent" => Some(ValueTest::Absent),
        "empty" => Some(ValueTest::Empty),
        "null" => Some(ValueTest::Equals(Value::Null)),
        "present" => Some(ValueTest::Present),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::profile::tests::{found, read};
    use crate::profile::{BodyNaming, Naming};

    fn naming(keys: &str) -> BodyNaming {
        let (profiles, found) = read(&format!("[acme]\n{keys}"));
        assert_eq!(found, Vec::<String>::new());
        match profiles
            .into_iter()
            .next()
            .and_then(|profile| profile.naming)
        {
            Some(Naming::Body(naming)) => naming,
            other => panic!("named in the body, found {other:?}"),
        }
    }

    #[test]
    fn patterns_match_within_a_segment() {
        for (pattern, text, expected) in [
            (
                "chats(*)/messages(*)",
                "chats('19:a@b')/messages('1')",
                true,
            ),
            ("chats(*)/messages(*)", "chats('a/b')/messages('1')", false),
            (
                "teams(*)/*",
                "teams('a')/channels('b')/messages('c')",
                false,
            ),
            ("task.*", "task.lead", true),
            ("task.*", "task.", true),
            ("task.*", "task", false),
            ("a*b*c", "abc", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("*", "a/b", false),
            ("a", "a", true),
            ("a", "ab", false),
        ] {
            assert_eq!(is_like(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn rules_test_values_of_every_kind() {
        let naming = naming(
            r#"
            name.body = ["/type"]
            [acme.name.rules]
            b = [{ "/type" = "x" }, { "/type" = ["y", 1, true], "/data" = { is = "present" } }]
            a = { "/data" = { is = "empty" }, "" = { is = "null" } }
            c = { "/id" = { like = "chats(*)" }, "/data" = [{ is = "absent" }, { is = "null" }], "/type" = -2 }
            "#,
        );
        assert_eq!(naming.pointers, ["/type", "/data", "", "/id"]);
        let rules: Vec<String> = naming
            .rules
            .iter()
            .map(|rule| {
                let conditions = rule.conditions.iter();
                let conditions: Vec<_> = conditions
                    .map(|condition| format!("{} {:?}", condition.pointer, condition.test))
                    .collect();
                format!("{}: {}", rule.event, conditions.join(", "))
            })
            .collect();
        assert_eq!(
            rules,
            [
                "c: 0 Equals(Number(-2)), 1 AnyOf([Absent, Equals(Null)]), 3 Like(\"chats(*)\")",
                "a: 1 Empty, 2 Equals(Null)",
                "b: 0 AnyOf([Equals(String(\"y\")), Equals(Number(1)), Equals(Bool(true))]), 1 Present",
                "b: 0 Equals(String(\"x\"))",
            ]
        );
    }

    #[test]
    fn values_pass_their_tests_only() {
        let values = [
            None,
            Some(json!(null)),
            Some(json!("x")),
            Some(json!(2)),
            Some(json!([])),
            Some(json!({})),
            Some(json!([0])),
        ];
        let passed = |test: &ValueTest| {
            let values = values.iter().enumerate();
            let passed = values.filter(|(_, value)| test.accepts(value.as_ref()));
            passed.map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(passed(&ValueTest::Equals(json!(null))), [1]);
        assert_eq!(passed(&ValueTest::Equals(json!("2"))), [0; 0]);
        assert_eq!(passed(&ValueTest::Equals(json!(2))), [3]);
        assert_eq!(passed(&ValueTest::Like("*".to_owned())), [2]);
        assert_eq!(passed(&ValueTest::Present), [1, 2, 3, 4, 5, 6]);
        assert_eq!(passed(&ValueTest::Absent), [0]);
        assert_eq!(passed(&ValueTest::Empty), [4, 5]);
        let any = vec![ValueTest::Absent, ValueTest::Equals(json!("x"))];
        assert_eq!(passed(&ValueTest::AnyOf(any)), [0, 2]);
    }

    #[test]
    fn a_rule_in_the_event_leads_to_the_same_value_without_an_envelope() {
        let naming = naming(
            r#"
            event = "/event"
            name.body = ["/event/type"]
            name.bare = ["/type"]
            name.rules.im = { "/event/type" = "message", "/event/area" = "im", "/kind" = 1 }
            "#,
        );
        let unenveloped = naming.unenveloped.expect("bodies without an envelope");
        assert_eq!(unenveloped.pointers, ["/type", "/area", "/kind"]);
    }

    #[test]
    fn rules_that_are_no_good() {
        let body = "name.body = [\"/a\"]\n";
        for (rules, expected) in [
            (
                "name.rules = 1",
                "E055 /acme/name/rules: `rules` is a table, found an integer",
            ),
            (
                "name.rules = { x = \"y\" }",
                "E055 /acme/name/rules/x: `x` is a table of conditions, found text",
            ),
            (
                "name.rules = { x = [] }",
                "E055 /acme/name/rules/x: `x` is a table of conditions, found an array",
            ),
            (
                "name.rules = { x = {} }",
                "E055 /acme/name/rules/x: the rule has no condition",
            ),
            (
                "name.rules = { \"\" = { \"/a\" = 1 } }",
                "E055 /acme/name/rules/: an event name cannot be empty",
            ),
            (
                "name.rules = { x = { \"/a\" = 1 }, y = { \"/a\" = 1 } }",
                "E055 /acme/name/rules/y: `x` says the same",
            ),
            (
                "name.rules = { x = { a = 1 } }",
                "E053 /acme/name/rules/x/a: `a` is no JSON pointer",
            ),
            (
                "name.rules = { x = { \"/a\" = 1.5 } }",
                "E055 /acme/name/rules/x/~1a: no test of a value",
            ),
            (
                "name.rules = { x = { \"/a\" = [] } }",
                "E055 /acme/name/rules/x/~1a: no test of a value",
            ),
            (
                "name.rules = { x = { \"/a\" = { is = \"there\" } } }",
                "E055 /acme/name/rules/x/~1a: the test has neither `like` nor `is` with a state alone",
            ),
            (
                "name.rules = { x = { \"/a\" = { is = \"empty\", like = \"a\" } } }",
                "E055 /acme/name/rules/x/~1a: the test has neither `like` nor `is` with a state alone",
            ),
            (
                "name.rules = { x = { \"/b\" = 1, \"/c\" = 1, \"/d\" = 1, \"/e\" = 1, \"/f\" = 1, \"/g\" = 1, \"/h\" = 1 } }",
                "E052 /acme/name/body: `body` and `rules` hold 8 pointers, and at most 7 can name events",
            ),
        ] {
            assert_eq!(found(&format!("{body}{rules}")), [expected]);
        }
    }
}
