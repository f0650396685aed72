//! Requests that are no events: the tables `not_events` and `wrapper` of a profile.

use super::naming_rules::read_conditions;
use super::{BodyFormat, CODES, Naming, ValueTest};
use crate::codes;
use crate::pointer;
use crate::text::shown;
use crate::toml_file::{Entry, TomlTable};

/// The requests that a vendor sends to the same receivers besides its events, and the wrapper in which some requests come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OtherRequests {
    /// The kinds of requests that are no events: those with most conditions first, then sorted by name.
    pub kinds: Vec<NotEvent>,
    /// The wrapper.
    pub wrapper: Option<Wrapper>,
}

/// A kind of request that is no event.
#[derive(Debug, Clone, PartialEq)]
pub struct NotEvent {
    /// The kind's name, in the vendor's terms.
    pub name: String,
    /// Conditions on the body, at least one, all of which must hold.
    pub conditions: Vec<BodyCondition>,
    /// The answer that the vendor expects, or the place where the request belongs, as prose.
    pub answer: String,
}

/// A condition on one value of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyCondition {
    /// JSON pointer to the value.
    pub pointer: String,
    /// The test that the value must pass.
    pub test: ValueTest,
}

/// An object or a form around requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrapper {
    /// The member that holds the request; of a form, the field that holds it as JSON.
    pub member: String,
    /// Conditions by which the wrapper of an event is recognised, all of which must hold; none if events never have one.
    pub events: Vec<BodyCondition>,
    /// A sentence for the docs.
    pub description: Option<String>,
}

/// True if all conditions hold.
pub fn all_hold(conditions: &[BodyCondition], body: &serde_json::Value) -> bool {
    let mut conditions = conditions.iter();
    conditions.all(|condition| condition.test.accepts(body.pointer(&condition.pointer)))
}

/// Reads the tables `not_events` and `wrapper`.
pub(super) fn read_other_requests(
    table: &TomlTable<'_>,
    naming: Option<&Naming>,
    body: BodyFormat,
) -> OtherRequests {
    let mut kinds = Vec::new();
    if let Some((entry, listed)) = below(table, "not_events", KINDS_HELP) {
        if !matches!(naming, Some(Naming::Body(_) | Naming::MessageTemplates(_))) {
            let message = "bodies of this vendor name no event".to_owned();
            let help = "`not_events` needs `name.body` or `name.wording`, without which a body tells no event from another request";
            table.refuse(entry.key, CODES.bad_value, message, help);
        }
        for entry in listed.entries() {
            read_kinds(&listed, &entry, &mut kinds);
        }
        kinds.sort_by(|one: &NotEvent, other| {
            let most_first = other.conditions.len().cmp(&one.conditions.len());
            most_first.then_with(|| one.name.cmp(&other.name))
        });
    }
    let wrapper = below(table, "wrapper", WRAPPER_HELP);
    let wrapper = wrapper.and_then(|(_, wrapper)| read_wrapper(&wrapper, naming, body));
    OtherRequests { kinds, wrapper }
}

const KINDS_HELP: &str = "write `kind = { when = { \"/pointer\" = \"value\" }, answer = \"Answer …\" }` lines, with a list of tables of \
                          conditions for a kind that several values identify";

const WRAPPER_HELP: &str =
    "write `member = \"/key\"`, and conditions in `events` if events come in it, too";

/// The table at a key.
fn below<'a>(table: &TomlTable<'a>, key: &str, help: &str) -> Option<(Entry<'a>, TomlTable<'a>)> {
    let entry = table.get(key)?;
    let below = table.below(&entry);
    if below.is_none() {
        let message = table.wrong_type(&entry, "a table");
        table.refuse(key, CODES.bad_value, message, help);
    }
    Some((entry, below?))
}

/// Reads one kind, with an item for each of its tables of conditions.
fn read_kinds(listed: &TomlTable<'_>, entry: &Entry<'_>, kinds: &mut Vec<NotEvent>) {
    let name = entry.key;
    let Some(kind) = listed.below(entry) else {
        let message = listed.wrong_type(entry, "a table");
        listed.refuse(name, CODES.bad_value, message, KINDS_HELP);
        return;
    };
    if name.trim().is_empty() {
        let message = "the kind has no name".to_owned();
        listed.refuse(name, CODES.bad_value, message, KINDS_HELP);
    }
    kind.refuse_unknown_keys(&["when", "answer"]);
    let refuse = |key, message: String| kind.refuse(key, CODES.bad_value, message, KINDS_HELP);
    for key in ["when", "answer"] {
        if kind.get(key).is_none() {
            let message = format!("`{key}` is missing");
            listed.refuse(name, CODES.bad_value, message, KINDS_HELP);
        }
    }
    let Some((when, answer)) = kind.get("when").zip(kind.text("answer")) else {
        return;
    };
    let tables = match kind.below(&when) {
        Some(conditions) => Some(vec![conditions]),
        None => kind.items(&when).filter(|tables| !tables.is_empty()),
    };
    let Some(tables) = tables else {
        return refuse("when", kind.wrong_type(&when, "a table of conditions"));
    };
    for conditions in tables {
        let Some(conditions) = read_body_conditions(&conditions) else {
            continue;
        };
        match kinds.iter().find(|kind| kind.conditions == conditions) {
            _ if conditions.is_empty() => refuse("when", "the kind has no condition".to_owned()),
            Some(earlier) => refuse("when", format!("{} says the same", shown(&earlier.name))),
            None => kinds.push(NotEvent {
                name: name.to_owned(),
                conditions,
                answer: answer.to_owned(),
            }),
        }
    }
}

/// Reads a table of conditions, sorted by pointer. `None` if one is no good, which is then reported.
fn read_body_conditions(table: &TomlTable<'_>) -> Option<Vec<BodyCondition>> {
    let mut pointers = Vec::new();
    let conditions = read_conditions(table, &mut pointers)?.into_iter();
    let mut conditions: Vec<BodyCondition> = conditions
        .map(|condition| BodyCondition {
            pointer: pointers[condition.pointer].clone(),
            test: condition.test,
        })
        .collect();
    conditions.sort_by(|one, other| one.pointer.cmp(&other.pointer));
    Some(conditions)
}

fn read_wrapper(
    table: &TomlTable<'_>,
    naming: Option<&Naming>,
    body: BodyFormat,
) -> Option<Wrapper> {
    table.refuse_unknown_keys(&["member", "events", "description"]);
    let refuse = |key, message: &str| {
        table.refuse(key, CODES.bad_value, message.to_owned(), WRAPPER_HELP);
    };
    if body == BodyFormat::Form {
        refuse(
            "member",
            "the vendor's bodies are forms, which no wrapper holds",
        );
    }
    let Some(pointer) = table.text("member") else {
        if table.get("member").is_none() {
            refuse("member", "`member` is missing");
        }
        return None;
    };
    let steps = match pointer::parse(pointer) {
        Ok(steps) if steps.len() == 1 => steps,
        Ok(_) | Err(_) => {
            let message = format!("{} is no JSON pointer of one segment", shown(pointer));
            table.refuse("member", codes::BAD_PROFILE_POINTER, message, WRAPPER_HELP);
            return None;
        }
    };
    let mut events = Vec::new();
    if let Some((_, conditions)) = below(table, "events", WRAPPER_HELP) {
        events = read_body_conditions(&conditions)?;
        if events.is_empty() {
            refuse("events", "the wrapper of events has no condition");
        }
        if !matches!(naming, Some(Naming::Body(_))) {
            refuse("events", "a wrapped event needs `name.body`");
        }
    }
    let member = steps.into_iter().next()?;
    let description = table.text("description").map(str::to_owned);
    Some(Wrapper {
        member,
        events,
        description,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::profile::tests::{found, read};

    fn requests(keys: &str) -> OtherRequests {
        let (mut profiles, found) = read(&format!("[acme]\nname.body = [\"/a\"]\n{keys}"));
        assert_eq!(found, Vec::<String>::new());
        profiles.remove(0).other_requests
    }

    #[test]
    fn kinds_with_most_conditions_come_first() {
        let requests = requests(
            r#"
            [acme.not_events]
            click = { when = [{ "/type" = "click" }, { "/type" = "press", "/by" = { is = "present" } }], answer = "Answer with 200." }
            action = { when = { "/type" = "act" }, answer = "Read it as an action." }
            "#,
        );
        let kinds = requests.kinds.iter();
        let kinds: Vec<_> = kinds
            .map(|kind| {
                (
                    kind.name.as_str(),
                    kind.conditions.len(),
                    kind.answer.as_str(),
                )
            })
            .collect();
        assert_eq!(
            kinds,
            [
                ("click", 2, "Answer with 200."),
                ("action", 1, "Read it as an action."),
                ("click", 1, "Answer with 200."),
            ]
        );
        let holds = |kind: usize, body| all_hold(&requests.kinds[kind].conditions, &body);
        assert!(holds(0, json!({"type": "press", "by": null})));
        assert!(!holds(0, json!({"type": "press"})));
        assert!(holds(1, json!({"type": "act"})));
        assert!(!holds(1, json!([])));
    }

    #[test]
    fn a_wrapper_has_a_member_and_may_hold_events() {
        let wrapper = |keys| requests(keys).wrapper.expect("a wrapper");
        let only = wrapper("wrapper = { member = \"/payload\" }");
        assert_eq!((only.member.as_str(), only.events.len()), ("payload", 0));
        let events =
            wrapper("wrapper = { member = \"/p\", events = { \"/type\" = \"api\" } }").events;
        assert!(all_hold(&events, &json!({"type": "api"})));
        assert!(!all_hold(&events, &json!({"type": "hello"})));
    }

    #[test]
    fn tables_that_are_no_good() {
        let body = "name.body = [\"/a\"]\n";
        for (keys, expected) in [
            (
                "not_events = 1",
                "E052 /acme/not_events: `not_events` is a table, found an integer",
            ),
            (
                "not_events = { x = 1 }",
                "E052 /acme/not_events/x: `x` is a table, found an integer",
            ),
            (
                "not_events = { \"\" = { when = { \"/b\" = 1 }, answer = \"A.\" } }",
                "E052 /acme/not_events/: the kind has no name",
            ),
            (
                "not_events = { x = { when = { \"/b\" = 1 }, answer = \"A.\", reply = 1 } }",
                "E051 /acme/not_events/x/reply: unknown key `reply`",
            ),
            (
                "not_events = { x = { when = { \"/b\" = 1 } } }",
                "E052 /acme/not_events/x: `answer` is missing",
            ),
            (
                "not_events = { x = { when = { \"/b\" = 1 }, answer = \" \" } }",
                "E052 /acme/not_events/x/answer: `answer` is empty",
            ),
            (
                "not_events = { x = { answer = \"A.\" } }",
                "E052 /acme/not_events/x: `when` is missing",
            ),
            (
                "not_events = { x = { when = \"/b\", answer = \"A.\" } }",
                "E052 /acme/not_events/x/when: `when` is a table of conditions, found text",
            ),
            (
                "not_events = { x = { when = {}, answer = \"A.\" } }",
                "E052 /acme/not_events/x/when: the kind has no condition",
            ),
            (
                "not_events = { x = { when = { b = 1 }, answer = \"A.\" } }",
                "E053 /acme/not_events/x/when/b: `b` is no JSON pointer",
            ),
            (
                "not_events = { x = { when = { \"/b\" = 1.5 }, answer = \"A.\" } }",
                "E055 /acme/not_events/x/when/~1b: no test of a value",
            ),
            (
                "not_events = { x = { when = { \"/b\" = 1 }, answer = \"A.\" }, y = { when = { \"/b\" = 1 }, answer = \"B.\" } }",
                "E052 /acme/not_events/y/when: `x` says the same",
            ),
            (
                "wrapper = 1",
                "E052 /acme/wrapper: `wrapper` is a table, found an integer",
            ),
            (
                "wrapper = { events = { \"/b\" = 1 } }",
                "E052 /acme/wrapper/member: `member` is missing",
            ),
            (
                "wrapper = { member = \"/a/b\" }",
                "E053 /acme/wrapper/member: `/a/b` is no JSON pointer of one segment",
            ),
            (
                "wrapper = { member = \"/a\", when = 1 }",
                "E051 /acme/wrapper/when: unknown key `when`",
            ),
            (
                "wrapper = { member = \"/a\", events = {} }",
                "E052 /acme/wrapper/events: the wrapper of events has no condition",
            ),
            (
                "wrapper = { member = \"/a\" }\nbody = \"form\"",
                "E052 /acme/wrapper/member: the vendor's bodies are forms, which no wrapper holds",
            ),
        ] {
            assert_eq!(found(&format!("{body}{keys}")), [expected], "{keys}");
        }
    }

    #[test]
    fn bodies_that_name_no_event_tell_nothing_apart() {
        let kind = "not_events = { x = { when = { \"/b\" = 1 }, answer = \"A.\" } }";
        assert_eq!(
            found(&format!("name.header = \"X-Event\"\n{kind}")),
            ["E052 /acme/not_events: bodies of this vendor name no event"]
        );
        assert_eq!(
            found(
                "name.header = \"X-Event\"\nwrapper = { member = \"/a\", events = { \"/b\" = 1 } }"
            ),
            ["E052 /acme/wrapper/events: a wrapped event needs `name.body`"]
        );
    }
}
