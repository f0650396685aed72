//! Routing of parsed bodies as in the emitted crate: finds the event's name, and separates the event from its envelope.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use webhook_catalog::{
    BodyCondition, BodyNaming, EventName, Naming, UnenvelopedNaming, ValueTest, pointer,
};

use crate::model::{DeclaredName, Envelope, Vendor};

/// Limit of the combinations of values that are tried.
const MAX_COMBINATIONS: usize = 1_000;

/// The part of a vendor's naming that reads names from bodies.
pub(crate) fn body_naming(vendor: &Vendor) -> Option<&BodyNaming> {
    match &vendor.naming {
        Some(Naming::Body(naming)) => Some(naming),
        Some(Naming::Header { .. } | Naming::MessageTemplates(_)) | None => None,
    }
}

/// The naming of bodies without an envelope, where a vendor sends such bodies.
pub(crate) fn unenveloped_naming(vendor: &Vendor) -> Option<&UnenvelopedNaming> {
    body_naming(vendor)?.unenveloped.as_ref()
}

/// Returns true if a body identifies its event, by a name or by its message template.
pub(crate) fn body_names_event(vendor: &Vendor) -> bool {
    body_naming(vendor).is_some() || vendor.message_templates.is_some()
}

/// The event of a body that names it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NamedEvent {
    /// The event's name.
    pub(crate) event_name: String,
    /// True if the body is the event itself, although the vendor has an envelope.
    pub(crate) is_unenveloped: bool,
}

/// Finds the event that a body names. `None` if the vendor's bodies name no event.
pub(crate) fn named(naming: &Naming, body: &Value) -> Option<NamedEvent> {
    match naming {
        Naming::Body(naming) => named_by_body(naming, body),
        Naming::Header { .. } | Naming::MessageTemplates(_) => None,
    }
}

/// Finds the event that a body names.
pub(crate) fn named_by_body(naming: &BodyNaming, body: &Value) -> Option<NamedEvent> {
    let enveloped = resolve_in(naming, &naming.pointers, body).map(|event_name| NamedEvent {
        event_name,
        is_unenveloped: false,
    });
    enveloped.or_else(|| {
        let unenveloped = naming.unenveloped.as_ref()?;
        let event_name = resolve_in(naming, &unenveloped.pointers, body)
            .filter(|_| !implies_envelope(unenveloped, body))?;
        Some(NamedEvent {
            event_name,
            is_unenveloped: true,
        })
    })
}

/// Returns true if a body is the event itself, although the vendor has an envelope.
pub(crate) fn is_unenveloped(naming: Option<&Naming>, body: &Value) -> bool {
    naming
        .and_then(|naming| named(naming, body))
        .is_some_and(|named| named.is_unenveloped)
}

/// The pointers to the name in a body that does not name its event: those without an envelope if it has no event's member.
pub(crate) fn expected_pointers<'n>(naming: &'n BodyNaming, body: &Value) -> &'n [String] {
    let lacks_event = || {
        let steps = pointer::steps(&naming.pointers[0]);
        body.get(&steps[0]).is_none()
    };
    match &naming.unenveloped {
        Some(unenveloped) if !implies_envelope(unenveloped, body) && lacks_event() => {
            &unenveloped.pointers
        }
        Some(_) | None => &naming.pointers,
    }
}

/// True if the first value that names an event without an envelope is one that requires an envelope.
fn implies_envelope(unenveloped: &UnenvelopedNaming, body: &Value) -> bool {
    let first = unenveloped
        .pointers
        .first()
        .and_then(|first| body.pointer(first));
    let first = first.and_then(Value::as_str);
    unenveloped.unless.iter().any(|text| first == Some(text))
}

/// The smallest body that fulfils the conditions, as far as one is sure to: patterns are taken as texts.
pub(crate) fn least_body(conditions: &[BodyCondition]) -> Value {
    let values = conditions
        .iter()
        .filter_map(|condition| Some((condition.pointer.as_str(), least_value(&condition.test)?)));
    body_with(values)
}

/// The body that has these values and no others. Of two values at one place the first one stays.
pub(crate) fn body_with<'p>(values: impl IntoIterator<Item = (&'p str, Value)>) -> Value {
    let mut body = Value::Null;
    for (pointer, value) in values {
        let mut steps = pointer::steps(pointer).into_iter();
        let place = steps.try_fold(&mut body, |place, step| {
            if place.is_null() {
                *place = Value::Object(Map::new());
            }
            Some(place.as_object_mut()?.entry(step).or_insert(Value::Null))
        });
        if let Some(place) = place.filter(|place| place.is_null()) {
            *place = value;
        }
    }
    body
}

/// A value that passes a test; `None` if an absent one does.
pub(crate) fn least_value(test: &ValueTest) -> Option<Value> {
    match test {
        ValueTest::Equals(value) => Some(value.clone()),
        ValueTest::Like(pattern) => Some(pattern.as_str().into()),
        ValueTest::Present => Some(Value::from("")),
        ValueTest::Absent => None,
        ValueTest::Empty => Some(Value::Array(Vec::new())),
        ValueTest::AnyOf(tests) => least_value(tests.first()?),
    }
}

/// Splits a body into the envelope's members and the event. Without an envelope, the body is the event.
pub(crate) fn split(
    envelope: Option<&Envelope>,
    naming: Option<&Naming>,
    body: &Value,
) -> (Option<Value>, Option<Value>) {
    let Some(envelope) = envelope.filter(|_| !is_unenveloped(naming, body)) else {
        return (None, Some(body.clone()));
    };
    let mut envelope_members = body.clone();
    let members = envelope_members.as_object_mut();
    let event = members.and_then(|members| members.remove(&envelope.event_member));
    (Some(envelope_members), event)
}

fn resolve_in(naming: &BodyNaming, pointers: &[String], body: &Value) -> Option<String> {
    let values: Vec<Option<&Value>> = pointers
        .iter()
        .map(|pointer| body.pointer(pointer))
        .collect();
    let mut rules = naming.rules.iter();
    let rule = rules.find(|rule| {
        let mut conditions = rule.conditions.iter();
        conditions.all(|condition| condition.test.accepts(values[condition.pointer]))
    });
    if let Some(rule) = rule {
        return Some(rule.event.to_string());
    }
    let text = |index: &usize| values[*index].and_then(Value::as_str);
    naming.places.iter().find_map(|place| {
        let texts: Option<Vec<&str>> = place.iter().map(text).collect();
        Some(texts?.join(join(naming)))
    })
}

/// The separator of joined texts.
pub(crate) fn join(naming: &BodyNaming) -> &str {
    naming.join.as_deref().unwrap_or_default()
}

/// False if no body that fits the declarations names the event.
pub(crate) fn can_name(naming: &BodyNaming, declared: &[DeclaredName], event: &EventName) -> bool {
    let at = |index: usize| declared.get(index).unwrap_or(&DeclaredName::Open);
    let mut rules = naming.rules.iter().filter(|rule| rule.event == *event);
    let has_rule = rules.any(|rule| {
        let mut conditions = rule.conditions.iter();
        conditions.all(|condition| allows(at(condition.pointer), &condition.test))
    });
    has_rule
        || naming.places.iter().any(|place| {
            let declared: Vec<&DeclaredName> = place.iter().map(|index| at(*index)).collect();
            can_join(&declared, join(naming), event.as_str())
        })
}

/// False if no declared text passes a test. Values that are no texts are not declared.
fn allows(declared: &DeclaredName, test: &ValueTest) -> bool {
    match (declared, test) {
        (DeclaredName::Undeclared | DeclaredName::Open, _) => true,
        (declared, ValueTest::AnyOf(tests)) => tests.iter().any(|test| allows(declared, test)),
        (
            DeclaredName::Closed { texts, .. },
            ValueTest::Equals(Value::String(_)) | ValueTest::Like(_),
        ) => texts.iter().any(|text| accepts_text(test, text)),
        (
            DeclaredName::Closed { .. },
            ValueTest::Equals(_) | ValueTest::Present | ValueTest::Absent | ValueTest::Empty,
        ) => true,
    }
}

fn accepts_text(test: &ValueTest, text: &str) -> bool {
    test.accepts(Some(&Value::from(text)))
}

/// False if the texts at all pointers, joined, are never this name.
fn can_join(declared: &[&DeclaredName], join: &str, name: &str) -> bool {
    let Some((first, rest)) = declared.split_first() else {
        return name.is_empty();
    };
    let rests: Vec<&str> = match first {
        DeclaredName::Closed { texts, .. } => texts
            .iter()
            .filter_map(|text| name.strip_prefix(text.as_str()))
            .collect(),
        // The text may end before any later separator, or at the end.
        DeclaredName::Undeclared | DeclaredName::Open if rest.is_empty() => vec![""],
        DeclaredName::Undeclared | DeclaredName::Open => {
            let ends = name.match_indices(join).map(|(start, _)| &name[start..]);
            ends.chain([""]).collect()
        }
    };
    rests.into_iter().any(|left| match rest.is_empty() {
        true => left.is_empty(),
        false => left
            .strip_prefix(join)
            .is_some_and(|left| can_join(rest, join, left)),
    })
}

/// The names of bodies that have the declared texts and no others, as far as the texts alone decide.
pub(crate) fn names(naming: &BodyNaming, declared: &[DeclaredName]) -> BTreeSet<String> {
    let mut combinations: Vec<Vec<DeclaredText<'_>>> = vec![Vec::new()];
    for declared in declared {
        let texts: Vec<DeclaredText<'_>> = match declared {
            DeclaredName::Undeclared | DeclaredName::Open => vec![DeclaredText::Any],
            DeclaredName::Closed { texts, .. } if texts.is_empty() => vec![DeclaredText::Never],
            DeclaredName::Closed { texts, .. } => {
                texts.iter().map(|text| DeclaredText::Is(text)).collect()
            }
        };
        let extended = combinations.iter().flat_map(|before| {
            let with = |text| before.iter().copied().chain([text]).collect();
            texts.iter().copied().map(with)
        });
        combinations = extended.take(MAX_COMBINATIONS).collect();
    }
    let named = combinations.iter();
    named
        .filter_map(|texts| name_of_texts(naming, texts))
        .collect()
}

/// The text that a body has at a pointer.
#[derive(Clone, Copy)]
enum DeclaredText<'d> {
    Any,
    Never,
    Is(&'d str),
}

/// The name of bodies with these texts at the pointers. `None` if they have none, or other values decide.
fn name_of_texts(naming: &BodyNaming, texts: &[DeclaredText<'_>]) -> Option<String> {
    let mut rules = naming.rules.iter();
    let rule = rules.find(|rule| {
        let mut conditions = rule.conditions.iter();
        conditions.all(|condition| match texts.get(condition.pointer) {
            Some(DeclaredText::Is(text)) => accepts_text(&condition.test, text),
            Some(DeclaredText::Any | DeclaredText::Never) | None => false,
        })
    });
    if let Some(rule) = rule {
        return Some(rule.event.to_string());
    }
    let mut places = naming.places.iter().map(|place| {
        let texts = place.iter().map(|index| texts.get(*index));
        texts.collect::<Vec<_>>()
    });
    let is_never = |text: &Option<&DeclaredText<'_>>| matches!(text, Some(DeclaredText::Never));
    let place = places.find(|place| !place.iter().any(is_never))?;
    let texts = place.into_iter().map(|text| match text {
        Some(DeclaredText::Is(text)) => Some(*text),
        Some(DeclaredText::Any | DeclaredText::Never) | None => None,
    });
    Some(texts.collect::<Option<Vec<_>>>()?.join(join(naming)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::test_support::naming;

    #[test]
    fn a_body_is_named_within_its_envelope_or_by_itself() {
        let naming = naming(
            r#"
            event = "/event"
            name.body = ["/event/type"]
            name.bare = ["/type"]
            name.bare_unless = ["callback"]
            name.rules."message.im" = { "/event/type" = "message", "/event/kind" = "im" }
            "#,
        );
        let found = |body: Value| {
            named(&naming, &body).map(|event| (event.event_name, event.is_unenveloped))
        };
        let is = |name: &str, is_unenveloped| Some((name.to_owned(), is_unenveloped));
        assert_eq!(
            found(json!({"type": "callback", "event": {"type": "a"}})),
            is("a", false)
        );
        assert_eq!(
            found(json!({"event": {"type": "message", "kind": "im"}})),
            is("message.im", false)
        );
        assert_eq!(found(json!({"type": "hello"})), is("hello", true));
        assert_eq!(
            found(json!({"type": "message", "kind": "im"})),
            is("message.im", true)
        );
        assert_eq!(found(json!({"type": "callback"})), None);
        assert_eq!(found(json!({"event": {}})), None);
    }

    #[test]
    fn rules_come_before_the_places_of_the_name() {
        let naming = naming(
            r#"
            name.body = ["/event", ["/entity", "/action"]]
            name.join = "."
            name.rules.heartbeat = { "/events" = { is = "empty" } }
            name.rules.ping = { "/type" = [0, 1], "/event" = { is = "absent" } }
            "#,
        );
        let found = |body: Value| named(&naming, &body).map(|event| event.event_name);
        let is = |name: &str| Some(name.to_owned());
        assert_eq!(found(json!({"event": "a", "events": []})), is("heartbeat"));
        assert_eq!(found(json!({"event": "a", "events": [0]})), is("a"));
        assert_eq!(found(json!({"type": 1})), is("ping"));
        assert_eq!(found(json!({"type": 1, "event": "a"})), is("a"));
        assert_eq!(found(json!({"type": 2})), None);
        let v2 = json!({"event": 1, "entity": "deal", "action": "added"});
        assert_eq!(found(v2), is("deal.added"));
    }

    #[test]
    fn declared_texts_that_a_rule_or_a_place_allows() {
        let naming = naming(
            r#"
            name.body = ["/event", ["/entity", "/action"]]
            name.join = "."
            name.rules.like = { "/entity" = { like = "x*" } }
            name.rules.number = { "/action" = [1, "one"] }
            "#,
        );
        let Naming::Body(naming) = &naming else {
            panic!("named in the body")
        };
        let closed = |texts: &[&str]| DeclaredName::Closed {
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            schema_pointer: String::new(),
        };
        let open = DeclaredName::Open;
        let can_name = |declared: &[DeclaredName], event: &str| {
            let event = EventName::new(event).expect("a valid name");
            super::can_name(naming, declared, &event)
        };
        // The pointers are those of the places: event, entity, action.
        let v2 = [closed(&[]), closed(&["deal"]), closed(&["added"])];
        assert!(can_name(&v2, "deal.added"));
        assert!(!can_name(&v2, "deal.gone"));
        assert!(!can_name(&v2, "like"));
        // Numbers are not declared.
        assert!(can_name(&v2, "number"));
        assert!(can_name(
            &[open.clone(), closed(&["xy"]), open.clone()],
            "like"
        ));
        assert!(can_name(
            &[closed(&["a"]), open.clone(), closed(&[])],
            "number"
        ));
        assert_eq!(
            names(naming, &v2),
            BTreeSet::from(["deal.added".to_owned()])
        );
        let like = [open.clone(), closed(&["xy"]), open];
        assert_eq!(names(naming, &like), BTreeSet::from(["like".to_owned()]));
    }
}
