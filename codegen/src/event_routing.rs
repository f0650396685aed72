//! Routing of parsed bodies as in the emitted crate: finds the event's name, and separates the event from its envelope.

use std::collections::BTreeSet;

use serde_json::Value;
use webhook_catalog::{Alias, BodyNaming, EventName, Naming, UnenvelopedNaming};

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
    let Naming::Body(naming) = naming else {
        return None;
    };
    let enveloped = resolve_in(naming, &naming.pointers, body).map(|event_name| NamedEvent {
        event_name,
        is_unenveloped: false,
    });
    enveloped.or_else(|| {
        let unenveloped = naming.unenveloped.as_ref()?;
        let first = body
            .pointer(unenveloped.pointers.first()?)
            .and_then(Value::as_str);
        let is_enveloped = unenveloped.unless.iter().any(|text| first == Some(text));
        let event_name =
            resolve_in(naming, &unenveloped.pointers, body).filter(|_| !is_enveloped)?;
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

/// Aliases in the order in which they are tried: an alias that accepts any value somewhere comes after those that do not.
pub(crate) fn aliases_by_precedence(aliases: &[Alias]) -> Vec<&Alias> {
    let mut aliases: Vec<&Alias> = aliases.iter().collect();
    aliases.sort_by_key(|alias| {
        let any_value = alias.values.iter().filter(|value| value.is_none());
        (any_value.count(), &alias.event)
    });
    aliases
}

fn resolve_in(naming: &BodyNaming, pointers: &[String], body: &Value) -> Option<String> {
    let strings: Vec<Option<&str>> = pointers
        .iter()
        .map(|pointer| body.pointer(pointer).and_then(Value::as_str))
        .collect();
    resolve(naming, &strings)
}

/// The event name that the texts at the pointers stand for; `None` among them where there is no text.
pub(crate) fn resolve(naming: &BodyNaming, strings: &[Option<&str>]) -> Option<String> {
    let is_alias = |values: &[Option<String>]| {
        let mut pairs = values.iter().zip(strings);
        pairs.all(|(wanted, found)| wanted.is_none() || wanted.as_deref() == *found)
    };
    let mut aliases = aliases_by_precedence(&naming.aliases).into_iter();
    if let Some(alias) = aliases.find(|alias| is_alias(&alias.values)) {
        return Some(alias.event.to_string());
    }
    match &naming.join {
        None => strings.first()?.map(str::to_owned),
        Some(join) => {
            let strings = strings.iter().copied();
            Some(strings.collect::<Option<Vec<_>>>()?.join(join))
        }
    }
}

/// False if no body that fits the declarations names the event.
pub(crate) fn can_name(naming: &BodyNaming, declared: &[DeclaredName], event: &EventName) -> bool {
    let allows = |declared: &DeclaredName, text: &str| match declared {
        DeclaredName::Undeclared | DeclaredName::Open => true,
        DeclaredName::Closed { texts, .. } => texts.contains(text),
    };
    let is_alias = naming.aliases.iter().any(|alias| {
        let mut values = alias.values.iter().zip(declared);
        alias.event == *event
            && values
                .all(|(wanted, declared)| wanted.as_ref().is_none_or(|text| allows(declared, text)))
    });
    is_alias
        || match &naming.join {
            None => declared
                .first()
                .is_none_or(|first| allows(first, event.as_str())),
            Some(join) => can_join(declared, join, event.as_str()),
        }
}

/// False if the texts at all pointers, joined, are never this name.
fn can_join(declared: &[DeclaredName], join: &str, name: &str) -> bool {
    let Some((first, rest)) = declared.split_first() else {
        return name.is_empty();
    };
    let rests: Vec<&str> = match first {
        DeclaredName::Closed { texts, .. } => texts
            .iter()
            .filter_map(|text| name.strip_prefix(text.as_str()))
            .collect(),
        // The text may end before any later separator, or at the end.
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

/// The names of bodies that have the declared texts and no others.
pub(crate) fn names(naming: &BodyNaming, declared: &[DeclaredName]) -> BTreeSet<String> {
    let mut combinations: Vec<Vec<Option<&str>>> = vec![Vec::new()];
    for declared in declared {
        let texts: Vec<Option<&str>> = match declared {
            DeclaredName::Undeclared | DeclaredName::Open => vec![None],
            DeclaredName::Closed { texts, .. } => {
                texts.iter().map(|text| Some(text.as_str())).collect()
            }
        };
        let extended = combinations.iter().flat_map(|before| {
            let with = |text| before.iter().copied().chain([text]).collect();
            texts.iter().copied().map(with)
        });
        combinations = extended.take(MAX_COMBINATIONS).collect();
    }
    let named = combinations.iter();
    named.filter_map(|texts| resolve(naming, texts)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use webhook_catalog::Alias;

    use super::*;

    #[test]
    fn a_body_is_named_within_its_envelope_or_by_itself() {
        let alias = Alias {
            event: EventName::new("message.im").expect("a valid name"),
            values: vec![Some("message".to_owned()), Some("im".to_owned())],
        };
        let naming = Naming::Body(BodyNaming {
            pointers: vec!["/event/type".to_owned(), "/event/kind".to_owned()],
            join: None,
            aliases: vec![alias],
            unenveloped: Some(UnenvelopedNaming {
                pointers: vec!["/type".to_owned(), "/kind".to_owned()],
                unless: vec!["callback".to_owned()],
            }),
        });
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
}
