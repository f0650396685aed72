//! Requests that are no events, and the wrapper in which some requests come. Nothing here is called for a body that is read at once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::context::{Cause, Failure};
use super::error::form_in;
use super::locate::PathStep;
use super::naming::lookup;
use super::path_trie::BodyPath;
use super::scan::Scanner;
use super::{JsonObject, OnMisfit, ParseError, PeekedEvent, ValueTest};

/// A kind of request that a vendor sends to the same receivers as its events, such as a slash command.
///
/// [`ParseError::not_event`] returns the kind of a request that is refused for this reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotEvent {
    /// The kind's name, in the vendor's terms.
    pub name: &'static str,
    /// The answer that the vendor expects, or the place where the request belongs, as free text.
    pub answer: &'static str,
}

/// Conditions on values of a body, all of which must hold.
pub(crate) type Conditions = &'static [(BodyPath, ValueTest)];

/// The requests that a vendor sends besides its events.
pub(crate) struct OtherRequests {
    /// The kinds of requests that are no events, with the conditions by which they are recognised; tried in order.
    pub(crate) kinds: &'static [(NotEvent, Conditions)],
    /// The wrapper around some requests.
    pub(crate) wrapper: Option<Wrapper>,
    /// True for the name of an event. A body that names one is no other request, unless it lacks the vendor's envelope.
    pub(crate) is_event: fn(&str) -> bool,
}

/// An object or a form around requests.
pub(crate) struct Wrapper {
    /// The member that holds the request; of a form, the field that holds it as JSON.
    pub(crate) member: &'static str,
    /// Conditions by which the wrapper of an event is recognised; empty if events have none. Their paths do not lead into `member`.
    pub(crate) events: Conditions,
}

/// A delivery from its wrapper.
pub(crate) struct Unwrapped {
    /// The other members of the wrapper.
    pub(crate) members: JsonObject,
    /// A member that the wrapper has twice.
    repeated: Option<String>,
    /// Range of the delivery in the body.
    pub(crate) range: Range<usize>,
}

impl OtherRequests {
    /// The delivery in a body that is the wrapper of an event.
    #[cold]
    pub(crate) fn unwrap(&self, body: &[u8]) -> Option<Unwrapped> {
        let wrapper = self.wrapper.as_ref();
        let Wrapper { member, events } = wrapper.filter(|wrapper| !wrapper.events.is_empty())?;
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let members = deserializer.deserialize_map(OuterMembers(member)).ok()?;
        deserializer.end().ok()?;
        let OuterMembersRead { others, repeated } = members;
        let others = Value::Object(others);
        if !all_hold(events, &others) {
            return None;
        }
        let Value::Object(members) = others else {
            return None;
        };
        // Of repeated members the last one counts.
        let found = Scanner::new(body, 0).members();
        let (_, range) = found.filter(|(name, _)| name == member).last()?;
        Some(Unwrapped {
            members,
            repeated,
            range,
        })
    }

    /// The kind of a request that is no event, from its body, which is JSON or a form.
    #[cold]
    pub(crate) fn kind(&self, body: &[u8]) -> Option<&'static NotEvent> {
        let (outer, is_form) = match serde_json::from_slice(body) {
            Ok(value) => (value, false),
            Err(_) => (form_in(body).map(|_| fields(body))?, true),
        };
        let wrapped = self.wrapper.as_ref();
        let wrapped = wrapped.and_then(|wrapper| match outer.get(wrapper.member)? {
            Value::String(json) if is_form => serde_json::from_str(json).ok().map(Cow::Owned),
            value if !is_form => Some(Cow::Borrowed(value)),
            _ => None,
        });
        let kind_of = |body: &Value| {
            let mut kinds = self.kinds.iter();
            let (kind, _) = kinds.find(|(_, conditions)| all_hold(conditions, body))?;
            Some(kind)
        };
        wrapped
            .and_then(|request| kind_of(&request))
            .or_else(|| kind_of(&outer))
    }

    /// True if a body with this name is an event without further checks.
    #[inline]
    pub(crate) fn is_surely_event(&self, named: &PeekedEvent<'_>) -> bool {
        !named.is_unenveloped && (self.is_event)(&named.event_name)
    }

    /// Refuses a body that is a request of another kind.
    #[cold]
    pub(crate) fn refuse(&self, vendor: &'static str, body: &[u8]) -> Result<(), ParseError> {
        match self.kind(body) {
            Some(kind) => Err(ParseError::of_other_request(vendor, kind)),
            None => Ok(()),
        }
    }
}

impl Unwrapped {
    /// The delivery as a text in which it has the same position as in `body`.
    pub(crate) fn text(&self, body: &[u8]) -> Vec<u8> {
        let before = body[..self.range.start].iter();
        let mut text: Vec<u8> = before
            .map(|byte| if *byte == b'\n' { b'\n' } else { b' ' })
            .collect();
        text.extend_from_slice(&body[self.range.clone()]);
        text
    }

    /// The error of a strict reading for a wrapper that has a member twice.
    pub(crate) fn check(
        &self,
        vendor: &'static str,
        on_misfit: OnMisfit,
        body: &[u8],
    ) -> Result<(), ParseError> {
        match (&self.repeated, on_misfit) {
            (Some(name), OnMisfit::Refuse) => {
                let step = PathStep::Member(name.clone().into());
                let failure = Failure {
                    path: [step].into_iter().collect(),
                    cause: Some(Cause::Repeated),
                };
                Err(ParseError::new(vendor, "", failure, body))
            }
            (Some(_), OnMisfit::Keep) | (None, _) => Ok(()),
        }
    }
}

/// A delivery without its wrapper, to be serialized.
pub(crate) struct Alone<'d, T>(pub(crate) &'d T);

/// Serializes a delivery in its wrapper, as the member of this name.
pub(crate) fn serialize_wrapped<S: Serializer>(
    wrapper: &JsonObject,
    member: &'static str,
    delivery: &impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let others = wrapper.iter().filter(|(name, _)| *name != member);
    let mut members = serializer.serialize_map(Some(others.clone().count() + 1))?;
    for (name, value) in others {
        members.serialize_entry(name, value)?;
    }
    members.serialize_entry(member, delivery)?;
    members.end()
}

/// Visitor for the members of a wrapper but this one, which is checked to be JSON only.
struct OuterMembers(&'static str);

struct OuterMembersRead {
    others: JsonObject,
    repeated: Option<String>,
}

impl<'de> Visitor<'de> for OuterMembers {
    type Value = OuterMembersRead;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut others = JsonObject::new();
        let (mut seen, mut repeated) = (BTreeSet::new(), None);
        while let Some(name) = map.next_key::<String>()? {
            if name == self.0 {
                map.next_value::<IgnoredAny>()?;
            } else {
                others.insert(name.clone(), map.next_value()?);
            }
            if let Some(name) = seen.replace(name) {
                repeated.get_or_insert(name);
            }
        }
        Ok(OuterMembersRead { others, repeated })
    }
}

fn all_hold(conditions: Conditions, body: &Value) -> bool {
    conditions
        .iter()
        .all(|(path, test)| lookup(body, path, |found| test.accepts(found)))
}

/// The fields of a form as an object of texts; brackets in names mean nothing. Of repeated fields the first one counts.
fn fields(body: &[u8]) -> Value {
    let mut fields = JsonObject::new();
    for field in body.split(|byte| *byte == b'&') {
        let mut parts = field.splitn(2, |byte| *byte == b'=');
        let [name, text] = [parts.next(), parts.next()].map(|part| decoded(part.unwrap_or(b"")));
        fields.entry(name).or_insert_with(|| text.into());
    }
    Value::Object(fields)
}

/// A name or a value of a form, without its percent encoding.
fn decoded(encoded: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if byte.is_some() { &after[2..] } else { after };
        bytes.push(match (byte, first) {
            (Some(byte), _) => byte,
            (None, b'+') => b' ',
            (None, other) => *other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
